"""Django application of units, what it adds to the desk's navigation, and what it checks before production."""

from collections.abc import Sequence

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError
from django.utils.connection import ConnectionDoesNotExist

from chengxin.foundation.navigation import NavigationItem
from chengxin.units import rules


class UnitsConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.units"
    label = "units"
    navigation = (
        NavigationItem("单位与人员", "单位名录", "units:units", rules.SEE_UNITS),
        NavigationItem("单位与人员", "人员", "units:staff", rules.SEE_STAFF),
        NavigationItem("单位与人员", "委托代办", "units:delegations", rules.SEE_DELEGATIONS),
        NavigationItem("单位与人员", "接口客户端", "units:clients", rules.KEEP_CLIENTS),
    )


@register(Tags.security, deploy=True)
def refuse_demonstration_logins(app_configs: Sequence[AppConfig] | None, **_options: object) -> list[Error]:  # noqa: ARG001  Django's interface
    """Return an error if this is production and somebody of the demonstration could sign in (``check --deploy``).

    Without a database nobody can; that is told elsewhere.
    """
    if not settings.PRODUCTION:
        return []
    try:
        found = apps.get_model("units", "User").objects.filter(is_demonstration=True, is_active=True).count()
    except (DatabaseError, ConnectionDoesNotExist):
        return []
    if not found:
        return []
    return [Error(f"生产环境里有{found}个演示账号", hint="换一个空的数据库，或先停用这些账号", id="chengxin.E001")]
