"""Refusals that only a call over HTTP can meet: a wrong method, a wrong type of content, a parameter nobody knows."""

import errno

from chengxin.foundation.refusals import Invalid, NotFound, Refusal


class BadRequest(Refusal):
    """The call can not be read: broken JSON, a wrong host, too many fields."""

    code = "foundation.bad-request"
    says = "请求无法读取，请检查格式"


class NoSuchAddress(NotFound):
    """There is no route here."""

    code = "foundation.no-such-address"
    says = "接口没有这个地址"


class WrongMethod(Refusal):
    """The route does not know this method; ``Allow`` names those it knows."""

    code = "foundation.wrong-method"
    says = "这个地址不支持这种方法，可用的方法见响应头 Allow"


class TooLarge(Refusal):
    """The body is larger than the announced limit."""

    code = "foundation.too-large"
    says = "请求内容太大"


class WrongContentType(Refusal):
    """The body is of another type than the route reads."""

    code = "foundation.wrong-content-type"
    says = "请求内容的类型应为 {expected}"


class UnknownParameters(Invalid):
    """The route does not know these query parameters; a typing error must not read as no filter."""

    code = "foundation.unknown-parameters"
    says = "没有这样的查询参数：{names}"


class RepeatedParameters(Invalid):
    """These query parameters take one value and were given several."""

    code = "foundation.repeated-parameters"
    says = "这些查询参数只能出现一次：{names}"


class ServerFault(Refusal):
    """Our side failed; the caller need not change anything."""

    code = "foundation.server-fault"
    says = "系统出了问题，已记录。请稍后再试，并在询问时提供追踪编号"


class NotReady(Refusal):
    """Our side can not answer now."""

    code = "foundation.not-ready"
    says = "系统暂时不能服务，请稍后再试"


class NoRoom(NotReady):
    """The disk is full: what was sent could not be written, and nothing of it is kept."""

    code = "foundation.no-room"
    says = "服务器的存储空间不足，刚才的内容没有保存。请稍后再试；一直这样的，请联系平台管理员"


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_no_room(error: BaseException | None) -> bool:
    """Say whether an error of the system means that the disk, or a quota on it, is full."""
    return isinstance(error, OSError) and error.errno in NO_ROOM
