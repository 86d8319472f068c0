"""Who may see the desk at all."""

from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import EVERYBODY

SEE_DESK = Permission("desk.see", "看工作台", roles=EVERYBODY)
