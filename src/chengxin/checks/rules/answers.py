"""The answer of a check as signed facts: who it is about, what stands, which measures apply here, what is not known.

Never one word, never a number about a subject. Values are raw (codes, ISO days, cents), so that no change of wording
changes a byte; how they read is said by the versions they name.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from chengxin.audit.rules import canonical_json
from chengxin.audit.rules.statements import instant
from chengxin.catalog.rules import Disclosure, Family, Field, FieldType, Item, Means
from chengxin.catalog.rules.measures import Measure, OrderedBy

TEMPLATE = "check-1"
"""Version of the answer's shape; it stands in the evidence and is signed with it."""

SIGNED_AS = b"chengxin-check-1\n"
"""Goes before the digest when an answer is signed, so that the signature means nothing else."""

_PERSONAL_MEANS = frozenset(
    {Means.PERSON_PAPER, Means.PERSON_NUMBER, Means.BORN_ON, Means.LEGAL_REPRESENTATIVE, Means.ADDRESS}
)


class Identity(StrEnum):
    """How the subject was found. A name alone never is enough."""

    EXACT = "exact"
    CODE_ONLY = "code-only"
    FORMER_NAME = "former-name"
    NAME_DIFFERS = "name-differs"
    OLD_NUMBER = "old-number"
    CANDIDATES = "candidates"
    UNKNOWN = "unknown"


IDENTITY_LABELS: Mapping[Identity, str] = MappingProxyType(
    {
        Identity.EXACT: "代码和名称都相符",
        Identity.CODE_ONLY: "按代码找到，没有给出名称",
        Identity.FORMER_NAME: "按代码找到，给出的是曾用名",
        Identity.NAME_DIFFERS: "按代码找到，给出的名称与登记的不同",
        Identity.OLD_NUMBER: "按旧注册号或者组织机构代码找到",
        Identity.CANDIDATES: "只有名称，不能确定主体",
        Identity.UNKNOWN: "没有收录这个主体",
    }
)
FOUND = frozenset(
    {Identity.EXACT, Identity.CODE_ONLY, Identity.FORMER_NAME, Identity.NAME_DIFFERS, Identity.OLD_NUMBER}
)


class Ground(StrEnum):
    """What allows the look: a legal duty, or the consent of the subject."""

    DUTY = "duty"
    CONSENT = "consent"


GROUND_LABELS: Mapping[Ground, str] = MappingProxyType(
    {Ground.DUTY: "依照法律、法规规定的职责", Ground.CONSENT: "主体书面授权"}
)


class Unknown(StrEnum):
    """What an answer could not determine, and says so."""

    NAME_DIFFERS = "name-differs"
    CLOSED_SUBJECT = "closed-subject"
    NEEDS_JUDGEMENT = "needs-judgement"


UNKNOWN_WORDS: Mapping[Unknown, str] = MappingProxyType(
    {
        Unknown.NAME_DIFFERS: "给出的名称与登记的不同，请核对是不是同一主体",
        Unknown.CLOSED_SUBJECT: "登记状态不是存续，请核对办理资格",
        Unknown.NEEDS_JUDGEMENT: "这项措施由处罚触发，法条另有条件（例如数额、期限），是否符合由办案人员判断",
    }
)


@dataclass(frozen=True)
class Asked:
    """What a check asks: ``code`` and ``name`` as they were given (one may be empty), for which matter and why."""

    matter: str
    code: str
    name: str
    purpose: str
    ground: Ground
    basis: str
    reference: str = ""


@dataclass(frozen=True)
class Subject:
    """Who the answer is about. ``family`` are opaque ids of all organisations whose facts were read."""

    identity: Identity
    public_id: str
    code: str
    name: str
    given_name: str
    kind: str
    status: str
    district: str
    family: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """A measure that the matter allows and a standing fact triggers: ``by`` are the opaque ids of these records."""

    version: str
    measure: Measure
    by: tuple[str, ...]


def may_see(item: Item, ground: Ground) -> bool:
    """Say whether an officer may see records of the item: by consent all, by duty what is public or shared."""
    return ground is Ground.CONSENT or item.disclosure is not Disclosure.AUTHORISED


def seen_columns(item: Item, ground: Ground) -> tuple[str, ...]:
    """Return the columns of an item that may be seen; numbers and addresses of persons never are."""
    return tuple(field.code for field in item.fields if _is_seen(field, ground))


