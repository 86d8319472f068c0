"""Candidates for a row without a code: by number, by the rare pairs of its name; survivors for what was merged."""

import pytest

from chengxin.foundation.actor import public_actor, system_actor
from chengxin.foundation.refusals import NotFound
from chengxin.subjects.models import OldNumber, Organisation
from chengxin.subjects.queries.matching import (
    candidate_for,
    candidates_for,
    claim_of,
    likely_doubles,
    linked_by_numbers,
)
from chengxin.subjects.rules import OldNumberKind
from chengxin.subjects.rules.matching import Claim, Finding, rarest
from chengxin.subjects.services import merge_organisations
from chengxin.subjects.tests.cast import FOUNDER as OFFICE
from chengxin.subjects.tests.cast import NOW, code, load

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
JOB = system_actor("intake.process")
ANONYMOUS = public_actor("192.0.2.1")
NUMBER = "110108000000016"


@pytest.fixture
def firms(db: None) -> list[str]:  # noqa: ARG001  they stand in that database
    """The codes of five firms of one town, alike in parts."""
    names = ("海棠华海贸易有限公司", "海棠海华贸易有限公司", "海棠盛隆贸易有限公司", "青槐华海食品有限公司", "张三")
    load((code(number), name) for number, name in enumerate(names, 800))
    return [code(number) for number in range(800, 805)]


def told(name: str, number: str = "") -> Claim:
    return claim_of(name=name, code="", numbers=[number])


def found(claim: Claim) -> list[str]:
    return [one.code for one in candidates_for(JOB, claim)]


@pytest.mark.parametrize("name", ["华海贸易", "海棠華海贸易有限公司", "海棠华诲贸易有限公司", "海棠华海海贸有限公司"])
def test_the_right_one_comes_first(firms: list[str], name: str) -> None:
    assert found(told(name))[0] == firms[0]


def test_a_turned_word_finds_both(firms: list[str]) -> None:
    assert set(found(told("海棠海华商贸有限公司"))[:2]) == {firms[0], firms[1]}


def test_a_shared_number_comes_before_any_name(firms: list[str]) -> None:
    other = Organisation.objects.get(unified_code=firms[2])
    OldNumber.objects.create(organisation=other, kind=OldNumberKind.REGISTRATION, number=NUMBER)
    first = candidates_for(JOB, told("海棠华海贸易有限公司", NUMBER))[0]
    assert first.code == firms[2]
    assert first.evidence[0].finding is Finding.AGREES
    assert linked_by_numbers(JOB, [told("海棠华海贸易有限公司", NUMBER)]) == (None,)


def test_what_was_merged_leads_to_the_survivor(firms: list[str]) -> None:
    absorbed, survivor = (Organisation.objects.get(unified_code=one) for one in firms[:2])
    OldNumber.objects.create(organisation=absorbed, kind=OldNumberKind.REGISTRATION, number=NUMBER)
    assert next(one.code for one in likely_doubles(OFFICE, absorbed)) == firms[1]
    merge_organisations(
        actor=OFFICE, now=NOW, absorbed=firms[0], survivor=firms[1], reason="同一家", basis="登记机关函", evidence=[]
    )
    (linked,) = linked_by_numbers(JOB, [told("海棠华海贸易有限公司", NUMBER)])
    assert linked is not None
    assert (linked.code, linked.number) == (firms[1], survivor.id)
    assert firms[0] not in found(told("海棠华海贸易有限公司"))
    absorbed.refresh_from_db()
    assert survivor.public_id not in {one.public_id for one in likely_doubles(OFFICE, absorbed)}


def test_names_that_may_be_persons_are_not_found(firms: list[str]) -> None:
    assert firms[4] not in found(told("张三"))
    with pytest.raises(NotFound):
        candidate_for(JOB, told("张三丰商行"), firms[4])


@pytest.mark.parametrize("name", ["", "（）", "'|!&:*()", "\\", "司", "𠮷𠮷商行", "有限公司"])
def test_odd_names_ask_nothing_wrong(firms: list[str], name: str) -> None:
    assert len(found(told(name))) <= 3
    assert firms


def test_who_may_see_nothing_finds_nothing(firms: list[str]) -> None:
    assert candidates_for(ANONYMOUS, told("海棠华海贸易有限公司")) == ()
    assert linked_by_numbers(ANONYMOUS, [told("海棠华海贸易有限公司", NUMBER)]) == (None,)
    assert firms


def test_the_rarest_pairs_are_taken_as_far_as_they_can_be_looked_at() -> None:
    assert rarest({"公司": 900, "华海": 2, "海贸": 30, "贸易": 70}, 100) == ("华海", "海贸")
    assert rarest({"公司": 900}, 100) == ("公司",)
    assert rarest({"甲乙": 0, "公司": 900}, 100) == ("甲乙", "公司")
    assert rarest({}, 100) == ()
