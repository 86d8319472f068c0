"""Registering units, their people, and subjects with codes that are right and wrong."""

from datetime import date

import polars as pl

from chengxin.codes.models import OldRegistration
from chengxin.codes.rules.kinds import FaultKind, Source
from chengxin.codes.services import Seen, Suspicion, open_faults
from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.foundation.identifiers.unified_code import ALPHABET
from chengxin.foundation.roles import Role
from chengxin.subjects.services import register_organisations
from chengxin.subjects.tests.cast import FOUNDER, NOW, TODAY, bureau, code, officer, scan
from chengxin.units.models import Unit

JOB = system_actor("codes.look-at-all")

__all__ = ["FOUNDER", "JOB", "NOW", "TODAY", "bureau", "code", "scan"]


def clerk(unit: Unit) -> Actor:
    return officer(unit, Role.REPORTER)


def reviewer(unit: Unit) -> Actor:
    return officer(unit, Role.REPORTER, Role.REVIEWER)


def wrong_end(number: str) -> str:
    return number[:17] + ALPHABET[(ALPHABET.index(number[17]) + 1) % 31]


def same_body(number: str, prefix: str) -> str:
    """Return a right code of another category around the same organisation code."""
    return compose_unified_code(prefix, number[2:8], number[8:16])


def register(*rows: tuple[str, str], status: str = "active", registered_on: date = date(2017, 1, 5)) -> list[int]:
    frame = pl.DataFrame(rows, schema={"code": pl.String, "name": pl.String}, orient="row").with_columns(
        status=pl.lit(status), registered_on=pl.lit(registered_on), district=pl.lit("990100")
    )
    done = register_organisations(actor=system_actor("intake.process"), now=NOW, frame=frame, facts_on=TODAY)
    return list(done.ids.sort("code")["organisation_id"])


def suspicion(unit: Unit | None, number: str, kind: FaultKind = FaultKind.CHECK, line: int = 1) -> Suspicion:
    return Suspicion(
        kinds=(kind,),
        code=number,
        name="测试甲贸易有限公司",
        seen=Seen(Source.REPORT, "校验码不对", TODAY, submission="S1", line=line, unit=unit.id if unit else None),
        subject_kind="enterprise",
        district=unit.district if unit else "990100",
        unit=unit.id if unit else None,
    )


def opened(*suspicions: Suspicion) -> None:
    open_faults(actor=JOB, now=NOW, suspicions=suspicions)


def waiting(unit: Unit, number: str) -> OldRegistration:
    """Return an old registration of the unit that has no code yet."""
    return OldRegistration.objects.create(
        unit=unit,
        old_kind="social-number",
        old_number=number,
        name="测试旧社团",
        kind="social",
        district=unit.district,
        registering_body="",
        told_on=TODAY,
        recorded_at=NOW,
    )
