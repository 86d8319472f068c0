"""The cast of these tests: a bureau, people at it, organisations loaded as a load does it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count

import polars as pl
from django.db import transaction

from chengxin.foundation.actor import Actor, ActorKind, Grant
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.foundation.roles import Role
from chengxin.subjects.services import bulk
from chengxin.units.models import Unit
from chengxin.units.rules import Level
from chengxin.units.services import create_unit
from chengxin.vault.services import Upload
from chengxin.vault.tests import samples

NOW = datetime(2018, 6, 30, 2, 0, tzinfo=UTC)
"""Ten in the morning in China."""
TODAY = date(2018, 6, 30)
FOUNDER = Actor(
    kind=ActorKind.STAFF,
    id="founder",
    name="创建人",
    grants=(Grant(Role.SYSTEM_ADMINISTRATOR, everywhere=True), Grant(Role.CREDIT_OFFICE, everywhere=True)),
)
_numbers = count(1)


def bureau(district: str = "990100", level: Level = Level.CITY) -> Unit:
    number = next(_numbers)
    return create_unit(
        actor=FOUNDER,
        now=NOW,
        code=f"subjects-bureau-{number}",
        name=f"测试第{number}局",
        short_name=f"测{number}局",
        level=level,
        district=district,
        valid_from=date(2010, 1, 1),
    )


def officer(unit: Unit, *roles: Role) -> Actor:
    grants = tuple(Grant(role, unit=unit.id) for role in roles)
    return Actor(kind=ActorKind.STAFF, id="officer", name="测试员", unit=unit.id, unit_name=unit.name, grants=grants)


def code(number: int, prefix: str = "91") -> str:
    return compose_unified_code(prefix, "990100", f"MT{number:06d}")


def frame(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"code": pl.String, "name": pl.String}, orient="row")


def load(rows: Iterable[tuple[str, str]]) -> pl.DataFrame:
    with transaction.atomic():
        return bulk.match_organisations(frame(*rows))


def scan() -> Upload:
    return Upload(BytesIO(samples.pdf()), "授权书.pdf", "application/pdf")
