"""Document numbers as sequences: what number of which word and year a text is, and what is missing in between.

A missing number is a question to the unit and no fault: it may have been issued elsewhere, be void, be about a person.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

_NUMBER = re.compile(
    r"""(?P<word>[^\[\](){}0-9]{1,60}?)      # 示市监罚
    [\[(](?P<year>(?:19|20|21)\d\d)年?[\])]  # every kind of bracket is one of these by now
    (?P<more>[^0-9第]{0,20}?)                # 〔2026〕示罚字第11号: what stands between belongs to the word
    第?0*(?P<number>\d+)
    (?:号|號)?
    (?P<part>(?:-|之|_)?[0-9一二三四五六七八九十A-Za-z]{0,4})?号?""",
    re.VERBOSE,
)
_BRACKETS = str.maketrans({"〔": "[", "【": "[", "［": "[", "〖": "[", "〕": "]", "】": "]", "］": "]", "〗": "]",
                           "﹝": "[", "﹞": "]", "—": "-", "–": "-", "－": "-"})  # fmt: skip
LARGEST = 99_999
"""Beyond it a number counts no documents: it is a date with a count behind it, or a case number of a system."""

SPARSE = 4
"""Where more than so many times as many numbers are missing as came, the unit is asked about the word as a whole."""

Range = tuple[int, int]


@dataclass(frozen=True, order=True)
class Series:
    """Numbers of one word in one year (示市监罚, 2026)."""

    word: str
    year: int


@dataclass(frozen=True)
class Numbered:
    """A document number that was read."""

    series: Series
    number: int


class GapKind(StrEnum):
    """What a unit says of numbers that did not arrive."""

    ELSEWHERE = "elsewhere"
    VOID = "void"
    PERSON = "person"
    SIMPLE = "simple"
    OTHER_USE = "other-use"
    FORGOTTEN = "forgotten"


GAP_LABELS = MappingProxyType(
    {
        GapKind.ELSEWHERE: "由其他平台或单位报送",
        GapKind.VOID: "作废，没有发出",
        GapKind.PERSON: "关于自然人，不在这里公示",
        GapKind.SIMPLE: "简易程序，不归集",
        GapKind.OTHER_USE: "这些号用在了其他文书上",
        GapKind.FORGOTTEN: "漏报，将补报",
    }
)
NEEDS_WORDS = frozenset({GapKind.ELSEWHERE, GapKind.OTHER_USE})
"""Which platform or unit, which papers: without it the answer says nothing."""


@dataclass(frozen=True)
class Said:
    """An answer about the numbers from ``first`` to ``last``."""

    first: int
    last: int
    kind: GapKind


@dataclass(frozen=True)
class Gap:
    """Numbers of a series that did not arrive, with the last answer that covers them; None: nobody answered."""

    first: int
    last: int
    kind: GapKind | None

    @property
    def size(self) -> int:
        """How many numbers."""
        return self.last - self.first + 1

    @property
    def is_open(self) -> bool:
        """Whether the unit is still asked, or has promised to report."""
        return self.kind is None or self.kind is GapKind.FORGOTTEN


def read_number(text: str) -> Numbered | None:
    """Return the series and number of a document number; None where it is no member of a sequence.

    Brackets of every kind, full-width signs, 第…号 and suffixes (之一, -1) are understood; 11号之一 is number 11.
    """
    plain = "".join(unicodedata.normalize("NFKC", text.translate(_BRACKETS)).split())
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    word, number = (found["word"] + found["more"]).removesuffix("第"), int(found["number"])
    if not 1 <= number <= LARGEST or not word:
        return None
    return Numbered(Series(word, int(found["year"])), number)


def ranges_of(numbers: Iterable[int]) -> list[Range]:
    """Return numbers as ranges, both ends included, in order."""
    found: list[Range] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def joined(ranges: Iterable[Sequence[int]]) -> list[Range]:
    """Return the union of ranges, in order, none touching another."""
    found: list[Range] = []
    for first, last in sorted((one[0], one[1]) for one in ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def count(ranges: Iterable[Range]) -> int:
    """Return how many numbers lie in ranges."""
    return sum(last - first + 1 for first, last in ranges)


def missing_in(present: Sequence[Range], *, from_one: bool) -> list[Range]:
    """Return what is missing between the first and the last number that came; nothing is known of later ones.

    ``from_one`` asks also for those before the first: where the word was reported in the year before, too, the year
    began with the platform.
    """
    starts = [(0, 0), *present] if from_one else list(present)
    return [(before[1] + 1, after[0] - 1) for before, after in pairwise(starts)
            if after[0] - before[1] > 1]  # fmt: skip


def gaps_of(missing: Iterable[Range], said: Iterable[Said]) -> list[Gap]:
    """Return the missing numbers cut by the answers; of several answers about a number the last holds.

    ``said`` is in the order of time.
    """
    gaps = [Gap(first, last, None) for first, last in missing]
    for one in said:
        gaps = [piece for gap in gaps for piece in _cut(gap, one)]
    return _merged(gaps)


def _cut(gap: Gap, said: Said) -> list[Gap]:
    first, last = max(gap.first, said.first), min(gap.last, said.last)
    if first > last:
        return [gap]
    pieces = [Gap(first, last, said.kind)]
    if gap.first < first:
        pieces.insert(0, Gap(gap.first, first - 1, gap.kind))
    if last < gap.last:
        pieces.append(Gap(last + 1, gap.last, gap.kind))
    return pieces


def _merged(gaps: Iterable[Gap]) -> list[Gap]:
    found: list[Gap] = []
    for gap in gaps:
        if found and found[-1].kind is gap.kind and found[-1].last + 1 == gap.first:
            found[-1] = Gap(found[-1].first, gap.last, gap.kind)
        else:
            found.append(gap)
    return found


def is_sparse(present: Sequence[Range], missing: Sequence[Range]) -> bool:
    """Say whether so few of the numbers come here that the unit is better asked about all of them at once."""
    return count(missing) > SPARSE * count(present)
