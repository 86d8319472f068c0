"""Words for how a submission stands. No database, no clock."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chengxin.intake.models import Submission
from chengxin.intake.rules import PHASE_LABELS, STATE_LABELS, Phase, State
from chengxin.ui.pieces import Figure, Stage

LOOKS = {
    State.RECEIVED: "idle",
    State.CHECKING: "near",
    State.TO_MAP: "near",
    State.TO_CONFIRM: "near",
    State.LOADING: "near",
    State.DONE: "done",
    State.UNREADABLE: "late",
    State.FAILED: "late",
    State.CANCELLED: "idle",
    State.WITHDRAWN: "idle",
}
TITLES = {
    State.RECEIVED: gettext_noop("已收到，马上开始核对"),
    State.CHECKING: gettext_noop("正在核对"),
    State.TO_MAP: gettext_noop("有几列拿不准是哪个字段，请先确认"),
    State.TO_CONFIRM: gettext_noop("{rows}行，{going}行可以接收，请先确认失信程度"),
    State.LOADING: gettext_noop("正在入库"),
    State.UNREADABLE: gettext_noop("这份文件没有收下，请按下面的说明改正后重传"),
    State.FAILED: gettext_noop("系统出了问题，不是您的操作有误；可以再试一次"),
    State.CANCELLED: gettext_noop("已取消，一行也没有入库"),
    State.WITHDRAWN: gettext_noop("已整批撤回，{accepted}条记录不再公示"),
}
ORDER = (Phase.READING, Phase.CHECKING, Phase.KEEPING, Phase.MERGING, Phase.SHOWING)


def state_words(row: Submission) -> tuple[str, str]:
    """Return look and words of the state, the rows to mend first."""
    state = State(row.state)
    if state is State.DONE and row.returned:
        return "near", _("{n}行请改正").format(n=f"{row.returned:,}")
    return LOOKS[state], _(STATE_LABELS[state])


def title(row: Submission) -> str:
    """Return the finding: what came out, or what is going on."""
    if row.state == State.DONE:
        return _done(row)
    words = _(TITLES[State(row.state)])
    return words.format(rows=f"{row.rows:,}", going=f"{row.rows - row.returned:,}", accepted=f"{row.accepted:,}")


def _done(row: Submission) -> str:
    rows, accepted = f"{row.rows:,}", f"{row.accepted:,}"
    if row.returned:
        words = _("{rows}行，接收{accepted}行，{returned}行请改正")
        return words.format(rows=rows, accepted=accepted, returned=f"{row.returned:,}")
    if not row.accepted:
        return _("{rows}行都与已有记录相同，没有变化").format(rows=rows)
    return _("{rows}行，接收{accepted}行").format(rows=rows, accepted=accepted)


def figures(row: Submission, findings: str) -> tuple[Figure, ...]:
    """Return the numbers that add up; nothing before they are known."""
    if row.checked_at is None or row.state == State.UNREADABLE:
        return ()
    read = Figure(_("读到"), row.rows, _("行"))
    returned = Figure(_("退回"), row.returned, _("行"), findings if row.returned else "")
    if row.state in {State.DONE, State.WITHDRAWN}:
        taken = Figure(_("接收"), row.accepted, _("行"))
        return (read, taken, Figure(_("与已有相同"), row.unchanged, _("行")), returned)
    return (read, Figure(_("可以接收"), row.rows - row.returned, _("行")), returned)


def progress_words(row: Submission, now: datetime) -> str:
    """Return how far the phase is, at which rate and how long it will still take."""
    if not row.phase:
        return _("排队等待，前面的办完就开始")
    label = _(PHASE_LABELS[Phase(row.phase)])
    if not row.total:
        return _("{phase}…").format(phase=label)
    words = _("{phase}：{done}行，共{total}行").format(phase=label, done=f"{row.done:,}", total=f"{row.total:,}")
    rate = rate_of(row, now)
    if not rate or row.done >= row.total:
        return words
    left = max(1, round((row.total - row.done) / rate))
    return _("{words}，每秒{rate}行，约剩{left}秒").format(words=words, rate=f"{round(rate):,}", left=left)


def rate_of(row: Submission, now: datetime) -> float:
    """Return the rows a second of the phase, 0 while it can not be told."""
    if row.phase_began_at is None:
        return 0.0
    seconds = (now - row.phase_began_at).total_seconds()
    return row.done / seconds if seconds > 0 else 0.0


def stages(row: Submission) -> tuple[Stage, ...]:
    """Return the stages of a submission at work."""
    reached = ORDER.index(Phase(row.phase)) if row.phase else -1
    received = Stage(_("收到文件，验明格式"), "done", words=row.file.name)
    rest = [
        Stage(_(PHASE_LABELS[phase]), "done" if place < reached else "now" if place == reached else "wait")
        for place, phase in enumerate(ORDER)
    ]
    return (received, *rest)
