"""The things addresses are about: one of each kind at each place.

A new kind needs a maker in ``furnish``. Addresses without arguments need nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings

from chengxin.audit.models import AuditEntry
from chengxin.audit.services import seal_ledger
from chengxin.catalog.adapters.kinds import standard_list_kinds
from chengxin.catalog.services import begin_draft, begin_edition, consult, record_public_comment
from chengxin.catalog.services.sector_plans import ask_for_plan, issue_plan, write_plan
from chengxin.codes.models import CodeFault
from chengxin.codes.rules.kinds import FaultKind
from chengxin.codes.services import set_registrar
from chengxin.codes.tests.scenes import opened, suspicion, waiting
from chengxin.foundation.actor import Actor, Grant, Permission
from chengxin.foundation.roles import Role
from chengxin.intake.rules import Origin
from chengxin.intake.services import add_alias, send_submission, start_draft
from chengxin.intake.tests.rows import penalty
from chengxin.intake.tests.scenes import csv_of
from chengxin.lists.services import Proposal, propose
from chengxin.lists.tests.scenes import GROUND, KIND, REASON, listed_by
from chengxin.notices.rules import Channel, NoticeTemplate
from chengxin.notices.services import About as NoticeAbout
from chengxin.notices.services import Recipient, Wish, send_notice
from chengxin.oversight.models import PlanDoubt
from chengxin.oversight.rules.months import written
from chengxin.oversight.rules.plan import Doubt, Named, TaskDraft
from chengxin.oversight.services import (
    LetterText,
    assign_item,
    begin_letter,
    give_evidence,
    import_plan,
    issue_letter,
    publish_plan,
)
from chengxin.oversight.tests.scenes import csv, row, scan, table
from chengxin.register.tests.people import kept_record
from chengxin.register.tests.scenes import Fact, organisation, shown
from chengxin.units import queries, services
from chengxin.units.models import Membership
from chengxin.units.tests import factories
from chengxin.vault.rules import Purpose, Retention
from chengxin.vault.services import Owner, Upload, keep_file
from chengxin.vault.tests.samples import pdf
from tests.matrix.about import FILE_READERS
from tests.matrix.cast import House, Place, actor_at
from tests.matrix.checks import check_of
from tests.matrix.joint import joint_of
from tests.matrix.relief import objections_of
from tests.matrix.waiting import unidentified_of, written_name_of

PLACES = (Place.CITY, Place.COUNTY, Place.SECOND, Place.OTHER, Place.ZONE)
CATALOG_ITEM = "penalty-organisation"
Identity = int | str | Mapping[str, int | str]
"""What tells a thing from others of its kind; a mapping where an address names it in several parts."""


@dataclass(frozen=True)
class Things:
    """The house, the folder of its files, and the ids of its things, by kind and place."""

    house: House
    data: Path
    ids: dict[tuple[str, Place], Identity] = field(default_factory=dict)

    def arguments(self, names: Sequence[str], kind: str, place: Place) -> Mapping[str, int | str]:
        """Return the arguments of an address about the thing; one of several parts gives each by its name."""
        identity = self.ids[kind, place]
        return identity if isinstance(identity, Mapping) else {names[0]: identity}


def furnish(house: House) -> Things:
    """Put one thing of each kind at each place."""
    things = Things(house, Path(settings.DATA))
    group = services.create_group(actor=house.platform.system, now=house.now, key="members", name="测试成员单位")
    for place in PLACES:
        ids = {**_of_the_directory(house, place, group.id), **papers_of(house, place), **records_of(house, place)}
        ids["submission"] = submission_of(house, place)
        ids |= reporting_of(house, place)
        ids["alias"] = alias_of(house, place)
        ids["sector-plan"] = sector_plan_of(house, place)
        ids |= codes_of(house, place)
        ids["list-entry"] = list_entry_of(house, place)
        ids |= joint_of(house, place)
        ids |= objections_of(house, place)
        ids |= check_of(house, place)
        ids["unidentified"] = unidentified_of(house, place)
        ids["written-name"] = written_name_of(house, place)
        things.ids.update({(kind, place): identity for kind, identity in ids.items()})
    things.ids.update(plans_of(house))
    things.ids.update(editions_of(house))
    begin_draft(actor=actor_at(house, Place.CITY, Role.CREDIT_OFFICE), now=house.now, key=CATALOG_ITEM)
    seal_ledger(now=house.now)
    return things


def _of_the_directory(house: House, place: Place, group: int) -> dict[str, int | str]:
    platform, now, unit = house.platform, house.now, house.units[place]
    reporter = house.people[place, Role.REPORTER]
    liaison = services.name_liaison(
        actor=platform.system,
        now=now,
        unit=unit.id,
        name="联络测试员",
        post="",
        phone="010-55550123",
        email="",
        valid_from=factories.BEGINNING,
    )
    membership: Membership = services.join_group(
        actor=platform.system, now=now, group=group, unit=unit.id, valid_from=factories.BEGINNING
    )
    client = factories.client(platform, now, f"client-{place}", unit)
    return {
        "nothing": "nowhere",
        "month": written(queries.day_of(now)),
        "year": queries.day_of(now).year,
        "item": CATALOG_ITEM,
        "measure": "wages-public-money",
        "list-kind": "wages",
        "red-list": "tax-class-a",
        "black-list": "court-enforcement",
        "code-list": "penalty-kind",
        "unit": unit.id,
        "person": reporter.id,
        "appointment": reporter.appointments.get().id,
        "liaison": liaison.id,
        "membership": membership.id,
        "client": client.id,
        "key": factories.key(platform, now, client).row.id,
        "entry": _entry(house, place),
        "delegation": _delegation(house, place),
    }


def _entry(house: House, place: Place) -> int:
    """Return an entry of the trail that somebody at the place left."""
    user = house.people[place, Role.REPORTER]
    services.note_sign_out(actor=factories.actor_of(user, house.now), now=house.now, user=user)
    return AuditEntry.objects.filter(unit=house.units[place].id).latest("id").id


def _delegation(house: House, place: Place) -> int:
    day = queries.day_of(house.now)
    return services.delegate(
        actor=actor_at(house, Place.CITY, Role.CREDIT_OFFICE),
        now=house.now,
        principal=house.units[place].id,
        deputy=house.units[Place.OFFICE].id,
        roles=[Role.EDITOR],
        basis="委托书〔2018〕2号",
        valid_from=day,
        valid_until=day + timedelta(days=30),
    ).id


MAY_SEND = Permission("matrix.send", "发出测试文书", roles=frozenset({Role.CREDIT_OFFICE}))
MESSAGE = NoticeTemplate("matrix.message", "测试通知", "测试通知", "请查看。", MAY_SEND)
PAPER = NoticeTemplate("matrix.paper", "测试文书", "测试文书", "请签收。", MAY_SEND, served=True)
PURPOSE = Purpose(
    code="matrix.paper",
    label="测试文件",
    kinds=frozenset({"pdf"}),
    keep=MAY_SEND,
    readers=FILE_READERS,
    retention=Retention(years=5, basis="测试规定第一条"),
    max_bytes=100_000,
    max_unpacked=100_000,
)


def records_of(house: House, place: Place) -> dict[str, int | str]:
    """Have the unit report a record about a new organisation and begin another one; return their ids."""
    unit, subject = house.units[place], organisation()
    load = shown(unit, Fact(subject), at=house.now)
    draft = start_draft(
        actor=actor_at(house, place, Role.REPORTER), now=house.now, unit=unit.id, item="penalty-organisation"
    )
    record = load.versions.get().record
    code = subject.unified_code or ""
    kept = kept_record(unit, house.now)
    return {"organisation": code, "record": record.public_id, "draft": draft.public_id, "person-record": kept}


def codes_of(house: House, place: Place) -> dict[str, int | str]:
    """Open a fault of the unit, and let it answer for a department; return their ids."""
    unit, department = house.units[place], "NYA67"[PLACES.index(place)]
    one = suspicion(unit, f"9199010{unit.id}", FaultKind.LENGTH)
    opened(one)
    waiting(unit, f"99S{unit.id}")
    office = actor_at(house, Place.CITY, Role.CREDIT_OFFICE)
    registrar = set_registrar(actor=office, now=house.now, department=department, district="", unit=unit.id)
    return {"code-fault": CodeFault.objects.get(code=one.code).public_id, "registrar": registrar.id}


def sector_plan_of(house: House, place: Place) -> str:
    """Return an issued plan of the unit of the place."""
    office, now, unit = actor_at(house, Place.CITY, Role.CREDIT_OFFICE), house.now, house.units[place]
    plan = ask_for_plan(actor=office, now=now, unit=unit.code, due_on=None, paper="测试文件").public_id
    write_plan(actor=office, now=now, plan=plan, seen=0, title="测试方案", text="测试", measures=[])
    scanned, today = Upload(BytesIO(pdf()), "方案.pdf", "application/pdf"), queries.day_of(now)
    issue_plan(
        actor=office, now=now, plan=plan, seen=1, document_number="测〔2026〕1号", issued_on=today, upload=scanned
    )
    return plan


def editions_of(house: House) -> dict[tuple[str, Place], Identity]:
    """Lay an edition of the catalogue open for comments, with a comment from the public."""
    office, now = actor_at(house, Place.CITY, Role.CREDIT_OFFICE), house.now
    row = begin_edition(actor=office, now=now, key="2099", title="信用信息目录（2099年本）", copy=True)
    row = consult(actor=office, now=now, edition=row.key, seen=row.number, until=queries.day_of(now) + timedelta(30))
    said = record_public_comment(actor=office, now=now, edition=row.key, item="", words="测试意见", proposal="")
    entry = {"edition": row.key, "key": CATALOG_ITEM}
    kinds: dict[str, Identity] = {"edition": row.key, "edition-item": entry, "edition-comment": said.public_id}
    return {(kind, place): identity for kind, identity in kinds.items() for place in PLACES}


def plans_of(house: House) -> dict[tuple[str, Place], Identity]:
    """Publish a plan whose only task names the unit of every place, begin a draft, and hand in evidence everywhere."""
    year, office = queries.day_of(house.now).year, actor_at(house, Place.CITY, Role.CREDIT_OFFICE)
    units = tuple(Named(house.units[place].name) for place in PLACES)
    soon = queries.day_of(house.now) + timedelta(days=3)
    for of_year in (year, year + 1):
        draft_of(house, of_year, row(1, units, due_on=soon), doubts=(Doubt("matrix", "请核对", no=1),))
        if of_year == year:
            publish_plan(actor=office, now=house.now, year=year, keep_texts=False)
    doubt = PlanDoubt.objects.get(plan__year=year + 1)
    found: dict[tuple[str, Place], Identity] = {}
    for place in PLACES:
        evidence = give_evidence(
            actor=actor_at(house, place, Role.REPORTER), now=house.now, year=year, no=1, upload=scan(), words="测试"
        )
        found |= {
            ("plan", place): year,
            ("task", place): {"year": year, "no": 1},
            ("evidence", place): evidence.public_id,
            ("draft-plan", place): year + 1,
            ("draft-task", place): {"year": year + 1, "no": 1},
            ("doubt", place): doubt.id,
        }
    return found


def reporting_of(house: House, place: Place) -> dict[str, int | str]:
    """Assign an item to the unit of a place, issue a letter to it, and begin a draft in its own office's name."""
    office, unit, day = actor_at(house, Place.CITY, Role.CREDIT_OFFICE), house.units[place], queries.day_of(house.now)
    since = day - timedelta(days=62)  # so that last month's overview has lines
    assignment = assign_item(
        actor=office,
        now=house.now,
        unit=unit.id,
        item=CATALOG_ITEM,
        valid_from=since,
        valid_until=None,
        basis="测试依据",
    )
    text = LetterText(day.replace(day=1), "测试通报", "测试正文。", frozenset({unit.id}))
    issued = begin_letter(actor=office, now=house.now, text=text)
    issue_letter(actor=office, now=house.now, letter=issued.public_id)
    own = Actor(
        kind=office.kind,
        id="office",
        name="测试信用办",
        unit=unit.id,
        grants=(Grant(Role.CREDIT_OFFICE, everywhere=True),),
    )
    draft = begin_letter(actor=own, now=house.now, text=text)
    return {"assignment": assignment.id, "letter": issued.public_id, "draft-letter": draft.public_id}


