"""A city with two bureaus and some invented organisations, and rows about them as intake would hand them over."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import polars as pl

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Item
from chengxin.foundation.actor import Actor, ActorKind, Grant, system_actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.roles import Role
from chengxin.register import services
from chengxin.register.models import Load, Record
from chengxin.register.rules import State, Value, Window, key_text, payload_text
from chengxin.register.services import ROWS
from chengxin.subjects.models import Organisation
from chengxin.subjects.tests.invented import organisations
from chengxin.units.models import Unit
from chengxin.units.rules import Level
from chengxin.units.services import create_unit

NOW = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)
"""Ten in the morning in China."""

LATER = date(2090, 1, 1)
"""A last day that the clock of no test machine reaches."""

OVER = date(2019, 12, 31)
"""A last day that has passed."""

PENALTY: Item = standard_items()["penalty-organisation"]
LICENCE: Item = standard_items()["licence-organisation"]
ITEMS = {PENALTY.key: PENALTY}
JOB = system_actor("intake.load")
NIGHT = system_actor("register.take-down-expired")
READER = system_actor("exchange.read-changes")
FOUNDER = Actor(
    kind=ActorKind.STAFF, id="founder", name="创建人", grants=(Grant(Role.SYSTEM_ADMINISTRATOR, everywhere=True),)
)
OFFICE = Actor(kind=ActorKind.STAFF, id="office", name="办案员", grants=(Grant(Role.CREDIT_OFFICE, everywhere=True),))
WINDOW = Window(
    publish=True,
    starts_on=date(2026, 6, 16),
    minimum_ends_on=date(2026, 9, 16),
    earliest_repair_on=date(2026, 9, 17),
    ends_on=LATER,
    rule="R3",
    reason="一般失信，公示至2090年1月1日。",
    law_version="test",
)
OPEN_END = Window(
    publish=True,
    starts_on=None,
    minimum_ends_on=None,
    earliest_repair_on=None,
    ends_on=None,
    rule="",
    reason="行政许可决定应当公开。",
    law_version="test",
)
_numbers = count(1)


def bureau(district: str = "990100", level: Level = Level.CITY) -> Unit:
    number = next(_numbers)
    return create_unit(
        actor=FOUNDER,
        now=NOW,
        code=f"register-bureau-{number}",
        name=f"测试第{number}局",
        short_name=f"测{number}局",
        level=level,
        district=district,
        valid_from=date(2010, 1, 1),
    )


def officer(unit: Unit, *roles: Role) -> Actor:
    grants = tuple(Grant(role, unit=unit.id) for role in roles)
    return Actor(kind=ActorKind.STAFF, id="officer", name="测试员", unit=unit.id, unit_name=unit.name, grants=grants)


def county_office(district: str) -> Actor:
    grants = (Grant(Role.CREDIT_OFFICE, district=district),)
    return Actor(kind=ActorKind.STAFF, id="county", name="县信用办", district=district, grants=grants)


SEEDS = 31
"""So many seeds give different codes; after them each seed's next one is taken."""


