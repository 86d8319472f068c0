"""An office that handles objections, a bureau that gave two records about a firm, and people of both."""

from dataclasses import dataclass
from datetime import date, datetime

from chengxin.foundation.actor import Actor, ActorKind, Grant, system_actor
from chengxin.foundation.roles import Role
from chengxin.register.models import Record
from chengxin.register.tests.scenes import NOW, Fact, bureau, organisation, record_of, shown
from chengxin.relief import services
from chengxin.relief.models import Case
from chengxin.relief.rules.procedure import Result
from chengxin.relief.services import Application, Finding
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit

JOB = system_actor("relief.remind")
CLAIM = "处罚决定书写的违法事实与本单位无关，应当删除。"
FOUND = "经调阅案卷核对。"


def staff(unit: Unit, *roles: Role, number: int = 1) -> Actor:
    """Return one of several people with roles at a unit; who works for the office does so for the city."""
    grants = [Grant(one, everywhere=True) if one is Role.CREDIT_OFFICE else Grant(one, unit=unit.id) for one in roles]
    return Actor(
        kind=ActorKind.STAFF,
        id=f"{roles[0].value}-{unit.id}-{number}",
        name=f"测试员{number}",
        unit=unit.id,
        unit_name=unit.name,
        district=unit.district,
        grants=tuple(grants),
    )


@dataclass(frozen=True)
class Scene:
    """Office, bureau, firm and the two records that the bureau gave."""

    house: Unit
    bureau: Unit
    firm: Organisation
    records: tuple[Record, Record]

    def office(self, number: int = 1) -> Actor:
        """Return somebody of the office."""
        return staff(self.house, Role.CREDIT_OFFICE, number=number)

    @property
    def clerk(self) -> Actor:
        """Return the case officer of the bureau."""
        return staff(self.bureau, Role.CASE_OFFICER)

    def application(self, *records: Record, filed_on: date = date(2026, 6, 30)) -> Application:
        """Return an objection to these records, or to both."""
        chosen = records or self.records
        return Application(self.firm.public_id, tuple(one.public_id for one in chosen), CLAIM, filed_on)

    def filed(self, *records: Record, unit: Unit | None = None) -> Case:
        """File an objection."""
        house = unit or self.house
        application = self.application(*records)
        return services.file_objection(actor=self.office(), now=NOW, unit=house.id, application=application, scan=None)

    def accepted(self, *records: Record, unit: Unit | None = None) -> Case:
        """File and accept an objection."""
        row = self.filed(*records, unit=unit)
        return services.accept(actor=self.office(), now=NOW, case=row.public_id, seen=row.seen, words="")

    def forwarded(self, *records: Record) -> Case:
        """File, accept and forward an objection."""
        row = self.accepted(*records)
        return services.forward(actor=self.office(), now=NOW, case=row.public_id, seen=row.seen, words="")

    def found(self, *results: Result, now: datetime = NOW) -> Case:
        """Have the bureau find these results, one for each record; return the case, which is checked."""
        row = self.forwarded(*self.records[: len(results)])
        for one, result in zip(row.records.order_by("id"), results, strict=True):
            finding = Finding(one.id, result, FOUND)
            row = services.find(actor=self.clerk, now=now, case=row.public_id, seen=row.seen, finding=finding)
        return row

    def answered(self, *results: Result) -> Case:
        """Have an objection answered with these results."""
        row = self.found(*results)
        return services.answer(actor=self.office(2), now=NOW, case=row.public_id, seen=row.seen, words="已核查。")


def settle() -> Scene:
    """Return a scene of its own."""
    house, giving, firm = bureau(), bureau(), organisation()
    numbers = (f"示市监处罚〔2026〕{giving.id}1号", f"示市监处罚〔2026〕{giving.id}2号")
    shown(giving, *(Fact(firm, number) for number in numbers))
    first, second = sorted((record_of(number) for number in numbers), key=lambda one: one.id)  # as a case has them
    return Scene(house, giving, firm, (first, second))