def draft_of(house: House, year: int, *rows: TaskDraft, doubts: tuple[Doubt, ...] = ()) -> None:
    """Import a plan of a year."""
    import_plan(
        actor=actor_at(house, Place.CITY, Role.CREDIT_OFFICE),
        now=house.now,
        year=year,
        draft=table(*rows, doubts=doubts, year=year),
        upload=csv(),
        unit=house.units[Place.CITY].id,
    )


def papers_of(house: House, place: Place) -> dict[str, int | str]:
    """Send a message to a unit's case officers and a paper in its name, and keep a file there; return their ids."""
    return {
        "message": _notice(house, place, MESSAGE, Recipient(unit=house.units[place].id, role=Role.CASE_OFFICER)),
        "paper": _notice(house, place, PAPER, Recipient(party="测试相对人")),
        "file": _file(house, place),
    }


def alias_of(house: House, place: Place) -> str:
    """Let a header mean a field in the files of a place's unit."""
    alias = add_alias(
        actor=actor_at(house, Place.CITY, Role.CREDIT_OFFICE),
        now=house.now,
        item=CATALOG_ITEM,
        header="根据条款",
        field="CF_YJ",
        unit=house.units[place].id,
    )
    return alias.public_id


def list_entry_of(house: House, place: Place) -> str:
    """Propose a new organisation for a list in the name of a place's unit and return the entry's public id."""
    listed_by(standard_list_kinds()[KIND], house.units[place])
    return propose(
        actor=actor_at(house, place, Role.REPORTER),
        now=house.now,
        unit=house.units[place].id,
        proposal=Proposal(KIND, organisation().public_id, REASON, GROUND),
    ).public_id