def organisation(kind: str = "enterprise", name: str = "", *, personal: bool = False) -> Organisation:
    number = next(_numbers)
    *_others, invented = organisations(1 + number // SEEDS, seed=number)
    return Organisation.objects.create(
        public_id=new_opaque_id(),
        unified_code=invented.code,
        name=name or invented.name,
        name_key="x",
        name_is_personal=personal,
        kind=kind,
        status="active",
        district="990102",
    )


@dataclass(frozen=True)
class City:
    """A bureau that reports, and one organisation that records can be about."""

    unit: Unit
    firm: Organisation

    @property
    def address(self) -> str:
        """The address of the organisation's page."""
        return f"/subjects/{self.firm.unified_code}"


def city(name: str = "海棠盛隆食品有限公司", kind: str = "enterprise") -> City:
    return City(bureau(), organisation(kind, name))


@dataclass(frozen=True)
class Fact:
    """What a row says; everything else is filled in."""

    subject: Organisation
    number: str = "示市监处罚〔2026〕11号"
    decided_on: date = date(2026, 6, 16)
    summary: str = "罚款2000元"
    extra: tuple[tuple[str, Value], ...] = ()
    window: Window = WINDOW

    def payload(self) -> dict[str, Value]:
        return {
            "CF_XDR_MC": self.subject.name,
            "CF_XDR_LB": "sole-trader" if self.subject.kind == "sole-trader" else "organisation",
            "CF_XDR_SHXYM": self.subject.unified_code,
            "CF_FRDB": "某代表人",
            "CF_WSH": self.number,
            "CF_SY": "销售过期食品",
            "CF_YJ": "《食品安全法》第一百二十四条",
            "CF_CFLB": ["fine"],
            "CF_NR": self.summary,
            "CF_NR_FK": 200_000,
            "CF_JDRQ": self.decided_on.isoformat(),
            "CF_CFJG": "测试市场监督管理局",
            **dict(self.extra),
        }

    def until(self, ends_on: date | None, reason: str = "") -> "Fact":
        return replace(self, window=replace(self.window, ends_on=ends_on, reason=reason or self.window.reason))

    def state(self) -> State:
        return State(
            payload=self.payload(),
            decided_on=self.decided_on,
            document_number=self.number,
            deciding_body="测试市场监督管理局",
            severity="general",
            severity_author="unit",
            window=self.window,
        )


@dataclass(frozen=True)
class Permit(Fact):
    """A licence: valid until the end of its kind, or as ``extra`` says."""

    number: str = "示审批许〔2026〕7号"
    summary: str = "许可生产速冻食品"
    window: Window = OPEN_END

    def payload(self) -> dict[str, Value]:
        return {
            "XK_XDR_MC": self.subject.name,
            "XK_XDR_LB": "sole-trader" if self.subject.kind == "sole-trader" else "organisation",
            "XK_XDR_SHXYM": self.subject.unified_code,
            "XK_XKWS": "准予行政许可决定书",
            "XK_WSH": self.number,
            "XK_XKLB": "ordinary",
            "XK_XKZS": "食品生产许可证",
            "XK_NR": self.summary,
            "XK_JDRQ": self.decided_on.isoformat(),
            "XK_YXQZ": self.decided_on.isoformat(),
            "XK_YXQZI": "2099-12-31",
            "XK_XKJG": "测试行政审批局",
            **dict(self.extra),
        }

    def state(self) -> State:
        return replace(super().state(), deciding_body="测试行政审批局", severity="", severity_author="")


def record_of(number: str) -> Record:
    """Return the record of a document number."""
    return Record.objects.get(versions__document_number=number)


def frame(facts: Iterable[Fact], item: Item = PENALTY) -> pl.DataFrame:
    """Return the rows as a chunk."""
    return pl.DataFrame([_row(number, fact, item) for number, fact in enumerate(facts, 1)], schema=SCHEMA)


TYPES = {"integer": pl.Int64, "bigint": pl.Int64, "date": pl.Date, "boolean": pl.Boolean}
SCHEMA = {name: TYPES.get(kind, pl.String) for name, kind in ROWS.items()}


def _row(number: int, fact: Fact, item: Item) -> dict[str, Any]:
    state = fact.state()
    said = {name: value for name, value in vars(state).items() if name in ROWS}
    return {
        **said,
        **vars(state.window),
        "row": number,
        "subject_id": fact.subject.id,
        "business_key": key_text(item, state.payload),
        "payload": payload_text(state.payload),
    }


def begun(unit: Unit, item: Item = PENALTY) -> Load:
    return services.begin_load(submission=new_opaque_id(), unit=unit.id, item=item, now=NOW)


def merged(unit: Unit, *facts: Fact, item: Item = PENALTY) -> Load:
    load = begun(unit, item)
    services.merge_chunk(load=load, item=item, rows=frame(facts, item))
    return load


def shown(unit: Unit, *facts: Fact, at: datetime = NOW, item: Item = PENALTY) -> Load:
    return services.show_load(actor=JOB, now=at, load=merged(unit, *facts, item=item).id)


def the_record() -> Record:
    """Return the only record there is."""
    return Record.objects.get()


def minutes(number: int) -> datetime:
    return NOW + timedelta(minutes=number)


def subject_of(code: str) -> Organisation:
    """Return the organisation with a code."""
    return Organisation.objects.get(unified_code=code)
