"""Closing checks: of each measure offered it is said whether it was applied. Nothing is applied by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chengxin.audit.services import record, use_case
from chengxin.checks.models import Check, CheckFeedback
from chengxin.checks.queries.checks import check_for, evidence_of
from chengxin.checks.rules.answers import measures_to_decide
from chengxin.checks.rules.doings import CHECK, CHECK_CLOSED, CHECK_CORRECTED
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid

LONGEST_WORDS = 500


class DecisionMissing(Invalid):
    """Of a measure nothing was said."""

    code = "checks.decision-missing"
    says = "还没有登记“{measure}”是否采取"
    field = "decisions"


class DecisionUnexplained(Invalid):
    """Applied: what was done; not applied: why. At too great length is no answer either."""

    code = "checks.decision-unexplained"
    says = "请写明“{measure}”{what}，不超过{limit}个字"
    field = "decisions"


class MeasureNotOffered(Invalid):
    """The answer offered no such measure to the unit."""

    code = "checks.measure-not-offered"
    says = "这次核查没有提出措施“{measure}”"
    field = "decisions"


class NothingToClose(Conflict):
    """No measure was offered; the check closed by itself."""

    code = "checks.nothing-to-close"
    says = "这次核查没有需要登记的措施，已经办结"


class CorrectionUnexplained(Invalid):
    """What was said before is corrected only with a reason."""

    code = "checks.correction-unexplained"
    says = "这次核查已经登记过，更正请写明原因，不超过{limit}个字"
    field = "reason"


@dataclass(frozen=True)
class MeasureDecision:
    """What a person decided on one measure (key): applied with what was done, or not applied with the reason."""

    measure: str
    applied: bool
    words: str


@use_case
def close_check(
    *, actor: Actor, now: datetime, check: str, decisions: Sequence[MeasureDecision], reason: str = ""
) -> Check:
    """Write down what was decided on every measure offered, and close the check. Said again, it corrects.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such check at the actor's unit.
        NothingToClose: nothing was offered.
        DecisionMissing, DecisionUnexplained, MeasureNotOffered: what was said does not do.
        CorrectionUnexplained: it was closed before, and no reason is given.
    """
    actor.require(CHECK)
    row = check_for(actor, check, permission=CHECK, lock=True)
    wanted = measures_to_decide(evidence_of(row).body)
    if not wanted:
        raise NothingToClose
    told = _told(wanted, decisions)
    number = row.feedback.count() + 1
    why = reason.strip()
    if number > 1 and (not why or len(why) > LONGEST_WORDS):
        raise CorrectionUnexplained(limit=LONGEST_WORDS)
    CheckFeedback.objects.create(
        owner=row, number=number, decisions=told, reason=why[:300], at=now, by_name=actor.shown_name
    )
    row.waiting, row.closed_at = 0, row.closed_at or now
    row.save(update_fields=["waiting", "closed_at"])
    record(
        actor=actor,
        now=now,
        action=CHECK_CLOSED if number == 1 else CHECK_CORRECTED,
        object_kind="check",
        object_id=row.public_id,
        object_label=f"{row.subject_name} {row.matter.name}"[:300],
        facts={
            "applied": [one["measure"] for one in told if one["applied"]],
            "not_applied": [one["measure"] for one in told if not one["applied"]],
            "number": number,
        },
    )
    return row


def _told(wanted: dict[str, str], decisions: Sequence[MeasureDecision]) -> list[dict[str, Any]]:
    said = {one.measure: one for one in decisions}
    for key in said:
        if key not in wanted:
            raise MeasureNotOffered(measure=key)
    told = []
    for key, name in wanted.items():
        if key not in said:
            raise DecisionMissing(measure=name)
        words = said[key].words.strip()
        if not words or len(words) > LONGEST_WORDS:
            what = "采取的内容" if said[key].applied else "不采取的理由"
            raise DecisionUnexplained(measure=name, what=what, limit=LONGEST_WORDS)
        told.append({"measure": key, "applied": said[key].applied, "words": words})
    return told
