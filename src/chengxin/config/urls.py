"""Root addresses: the doors, then the rooms' own staff pages under the desk."""

from django.urls import include, path

from chengxin.config import operations

urlpatterns = [
    path("healthz", operations.healthz, name="healthz"),
    path("readyz", operations.readyz, name="readyz"),
    path("metrics", operations.metrics, name="metrics"),
    path("api/v1/", include("chengxin.api.urls")),
    path("desk/", include("chengxin.desk.urls")),
    path("desk/", include("chengxin.units.urls")),
    path("desk/catalog/", include("chengxin.catalog.urls")),
    path("desk/trail/", include("chengxin.audit.urls")),
    path("desk/files/", include("chengxin.vault.urls")),
    path("desk/notices/", include("chengxin.notices.urls")),
    path("desk/records/", include("chengxin.register.urls")),
    path("desk/codes/", include("chengxin.codes.urls")),
    path("desk/lists/", include("chengxin.lists.urls")),
    path("desk/checks/", include("chengxin.checks.urls")),
    path("desk/joint/", include("chengxin.measures.urls")),
    path("desk/relief/", include("chengxin.relief.urls")),
    path("desk/", include("chengxin.intake.urls")),
    path("desk/", include("chengxin.oversight.urls")),
    path("demo/", include("chengxin.config.tour")),
    path("", include("chengxin.portal.urls")),
]

handler400 = "chengxin.ui.errors.bad_request"
handler403 = "chengxin.ui.errors.forbidden"
handler404 = "chengxin.ui.errors.not_found"
handler500 = "chengxin.ui.errors.server_error"
