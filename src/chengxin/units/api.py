"""API routes of units: what a client may know of itself."""

from typing import cast

from django.http import HttpRequest
from ninja import Field, Router, Schema

from chengxin.foundation.doors import machine
from chengxin.foundation.requests import Request
from chengxin.units import queries, rules

router = Router(tags=["接口客户端"])


class ClientAnswer(Schema):
    """The calling client: ``code``, ``name``, ``unit`` (name), ``scopes``, ``calls_a_minute``."""

    code: str = Field(description="客户端代号")
    name: str = Field(description="客户端名称")
    unit: str = Field(description="所属单位")
    scopes: list[str] = Field(description="已授予的接口权限")
    calls_a_minute: int = Field(description="每分钟可调用次数")


@router.get("", response=ClientAnswer, auth=machine(rules.SEE_OWN_CLIENT), summary="本客户端的权限与限额")
def see_own_client(request: HttpRequest) -> ClientAnswer:
    """Return what the key of this call may do."""
    client = queries.own_client(cast("Request", request).actor)
    return ClientAnswer(
        code=client.code,
        name=client.name,
        unit=client.unit.name,
        scopes=client.scopes,
        calls_a_minute=client.calls_a_minute,
    )
