"""API of organisations, mounted under /api/v1/subjects: what the public site shows of them, for machines."""

from datetime import date

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from chengxin.foundation.doors import machine
from chengxin.subjects import public, rules
from chengxin.subjects.rules.searching import LARGEST_PAGE, LONGEST_QUESTION, PAGE_ROWS

router = Router(tags=["信用主体"])


class SubjectsQuery(Schema):
    """What to search for: ``q`` in names or as a code, narrowed by kinds and districts; each may be repeated."""

    q: str = Field(min_length=1, max_length=LONGEST_QUESTION, description="名称的任意一段、统一社会信用代码或原有号码")
    kind: list[str] = Field([], description="主体类型，可以重复")
    district: list[str] = Field([], description="区划代码，可以重复")
    cursor: str = Field("", description="上一页返回的 next")
    limit: int = Field(PAGE_ROWS, ge=1, le=LARGEST_PAGE, description="每页几家")
    count: bool = Field(default=False, description="是否同时返回总数")


class SubjectAnswer(Schema):
    """An organisation found. ``former_name`` is the earlier name that matched, empty if the present one did."""

    id: str = Field(description="主体的不透明编号，一直不变")
    code: str = Field(description="统一社会信用代码；没有则为空")
    name: str = Field(description="现在的名称；可能是人名的只给出第一个字")
    former_name: str = Field(description="匹配到的曾用名；匹配到现在的名称则为空")
    kind: str = Field(description="主体类型")
    status: str = Field(description="登记状态")
    district: str = Field(description="区划代码")


class CountAnswer(Schema):
    """How many there are: exactly, or at least so many."""

    number: int = Field(description="总数")
    exact: bool = Field(description="为 false 时，实际多于 number")


class SubjectsAnswer(Schema):
    """A page of organisations; ``next`` is empty after the last one."""

    subjects: list[SubjectAnswer] = Field(description="本页的主体，按匹配程度")
    next: str = Field(description="下一页的 cursor；没有则为空")
    count: CountAnswer | None = Field(None, description="总数；没有要求则为 null")


class OldNumberAnswer(Schema):
    """A number that the unified code replaced."""

    name: str = Field(description="号码的种类")
    number: str = Field(description="号码")


class SubjectFactsAnswer(Schema):
    """The public registration facts of an organisation. A day that is not known is null, a text empty."""

    id: str = Field(description="主体的不透明编号，一直不变")
    code: str = Field(description="统一社会信用代码；没有则为空")
    name: str = Field(description="现在的名称；可能是人名的只给出第一个字")
    former_names: list[str] = Field(description="曾用名，从近到远")
    kind: str = Field(description="主体类型")
    status: str = Field(description="登记状态")
    district: str = Field(description="区划代码")
    registered_on: date | None = Field(description="成立日期")
    closed_on: date | None = Field(description="终止日期")
    address: str = Field(description="住所；个体工商户不给出")
    business_scope: str = Field(description="经营范围")
    registering_body: str = Field(description="登记机关")
    old_numbers: list[OldNumberAnswer] = Field(description="统一社会信用代码以前的号码")
    facts_on: date | None = Field(description="登记信息是哪一天的；还没有报送则为 null")


@router.get("", response=SubjectsAnswer, auth=machine(rules.SEE_SUBJECTS), summary="按名称或代码查询主体")
def search_subjects(request: HttpRequest, query: Query[SubjectsQuery]) -> SubjectsAnswer:  # noqa: ARG001  django-ninja hands it over
    """Return a page of organisations, and their number if it is asked for."""
    found = public.search_organisations(
        query.q, kinds=query.kind, districts=query.district, cursor=query.cursor, limit=query.limit
    )
    count = public.count_organisations(query.q, kinds=query.kind, districts=query.district) if query.count else None
    return SubjectsAnswer(
        subjects=[_answer(hit) for hit in found.hits],
        next=found.following,
        count=CountAnswer(number=count.number, exact=count.exact) if count else None,
    )


@router.get("{code}", response=SubjectFactsAnswer, auth=machine(rules.SEE_SUBJECTS), summary="一个主体的登记信息")
def get_subject(request: HttpRequest, code: str) -> SubjectFactsAnswer:  # noqa: ARG001  django-ninja hands it over
    """Return what is registered of the organisation with a unified code or an id."""
    facts = public.organisation(code)
    return SubjectFactsAnswer(
        id=facts.public_id,
        code=facts.code,
        name=facts.name,
        former_names=list(facts.former_names),
        kind=facts.kind,
        status=facts.status,
        district=facts.district,
        registered_on=facts.registered_on,
        closed_on=facts.closed_on,
        address=facts.address,
        business_scope=facts.business_scope,
        registering_body=facts.registering_body,
        old_numbers=[OldNumberAnswer(name=name, number=number) for name, number in facts.old_numbers],
        facts_on=facts.facts_on,
    )


def _answer(hit: public.OrganisationHit) -> SubjectAnswer:
    return SubjectAnswer(
        id=hit.public_id,
        code=hit.code,
        name=hit.name,
        former_name=hit.former_name,
        kind=hit.kind,
        status=hit.status,
        district=hit.district,
    )
