"""The kinds of file that can be told by their bytes. What is not here is not stored."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of file: ``label`` is a Chinese msgid, ``extensions`` those a name may end with, in lower case."""

    code: str
    label: str
    media_type: str
    extensions: tuple[str, ...]


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", (".pdf",)),
        Kind("png", "PNG图片", "image/png", (".png",)),
        Kind("jpeg", "JPEG图片", "image/jpeg", (".jpg", ".jpeg")),
        Kind("xlsx", "Excel工作簿", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
        Kind("xls", "Excel 97-2003或WPS表格", "application/vnd.ms-excel", (".xls", ".et")),
        Kind("xlsb", "Excel二进制工作簿", "application/vnd.ms-excel.sheet.binary.macroEnabled.12", (".xlsb",)),
        Kind("ods", "ODF表格", "application/vnd.oasis.opendocument.spreadsheet", (".ods",)),
        Kind("docx", "Word文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
        Kind("doc", "Word 97-2003或WPS文字", "application/msword", (".doc", ".wps")),
        Kind("odt", "ODF文档", "application/vnd.oasis.opendocument.text", (".odt",)),
        Kind("ofd", "OFD版式文件", "application/ofd", (".ofd",)),
        Kind("text", "文本、CSV或JSON", "text/plain", (".csv", ".txt", ".tsv", ".json")),
        Kind("xml", "XML", "application/xml", (".xml",)),
        Kind("zip", "ZIP压缩包", "application/zip", (".zip",)),
    )
}

IMAGES = frozenset({"png", "jpeg"})
PAPERS = IMAGES | {"pdf", "ofd"}
"""What a scan or an issued document may be."""
TABLES = frozenset({"xlsx", "xls", "ods", "text", "xml"})
