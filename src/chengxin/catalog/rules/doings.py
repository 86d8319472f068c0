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

STANDARD_INSTALLED = Action("catalog.standard-installed", "装入标准目录")
PUT_IN_FORCE = Action("catalog.put-in-force", "目录项生效")
