"""Organisations merged and split with their records: what the public, the feed and the ledger say of it."""

from collections.abc import Callable

import pytest
from django.db import connection

from chengxin.audit.models import AuditEntry
from chengxin.audit.queries.leaves import check_batch
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotPermitted
from chengxin.foundation.roles import Role
from chengxin.register import public, queries, services
from chengxin.register.models import LedgerShare, Record
from chengxin.register.rules import FeedKind
from chengxin.register.tests.scenes import (
    ITEMS,
    NOW,
    OFFICE,
    READER,
    Fact,
    bureau,
    minutes,
    officer,
    organisation,
    shown,
)
from chengxin.subjects import public as subjects
from chengxin.subjects.models import NamePeriod, Organisation, SubjectLink
from chengxin.subjects.queries import links_of, search_organisations
from chengxin.subjects.services.linking import (
    AlreadyMerged,
    LinkUnexplained,
    NotMerged,
    ProtectedSubject,
    SameSubject,
)
from chengxin.subjects.tests.cast import code, load
from chengxin.units.models import Unit

pytestmark = pytest.mark.service

OLD, NEW = (code(701), "海棠盛隆食品有限公司"), (code(702), "海棠盛隆食品集团有限公司")
WHY = {"reason": "两个代码发给了同一家企业", "basis": "登记机关2026年第3号函"}


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def pair(db: None) -> tuple[Organisation, Organisation]:  # noqa: ARG001  they stand in the database
    load([OLD, NEW])
    return Organisation.objects.get(unified_code=OLD[0]), Organisation.objects.get(unified_code=NEW[0])


def merge(one: Organisation, other: Organisation, actor: Actor = OFFICE) -> SubjectLink:
    return services.merge_subjects(
        actor=actor,
        now=NOW,
        absorbed=one.public_id,
        survivor=other.public_id,
        evidence=["组织机构代码相同"],
        **WHY,
    )


def split(one: Organisation) -> SubjectLink:
    return services.split_subjects(actor=OFFICE, now=minutes(5), absorbed=one.public_id, **WHY)


def documents(subject: Organisation) -> set[str]:
    return {row.document_number for row in public.records_of(subject.public_id, ITEMS).records}


def test_records_names_and_codes_are_read_under_the_survivor(
    unit: Unit, pair: tuple[Organisation, Organisation]
) -> None:
    one, other = pair
    shown(unit, Fact(one, number="甲〔2026〕1号"), Fact(other, number="乙〔2026〕2号"))
    merge(one, other)
    assert documents(other) == {"甲〔2026〕1号", "乙〔2026〕2号"}
    assert documents(one) == set()
    facts = subjects.organisation(OLD[0])
    assert (facts.code, facts.former_names) == (NEW[0], (OLD[1],))
    assert (subjects.MERGED_CODE_LABEL, OLD[0]) in facts.old_numbers
    found = subjects.search_organisations("盛隆食品有限公司")
    assert [(hit.code, hit.former_name) for hit in found.hits] == [(NEW[0], OLD[1])]
    assert subjects.count_organisations("盛隆食品").number == 1
    assert [hit.code for hit in subjects.search_organisations(OLD[0]).hits] == [NEW[0]]
    lines = queries.lines_for(OFFICE, other.public_id, today=NOW.date())
    assert {line.document_number for line in lines} == {"甲〔2026〕1号", "乙〔2026〕2号"}


def test_a_split_gives_everything_back(unit: Unit, pair: tuple[Organisation, Organisation]) -> None:
    one, other = pair
    shown(unit, Fact(one, number="甲〔2026〕1号"), Fact(other, number="乙〔2026〕2号"))
    before = list(NamePeriod.objects.order_by("id").values("id", "organisation_id", "name", "current", "lent_id"))
    merge(one, other)
    split(one)
    assert (
        list(NamePeriod.objects.order_by("id").values("id", "organisation_id", "name", "current", "lent_id")) == before
    )
    assert (documents(one), documents(other)) == ({"甲〔2026〕1号"}, {"乙〔2026〕2号"})
    assert subjects.organisation(OLD[0]).code == OLD[0]
    assert [link.merged for link in links_of(OFFICE, one.public_id)] == [False, True]
    assert [hit.code for hit in search_organisations(OFFICE, "盛隆食品有限公司").hits] == [OLD[0]]


