from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.vault import rules
from chengxin.vault.rules.file_names import LONGEST

TODAY = date(2018, 6, 30)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("送达回证.pdf", "送达回证.pdf"),
        ("C:\\Users\\某某\\回证.PDF", "回证.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a.exe\x00.pdf", "a.exe.pdf"),
        ("回证\u202efdp.exe", "回证fdp.exe"),
        ("回\u200b证\r\n.pdf", "回证.pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("  回证 . pdf ", "回证.pdf"),
        ("...", "未命名"),
        ("", "未命名"),
        (".pdf", "pdf"),
        ("/", "未命名"),
        ("张三11010519491231002X.pdf", "张三＊＊＊＊＊＊＊＊＊＊＊＊＊＊002X.pdf"),
        ("91350100M000100Y43.pdf", "91350100M000100Y43.pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
    ],
)
def test_clean_name(raw: str, clean: str) -> None:
    assert rules.clean_name(raw, on=TODAY) == clean


@given(st.text(max_size=400))
def test_a_clean_name_is_one_plain_line(raw: str) -> None:
    name = rules.clean_name(raw, on=TODAY)
    assert 0 < len(name) <= LONGEST
    assert not any(sign in name for sign in '/\\\0\r\n"')
    assert name == name.strip()
    assert name.encode("utf-8")


def test_a_long_name_keeps_its_extension() -> None:
    name = rules.clean_name("长" * 300 + ".xlsx", on=TODAY)
    assert len(name) == LONGEST
    assert name.endswith(".xlsx")


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.PDF", ".pdf"), ("a.pdf.exe", ".exe"), ("a", ""), ("a.", ""), ("a.b c", ""), ("a.pdf ", ".pdf"), ("", "")],
)
def test_extension(name: str, extension: str) -> None:
    assert rules.extension_of(name) == extension


@pytest.mark.parametrize(
    ("kept", "last"),
    [
        (date(2018, 6, 30), date(2023, 6, 30)),
        (date(2016, 2, 29), date(2021, 2, 28)),
        (date(2018, 1, 1), date(2023, 1, 1)),
    ],
)
def test_retention_ends_on_the_same_day_years_later(kept: date, last: date) -> None:
    assert rules.Retention(5, "").last_day(kept) == last


def test_kinds_have_extensions_of_their_own() -> None:
    extensions = [extension for kind in rules.KINDS.values() for extension in kind.extensions]
    assert len(extensions) == len(set(extensions))
    assert rules.KINDS.keys() >= rules.PAPERS | rules.TABLES | rules.IMAGES
