"""Who may do what with submissions, what the trail calls it, and how raw files are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role
from chengxin.intake.rules.procedure import Origin
from chengxin.notices.rules import NoticeTemplate
from chengxin.vault.rules import TABLES, Purpose, Retention

_REPORTING = frozenset({Role.REPORTER, Role.REVIEWER})

SEND = Permission("intake.send", "报送数据", roles=_REPORTING, client_scope="submissions:write", system=True)
CONFIRM = Permission("intake.confirm", "确认失信程度", roles=_REPORTING, client_scope="submissions:write", system=True)
CANCEL = Permission("intake.cancel", "取消没有办结的报送", roles=_REPORTING, client_scope="submissions:write")
SEE_SUBMISSIONS = Permission(
    "intake.see-submissions",
    "查看报送和回执",
    roles=_REPORTING | {Role.UNIT_ADMINISTRATOR, Role.CREDIT_OFFICE, Role.AUDITOR},
    client_scope="submissions:read",
    system=True,
)
KEEP_ALIASES = Permission("intake.keep-aliases", "维护表头别名", roles=frozenset({Role.CREDIT_OFFICE}))
IDENTIFY = Permission(
    "intake.identify-subjects",
    "认定报送的行是哪个主体",
    roles=frozenset({Role.REVIEWER, Role.CREDIT_OFFICE}),
)
PROCESS = Permission("intake.process", "核对和入库", system=True)

SENT = Action("intake.sent", "报送数据")
COLUMNS_ASKED = Action("intake.columns-asked", "请报送单位确认各列的对应")
COLUMNS_SETTLED = Action("intake.columns-settled", "确认各列的对应")
ALIAS_ADDED = Action("intake.alias-added", "登记表头别名")
ALIAS_ENDED = Action("intake.alias-ended", "停用表头别名")
CHECKED = Action("intake.checked", "核对报送的数据")
CONFIRMED = Action("intake.confirmed", "确认失信程度")
LOADED = Action("intake.loaded", "报送的数据入库")
FAILED = Action("intake.failed", "核对或入库没有完成")
RETRIED = Action("intake.retried", "重新核对和入库")
CANCELLED = Action("intake.cancelled", "取消报送")
WITHDRAWN = Action("intake.withdrawn", "整批撤回报送")
DRAFT_BEGUN = Action("intake.draft-begun", "开始逐条填报")
DRAFT_DELETED = Action("intake.draft-deleted", "删除草稿")
DRAFT_SENT = Action("intake.draft-sent", "报送逐条填报的记录")
RAW_FILE_TAKEN = Action("intake.raw-file-taken", "下载报送原件")
MENDING_BEGUN = Action("intake.mending-begun", "开始在网页上改退回的行")
MENDING_SENT = Action("intake.mending-sent", "报送在网页上改好的行")
ROW_IDENTIFIED = Action("intake.row-identified", "认定报送的行是哪个主体")
ROW_NOT_OURS = Action("intake.row-not-ours", "认定其他单位报送的行不是本单位登记的")
ROW_NOT_FOUND = Action("intake.row-not-found", "认定报送的行不是任何候选主体")
IDENTIFYING_UNDONE = Action("intake.identifying-undone", "撤销对报送的行的认定")
IDENTIFIED_ROW_SENT = Action("intake.identified-row-sent", "按认定的主体重新报送")
IDENTIFIED_ROW_TAKEN_BACK = Action("intake.identified-row-taken-back", "撤回按认定的主体重新报送的记录")
CHECKED_ONLY = Action("intake.checked-only", "只核对文件，没有报送")

DECIDED_BY_REGISTRAR = NoticeTemplate(
    "intake.decided-by-registrar",
    "登记单位认定主体",
    "{unit}认定了贵单位待认定的行",
    "{unit}开始办理贵单位报送的、没有可用代码的行。第一行在“{item}”里，“{name}”：{words}。\n\n"
    "每一行的办理经过在工作台“待认定主体”里看，选“全部”可以看到已经办理的行；认定不对的，在那一行撤销认定。"
    "这个单位当天再认定别的行，不另发通知。",
    IDENTIFY,
)

MEGABYTE = 1024 * 1024
MOST_OF_DESK, MOST_OF_API, MOST_OF_COMMAND = 200 * MEGABYTE, 1024 * MEGABYTE, 64 * 1024 * MEGABYTE


def _purpose(name: str, most: int) -> Purpose:
    return Purpose(
        code=f"intake.{name}",
        label="报送原件",
        kinds=TABLES,
        keep=SEND,
        readers=_REPORTING | {Role.CREDIT_OFFICE, Role.AUDITOR},
        retention=Retention(years=10, basis="平台默认：报送原件保存10年，单位档案保管期限表另有规定的从其规定"),
        max_bytes=most,
        max_unpacked=max(4 * 1024 * MEGABYTE, most),
    )


RAW_FILES: Mapping[Origin, Purpose] = MappingProxyType(
    {
        Origin.DESK: _purpose("desk-file", MOST_OF_DESK),
        Origin.FORM: _purpose("form-file", MOST_OF_DESK),
        Origin.API: _purpose("api-file", MOST_OF_API),
        Origin.COMMAND: _purpose("command-file", MOST_OF_COMMAND),
    }
)
"""How large a raw file may be, by the way it came; all are kept alike."""


@dataclass(frozen=True)
class Bounds:
    """How large a file may be that is only checked, while somebody waits; ``purpose`` keeps nothing, it only limits."""

    rows: int
    columns: int
    purpose: Purpose


CHECKED_KINDS = frozenset({"xlsx", "xls", "text", "xml"})
"""What a submission can be read from."""


def _bounds(name: str, *, rows: int, most: int) -> Bounds:
    purpose = Purpose(
        code=f"intake.{name}",
        label="只核对的文件",
        kinds=CHECKED_KINDS,
        keep=SEND,
        readers=frozenset(),
        retention=Retention(years=0, basis="不保存"),
        max_bytes=most,
        max_unpacked=20 * most,
    )
    return Bounds(rows=rows, columns=200, purpose=purpose)


PUBLIC_CHECK = _bounds("public-check", rows=5_000, most=2 * MEGABYTE)
DESK_CHECK = _bounds("desk-check", rows=20_000, most=10 * MEGABYTE)
CHECKS_A_MINUTE = 10
"""Files that one network address may have checked in a minute without signing in."""
