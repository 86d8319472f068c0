"""Sets papers of listing procedures as PDF. What a paper says goes in as data, never as markup."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

SOURCE = Path(__file__).with_name("paper.typ")


@dataclass(frozen=True)
class PaperText:
    """What a paper says: ``facts`` are lines of name and value, ``receipt`` adds a place for the proof of service.

    ``unsigned`` stands where the signature would, while nobody has signed.
    """

    title: str
    number: str
    unit: str
    addressee: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]
    signed_by: str
    day: str
    receipt: bool
    unsigned: str = ""


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[Path(pylopdf_fonts_zh_cn.serif_path()).parent],
    )
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def inputs_of(paper: PaperText) -> dict[str, str]:
    """Return what the source reads: the paper as one JSON text."""
    return {"paper": json.dumps(asdict(paper), ensure_ascii=False)}


def typeset(paper: PaperText) -> bytes:
    """Return the paper as PDF: the same text gives the same bytes."""
    made = _compiler().compile(SOURCE.read_bytes(), format="pdf", sys_inputs=inputs_of(paper), timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError(f"a PDF is one file, not {type(made).__name__}")
    return made
