"""A bureau that lists, its people, a firm, and procedures at any stage."""

import io
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chengxin.catalog.adapters.kinds import standard_list_kinds
from chengxin.catalog.models import ListKindVersion
from chengxin.catalog.rules.item import Basis
from chengxin.catalog.rules.kind_definitions import list_kind_from
from chengxin.catalog.rules.list_kinds import BasisLevel, EntryField, ListKind, ListTerm, ListType
from chengxin.catalog.tests.making import with_list_kind
from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.roles import Role
from chengxin.lists import services
from chengxin.lists.models import Entry, Paper
from chengxin.lists.rules.entries import ExitGround, Ground, Manner, TimeToAnswer
from chengxin.lists.rules.procedure import State
from chengxin.lists.services import Decision, Proposal, WayOut
from chengxin.notices.rules import Manner as Served
from chengxin.notices.rules import Outcome
from chengxin.notices.services import PaperReport, record_paper_delivery
from chengxin.register.tests.scenes import LATER, NOW, bureau, officer, organisation
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.units.queries import day_of
from chengxin.vault.services import Upload
from chengxin.vault.tests.samples import pdf

TODAY = day_of(NOW)
DAY = timedelta(days=1)
KIND = "wages"
JOB = system_actor("lists.follow-law")
GROUND = Ground("示人社监决〔2026〕1号", "示例县人力资源和社会保障局", date(2026, 5, 6))
REASON = "拖欠36名农民工工资32万元，责令限期支付后逾期不付"
TIME = TimeToAnswer(5, working=True, basis="《示例市名单管理办法》第九条")
DECISION = Decision("局长 示例", TODAY + 10 * DAY, LATER)
HONEST = ListKind(
    key="test-honours",
    name="示例守信名单",
    type=ListType.HONEST,
    field="customs",
    region="*",
    listing_bodies=("示例部门",),
    basis=(Basis("《示例守信名单办法》", "第一条"),),
    basis_level=BasisLevel.NORMATIVE_DOCUMENT,
    standards=None,
    term=ListTerm(None, None, Basis("《示例守信名单办法》", "第二条")),
    exit_rule="期满，或者被列入失信名单",
    public_fields=frozenset(EntryField) - {EntryField.GROUND_BODY},
    in_force_from=date(2021, 11, 1),
)
"""A kind of honour for tests: the law has a basis for its field."""
AFTER = NOW + 10 * DAY
"""When the time to answer is over."""


@dataclass(frozen=True)
class Scene:
    """A bureau with who proposes, who decides and who serves papers; a firm."""

    unit: Unit
    firm: Organisation

    @property
    def clerk(self) -> Actor:
        return _named(officer(self.unit, Role.REPORTER), "clerk")

    @property
    def head(self) -> Actor:
        return _named(officer(self.unit, Role.REVIEWER, Role.REPORTER), "head")

    @property
    def server(self) -> Actor:
        return _named(officer(self.unit, Role.CASE_OFFICER), "server")


def _named(actor: Actor, name: str) -> Actor:
    return Actor(**{**vars(actor), "id": name, "name": f"测试{name}"})


def settle() -> Scene:
    scene = Scene(bureau(), organisation(name="海棠盛隆建筑有限公司"))
    listed_by(standard_list_kinds()[KIND], scene.unit)
    return scene


def listed_by(kind: ListKind, unit: Unit) -> None:
    """Publish a version of a kind on which one more unit lists."""
    last = ListKindVersion.objects.filter(row__key=kind.key).order_by("-number").first()
    before = list_kind_from(last.definition).units if last else ()
    with_list_kind(replace(kind, units=(*before, unit.code)))


def proposed(scene: Scene, *, kind: str = KIND, subject: str = "", now: datetime = NOW) -> Entry:
    key = subject or scene.firm.public_id
    proposal = Proposal(kind, key, REASON, GROUND)
    return services.propose(actor=scene.clerk, now=now, unit=scene.unit.id, proposal=proposal)


def approved(scene: Scene, kind: str = KIND) -> Entry:
    row = proposed(scene, kind=kind)
    return services.review(actor=scene.head, now=NOW, entry=row.public_id, seen=row.seen, approve=True, words="")


def notified(scene: Scene, kind: str = KIND) -> Entry:
    row = approved(scene, kind)
    services.give_notice(actor=scene.head, now=NOW, entry=row.public_id, seen=row.seen, time=TIME)
    return fresh(row)


def served(scene: Scene, row: Entry, kind: str, *, on: date = TODAY, now: datetime = NOW) -> Entry:
    paper = Paper.objects.get(entry=row, kind=kind)
    assert paper.notice is not None
    scan = Upload(io.BytesIO(pdf()), "回证.pdf", "application/pdf")
    report = PaperReport(Outcome.DELIVERED, Served.DIRECT, on, "前台", "", scan)
    record_paper_delivery(actor=scene.server, now=now, notice_id=paper.notice.public_id, report=report)
    return fresh(row)


def heard(scene: Scene, row: Entry, words: str = "已在筹款", scan: Upload | None = None) -> Entry:
    services.hear_statement(
        actor=scene.clerk,
        now=NOW,
        entry=row.public_id,
        seen=row.seen,
        manner=Manner.WRITTEN,
        said_on=TODAY,
        words=words,
        scan=scan,
    )
    return fresh(row)


def answered(scene: Scene, row: Entry) -> Entry:
    services.answer_statement(
        actor=scene.head, now=NOW, entry=row.public_id, seen=row.seen, followed=False, words="筹款不改变事实"
    )
    return fresh(row)


def decided(scene: Scene, row: Entry, decision: Decision = DECISION) -> Entry:
    services.decide(actor=scene.head, now=AFTER, entry=row.public_id, seen=row.seen, decision=decision)
    return fresh(row)


def published(scene: Scene) -> Entry:
    """An adverse entry through its whole procedure."""
    row = decided(scene, served(scene, notified(scene), "notice"))
    row = served(scene, row, "decision", on=day_of(AFTER), now=AFTER)
    return services.publish(actor=scene.head, now=AFTER, entry=row.public_id, seen=row.seen)


def honoured(scene: Scene, stage: State = State.PUBLISHED) -> Entry:
    """An honour on its way, up to a stage."""
    row = notified(scene, kind=HONEST.key)
    if stage is State.NOTIFIED:
        return row
    row = decided(scene, row)
    if stage is State.DECIDED:
        return row
    return services.publish(actor=scene.head, now=AFTER, entry=row.public_id, seen=row.seen)


def left(scene: Scene, row: Entry, ground: ExitGround = ExitGround.REPAIRED) -> Entry:
    way = WayOut(ground, "示人社移〔2026〕1号", "工资已经付清", "局长 示例", day_of(AFTER))
    services.leave(actor=scene.head, now=AFTER, entry=row.public_id, seen=row.seen, way=way)
    return fresh(row)


def fresh(row: Entry) -> Entry:
    return Entry.objects.select_related("unit", "subject").get(id=row.id)
