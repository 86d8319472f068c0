"""Sets credit reports as PDF. What a report says goes in as data, never as markup."""

import io
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import segno
import typst

SOURCE = Path(__file__).with_name("report.typ")
INK = "#16324f"


@dataclass(frozen=True)
class RecordText:
    """One record: ``title`` and ``marks`` stand over ``lines`` of name and value."""

    title: str
    marks: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SectionText:
    """One section; without lines, records or sentences it prints ``nothing``."""

    title: str
    nothing: str
    lines: tuple[tuple[str, str], ...] = ()
    records: tuple[RecordText, ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportText:
    """What a report says. ``head`` are lines under the title, ``remarks`` the sentences at its end."""

    title: str
    site: str
    name: str
    number: str
    version: str
    address: str
    head: tuple[tuple[str, str], ...]
    sections: tuple[SectionText, ...]
    remarks: tuple[str, ...]
    demonstration: bool


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[Path(pylopdf_fonts_zh_cn.serif_path()).parent],
    )
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def qr_of(address: str) -> str:
    """Return the QR code of an address as SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, dark=INK)
    return drawn.getvalue().decode()


def typeset(report: ReportText) -> bytes:
    """Return the report as PDF, not signed yet: the same text gives the same bytes."""
    inputs = {"report": json.dumps(asdict(report), ensure_ascii=False), "qr": qr_of(report.address)}
    made = _compiler().compile(SOURCE.read_bytes(), format="pdf", sys_inputs=inputs, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError(f"a PDF is one file, not {type(made).__name__}")
    return made
