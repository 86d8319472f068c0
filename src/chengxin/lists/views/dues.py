"""What is due of an entry, in words."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chengxin.lists.rules.dues import ENDS_WITHIN_DAYS, WAIT_WORKING_DAYS, Due, DueFilter, DueKind
from chengxin.lists.rules.procedure import Track
from chengxin.ui.wording import date_text

FILTERS: Mapping[DueFilter, str] = {
    DueFilter.ANSWER_TODAY: gettext_noop("答辩、公示期今天届满"),
    DueFilter.ANSWER_OVER: gettext_noop("答辩、公示期已过"),
    DueFilter.WAITS: gettext_noop("等待过久"),
    DueFilter.ENDS_SOON: gettext_noop("{n}天内期满"),
    DueFilter.EXIT_LATE: gettext_noop("期满未移出"),
    DueFilter.UNSIGNED: gettext_noop("待签发"),
}
PLAIN: Mapping[DueKind, str] = {
    DueKind.NOTHING: "",
    DueKind.AMENDMENT: gettext_noop("已退回，等修改"),
    DueKind.NOTICE: gettext_noop("等告知或者公示"),
    DueKind.SERVICE: gettext_noop("告知书等登记送达"),
    DueKind.PUBLICATION: gettext_noop("等送达、公布"),
    DueKind.SIGNATURE: gettext_noop("移出文书待签发"),
}


def due_words(due: Due, track: Track, today: date) -> str:
    """Return what is due of an entry; empty where nothing is."""
    if due.on is None:
        return _(PLAIN[due.kind]) if PLAIN[due.kind] else ""
    day, left = date_text(due.on), (due.on - today).days
    values = {"day": day, "n": left, "wait": WAIT_WORKING_DAYS, "period": _period(track)}
    return _sentence(due, left).format(**values)


def _period(track: Track) -> str:
    return _("公示期") if track is Track.HONEST else _("答辩期")


def _sentence(due: Due, left: int) -> str:
    match due.kind:
        case DueKind.REVIEW:
            return _("等审核超过{wait}个工作日") if due.late else _("等审核")
        case DueKind.DECISION:
            return _("{period}已过，等决定超过{wait}个工作日") if due.late else _("{period}已过，等决定")
        case DueKind.ANSWER:
            return _("{period}还有{n}天") if left else _("{period}今天届满")
    if due.late:
        return _("期满未移出")
    if left > ENDS_WITHIN_DAYS:
        return _("期满移出")
    return _("期满还有{n}天") if left else _("今天期满")
