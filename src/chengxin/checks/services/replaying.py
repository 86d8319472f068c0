"""Replaying a check: the answer is built again from what was known then, and its bytes are compared with the evidence.

For audit, a dispute or a court only, with purpose and basis; also what was taken down since is read here.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chengxin.audit.services import is_signed, record_look, use_case
from chengxin.catalog.queries.kinds import measures_by_hashes
from chengxin.checks.models import CheckEvidence
from chengxin.checks.queries.answering import find_again
from chengxin.checks.queries.checks import check_for, evidence_of
from chengxin.checks.rules.answers import Ground, answer_bytes, digest_of, signed_bytes
from chengxin.checks.rules.doings import CHECK_REPLAYED, REPLAY_CHECKS
from chengxin.foundation.actor import Actor
from chengxin.register.queries.known import read_moment
from chengxin.subjects.queries.identifying import numbers_of_members


@dataclass(frozen=True)
class Replay:
    """What came of it.

    ``intact``: the evidence is what was signed; ``same``: the answer built again has the same bytes. ``told`` is the
    evidence, ``again`` what was built now.
    """

    intact: bool
    same: bool
    told: dict[str, Any]
    again: dict[str, Any]
    digest: str
    key: str


@use_case
def replay_check(*, actor: Actor, now: datetime, check: str, purpose: str, basis: str) -> Replay:
    """Build the answer of a check again and compare.

    The identity is taken from the evidence: registrations are kept as they are today. Facts, marks, ends and
    measures are read anew.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such check in its reach.
        PurposeMissing: purpose or basis is blank.
    """
    actor.require(REPLAY_CHECKS)
    row = check_for(actor, check, permission=REPLAY_CHECKS)
    evidence = evidence_of(row)
    told = json.loads(evidence.body)
    again = _built_again(actor, told)
    record_look(
        actor=actor,
        now=now,
        action=CHECK_REPLAYED,
        object_kind="check",
        object_id=row.public_id,
        object_label=f"{row.subject_name} {row.matter.name}"[:300],
        purpose=purpose,
        basis=basis,
        facts={"digest": evidence.digest, "again": digest_of(again)},
    )
    return Replay(
        intact=is_intact(evidence),
        same=again == evidence.body.encode(),
        told=told,
        again=json.loads(again),
        digest=evidence.digest,
        key=evidence.key,
    )


def is_intact(evidence: CheckEvidence) -> bool:
    """Say whether the evidence still is what was signed."""
    digest = digest_of(evidence.body.encode())
    return digest == evidence.digest and is_signed(signed_bytes(digest), bytes(evidence.signature), evidence.key)


def _built_again(actor: Actor, told: dict[str, Any]) -> bytes:
    at, on = datetime.fromisoformat(told["at"]), date.fromisoformat(told["on"])
    family = numbers_of_members(actor, told["subject"]["family"], permission=REPLAY_CHECKS)
    facts, measures = find_again(
        actor,
        family,
        ground=Ground(told["asked"]["ground"]),
        on=on,
        moment=read_moment(told["moment"]),
        measures=measures_by_hashes(actor, told["measures_in_force"], permission=REPLAY_CHECKS),
        permission=REPLAY_CHECKS,
    )
    return answer_bytes(
        asked=told["asked"],
        subject=told["subject"],
        facts=facts,
        measures=measures,
        measures_in_force=told["measures_in_force"],
        unknown=told["unknown"],
        moment=told["moment"],
        at=at,
        on=on,
    )
