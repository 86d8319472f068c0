"""Addresses for whoever keeps the service running: does it live, can it serve, how busy is it."""

import hmac
import ipaddress
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from chengxin.foundation.doors import public
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request

WORKER_SILENT_AFTER = timedelta(minutes=2)
"""A worker writes its heartbeat every ten seconds; after this it is taken for gone."""


@require_safe
@never_cache
@public
def healthz(request: Request) -> HttpResponse:  # noqa: ARG001  a view takes the request
    """Say that the process lives; asks nothing else, so that a slow database does not get it killed."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
@public
def readyz(request: Request) -> HttpResponse:
    """Say whether this process can serve: the database answers and its tables fit the program.

    ``worker`` is ``seen``, ``silent`` or ``none``. It does not decide: pages can be read while jobs wait.
    """
    try:
        fitting = not _missing_migrations()
        body = {"database": "answers", "tables": "fit" if fitting else "migrate", "worker": _worker(request.now)}
    except DatabaseError:
        fitting, body = False, {"database": "silent"}
    return JsonResponse({"status": "ready" if fitting else "not ready", **body}, status=200 if fitting else 503)


@require_safe
@never_cache
@public
def metrics(request: Request) -> HttpResponse:
    """Give the figures for Prometheus, to this machine or to whoever has the token (``CHENGXIN_METRICS_TOKEN``).

    Raises:
        NotFound: asked from elsewhere.
    """
    if not (_has_token(request) or _is_this_machine(request)):
        raise NotFound
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(request.now))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Figures(Collector):
    """What one look at the database tells: every process would tell the same."""

    def __init__(self, now: datetime) -> None:
        """Keep the moment of the look."""
        self.now = now

    def collect(self) -> Iterator[Metric]:
        """Count jobs by queue and state, and the workers that are there."""
        jobs = GaugeMetricFamily("chengxin_jobs", "Jobs by queue and state", labels=("queue", "state"))
        counted = ProcrastinateJob.objects.values_list("queue_name", "status").annotate(n=Count("id"))
        for queue, status, number in counted.order_by("queue_name", "status"):
            jobs.add_metric((queue, status), number)
        yield jobs
        alive = ProcrastinateWorker.objects.filter(last_heartbeat__gte=self.now - WORKER_SILENT_AFTER).count()
        yield GaugeMetricFamily("chengxin_workers", "Workers with a recent heartbeat", value=alive)
        missing = len(_missing_migrations())
        yield GaugeMetricFamily("chengxin_migrations_missing", "Migrations not applied", value=missing)


def _missing_migrations() -> list[str]:
    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


def _worker(now: datetime) -> str:
    seen = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    if seen is None:
        return "none"
    return "seen" if now - seen <= WORKER_SILENT_AFTER else "silent"


def _has_token(request: Request) -> bool:
    token: str = settings.ENVIRONMENT.metrics_token
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return bool(token) and scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())


def _is_this_machine(request: Request) -> bool:
    """Say whether the call comes from here. One that a proxy forwarded, of which we were not told, does not count."""
    if not settings.ENVIRONMENT.proxies and "X-Forwarded-For" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.origin).is_loopback
    except ValueError:
        return False
