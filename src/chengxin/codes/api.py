"""API of codes, mounted under /api/v1/codes: one number judged, with the code that took its place."""

from datetime import date
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from chengxin.codes import queries
from chengxin.codes.rules.doings import LOOK_UP
from chengxin.codes.rules.kinds import FAULT_LABELS
from chengxin.foundation.doors import machine
from chengxin.foundation.requests import Request
from chengxin.law.current import law_in_force
from chengxin.units.queries import day_of

router = Router(tags=["统一代码"])


class CodeQuery(Schema):
    """Which day the decision is of that is to rest on the number."""

    decided_on: date | None = Field(None, description="决定日期；不给出则按今天")


class CodeFaultAnswer(Schema):
    """One kind of fault."""

    kind: str = Field(description="问题的代号")
    label: str = Field(description="中文名称")


class CodeAnswer(Schema):
    """What is known of a number."""

    number: str = Field(description="整理后的号码")
    right: bool = Field(description="是一个校验正确的统一社会信用代码")
    confirmed: bool = Field(description="校验码不对，但证照已经确认")
    faults: list[CodeFaultAnswer] = Field(description="作为统一社会信用代码的问题，逐项分开")
    old_number: str = Field(description="是哪一种旧号码；不是则为空")
    refused: bool = Field(description="那一天的决定不能再用旧证照")
    refused_from: date | None = Field(description="从哪一天起不能用")
    reason: str = Field(description="依据法律数据的说明；没有停用则为空")
    code: str = Field(description="对应主体的统一社会信用代码；没有则为空")
    name: str = Field(description="对应主体的名称；可能是人名的只给出第一个字")


@router.get("{number}", response=CodeAnswer, auth=machine(LOOK_UP), summary="核对一个代码或旧证照的号码")
def get_code(request: HttpRequest, number: str, query: Query[CodeQuery]) -> CodeAnswer:
    """Return the verdict on a number, and the code that took the place of an old one."""
    asking = cast("Request", request)
    today = day_of(asking.now)
    decided = query.decided_on or today
    law = law_in_force(settings.DATA)
    found = queries.look_up(asking.actor, number, decided_on=decided, today=today, law=law)
    return CodeAnswer(
        number=found.text,
        right=found.verdict.right,
        confirmed=found.confirmed,
        faults=[]
        if found.old
        else [CodeFaultAnswer(kind=one.value, label=FAULT_LABELS[one]) for one in found.verdict.kinds],
        old_number=found.old.kind.value if found.old else "",
        refused=found.refused is not None,
        refused_from=found.refused.refused_from if found.refused else None,
        reason=found.refused.reason if found.refused else "",
        code=found.known.code if found.known else "",
        name=found.known.shown if found.known else "",
    )
