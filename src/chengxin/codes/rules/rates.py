"""重错码率, 纠正率, 转换率 from counts. The edition of 2020 names the first two (items 6 and 7) without a formula.

What is used here stands on the page beside the figures: 重错码率 = codes with an open fault ÷ codes collected,
纠正率 = faults put right ÷ faults found; a fault that turned out to be none counts in neither.
"""

from dataclasses import dataclass, fields

FAULTY_FORMULA = "期末没有办结的重码、错码、一主体多码所涉及的代码数 ÷ 期末归集的代码数"
CORRECTED_FORMULA = "截至期末已改正、已废止或核对时已不存在的问题数 ÷ 截至期末发现的问题数"
EXCLUDED = "“不是代码的问题”和“证照如此，已确认”的，两边都不计。"
CONVERTED_FORMULA = "已换发统一社会信用代码的存量主体 ÷ 仍然存续的存量主体"
BASIS = "全国城市信用状况监测2020年版第6、7项的名称；公式没有公布，按平台的算法"


@dataclass(frozen=True)
class Share:
    """A part of a whole; without a whole there is no share."""

    part: int
    whole: int

    @property
    def shown(self) -> str:
        """The share in per cent with two decimals, with three where two would say nothing; empty without a whole."""
        if not self.whole:
            return ""
        share = 100 * self.part / self.whole
        return f"{share:.3f}%" if 0 < share < 0.01 else f"{share:.2f}%"  # noqa: PLR2004  what two decimals can show


@dataclass(frozen=True)
class CodeCounts:
    """Counts of a unit, kind or district at one time: codes, codes with an open fault, faults found and put right."""

    codes: int = 0
    faulty: int = 0
    found: int = 0
    corrected: int = 0

    def __add__(self, other: "CodeCounts") -> "CodeCounts":
        """Return both together."""
        return CodeCounts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def faulty_share(self) -> Share:
        """重错码率."""
        return Share(self.faulty, self.codes)

    @property
    def corrected_share(self) -> Share:
        """纠正率."""
        return Share(self.corrected, self.found)


@dataclass(frozen=True)
class ConversionCounts:
    """Old subjects that still exist: converted or not."""

    converted: int = 0
    waiting: int = 0

    def __add__(self, other: "ConversionCounts") -> "ConversionCounts":
        """Return both together."""
        return ConversionCounts(self.converted + other.converted, self.waiting + other.waiting)

    @property
    def share(self) -> Share:
        """转换率."""
        return Share(self.converted, self.converted + self.waiting)
