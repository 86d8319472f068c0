"""Joint actions of the matrix: at each place an entry, an action with its task and a measure, and an entry without."""

from collections.abc import Mapping

from chengxin.foundation.roles import Role
from chengxin.measures import services
from chengxin.measures.services import Applied, Sending
from chengxin.measures.tests.scenes import MEASURE, entry, officer
from chengxin.register.tests.scenes import organisation
from chengxin.units import queries
from tests.matrix.cast import House, Place, actor_at


def joint_of(house: House, place: Place) -> dict[str, int | str | Mapping[str, int | str]]:
    """Open a joint action of the unit's entry, ask the unit, apply a measure; return their ids."""
    unit, now = house.units[place], house.now
    office, decider = actor_at(house, Place.CITY, Role.CREDIT_OFFICE), officer(unit, Role.CASE_OFFICER)
    action = services.open_action(actor=office, now=now, entry=entry(unit, organisation()).public_id)
    sending = Sending(measure=MEASURE, units=(unit.id,), days=10, basis="测试安排")
    (task,) = services.send_tasks(actor=office, now=now, action=action.public_id, sending=sending)
    services.accept_task(actor=decider, now=now, task=task.public_id)
    day = queries.day_of(now)
    applied = Applied(on=day, matter="测试事项", content="测试措施", decided_by="测试局")
    made = services.apply_measure(actor=decider, now=now, task=task.public_id, applied=applied)
    return {
        "joint-action": action.public_id,
        "joint-task": task.public_id,
        "joint-application": made.public_id,
        "joint-application-of-task": {"task_id": task.public_id, "application_id": made.public_id},
        "listed-record": entry(unit, organisation()).public_id,
    }
