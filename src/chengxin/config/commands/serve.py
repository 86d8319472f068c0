"""``chengxin serve``: everything on one machine: database, migrations, web and worker, kept running until Ctrl-C."""

import os
import signal
import socket
import threading
from contextlib import ExitStack
from types import FrameType
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from chengxin.config.commands import demo
from chengxin.config.commands.opening import opened, say
from chengxin.config.demonstration.sources import PeopleAlready
from chengxin.config.embedded.waiting import wait_for
from chengxin.config.lifeline import child_environment
from chengxin.config.migrating import migrate_database
from chengxin.config.supervision import Child, DatabaseWatch
from chengxin.foundation.sealed.installed import installed_keyring

NOT_SERVED = ["*-payments*", "*-flags*", "*-socials*", "*.rtl.*"]
"""Parts of the style kit that no page uses; some name pictures that do not come with it."""

HIGHEST_PORT = 65535
SECONDS_BETWEEN_LOOKS = 0.3
SECONDS_FOR_FIRST_ANSWER = 60.0

Host = Annotated[str, typer.Option(help="监听地址；0.0.0.0 表示所有网络接口")]
Port = Annotated[int, typer.Option(min=1, max=HIGHEST_PORT, help="端口")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="网页进程数")]
NoWorker = Annotated[bool, typer.Option("--no-worker", help="不处理后台任务（另行运行 chengxin worker）")]


def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1, no_worker: NoWorker = False) -> None:  # noqa: FBT002  Typer makes the switch from it
    """Serve until told to stop; exit status 2 if the port is taken, 1 if the web process can not start."""
    if not is_free(host, port):
        say(f"■ 端口 {port} 已被占用（{host}）。请换一个端口，例如：chengxin serve --port {port % HIGHEST_PORT + 1}")
        raise typer.Exit(2)
    inherited = dict(os.environ)
    stopping = stop_on_signals()
    with opened() as server, ExitStack() as leaving:
        installed_keyring()  # in production a missing one stops the start, not the first sealed value
        say("正在检查数据库结构……")
        migrate_database(say)
        prepare_demonstration()
        say("正在准备静态文件……")
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)
        connections.close_all()
        environment = child_environment(inherited)
        web = Child("网页服务", web_arguments(host, port, workers), environment, say)
        children = [web]
        if not no_worker:
            children.append(Child("后台任务", ["-m", "chengxin.config.cli", "worker"], environment, say))
        for child in children:
            child.start()
            leaving.callback(child.stop)
        leaving.callback(say, "正在停止……")
        if not has_answered(web, host, port, stopping):
            say("■ 网页服务没有启动，原因见上文")
            raise typer.Exit(1)
        say(f"诚信平台已启动：http://{shown(host)}:{port}  （按 Ctrl-C 停止）")
        if settings.DEMONSTRATION:
            # The first page need not wait for the records; pages say meanwhile that they are on their way.
            children.append(records_loader(environment))
            children[-1].start()
            leaving.callback(children[-1].stop)
        database = DatabaseWatch(server, say)
        while not stopping.wait(SECONDS_BETWEEN_LOOKS):
            database.look_after()
            for child in children:
                child.look_after()
    say("已停止")


def prepare_demonstration() -> None:
    """Load the invented cast of a demonstration city once, unless it has people; in production refuse its accounts."""
    if not settings.DEMONSTRATION:
        demo.refuse_demo_accounts()
        return
    say("正在准备演示数据……")
    try:
        demo.load_once()
    except PeopleAlready:
        say("平台里已有自己的账号，不装演示数据")
        return
    say("演示账号：运行 chengxin demo accounts 查看")


def records_loader(environment: dict[str, str]) -> Child:
    """Return the child that loads what is missing of the demonstration's records and is then done."""
    return Child("演示数据的装入", ["-m", "chengxin.config.cli", "demo", "records"], environment, say, once=True)


def web_arguments(host: str, port: int, workers: int) -> list[str]:
    """Return what Python is called with for the web process."""
    return ["-m", "chengxin.config.web", host, str(port), str(workers)]


def shown(host: str) -> str:
    """Return the host as it stands in an address a browser understands."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104  compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def is_free(host: str, port: int) -> bool:
    """Say whether the port can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True


def takes_connections(host: str, port: int) -> bool:
    """Say whether somebody listens."""
    try:
        with socket.create_connection((shown(host).strip("[]"), port), timeout=1):
            return True
    except OSError:
        return False


def has_answered(web: Child, host: str, port: int, stopping: threading.Event) -> bool:
    """Wait until the web process listens; false if it has ended before, or we were told to stop."""
    wait_for(
        lambda: web.has_ended or stopping.is_set() or takes_connections(host, port),
        seconds=SECONDS_FOR_FIRST_ANSWER,
        announce=say,
        words="正在启动网页服务",
    )
    return not web.has_ended


def stop_on_signals() -> threading.Event:
    """Return an event that is set by Ctrl-C, SIGTERM or the closing of the terminal."""
    stopping = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, note)
    return stopping
