"""What anybody may see of organisations: hits of a search and registration facts, read from public views only.

Never a natural person. A name that may be a person's is not found by its text and shown by its first character; of a
个体工商户 there is no address and no number that was made of its operator's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chengxin.foundation.identifiers import tidy
from chengxin.foundation.opaque import is_opaque_id
from chengxin.foundation.refusals import NotFound
from chengxin.subjects import rules
from chengxin.subjects.adapters import NamePairs as NamePairs
from chengxin.subjects.adapters import name_pairs as name_pairs
from chengxin.subjects.queries import search
from chengxin.subjects.queries.search import Facets as Facets
from chengxin.subjects.rules.kinds import Kind, OldNumberKind, Status
from chengxin.subjects.rules.searching import PAGE_ROWS, read_question

FACTS = """
SELECT id, public_id, unified_code, name, name_is_personal, kind, status, district, registered_on, closed_on, address,
       business_scope, registering_body, facts_on
FROM {organisations} WHERE """
BY_CODE = FACTS + "unified_code = %(key)s"
BY_PUBLIC_ID = FACTS + "public_id = %(key)s"
FORMER_NAMES = """
SELECT name FROM {names} WHERE organisation_id = %(id)s AND NOT current ORDER BY valid_until DESC NULLS LAST, id DESC"""
SURVIVOR = {
    BY_PUBLIC_ID: "SELECT survivor FROM public_subjects_merged WHERE public_id = %(key)s",
    BY_CODE: "SELECT survivor FROM public_subjects_merged WHERE unified_code = %(key)s",
}
MERGED_CODE, MERGED_CODE_LABEL = "merged-code", "合并前另用的统一社会信用代码"
ANY = "SELECT EXISTS (SELECT FROM {organisations}) AS there"
OLD_NUMBERS = "SELECT kind, number FROM {old_numbers} WHERE organisation_id = %(id)s ORDER BY kind, number"


@dataclass(frozen=True)
class OrganisationHit:
    """An organisation found. ``former_name`` is the name that matched if it is not the current one, else empty.

    ``shown`` is where the searched text stands in the name that matched: start and end, None if a number matched.
    ``kind`` and ``status`` are codes; ``kind_label`` and ``status_label`` say them in Chinese.
    """

    public_id: str
    code: str
    name: str
    former_name: str
    shown: tuple[int, int] | None
    kind: str
    kind_label: str
    status: str
    status_label: str
    district: str


@dataclass(frozen=True)
class SearchAnswer:
    """A page of hits and the cursor of the next page, empty after the last."""

    hits: tuple[OrganisationHit, ...]
    following: str


@dataclass(frozen=True)
class OrganisationFacts:
    """The public registration facts of one organisation. ``id`` is for rooms that look up what they know about it.

    ``protected`` says that the subject is a 个体工商户, whose operator is a natural person.
    """

    id: int
    public_id: str
    code: str
    name: str
    former_names: tuple[str, ...]
    kind: str
    kind_label: str
    status: str
    status_label: str
    district: str
    registered_on: date | None
    closed_on: date | None
    address: str
    business_scope: str
    registering_body: str
    old_numbers: tuple[tuple[str, str], ...]
    facts_on: date | None
    protected: bool


def search_organisations(
    text: str,
    *,
    kinds: Sequence[str] = (),
    districts: Sequence[str] = (),
    cursor: str = "",
    limit: int = PAGE_ROWS,
) -> SearchAnswer:
    """Return a page of organisations whose present or former name holds the text, or that it numbers.

    Raises:
        NothingToSearch, QuestionTooLong, UnknownKind, UnknownDistrict: as ``rules.searching.read_question``.
        BadCursor: the cursor is not ours, or of another question.
    """
    question = read_question(text, kinds=kinds, districts=districts)
    page = search.search(search.PUBLIC, question, cursor=cursor, limit=limit)
    return SearchAnswer(tuple(_hit(hit) for hit in page.hits), page.following)


def count_organisations(text: str, *, kinds: Sequence[str] = (), districts: Sequence[str] = ()) -> search.Count:
    """Return how many organisations ``search_organisations`` finds, exactly up to 10,000.

    Raises:
        NothingToSearch, QuestionTooLong, UnknownKind, UnknownDistrict: as ``rules.searching.read_question``.
    """
    return search.count(search.PUBLIC, read_question(text, kinds=kinds, districts=districts))


def count_by_facet(text: str) -> search.Facets:
    """Return how many organisations a search finds of each kind and in each district, without any filter.

    Raises:
        NothingToSearch, QuestionTooLong: as ``rules.searching.read_question``.
    """
    return search.count_by_facet(search.PUBLIC, read_question(text))


def has_organisations() -> bool:
    """Say whether there is any organisation at all."""
    return bool(search.PUBLIC.rows(ANY, {})[0]["there"])


class NoSuchSubject(NotFound):
    """No organisation has this code or id."""

    code = "subjects.no-such-subject"
    says = "没有收录这个代码的企业或组织"


def organisation(key: str) -> OrganisationFacts:
    """Return the facts of the organisation with a unified code, as written, or an opaque id.

    Raises:
        NoSuchSubject: there is none.
    """
    facts = organisation_facts(key)
    if facts is None:
        raise NoSuchSubject
    return facts


def organisation_facts(key: str) -> OrganisationFacts | None:
    """Return the facts of the organisation with a unified code, as written, or an opaque id; None if there is none.

    For an organisation that was merged into another one they are those of the other one.
    """
    statement, value = (BY_PUBLIC_ID, key) if is_opaque_id(key) else (BY_CODE, tidy(key)[0].replace("\0", ""))
    rows = search.PUBLIC.rows(statement, {"key": value}) or _of_survivor(statement, value)
    if not rows:
        return None
    row = rows[0]
    names = search.PUBLIC.rows(FORMER_NAMES, {"id": row["id"]})
    numbers = search.PUBLIC.rows(OLD_NUMBERS, {"id": row["id"]})
    return OrganisationFacts(
        id=row["id"],
        public_id=row["public_id"],
        code=row["unified_code"] or "",
        name=row["name"],
        former_names=tuple(dict.fromkeys(one["name"] for one in names if one["name"] != row["name"])),
        kind=row["kind"],
        kind_label=rules.KIND_LABELS[Kind(row["kind"])],
        status=row["status"],
        status_label=rules.STATUS_LABELS[Status(row["status"])],
        district=row["district"],
        registered_on=row["registered_on"],
        closed_on=row["closed_on"],
        address=row["address"],
        business_scope=row["business_scope"],
        registering_body=row["registering_body"],
        old_numbers=tuple((_number_label(one["kind"]), one["number"]) for one in numbers),
        facts_on=row["facts_on"],
        protected=row["kind"] == Kind.SOLE_TRADER,
    )


def _of_survivor(statement: str, value: str) -> Sequence[Mapping[str, Any]]:
    merged = search.PUBLIC.rows(SURVIVOR[statement], {"key": value})
    return search.PUBLIC.rows(BY_PUBLIC_ID, {"key": merged[0]["survivor"]}) if merged else ()


def _number_label(kind: str) -> str:
    return MERGED_CODE_LABEL if kind == MERGED_CODE else rules.OLD_NUMBER_LABELS[OldNumberKind(kind)]


def _hit(hit: search.Hit) -> OrganisationHit:
    return OrganisationHit(
        public_id=hit.public_id,
        code=hit.code,
        name=hit.name,
        former_name=hit.former_name,
        shown=hit.shown,
        kind=hit.kind,
        kind_label=rules.KIND_LABELS[Kind(hit.kind)],
        status=hit.status,
        status_label=rules.STATUS_LABELS[Status(hit.status)],
        district=hit.district,
    )
