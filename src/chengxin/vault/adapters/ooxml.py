"""Office Open XML (ECMA-376, ISO/IEC 29500): which document, and whether it carries programs."""

import zipfile
from xml.parsers import expat  # types and entities are refused below, so that nothing can be expanded

from chengxin.vault.adapters.refusals import ActiveContent, Damaged, HasMacros

CONTENT_TYPES = "[content_types].xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_BINARY_WORKBOOK = "application/vnd.ms-excel.sheet.binary.macroenabled.main"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PROGRAM_WORDS = ("macro", "vbaproject", "vbadata", "activex", "keymapcustomizations", "ms-package.xmldsig.vba")
_PROGRAM_PARTS = ("vbaproject.bin", "vbadata.xml", "/macrosheets/", "/activex/")
_FETCHED = ("attachedTemplate", "oleObject", "frame", "subDocument")
"""Relations to parts that a reader would fetch from elsewhere on opening."""


def examine(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    """Return ``xlsx``, ``docx``, ``xlsb`` or ``zip`` (another package); ``names`` maps folded part names to real ones.

    A macro part is found by its content type or relation, whatever it is called, and by its usual name, whatever it
    claims to be.

    Raises:
        HasMacros: it carries or allows macros or controls.
        ActiveContent: it fetches parts from elsewhere when opened.
        Damaged: its own tables are not readable.
    """
    types = {values.get("ContentType", "") for _, values in _elements(archive.read(names[CONTENT_TYPES]))}
    folded = {content_type.casefold() for content_type in types}
    binary = _BINARY_WORKBOOK in folded
    folded.discard(_BINARY_WORKBOOK)  # says that macros may be there, in every such workbook
    if any(word in content_type for content_type in folded for word in _PROGRAM_WORDS):
        raise HasMacros
    if any(part in f"/{name}" for name in names for part in _PROGRAM_PARTS):
        raise HasMacros
    for name, real in names.items():
        if name.endswith(".rels"):
            _check_relations(archive.read(real))
    found = {"xlsx": _WORKBOOK in types, "docx": _DOCUMENT in types, "xlsb": binary}
    return next((code for code, there in found.items() if there), "zip")


def _check_relations(data: bytes) -> None:
    for element, values in _elements(data):
        if element.rpartition(":")[2] != "Relationship":
            continue
        kind = values.get("Type", "").rpartition("/")[2]
        if "vbaproject" in kind.casefold() or "macrosheet" in kind.casefold():
            raise HasMacros
        if values.get("TargetMode") == "External" and kind in _FETCHED:
            raise ActiveContent


def _elements(data: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, values: found.append((name, values))
    parser.StartDoctypeDeclHandler = _refuse_types
    try:
        parser.Parse(data, True)  # noqa: FBT003  the library's own signature
    except expat.ExpatError:
        raise Damaged from None
    return found


def _refuse_types(*_declaration: object) -> None:
    raise Damaged
