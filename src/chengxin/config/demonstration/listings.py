"""Loads listing procedures of the demonstration: an invented unit, invented companies, the use cases everybody uses.

``listings.toml`` beside the city's files says who and how far each procedure goes.
"""

import io
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
from django.db import transaction

from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.law.periods import add_months
from chengxin.lists import queries, services
from chengxin.lists.models import Entry, Paper
from chengxin.lists.rules.entries import Ground, Manner, TimeToAnswer
from chengxin.lists.services import Decision, Proposal
from chengxin.notices.rules import Manner as Served
from chengxin.notices.rules import Outcome
from chengxin.notices.services import PaperReport, record_paper_delivery
from chengxin.subjects.services import register_organisations
from chengxin.units.models import Unit, User
from chengxin.units.queries import day_of, seats_of, staff_actor
from chengxin.vault.services import Upload

FILE = "listings.toml"
SCAN = "certificate.png"
PREFIX, DISTRICT = "91", "999999"
"""A district that there is not: no invented company is anybody's."""
LOADER = system_actor("demo")
TERM_MONTHS = 36
DAY = timedelta(days=1)
BEIJING = ZoneInfo("Asia/Shanghai")
MORNING = time(10)


@dataclass(frozen=True)
class Company:
    """A procedure: how far it goes, the company, what it rests on, what was said."""

    stage: str
    name: str
    body: str
    reason: str
    ground_number: str
    statement: str = ""
    answer: str = ""
    praise: str = ""
    praise_number: str = ""


@dataclass(frozen=True)
class Cast:
    """Who acts: the unit with its three people, and the kind and words of the file."""

    unit: Unit
    clerk: Actor
    head: Actor
    server: Actor
    kind: str
    time: TimeToAnswer
    signed_by: str
    scan: Path


def load_listings(*, now: datetime, folder: Path) -> int:
    """Load the procedures unless there are some; return how many companies they are about. All or nothing.

    Where the unit lists on no kind of that name there is nothing to load.

    Raises:
        TypeError, KeyError: the file does not say what it should.
    """
    file = folder / FILE
    with transaction.atomic():
        if not file.is_file() or Entry.objects.exists() or not User.objects.filter(is_demonstration=True).exists():
            return 0
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        companies = [Company(**row) for row in told.pop("company")]
        cast = cast_of(told, now, folder)
        if cast.kind not in {kind.key for kind in queries.kinds_of(cast.head, cast.unit, on=day_of(now))}:
            return 0
        register(companies, cast.unit, now)
        morning = datetime.combine(day_of(now), MORNING, tzinfo=BEIJING)
        for company in companies:
            _play(cast, company, morning)
    return len(companies)


def cast_of(told: dict[str, str], now: datetime, folder: Path) -> Cast:
    """Return who acts, as the file says."""
    unit = Unit.objects.get(code=told["unit"])

    def actor(username: str) -> Actor:
        user = User.objects.get(username=username)
        seats = seats_of(user, day_of(now))
        return staff_actor(user, next(seat for seat in seats if seat.unit.id == unit.id), origin="")

    return Cast(
        unit=unit,
        clerk=actor(told["proposes"]),
        head=actor(told["decides"]),
        server=actor(told["serves"]),
        kind=told["kind"],
        time=TimeToAnswer(int(told["days"]), working=True, basis=told["days_basis"]),
        signed_by=told["signed_by"],
        scan=folder / SCAN,
    )


def code_of(company: Company) -> str:
    """Return the invented code of a company."""
    return compose_unified_code(PREFIX, DISTRICT, company.body)


def register(companies: list[Company], unit: Unit, now: datetime) -> None:
    """Register the invented companies."""
    frame = pl.DataFrame(
        {"code": [code_of(one) for one in companies], "name": [one.name for one in companies]}
    ).with_columns(
        status=pl.lit("active"),
        kind=pl.lit("enterprise"),
        district=pl.lit(unit.district),
        registered_on=pl.lit(date(2017, 3, 1)),
    )
    register_organisations(actor=LOADER, now=now, frame=frame, facts_on=day_of(now))