def submission_of(house: House, place: Place, document: str = "示市监处罚〔2026〕11号") -> str:
    """Send a file of a unit and return its public id."""
    return send_submission(
        actor=actor_at(house, place, Role.REPORTER),
        now=house.now,
        unit=house.units[place].id,
        item="penalty-organisation",
        upload=Upload(BytesIO(csv_of(penalty(CF_WSH=document))), "处罚.csv", "text/csv"),
        origin=Origin.DESK,
        follows="",
    ).public_id


def _notice(house: House, place: Place, template: NoticeTemplate, recipient: Recipient) -> str:
    return send_notice(
        actor=actor_at(house, Place.CITY, Role.CREDIT_OFFICE),
        now=house.now,
        template=template,
        values={},
        recipient=recipient,
        sender_unit=house.units[place].id,
        about=NoticeAbout("matrix", "thing", "1"),
        wish=Wish(channels=frozenset({Channel.PAPER}) if template.served else frozenset()),
    ).public_id


def _file(house: House, place: Place) -> str:
    return keep_file(
        actor=actor_at(house, Place.CITY, Role.CREDIT_OFFICE),
        now=house.now,
        purpose=PURPOSE,
        upload=Upload(BytesIO(pdf(place.encode())), "文书.pdf", "application/pdf"),
        unit=house.units[place].id,
        owner=Owner("matrix", "thing", "1"),
    ).public_id