def test_the_feed_tells_of_both_and_the_ledger_stays(unit: Unit, pair: tuple[Organisation, Organisation]) -> None:
    one, other = pair
    shown(unit, Fact(one))
    record = Record.objects.get()
    ledger = LedgerShare.objects.get().ledger_batch
    events: tuple[Callable[[], object], ...] = (lambda: merge(one, other), lambda: split(one))
    for event in events:
        start = queries.changes_after(READER, "", limit=100).position
        event()
        told = queries.changes_after(READER, start, limit=100).entries
        assert [(entry.record, entry.kind) for entry in told] == [(record.public_id, FeedKind.CHANGED)]
        check_batch(ledger)
    assert Record.objects.get().subject_id == one.id


def test_what_comes_in_later_for_the_old_code_is_shown_under_the_survivor(
    unit: Unit, pair: tuple[Organisation, Organisation]
) -> None:
    one, other = pair
    merge(one, other)
    matched = load([(OLD[0], NEW[1]), (OLD[0], OLD[1]), (OLD[0], "海棠别家有限公司")])
    assert matched["organisation_id"].unique().to_list() == [one.id]
    assert matched["name_fits"].to_list() == [True, True, False]
    shown(unit, Fact(one, number="丙〔2026〕3号"))
    assert documents(other) == {"丙〔2026〕3号"}


def test_a_name_registered_while_merged_stays_the_current_one(pair: tuple[Organisation, Organisation]) -> None:
    one, other = pair
    merge(one, other)
    NamePeriod.objects.filter(name=OLD[1]).update(personal=False)
    NamePeriod.objects.create(
        organisation=one, name="海棠新盛隆有限公司", normal="海棠新盛隆有限公司", text="海棠新盛隆有限公司", lane=1,
        tokens="", personal=False, current=True,
    )  # fmt: skip
    split(one)
    current = NamePeriod.objects.filter(organisation=one, current=True)
    assert [row.name for row in current] == ["海棠新盛隆有限公司"]
    assert set(one.names.values_list("name", flat=True)) == {"海棠新盛隆有限公司", OLD[1]}


def test_what_can_not_be_merged(pair: tuple[Organisation, Organisation], unit: Unit) -> None:
    one, other = pair
    third, trader = organisation(), organisation("sole-trader", "海棠早餐店")
    with pytest.raises(NotPermitted):
        merge(one, other, officer(unit, Role.REVIEWER, Role.REPORTER))
    with pytest.raises(SameSubject):
        merge(one, one)
    with pytest.raises(ProtectedSubject):
        merge(trader, one)
    with pytest.raises(NotMerged):
        split(one)
    with pytest.raises(LinkUnexplained):
        services.split_subjects(actor=OFFICE, now=NOW, absorbed=one.public_id, reason=" ", basis="函")
    merge(one, other)
    for pairing in ((one, third), (third, one), (other, third)):
        with pytest.raises(AlreadyMerged):
            merge(*pairing)
    assert SubjectLink.objects.count() == 1


def test_both_stand_in_the_trail_with_their_basis(pair: tuple[Organisation, Organisation]) -> None:
    one, other = pair
    merge(one, other)
    split(one)
    entries = AuditEntry.objects.filter(action__startswith="subjects.subjects-").order_by("id")
    assert [(row.action, row.basis, row.facts["survivor"]) for row in entries] == [
        ("subjects.subjects-merged", WHY["basis"], other.public_id),
        ("subjects.subjects-split", WHY["basis"], other.public_id),
    ]


def test_the_event_can_not_be_rewritten(pair: tuple[Organisation, Organisation]) -> None:
    link = merge(*pair)
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE subjects_subjectlink SET reason = 'x' WHERE id = %s", [link.id])