def _play(cast: Cast, company: Company, now: datetime) -> None:
    if company.stage == "red-hit":
        _play_red_hit(cast, company, now)
        return
    row = notified(cast, cast.kind, company, now - 20 * DAY)
    if company.stage == "published":
        served(cast, row, "notice", now - 18 * DAY)
        heard(cast, row, company, now - 15 * DAY)
        decided(cast, row, now - 6 * DAY)
        served(cast, row, "decision", now - 4 * DAY)
        published(cast, row, now - 3 * DAY)
    else:
        served(cast, row, "notice", now - 2 * DAY)


def _play_red_hit(cast: Cast, company: Company, now: datetime) -> None:
    """An honour that ends the day its company is put on a list of the dishonest."""
    kinds = queries.kinds_of(cast.head, cast.unit, on=day_of(now))
    honour = next((kind for kind in kinds if not kind.is_adverse and kind.term.months is None), None)
    if honour is None:
        return
    praised = Company("", company.name, company.body, company.praise, company.praise_number)
    row = notified(cast, honour.key, praised, now - 28 * DAY)
    decided(cast, row, now - 15 * DAY)
    published(cast, row, now - 14 * DAY)
    adverse = notified(cast, cast.kind, company, now - 14 * DAY)
    served(cast, adverse, "notice", now - 13 * DAY)
    decided(cast, adverse, now - 4 * DAY)
    served(cast, adverse, "decision", now - 3 * DAY)
    published(cast, adverse, now - 2 * DAY)
    services.check_honour(actor=LOADER, now=now - 2 * DAY, entry=row.public_id)


def notified(cast: Cast, kind: str, company: Company, now: datetime) -> Entry:
    """Propose, review and give notice on one day; return the entry."""
    ground = Ground(company.ground_number, cast.unit.name, day_of(now - 10 * DAY))
    proposal = Proposal(kind, code_of(company), company.reason, ground)
    row = services.propose(actor=cast.clerk, now=now, unit=cast.unit.id, proposal=proposal)
    later = now + timedelta(hours=2)
    services.review(actor=cast.head, now=later, entry=row.public_id, seen=row.seen, approve=True, words="")
    services.give_notice(actor=cast.head, now=later, entry=row.public_id, seen=seen_of(row), time=cast.time)
    return row


def heard(cast: Cast, row: Entry, company: Company, now: datetime) -> None:
    """Hear the company, and answer the day after."""
    services.hear_statement(
        actor=cast.clerk,
        now=now,
        entry=row.public_id,
        seen=seen_of(row),
        manner=Manner.WRITTEN,
        said_on=day_of(now),
        words=company.statement,
        scan=None,
    )
    services.answer_statement(
        actor=cast.head, now=now + DAY, entry=row.public_id, seen=seen_of(row), followed=False, words=company.answer
    )


def decided(cast: Cast, row: Entry, now: datetime) -> None:
    """Decide."""
    on = day_of(now)
    decision = Decision(cast.signed_by, on, add_months(on, TERM_MONTHS))
    services.decide(actor=cast.head, now=now, entry=row.public_id, seen=seen_of(row), decision=decision)


def published(cast: Cast, row: Entry, now: datetime) -> None:
    """Publish."""
    services.publish(actor=cast.head, now=now, entry=row.public_id, seen=seen_of(row))


def served(cast: Cast, row: Entry, kind: str, now: datetime) -> None:
    """Record the service of a paper."""
    paper = Paper.objects.select_related("notice").get(entry=row, kind=kind)
    if paper.notice is None:
        raise ValueError(kind)
    scan = Upload(io.BytesIO(cast.scan.read_bytes()), cast.scan.name, "image/png")
    report = PaperReport(Outcome.DELIVERED, Served.DIRECT, day_of(now), "前台（演示）", "", scan)
    record_paper_delivery(actor=cast.server, now=now, notice_id=paper.notice.public_id, report=report)


def seen_of(row: Entry) -> int:
    """Return the number of the state an entry is in."""
    return int(Entry.objects.values_list("seen", flat=True).get(id=row.id))
