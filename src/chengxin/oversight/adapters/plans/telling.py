"""What a file is by its bytes; only workbooks and plain text go on, and neither if it is a trap."""

import io

from chengxin.oversight.adapters.plans.refusals import PlanUnreadable, unreadable
from chengxin.oversight.rules.reading.doubts import DoubtCode
from chengxin.vault.adapters import refusals as kept
from chengxin.vault.adapters.inspection import inspect
from chengxin.vault.rules.kinds import KINDS
from chengxin.vault.rules.purposes import MEGABYTE, READ_FILES, Purpose, Retention

PLAN_FILE = Purpose(
    code="oversight.plan-table",
    label="重点工作分工责任表",
    kinds=frozenset({"xlsx", "text"}),
    keep=READ_FILES,  # nothing is kept: who may bring a plan is asked by the service that publishes it
    readers=frozenset(),
    retention=Retention(years=0, basis="只读取，不存档"),
    max_bytes=5 * MEGABYTE,
    max_unpacked=20 * MEGABYTE,
)
_SAVE_AS = "请在表格软件里打开，另存为xlsx；Word文档请把表格另存为纯文本（txt）"
_REASONS: dict[type[kept.FileRefused], tuple[DoubtCode, str]] = {
    kept.EmptyFile: (DoubtCode.EMPTY_FILE, "文件是空的，请确认保存后再选择"),
    kept.TooLarge: (DoubtCode.TOO_LARGE, "文件超过5兆字节，不像一年的工作计划。请只保留计划表，另存后再选择"),
    kept.TypeMismatch: (DoubtCode.WRONG_KIND, "文件名的后缀与内容不一致。请用原来的程序打开，另存为xlsx、csv或txt"),
    kept.HasMacros: (DoubtCode.UNSAFE, "文件里有宏或可执行的程序。请另存为不含宏的xlsx"),
    kept.PasswordProtected: (DoubtCode.PROTECTED, "文件设了密码，打不开。请取消密码后另存"),
    kept.ActiveContent: (DoubtCode.UNSAFE, "文件里有网页脚本或外部引用。请把表格复制到新的工作簿，另存为xlsx"),
    kept.TooMuchInside: (DoubtCode.UNSAFE, "文件展开后大得不正常，已停止读取。请把表格复制到新的工作簿，另存为xlsx"),
    kept.UnsafeArchive: (DoubtCode.UNSAFE, "文件的内部结构不正常，已停止读取。请用表格软件打开后另存为xlsx"),
    kept.MixedContent: (DoubtCode.UNSAFE, "文件里藏着另一个文件，已停止读取。请用表格软件打开后另存为xlsx"),
    kept.Damaged: (DoubtCode.DAMAGED, "文件打不开，可能已损坏或没有传完整。请用表格软件打开后另存为xlsx"),
}


def kind_of(content: bytes, name: str) -> str:
    """Return ``xlsx`` or ``text``.

    Raises:
        PlanUnreadable: it is something else, is broken, or is a trap.
    """
    try:
        return inspect(io.BytesIO(content), name=name, purpose=PLAN_FILE).code
    except kept.TypeNotAllowed as refusal:
        known = {kind.label for kind in KINDS.values()}
        found = str(refusal.facts["found"])
        is_what = f"文件的内容是“{found}”" if found in known else "认不出文件的内容，它不是表格也不是普通文本"
        raise unreadable(DoubtCode.WRONG_KIND, f"{is_what}，不能当作工作计划表读取。{_SAVE_AS}") from refusal
    except kept.FileRefused as refusal:
        raise _told(refusal) from refusal


def _told(refusal: kept.FileRefused) -> PlanUnreadable:
    reason, what = _REASONS.get(type(refusal), (DoubtCode.WRONG_KIND, refusal.sentence()))
    return unreadable(reason, what)
