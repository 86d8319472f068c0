"""Reading one case, on record: an objection is between the applicant and the units."""

from datetime import datetime

from chengxin.audit.services import record_look, use_case
from chengxin.foundation.actor import Actor
from chengxin.relief.models import Case
from chengxin.relief.queries import case_for
from chengxin.relief.rules import doings

PURPOSE = "办理或者查看异议"
BASIS = "公共信用信息异议处理的规定"


@use_case
def look_at_case(*, actor: Actor, now: datetime, case: str) -> Case:
    """Return a case and leave a trace of the look.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is none in reach.
    """
    actor.require(doings.SEE_CASES)
    row = case_for(actor, case)
    record_look(
        actor=actor,
        now=now,
        action=doings.CASE_SEEN,
        object_kind="case",
        object_id=row.public_id,
        object_label=f"{row.written_number} {row.subject_name}"[:300],
        purpose=PURPOSE,
        basis=BASIS,
    )
    return row
