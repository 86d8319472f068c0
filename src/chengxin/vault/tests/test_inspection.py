import contextlib
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.vault.adapters import archives, inspection, refusals
from chengxin.vault.tests import samples
from chengxin.vault.tests.samples import PURPOSE, archive, compound, office, record, relations, workbook

ENCRYPTED_WORD = bytes(10) + b"\x00\x01" + bytes(20)
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def kind_of(content: bytes, name: str) -> str:
    return inspection.inspect(BytesIO(content), name=name, purpose=PURPOSE).code


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (samples.pdf(), "送达回证.pdf", "pdf"),
        (samples.png(), "扫描.PNG", "png"),
        (samples.jpeg(), "扫描.jpeg", "jpeg"),
        (office(), "表.xlsx", "xlsx"),
        (office(samples.DOCUMENT), "决定.docx", "docx"),
        (compound({"Workbook": workbook()}), "表.xls", "xls"),
        (compound({"Workbook": workbook()}), "表.et", "xls"),
        (compound({"Book": workbook()}), "表.xls", "xls"),
        (compound({"WordDocument": bytes(64)}), "文.doc", "doc"),
        (archive({"mimetype": ODS, "content.xml": "<a/>"}), "表.ods", "ods"),
        (archive({"OFD.xml": "<ofd/>", "Doc_0/Document.xml": "<d/>"}), "照.ofd", "ofd"),
        ("名称,代码\n甲,1\n".encode(), "表.csv", "text"),
        ("名称,代码\n甲,1\n".encode("gb18030"), "表.csv", "text"),
        ("\ufeff名称,代码\n".encode("utf-16-le"), "表.txt", "text"),
        (b"\xef\xbb\xbfa,b\n1,2\n\x1a", "table.csv", "text"),
        (b'<?xml version="1.0"?><a/>', "包.xml", "xml"),
    ],
)
def test_kind_by_bytes(content: bytes, name: str, kind: str) -> None:
    file = BytesIO(content)
    file.seek(3)
    assert inspection.inspect(file, name=name, purpose=PURPOSE).code == kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "空.pdf", refusals.EmptyFile),
        (samples.pdf() + bytes(3 * 1024 * 1024), "大.pdf", refusals.TooLarge),
        (b"MZ\x90\x00" + bytes(200), "程序.pdf", refusals.TypeNotAllowed),
        (b"\x7fELF" + bytes(200), "程序", refusals.TypeNotAllowed),
        (b"GIF89a" + bytes(200), "图.gif", refusals.TypeNotAllowed),
        (b"Rar!\x1a\x07\x00" + bytes(50), "包.rar", refusals.TypeNotAllowed),
        (b"{\\rtf1 a}", "文.doc", refusals.TypeNotAllowed),
        (b"ID;PWXL;N;E\nC;X1;Y1;K1\n", "表.csv", refusals.TypeNotAllowed),
        (b"a\x00b", "表.csv", refusals.TypeNotAllowed),
        (archive({"a.txt": "a"}), "包.zip", refusals.TypeNotAllowed),
        (compound({"Contents": b"x"}), "物.doc", refusals.TypeNotAllowed),
        # disguise
        (samples.pdf(), "表.xlsx", refusals.TypeMismatch),
        (samples.pdf(), "送达.pdf.exe", refusals.TypeMismatch),
        (samples.pdf(), "送达", refusals.TypeMismatch),
        (samples.png(), "扫描.jpg", refusals.TypeMismatch),
        (office(), "文.docx", refusals.TypeMismatch),
        (samples.pdf() + archive({"a.txt": "a"}), "两用.pdf", refusals.MixedContent),
        (samples.jpeg() + archive({"a.txt": "a"}), "两用.jpg", refusals.MixedContent),
        (b"plain text\n" + archive({"a.txt": "a"}), "两用.txt", refusals.MixedContent),
        # programs
        (office(samples.WORKBOOK, "application/vnd.ms-office.vbaProject"), "表.xlsx", refusals.HasMacros),
        (office("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "表.xlsm", refusals.HasMacros),
        (office(samples.WORKBOOK, "application/vnd.ms-excel.macrosheet+xml"), "表.xlsx", refusals.HasMacros),
        (office(samples.WORKBOOK, "application/vnd.ms-office.&#118;baProject"), "表.xlsx", refusals.HasMacros),
        (office(parts={"xl/VBAProject.bin": b"x"}), "表.xlsx", refusals.HasMacros),
        (
            office(parts={"xl/_rels/workbook.xml.rels": relations("urn:2006/relationships/vbaProject", "notes.bin")}),
            "表.xlsx",
            refusals.HasMacros,
        ),
        (office(parts={"xl/notes.bin": compound({"VBA": b"x"})}), "表.xlsx", refusals.HasMacros),
        (office(parts={"xl/media/a.png": b"MZ\x90\x00"}), "表.xlsx", refusals.HasMacros),
        (
            office(parts={"xl/embeddings/b.xlsx": office(samples.WORKBOOK, "a/vbaProject")}),
            "表.xlsx",
            refusals.HasMacros,
        ),
        (compound({"Workbook": workbook(), "_VBA_PROJECT_CUR": b"x"}), "表.xls", refusals.HasMacros),
        (compound({"Workbook": workbook(record(0x85, b"\0\0\0\0\0\x01\x01\0A"))}), "表.xls", refusals.HasMacros),
        (compound({"WordDocument": bytes(64), "Macros": b"x"}), "文.doc", refusals.HasMacros),
        (archive({"mimetype": ODS, "Basic/Standard/Module1.xml": "<m/>"}), "表.ods", refusals.HasMacros),
        (
            office(
                samples.DOCUMENT,
                parts={"word/_rels/s.rels": relations(samples.RELATION + "attachedTemplate", "http://x/", "External")},
            ),
            "文.docx",
            refusals.ActiveContent,
        ),
        (b"<!DOCTYPE html><html></html>", "页.txt", refusals.ActiveContent),
        ("\ufeff<svg onload='x'/>".encode("utf-16-le"), "图.xml", refusals.ActiveContent),
        (b'<?xml version="1.0"?><svg/>', "图.xml", refusals.ActiveContent),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "包.xml", refusals.ActiveContent),
        (samples.pdf(b"2 0 obj << /S /JavaScript /JS (x) >> endobj\n"), "文.pdf", refusals.ActiveContent),
        (samples.pdf(b"2 0 obj << /S /Launch /F (x) >> endobj\n"), "文.pdf", refusals.ActiveContent),
        # passwords
        (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "表.xlsx", refusals.PasswordProtected),
        (compound({"Workbook": workbook(record(0x2F, bytes(6)))}), "表.xls", refusals.PasswordProtected),
        (compound({"WordDocument": ENCRYPTED_WORD}), "文.doc", refusals.PasswordProtected),
        (samples.pdf(trailer=b"<< /Root 1 0 R /Encrypt 5 0 R >>"), "文.pdf", refusals.PasswordProtected),
        (
            archive({"mimetype": ODS, "META-INF/manifest.xml": "<manifest:encryption-data/>"}),
            "表.ods",
            refusals.PasswordProtected,
        ),
        # broken
        (samples.pdf()[:-30], "文.pdf", refusals.Damaged),
        (b"%PDF-1.7\n", "文.pdf", refusals.Damaged),
        (samples.pdf().replace(b"startxref\n", b"startxref\n9999999"), "文.pdf", refusals.Damaged),
        (office()[:-10], "表.xlsx", refusals.Damaged),
        (office()[:100], "表.xlsx", refusals.Damaged),
        (compound({"Workbook": workbook()})[:600], "表.xls", refusals.Damaged),
        (archive({"[Content_Types].xml": "<Types"}), "表.xlsx", refusals.Damaged),
        (archive({"[Content_Types].xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "表.xlsx", refusals.Damaged),
        # bombs and odd archives
        (office(parts={"xl/big.xml": bytes(5 * 1024 * 1024)}), "表.xlsx", refusals.TooMuchInside),
        (office(parts={f"xl/{number}": b"" for number in range(10_001)}), "表.xlsx", refusals.TooMuchInside),
        (office(parts={"xl/a.gz": b"\x1f\x8b\x08" + bytes(20)}), "表.xlsx", refusals.TooMuchInside),
        (office(parts={"../../etc/cron.d/a": "x"}), "表.xlsx", refusals.UnsafeArchive),
        (office(parts={"..\\a": "x"}), "表.xlsx", refusals.UnsafeArchive),
        (office(parts={"/etc/passwd": "x"}), "表.xlsx", refusals.UnsafeArchive),
        (office(parts={"C:/a": "x"}), "表.xlsx", refusals.UnsafeArchive),
        (office(parts={"[CONTENT_TYPES].xml": "x"}), "表.xlsx", refusals.UnsafeArchive),
    ],
)
def test_what_is_refused(content: bytes, name: str, refusal: type[refusals.FileRefused]) -> None:
    with pytest.raises(refusals.FileRefused) as caught:
        kind_of(content, name)
    assert type(caught.value) is refusal
    assert "{" not in caught.value.sentence()


def test_ordinary_embedded_documents_are_taken() -> None:
    inside = {"xl/embeddings/a.xlsx": office(), "xl/embeddings/b.bin": compound({"Workbook": workbook()})}
    assert kind_of(office(parts=inside), "表.xlsx") == "xlsx"
    linked = relations(samples.RELATION + "hyperlink", "https://example.invalid/", "External")
    assert kind_of(office(parts={"xl/_rels/a.rels": linked}), "表.xlsx") == "xlsx"


def test_the_word_encrypt_in_a_pdf_text_is_no_password() -> None:
    assert kind_of(samples.pdf(b"2 0 obj (about /Encrypt 5 0 R) endobj\n"), "文.pdf") == "pdf"


def test_nesting_ends_somewhere() -> None:
    content = office()
    for _ in range(3):
        content = office(parts={"xl/embeddings/a.xlsx": content})
    with pytest.raises(refusals.TooMuchInside):
        kind_of(content, "表.xlsx")


def test_nested_parts_share_one_budget() -> None:
    inner = office(parts={"xl/big.xml": bytes(1_500_000)})
    assert kind_of(office(parts={"xl/a.xlsx": inner}), "表.xlsx") == "xlsx"
    with pytest.raises(refusals.TooMuchInside):
        kind_of(office(parts={f"xl/{name}.xlsx": inner for name in "abc"}), "表.xlsx")


def test_a_part_longer_than_declared_is_found() -> None:
    content = bytearray(archive({"[Content_Types].xml": samples.content_types(samples.WORKBOOK), "a": bytes(100_000)}))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    with pytest.raises(refusals.Damaged):
        kind_of(bytes(content), "表.xlsx")


def test_parts_that_share_bytes_are_found() -> None:
    content = bytearray(archive({"a": bytes(10_000), "b": bytes(10_000)}))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 42 : directory + 46] = bytes(4)
    with pytest.raises(refusals.UnsafeArchive):
        archives.examine(BytesIO(bytes(content)), max_unpacked=1_000_000)


def test_encrypted_parts_are_a_password() -> None:
    content = bytearray(office())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 8] |= 1
    with pytest.raises(refusals.PasswordProtected):
        kind_of(bytes(content), "表.xlsx")


