"""An invented bureau with a matter, its officer, an invented company with a penalty and an entry for wages."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from chengxin.checks import services
from chengxin.checks.models import Check, Matter
from chengxin.checks.rules.answers import Asked, Ground
from chengxin.checks.rules.matters import MatterDefinition, MatterKind
from chengxin.checks.services import Answered
from chengxin.foundation.actor import Actor, Grant
from chengxin.foundation.roles import Role
from chengxin.measures.tests.scenes import WAGES, Listed, officer
from chengxin.register.tests.scenes import NOW, Fact, bureau, organisation, shown
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit

MEASURE = "wages-public-money"
QUALIFICATION = "procurement-qualification"
BUYING = MatterDefinition(
    name="政府采购供应商资格审查",
    kind=MatterKind.PROCUREMENT,
    basis="《政府采购法》第二十二条",
    must_check=True,
    since=date(2026, 1, 1),
    measures=(MEASURE, QUALIFICATION),
)


@dataclass(frozen=True)
class Scene:
    """Who checks whom in what."""

    unit: Unit
    firm: Organisation
    matter: Matter

    @property
    def checker(self) -> Actor:
        return officer(self.unit, Role.CHECKER)

    def asked(self, **other: object) -> Asked:
        """Return a question about the firm by its code."""
        told = Asked(
            matter=self.matter.public_id,
            code=self.firm.unified_code or "",
            name="",
            purpose="某项目投标人资格审查",
            ground=Ground.DUTY,
            basis="《政府采购法》第二十二条",
        )
        return replace(told, **other)  # type: ignore[arg-type]  # fields of a question

    def check(self, until: date | None = None, **other: object) -> Answered:
        """Check the firm."""
        return services.check(actor=self.checker, now=NOW, asked=self.asked(**other), until=until)


def keeper(unit: Unit) -> Actor:
    return officer(unit, Role.UNIT_ADMINISTRATOR)


def auditor() -> Actor:
    unit = bureau()
    return replace(officer(unit), id="auditor", name="审计员", grants=(Grant(Role.AUDITOR, everywhere=True),))


def scene(definition: MatterDefinition = BUYING) -> Scene:
    unit, firm = bureau(), organisation()
    matter = services.register_matter(actor=keeper(unit), now=NOW, unit=unit.id, definition=definition)
    return Scene(unit, firm, matter)


def penalise(firm: Organisation, *, at: datetime = NOW, **other: object) -> None:
    """Have another bureau publish a penalty of the firm."""
    shown(bureau(), replace(Fact(subject=firm), **other), at=at)  # type: ignore[arg-type]  # fields of a fact


def list_for_wages(firm: Organisation, *, at: datetime = NOW) -> None:
    """Have a labour bureau report the firm's entry for unpaid wages."""
    shown(bureau(), Listed(subject=firm), at=at, item=WAGES)


def fresh(check: Check) -> Check:
    return Check.objects.get(pk=check.pk)
