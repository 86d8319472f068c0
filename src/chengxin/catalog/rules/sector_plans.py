"""Plans for joint incentives and restrictions of a sector (联合奖惩工作方案): none, draft, issued; who may do what."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role
from chengxin.vault.rules import PAPERS, Purpose, Retention

LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON, LONGEST_DOCUMENT, MOST_MEASURES = 100, 20_000, 300, 100, 200


class PlanState(StrEnum):
    """How far the plan of a lead unit is. ``NONE``: the unit was asked for one and has not begun."""

    NONE = "none"
    DRAFT = "draft"
    ISSUED = "issued"


class PlanMove(StrEnum):
    """What may be done to a plan."""

    WRITE = "write"
    ISSUE = "issue"
    TAKE_BACK = "take-back"
    RELEASE = "release"


MOVES: Mapping[tuple[PlanState, PlanMove], PlanState | None] = MappingProxyType(
    {
        (PlanState.NONE, PlanMove.WRITE): PlanState.DRAFT,
        (PlanState.NONE, PlanMove.RELEASE): None,
        (PlanState.DRAFT, PlanMove.WRITE): PlanState.DRAFT,
        (PlanState.DRAFT, PlanMove.ISSUE): PlanState.ISSUED,
        (PlanState.ISSUED, PlanMove.TAKE_BACK): PlanState.DRAFT,
    }
)
"""What is not here is refused. A unit that never began may be released: nothing of it is left but the trail."""

STATE_LABELS: Mapping[PlanState, str] = MappingProxyType(
    {PlanState.NONE: "没有方案", PlanState.DRAFT: "起草", PlanState.ISSUED: "已印发"}
)

WRITE_SECTOR_PLAN = Permission(
    "catalog.write-sector-plan",
    "起草和登记本行业联合奖惩方案",
    roles=frozenset({Role.REVIEWER, Role.CASE_OFFICER, Role.CREDIT_OFFICE}),
)

PLAN_ASKED = Action("catalog.sector-plan-asked", "确定联合奖惩方案的牵头单位")
PLAN_RELEASED = Action("catalog.sector-plan-released", "不再要求联合奖惩方案")
PLAN_WRITTEN = Action("catalog.sector-plan-written", "起草联合奖惩方案")
PLAN_ISSUED = Action("catalog.sector-plan-issued", "登记联合奖惩方案印发")
PLAN_TAKEN_BACK = Action("catalog.sector-plan-taken-back", "撤回联合奖惩方案的印发登记")

PLAN_FILE = Purpose(
    code="catalog.sector-plan",
    label="行业联合奖惩方案",
    kinds=PAPERS | {"docx", "doc", "odt"},
    keep=WRITE_SECTOR_PLAN,
    readers=frozenset({Role.REVIEWER, Role.CASE_OFFICER, Role.CREDIT_OFFICE, Role.AUDITOR}),
    retention=Retention(years=30, basis="平台默认：印发的方案保存30年，单位档案保管期限表另有规定的从其规定"),
)
