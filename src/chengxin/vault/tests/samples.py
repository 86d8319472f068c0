"""Files made for the tests: small, invented, each with one property."""

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role
from chengxin.vault.rules import KINDS, Purpose, Retention

KEEP = Permission("test.keep-papers", "存入测试文件", roles=frozenset({Role.CASE_OFFICER}))
PURPOSE = Purpose(
    code="test.paper",
    label="测试文件",
    kinds=frozenset(KINDS) - {"zip", "xlsb"},
    keep=KEEP,
    readers=frozenset({Role.CASE_OFFICER, Role.CREDIT_OFFICE}),
    retention=Retention(years=5, basis="测试规定第一条"),
    max_bytes=2 * 1024 * 1024,
    max_unpacked=4 * 1024 * 1024,
)

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def pdf(body: bytes = b"", trailer: bytes = b"<< /Root 1 0 R >>") -> bytes:
    start = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n" + body
    end = b"xref\n0 1\n0000000000 65535 f \ntrailer " + trailer + b"\n"
    return start + end + b"startxref\n%d\n%%%%EOF\n" % len(start)


def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(100) + b"\xff\xd9"


def archive(parts: Mapping[str, bytes | str], *, stored: bool = False) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name), content, packed.compression)
    return file.getvalue()


def content_types(*types: str) -> str:
    rows = "".join(f'<Override PartName="/part{number}" ContentType="{one}"/>' for number, one in enumerate(types))
    return f'<?xml version="1.0"?><Types xmlns="urn:types">{rows}</Types>'


def relations(kind: str, target: str, mode: str = "Internal") -> str:
    row = f'<Relationship Id="r1" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f'<?xml version="1.0"?><Relationships xmlns="urn:relations">{row}</Relationships>'


def office(main: str = WORKBOOK, *more_types: str, parts: Mapping[str, bytes | str] | None = None) -> bytes:
    usual = {"[Content_Types].xml": content_types(main, *more_types), "xl/workbook.xml": "<w/>"}
    return archive({**usual, **(parts or {})})


def record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def workbook(*records: bytes) -> bytes:
    return record(0x0809, bytes(16)) + b"".join(records) + record(0x0A, b"")


def compound(parts: dict[str, bytes]) -> bytes:
    """A compound document (MS-CFB) of version 3 whose parts, all in the root, fill at least 4096 bytes each."""
    sector, end, free, table = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    streams = {name: content.ljust(4096, b"\0") for name, content in parts.items()}
    counts = [-(-len(content) // sector) for content in streams.values()]
    directory_sectors = -(-(len(parts) + 1) // 4)
    chain = [table]  # sector 0 holds the table itself
    places = []
    for count in [directory_sectors, *counts]:
        places.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + count), end]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, places[0], 0, 4096, end, 0, end, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", free) * 108

    def entry(name: str, kind: int, *, child: int, right: int, start: int, size: int) -> bytes:
        written = name.encode("utf-16-le") + b"\0\0"
        row = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, free, right, child)
        return row + bytes(16) + struct.pack("<IQQ", 0, 0, 0) + struct.pack("<IQ", start, size)

    rows = entry("Root Entry", 5, child=1 if parts else free, right=free, start=end, size=0)
    for number, (name, content) in enumerate(streams.items(), 1):
        right = number + 1 if number < len(parts) else free
        rows += entry(name, 2, child=free, right=right, start=places[number], size=len(content))
    body = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff") + rows.ljust(directory_sectors * sector, b"\0")
    return (
        head
        + body
        + b"".join(content.ljust(-(-len(content) // sector) * sector, b"\0") for content in streams.values())
    )
