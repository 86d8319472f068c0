"""Who may do what with the catalogue, and what the trail calls it."""

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import EVERYBODY, Role
from chengxin.vault.rules import PAPERS, Purpose, Retention

SEE_CATALOG = Permission(
    "catalog.see-catalog", "查看信用信息目录", roles=EVERYBODY, client_scope="catalog:read", system=True
)
KEEP_CATALOG = Permission(
    "catalog.keep-catalog", "维护信用信息目录", roles=frozenset({Role.CREDIT_OFFICE}), system=True
)
COMMENT_ON_EDITION = Permission(
    "catalog.comment-on-edition",
    "对征求意见的目录提意见",
    roles=frozenset({Role.REPORTER, Role.REVIEWER, Role.CASE_OFFICER, Role.UNIT_ADMINISTRATOR}),
)

PUT_IN_FORCE = Action("catalog.put-in-force", "目录项生效")
ITEM_CREATED = Action("catalog.item-created", "新建目录项")
DRAFT_BEGUN = Action("catalog.draft-begun", "开始修改目录项")
DRAFT_CHANGED = Action("catalog.draft-changed", "修改目录项草稿")
DRAFT_DISCARDED = Action("catalog.draft-discarded", "放弃目录项草稿")
DRAFT_RESTORED = Action("catalog.draft-restored", "恢复目录项草稿")
DEFINITION_IMPORTED = Action("catalog.definition-imported", "导入目录项定义")
EDITION_BEGUN = Action("catalog.edition-begun", "起草一版目录")
EDITION_CHANGED = Action("catalog.edition-changed", "改一版目录的目录项")
EDITION_CONSULTED = Action("catalog.edition-consulted", "目录征求意见")
EDITION_SETTLED = Action("catalog.edition-settled", "目录征求意见结束")
EDITION_ADOPTED = Action("catalog.edition-adopted", "一版目录施行")
EDITION_GIVEN_UP = Action("catalog.edition-given-up", "放弃一版目录")
EDITION_COMMENTED = Action("catalog.edition-commented", "对目录提意见")
COMMENT_SENT = Action("catalog.comment-sent", "公众在网上对目录提意见")
SENDER_SEEN = Action("catalog.sender-seen", "查看提意见的人留下的联系方式")
COMMENT_ANSWERED = Action("catalog.comment-answered", "答复对目录的意见")
PAPER_RECORDED = Action("catalog.paper-recorded", "登记目录的办理材料")
LIST_CREATED = Action("catalog.list-created", "新建代码集")
LIST_CHANGED = Action("catalog.list-changed", "修改代码集")
LIST_KIND_CHANGED = Action("catalog.list-kind-changed", "修改名单种类草稿")
LIST_KIND_PUBLISHED = Action("catalog.list-kind-published", "公布名单种类")
LIST_KIND_DRAFT_DISCARDED = Action("catalog.list-kind-draft-discarded", "放弃名单种类草稿")
LIST_KIND_DRAFT_RESTORED = Action("catalog.list-kind-draft-restored", "恢复名单种类草稿")
MEASURE_CHANGED = Action("catalog.measure-changed", "修改措施草稿")
MEASURE_PUBLISHED = Action("catalog.measure-published", "公布措施")
MEASURE_DRAFT_DISCARDED = Action("catalog.measure-draft-discarded", "放弃措施草稿")
MEASURE_DRAFT_RESTORED = Action("catalog.measure-draft-restored", "恢复措施草稿")

PAPER_FILE = Purpose(
    code="catalog.paper",
    label="目录的办理材料",
    kinds=PAPERS | {"docx", "doc", "odt"},
    keep=KEEP_CATALOG,
    readers=frozenset({Role.CREDIT_OFFICE, Role.AUDITOR}),
    retention=Retention(years=30, basis="平台默认：目录的批准、备案材料保存30年，单位档案保管期限表另有规定的从其规定"),
)
