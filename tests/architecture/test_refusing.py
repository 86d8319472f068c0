"""Refusals have stable codes of their own and can be told."""

from typing import ClassVar

from chengxin.foundation.refusals import Invalid, Refusal
from tests.architecture.guards import refusing
from tests.architecture.guards.tree import crafted, product
from tests.architecture.reference import every_refusal


class Nameless(Invalid):
    """A refusal that forgot its code."""


class Elsewhere(Refusal):
    """A refusal with another room's code."""

    code: ClassVar[str] = "law.odd"
    says: ClassVar[str] = "{what}不对"


def test_every_refusal_has_a_code_of_its_own_and_of_its_room() -> None:
    assert refusing.ill_named(every_refusal()) == []


def test_a_shared_or_foreign_code_is_found() -> None:
    found = " ".join(refusing.ill_named([Invalid, Nameless, Elsewhere]))
    assert "Nameless shares" in found
    assert "Elsewhere: the code" in found


def test_every_refusal_is_raised_with_the_facts_it_names() -> None:
    assert refusing.missing_facts(product(), every_refusal()) == []


def test_a_forgotten_fact_is_found() -> None:
    for text in ("raise Elsewhere\n", "raise Elsewhere()\n", "raise Elsewhere(who=1)\n", "answer(law.Elsewhere())\n"):
        assert refusing.missing_facts([crafted("chengxin.law.rows", text)], [Elsewhere])
    assert refusing.missing_facts([crafted("chengxin.law.rows", "raise Elsewhere(what=1)\n")], [Elsewhere]) == []
