"""What waits for somebody to say who is meant: a returned row without a code, and a way of writing a unit's name."""

from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.roles import Role
from chengxin.intake.models import Submission, UnidentifiedRow
from chengxin.intake.rules.identifying import Fate
from chengxin.units import services
from tests.matrix.cast import House, Place, actor_at


def unidentified_of(house: House, place: Place) -> str:
    """Return a row of the place's unit that waits for its subject."""
    row = UnidentifiedRow.objects.create(
        public_id=new_opaque_id(),
        submission=Submission.objects.filter(unit=house.units[place]).first(),
        unit=house.units[place],
        row=1,
        line=2,
        name="测试市无码食品有限公司",
        numbers=[],
        told=[["行政相对人名称", "测试市无码食品有限公司"]],
        fate=Fate.OPEN,
        began_at=house.now,
        changed_at=house.now,
    )
    return row.public_id


def written_name_of(house: House, place: Place) -> str:
    """Return a way of writing the name of the place's unit."""
    written = services.add_written_name(
        actor=actor_at(house, Place.CITY, Role.CREDIT_OFFICE),
        now=house.now,
        name=f"测试写法{place}",
        unit=house.units[place].id,
    )
    return written.public_id
