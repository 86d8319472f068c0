"""Where the sheets of an xlsx workbook stand, as the workbook itself says: by its relationships, not by file names."""

import posixpath
import zipfile
from xml.parsers import expat  # types and entities are refused below, so that nothing can be expanded

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MOST_BYTES = 16 * 1024 * 1024
MOST_SHEETS = 1_000


class NotXlsx(Exception):  # noqa: N818  an answer to the reader of workbooks
    """The archive has no workbook of this kind."""


def sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    """Return the names of the parts that hold the sheets, in the order of the workbook.

    Raises:
        NotXlsx: there is no workbook with a sheet in it, or its parts are no sound XML.
    """
    parts = {name.replace("\\", "/").lower().lstrip("/"): name for name in archive.namelist()}
    targets = {
        entry.get("id", ""): entry.get("target", "") for entry in _elements(archive, parts, RELATIONS, "relationship")
    }
    sheets = [targets.get(entry.get("id", ""), "") for entry in _elements(archive, parts, WORKBOOK, "sheet")]
    found = [parts[_resolved(target)] for target in sheets if _resolved(target) in parts]
    if not found or len(found) > MOST_SHEETS:
        raise NotXlsx
    return found


def _resolved(target: str) -> str:
    """Return a relationship's target as the name of a part, in lower case."""
    plain = target.replace("\\", "/").lower()
    if plain.startswith("xl/"):
        return posixpath.normpath(plain)
    return posixpath.normpath(posixpath.join("/xl", plain)).lstrip("/")


def _elements(archive: zipfile.ZipFile, parts: dict[str, str], name: str, wanted: str) -> list[dict[str, str]]:
    """Return the attributes of the elements of a name, by local name in lower case, whatever the prefixes."""
    if name not in parts or archive.getinfo(parts[name]).file_size > MOST_BYTES:
        raise NotXlsx
    found: list[dict[str, str]] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2].lower() == wanted:
            found.append({key.rpartition(":")[2].lower(): value for key, value in attributes.items()})

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = _refuse_types
    try:
        parser.Parse(archive.read(parts[name]), True)  # noqa: FBT003  expat's own signature
    except (expat.ExpatError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise NotXlsx from error
    return found


def _refuse_types(*_about: object) -> None:
    raise NotXlsx
