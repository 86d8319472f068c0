"""One number looked up: what is wrong with it, whom it names, whether the law still takes it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from chengxin.codes.rules.certificates import (
    KnownNumber,
    OldNumberRead,
    organisations_of,
    read_old_number,
    refusal_of,
)
from chengxin.codes.rules.doings import LOOK_UP
from chengxin.codes.rules.verdict import Verdict, verdict_of
from chengxin.foundation.actor import Actor, Permission
from chengxin.law.answers import CertificateAnswer
from chengxin.law.book import Law
from chengxin.subjects.models import OldNumber, Organisation
from chengxin.subjects.queries import confirmed_codes
from chengxin.subjects.rules import OldNumberKind


@dataclass(frozen=True)
class LookedUp:
    """What is known of a number.

    ``verdict`` is about it as a unified code, ``old`` what old number it is (None: none), ``refused`` the law's answer
    if a decision of ``decided_on`` may not rest on it, ``known`` whom it names, ``confirmed`` that a certificate with
    its wrong check character is on record.
    """

    text: str
    decided_on: date
    verdict: Verdict
    confirmed: bool
    old: OldNumberRead | None
    refused: CertificateAnswer | None
    known: KnownNumber | None


def codes_of_numbers(
    actor: Actor, numbers: Collection[str], *, permission: Permission = LOOK_UP
) -> Mapping[str, KnownNumber]:
    """Return the subjects of old numbers by number. A number of several subjects is left out: which one, nobody knows.

    Tidied numbers. An actor without the permission gets nothing.
    """
    if not numbers or not actor.may(permission):
        return {}
    rows = OldNumber.objects.filter(number__in=list(numbers)).select_related("organisation")
    found: dict[str, dict[int, Organisation]] = {}
    for row in rows:
        found.setdefault(row.number, {})[row.organisation_id] = row.organisation
    return {number: _known(next(iter(each.values()))) for number, each in found.items() if len(each) == 1}


def look_up(actor: Actor, typed: str, *, decided_on: date, today: date, law: Law) -> LookedUp:
    """Return what is known of a number as somebody typed it; ``decided_on`` is the day of the decision it is to bear.

    Raises:
        NotPermitted: the actor may not look codes up.
        BadDate: a date outside 1949–2099.
    """
    actor.require(LOOK_UP)
    verdict = verdict_of(typed, prefixes=law.code_categories(on=today))
    text = verdict.text.replace("\0", "")
    old = read_old_number(text, on=today)
    known = codes_of_numbers(actor, [text]).get(text) if old else _by_code(text)
    refused = None
    if old is not None:
        trader = known.kind == "sole-trader" if known and not known.code else None
        whom = organisations_of(known.code if known else "", kind=OldNumberKind(old.kind), sole_trader=trader)
        refused = refusal_of(law, old, whom, decided_on=decided_on)
    return LookedUp(
        text=text,
        decided_on=decided_on,
        verdict=verdict,
        confirmed=bool(verdict.kinds) and text in confirmed_codes(actor, [text]),
        old=old,
        refused=refused,
        known=known,
    )


def _by_code(text: str) -> KnownNumber | None:
    row = Organisation.objects.filter(unified_code=text).first() if text else None
    return _known(row) if row else None


def _known(row: Organisation) -> KnownNumber:
    return KnownNumber(row.public_id, row.unified_code or "", row.name, row.kind, row.name_is_personal)
