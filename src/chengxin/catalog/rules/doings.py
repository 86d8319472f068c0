"""Who may do what with the catalogue, and what the trail calls it."""

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import EVERYBODY, Role

SEE_CATALOG = Permission(
    "catalog.see-catalog", "查看信用信息目录", roles=EVERYBODY, client_scope="catalog:read", system=True
)
KEEP_CATALOG = Permission(
    "catalog.keep-catalog", "维护信用信息目录", roles=frozenset({Role.CREDIT_OFFICE}), system=True
)

PUT_IN_FORCE = Action("catalog.put-in-force", "目录项生效")
ITEM_CREATED = Action("catalog.item-created", "新建目录项")
DRAFT_BEGUN = Action("catalog.draft-begun", "开始修改目录项")
DRAFT_CHANGED = Action("catalog.draft-changed", "修改目录项草稿")
DRAFT_DISCARDED = Action("catalog.draft-discarded", "放弃目录项草稿")
DRAFT_RESTORED = Action("catalog.draft-restored", "恢复目录项草稿")
DEFINITION_IMPORTED = Action("catalog.definition-imported", "导入目录项定义")
LIST_CREATED = Action("catalog.list-created", "新建代码集")
LIST_CHANGED = Action("catalog.list-changed", "修改代码集")
