"""An invented company on the list for wages, the office, and units that are asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from chengxin.catalog.adapters import standard_items
from chengxin.foundation.actor import Actor, ActorKind, Grant, system_actor
from chengxin.foundation.roles import Role
from chengxin.measures import services
from chengxin.measures.models import JointAction, Task
from chengxin.measures.services import Applied, Sending
from chengxin.register.models import Record
from chengxin.register.rules import TakedownReason, Value
from chengxin.register.services import Why, take_down
from chengxin.register.tests.scenes import NOW, Fact, bureau, organisation, shown
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.units.queries import day_of

WAGES = standard_items()["wage-arrears"]
MEASURE = "wages-public-money"
TODAY = day_of(NOW)
DECIDED_ON = date(2026, 6, 16)
JOB = system_actor("measures.follow-entries")
BASIS = "市信用办工作安排"


@dataclass(frozen=True)
class Listed(Fact):
    """An entry on the list for wages, as a labour bureau reports it."""

    number: str = "示人社拖欠字〔2026〕3号"

    def payload(self) -> dict[str, Value]:
        return {
            "QX_MC": self.subject.name,
            "QX_SHXYM": self.subject.unified_code,
            "QX_WSH": self.number,
            "QX_LRRQ": self.decided_on.isoformat(),
            "QX_JG": "测试人力资源和社会保障局",
            "QX_YJ": "《保障农民工工资支付条例》第四十八条",
        }


@dataclass(frozen=True)
class Scene:
    """A company, the unit that reported its entry, three units that are asked, the office, the joint action."""

    firm: Organisation
    listing: Unit
    units: tuple[Unit, ...]
    office: Actor
    action: JointAction

    def officer(self, number: int = 0, *roles: Role) -> Actor:
        """Return somebody at a unit that is asked: who decides, unless roles are told."""
        return officer(self.units[number], *(roles or (Role.CASE_OFFICER,)))


def officer(unit: Unit, *roles: Role) -> Actor:
    grants = tuple(Grant(role, unit=unit.id) for role in roles)
    return Actor(
        kind=ActorKind.STAFF,
        id="officer",
        name="测试员",
        unit=unit.id,
        unit_name=unit.name,
        district=unit.district,
        grants=grants,
    )


def office_of(unit: Unit) -> Actor:
    return replace(officer(unit), id="office", grants=(Grant(Role.CREDIT_OFFICE, everywhere=True),))


def entry(unit: Unit, firm: Organisation, *, decided_on: date = DECIDED_ON) -> Record:
    """Return the record of an entry that the unit reported."""
    shown(unit, Listed(subject=firm, decided_on=decided_on), item=WAGES)
    return Record.objects.get(subject=firm, item=WAGES.key)


def scene(decided_on: date = DECIDED_ON) -> Scene:
    firm, listing, office = organisation(), bureau(), office_of(bureau())
    record = entry(listing, firm, decided_on=decided_on)
    action = services.open_action(actor=office, now=NOW, entry=record.public_id)
    return Scene(firm, listing, (bureau(), bureau(), bureau()), office, action)


def send(joint: Scene, *units: Unit, measure: str = MEASURE, days: int = 10, basis: str = BASIS) -> list[Task]:
    """Ask these units, or the three of the scene."""
    asked: Sequence[int] = [unit.id for unit in (units or joint.units)]
    return services.send_tasks(
        actor=joint.office,
        now=NOW,
        action=joint.action.public_id,
        sending=Sending(measure=measure, units=asked, days=days, basis=basis),
    )


APPLIED = Applied(
    on=TODAY,
    matter="某项目招标资格审查",
    content="取消投标资格",
    decided_by="测试局办公会",
    effect="未进入评标",
)


def vanish(record: str) -> None:
    """Take the record of an entry off the public pages."""
    take_down(actor=JOB, now=NOW, records=[record], why=Why(TakedownReason.SOURCE_WITHDRAWN, "单位撤回", "测试依据"))
