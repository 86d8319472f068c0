"""The doctor's rounds: every check in order. A check that breaks becomes a line itself."""

from collections.abc import Callable, Iterator
from datetime import datetime

from chengxin.config.city import City, load_city
from chengxin.config.environment import Environment, Misconfigured, read_environment
from chengxin.config.health import installation, machine
from chengxin.config.health.database import database_lines
from chengxin.config.health.line import Line, bad, good

Check = Callable[[], Iterator[Line]]


def examine(now: datetime) -> Iterator[Line]:
    """Give all findings; ``now`` is aware. Machine first, then what the environment names, then the database."""
    for check in (machine.python, machine.memory, machine.port, machine.fonts, machine.browser, installation.assets):
        yield from guarded(check)
    yield from guarded(lambda: machine.clock(now))
    try:
        environment, city = read_environment(), load_city()
    except (Misconfigured, OSError, KeyError, TypeError, ValueError) as problem:
        yield bad("settings", "设置", f"无法读取：{problem}", "检查环境变量与 CHENGXIN_CITY 指定的文件")
        return
    yield settings(environment, city)
    data = environment.data
    checks: tuple[Check, ...] = (
        lambda: machine.room(data),
        lambda: installation.data_folder(data),
        lambda: installation.secrets(data),
        lambda: installation.mail(environment),
        lambda: installation.law(data, city.calendar, now.date()),
        lambda: database_lines(environment, city),
    )
    for check in checks:
        yield from guarded(check)


def settings(environment: Environment, city: City) -> Line:
    """Return the finding about the settings as a whole."""
    kind = "生产环境" if environment.production else "开发与演示环境"
    return good("settings", "设置", f"{kind}，{city.name}，数据在 {environment.data}")


def guarded(check: Check) -> Iterator[Line]:
    """Give a check's findings; when it breaks, a finding that it broke."""
    try:
        yield from check()
    except Exception as problem:  # noqa: BLE001  one broken check must not hide the others
        yield bad("doctor", "检查本身", f"出错：{type(problem).__name__}: {problem}", "请把这一行告诉维护者")
