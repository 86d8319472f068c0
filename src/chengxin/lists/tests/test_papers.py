"""Papers: the same text gives the same file, and what people typed is text and never markup."""

import json
from dataclasses import replace

import pytest
import typst

from chengxin.lists.adapters.papers import SOURCE, PaperText, inputs_of, typeset

PAPER = PaperText(
    title="拟列入告知书",
    number="示人社名单〔2026〕1号",
    unit="示例县人力资源和社会保障局",
    addressee="示例建筑有限公司",
    paragraphs=("经审核，拟将你单位列入名单。",),
    facts=(("列入事由", "拖欠工资"),),
    closing=("你单位有权陈述申辩。",),
    signed_by="",
    day="2026年6月30日",
    receipt=True,
)
HOSTILE = [
    '#panic("x")',
    '"); #read("/etc/passwd")',
    "= 标题\n== 小标题",
    "*粗* _斜_ `代码` $x^2$ @引用 <标签>",
    "\\ \\u{41} /* 注释 */ // 行",
    '#include "paper.typ"',
    "名称\u202e反向",
]


def headings(paper: PaperText) -> list[object]:
    found = typst.query(SOURCE.read_bytes(), "heading", sys_inputs=inputs_of(paper))
    return list(json.loads(found))


def test_the_same_text_gives_the_same_file() -> None:
    assert typeset(PAPER) == typeset(PAPER)
    assert typeset(PAPER).startswith(b"%PDF")


def test_another_text_gives_another_file() -> None:
    assert typeset(PAPER) != typeset(replace(PAPER, day="2026年7月1日"))


@pytest.mark.parametrize("words", HOSTILE)
def test_typed_words_are_never_markup(words: str) -> None:
    paper = replace(PAPER, addressee=words, paragraphs=(words,), facts=((words, words),), signed_by=words)
    assert typeset(paper).startswith(b"%PDF")
    assert headings(paper) == []