def seen_values(columns: Iterable[str], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a record says in columns that may be seen; empty values stay away."""
    return {column: said[column] for column in columns if said.get(column)}


def _is_seen(field: Field, ground: Ground) -> bool:
    if field.type is FieldType.ID_NUMBER or field.means in _PERSONAL_MEANS:
        return False
    return ground is Ground.CONSENT or field.disclosure is not Disclosure.AUTHORISED


def is_entry(item: Item) -> bool:
    """Say whether a record of the item is an entry of a list."""
    return item.family is Family.LISTING or item.by_procedure


def offered(measures: Mapping[str, Measure], facts: Iterable[tuple[str, Item, str]]) -> tuple[Offered, ...]:
    """Return the measures of a matter that standing facts trigger, by key.

    ``measures`` are those of the matter in force, by the hash of their version; a fact is the record's id, its item
    and its list kind. One record is enough and more change nothing: nothing is counted.
    """
    standing = list(facts)
    found = []
    for version, measure in sorted(measures.items(), key=lambda pair: pair[1].key):
        by = tuple(
            sorted(
                record
                for record, item, kind in standing
                if item.key in measure.items or (kind and kind in measure.list_kinds)
            )
        )
        if by:
            found.append(Offered(version, measure, by))
    return tuple(found)


def told_measure(one: Offered) -> dict[str, Any]:
    """Return an offered measure as it stands in the answer."""
    measure = one.measure
    return {
        "key": measure.key,
        "version": one.version,
        "name": measure.name,
        "kind": measure.kind.value,
        "content": measure.content,
        "basis": f"{measure.basis.text}{measure.basis.article}",
        "force": measure.force.value,
        "ordered_by": measure.ordered_by.value,
        "by": list(one.by),
    }


def told_subject(subject: Subject) -> dict[str, Any]:
    """Return the identity as it stands in the answer."""
    return {
        "identity": subject.identity.value,
        "id": subject.public_id,
        "code": subject.code,
        "name": subject.name,
        "given_name": subject.given_name,
        "kind": subject.kind,
        "status": subject.status,
        "district": subject.district,
        "family": list(subject.family),
    }


def told_asked(asked: Asked, matter_version: str, unit: str) -> dict[str, Any]:
    """Return the question as it stands in the answer."""
    return {
        "matter": asked.matter,
        "matter_version": matter_version,
        "unit": unit,
        "code": asked.code,
        "name": asked.name,
        "purpose": asked.purpose,
        "ground": asked.ground.value,
        "basis": asked.basis,
        "reference": asked.reference,
    }


def ordered(facts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return told facts in the order of an answer: by item, newest decision first."""
    newest_first = sorted(facts, key=lambda one: (one["decided_on"] or "", one["record"]), reverse=True)
    return sorted(newest_first, key=lambda one: str(one["item"]))


def answer_bytes(
    *,
    asked: Mapping[str, Any],
    subject: Mapping[str, Any],
    facts: Sequence[Mapping[str, Any]],
    measures: Sequence[Mapping[str, Any]],
    measures_in_force: Sequence[str],
    unknown: Sequence[Mapping[str, Any]],
    moment: str,
    at: datetime,
    on: date,
) -> bytes:
    """Return the canonical bytes that are signed."""
    return canonical_json(
        {
            "template": TEMPLATE,
            "at": instant(at),
            "on": on.isoformat(),
            "moment": moment,
            "asked": dict(asked),
            "subject": dict(subject),
            "records": [dict(one) for one in ordered(facts) if not one["entry"]],
            "entries": [dict(one) for one in ordered(facts) if one["entry"]],
            "measures": [dict(one) for one in measures],
            "measures_in_force": list(measures_in_force),
            "unknown": [dict(one) for one in unknown],
        }
    )


def digest_of(body: bytes) -> str:
    """Return the SHA-256 of an answer, as hexadecimal text."""
    return hashlib.sha256(body).hexdigest()


def signed_bytes(digest: str) -> bytes:
    """Return what is signed for an answer with this digest."""
    return SIGNED_AS + digest.encode("ascii")


def measures_to_decide(body: str) -> dict[str, str]:
    """Return the measures of an answer that the unit itself decides on, by key, with their names."""
    told = json.loads(body)["measures"]
    return {one["key"]: one["name"] for one in told if one["ordered_by"] == OrderedBy.IMPLEMENTING_UNIT}


def asked_of(body: str) -> Asked:
    """Return the question of an answer, by the code under which its subject was found."""
    told = json.loads(body)
    asked = told["asked"]
    return Asked(
        matter=asked["matter"],
        code=told["subject"]["code"] or asked["code"],
        name="",
        purpose=asked["purpose"],
        ground=Ground(asked["ground"]),
        basis=asked["basis"],
    )


@dataclass(frozen=True)
class Difference:
    """Records (opaque ids) that came, went or changed between two looks."""

    came: frozenset[str]
    went: frozenset[str]
    changed: frozenset[str]

    def any(self) -> bool:
        """Say whether there is any difference."""
        return bool(self.came or self.went or self.changed)


@dataclass(frozen=True)
class Told:
    """A difference as it is kept: of what stands, what it is and when it was decided; of what went, the id alone."""

    came: list[dict[str, Any]]
    went: list[str]
    changed: list[dict[str, Any]]


def known_of(facts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return a digest of each told fact by record, so that a later look can be compared."""
    return {str(one["record"]): hashlib.sha256(canonical_json(dict(one))).hexdigest()[:16] for one in facts}


def difference_of(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """Return what lies between two looks."""
    both = before.keys() & after.keys()
    return Difference(
        came=frozenset(after.keys() - before.keys()),
        went=frozenset(before.keys() - after.keys()),
        changed=frozenset(one for one in both if before[one] != after[one]),
    )


def told_difference(difference: Difference, facts: Iterable[Mapping[str, Any]]) -> Told:
    """Return a difference with what its standing records are."""
    brief = {
        str(one["record"]): {
            "record": one["record"],
            "item_version": one["item_version"],
            "number": one["document_number"],
            "decided_on": one["decided_on"],
        }
        for one in facts
    }
    return Told(
        came=[brief[one] for one in sorted(difference.came)],
        went=sorted(difference.went),
        changed=[brief[one] for one in sorted(difference.changed)],
    )
