"""Django application of credit checks and reports, and what it adds to the desk's navigation."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error, Tags, register

from chengxin.checks.rules.doings import SEE_CHECKS, SEE_MATTERS
from chengxin.checks.rules.reports import SEE_REPORTS
from chengxin.foundation.navigation import NavigationItem


class ChecksConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.checks"
    label = "checks"
    navigation = (
        NavigationItem("信用核查", "核查", "checks:checks", SEE_CHECKS, order=250),
        NavigationItem("信用核查", "核查事项", "checks:matters", SEE_MATTERS, order=260),
        NavigationItem("信用核查", "授权书", "checks:consents", SEE_CHECKS, order=255),
        NavigationItem("信用核查", "信用报告", "checks:reports", SEE_REPORTS, order=257),
        NavigationItem("信用核查", "推行情况", "checks:shares", SEE_MATTERS, order=265),
    )


@register(Tags.security, deploy=True)
def refuse_demonstration_certificate(app_configs: Sequence[AppConfig] | None, **_options: object) -> list[Error]:  # noqa: ARG001  Django's interface
    """Return an error if this is production and reports have no certificate of the operator's (``check --deploy``)."""
    if not settings.PRODUCTION or settings.REPORT_CERTIFICATE:
        return []
    hint = "设置 CHENGXIN_REPORT_CERTIFICATE 和 CHENGXIN_REPORT_PASSPHRASE；不设置就不能出具信用报告"
    return [Error("生产环境没有信用报告的签名证书", hint=hint, id="chengxin.E002")]