def test_a_directory_that_says_to_be_huge_is_not_read() -> None:
    content = bytearray(office())
    end = content.rindex(b"PK\x05\x06")
    content[end + 12 : end + 16] = (2**31).to_bytes(4, "little")
    with pytest.raises(refusals.TooMuchInside):
        kind_of(bytes(content), "表.xlsx")


def test_unusual_packing_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("a", "a")
    with pytest.raises(refusals.UnsafeArchive):
        archives.examine(file, max_unpacked=1000)


MADE = [
    samples.pdf(),
    office(parts={"xl/_rels/a.rels": relations("x", "y")}),
    compound({"Workbook": workbook(record(0x85, b"\0\0\0\0\0\x00\x01\0A"))}),
    compound({"WordDocument": bytes(64)}),
    archive({"mimetype": ODS, "content.xml": "<a/>"}),
    "名称,代码\n甲,1\n".encode(),
]


@given(st.sampled_from(MADE), st.data())
def test_damage_anywhere_is_answered_by_a_kind_or_a_refusal(content: bytes, data: st.DataObject) -> None:
    damaged = bytearray(content[: data.draw(st.integers(1, len(content)))])
    for _ in range(data.draw(st.integers(0, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(refusals.FileRefused):
        assert kind_of(bytes(damaged), "表.xlsx") == "xlsx"
