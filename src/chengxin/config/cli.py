"""The ``chengxin`` command: puts the commands of ``config.commands`` together and tells faults in words.

Exit status: 0 done, 1 the data or the database has errors, 2 the call was wrong.
"""

import os
import signal
import sys
from types import FrameType

import typer
from django.db.utils import OperationalError, ProgrammingError
from psycopg.errors import UndefinedTable

from chengxin.config.backup import BackupFault
from chengxin.config.commands import catalog, database, demo, intake, keys, law, ledger, staff, subjects, workplan
from chengxin.config.commands.backup import backup
from chengxin.config.commands.doctor import doctor
from chengxin.config.commands.migrate import migrate
from chengxin.config.commands.opening import say
from chengxin.config.commands.restore import restore
from chengxin.config.commands.serve import serve
from chengxin.config.commands.worker import worker
from chengxin.config.embedded import DatabaseFault
from chengxin.config.environment import Misconfigured
from chengxin.config.lifeline import end_with_parent, named_parent
from chengxin.foundation.sealed.keyring import KeyringMissing, KeyringUnsafe

TERMINATED = 128 + signal.SIGTERM

app = typer.Typer(
    help="诚信：城市公共信用平台",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command(help="启动平台：数据库、网页和后台任务，按 Ctrl-C 停止")(serve)
app.command(help="处理后台任务，直到按下 Ctrl-C；可以同时运行多个")(worker)
app.command(help="更新数据库结构，并按模型分配各数据库角色的权限；可以重复运行")(migrate)
app.command(help="检查这台机器、安装与数据库是否健康，并说明怎么办")(doctor)
app.command(help="把整个平台备份成一个文件（数据库与存档文件，不含密钥）；平台可以正在运行")(backup)
app.command(help="把备份恢复到空的数据文件夹和空的数据库；已有的内容从不覆盖")(restore)
app.add_typer(catalog.app, name="catalog")
app.add_typer(database.app, name="database")
app.add_typer(demo.app, name="demo")
app.add_typer(intake.app, name="intake")
app.add_typer(keys.app, name="keys")
app.add_typer(law.app, name="law")
app.add_typer(ledger.app, name="ledger")
app.add_typer(subjects.app, name="subjects")
app.add_typer(staff.app, name="staff")
app.add_typer(workplan.app, name="workplan")


def leave(_number: int, _frame: FrameType | None) -> None:
    """Turn SIGTERM into an orderly exit, so that a hold on the database is given up and not merely lost."""
    sys.exit(TERMINATED)


NO_RIGHTS_YET = "permission denied for database"
"""What the server says to the application's role until ``migrate`` gives it its rights."""


def main() -> None:
    """Run the command of the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.config.settings")
    signal.signal(signal.SIGTERM, leave)
    end_with_parent(named_parent())
    try:
        app()
    except (BackupFault, DatabaseFault, Misconfigured, KeyringMissing, KeyringUnsafe) as fault:
        say(f"■ {fault}")
        sys.exit(1)
    except (OperationalError, ProgrammingError) as problem:
        if not (isinstance(problem.__cause__, UndefinedTable) or NO_RIGHTS_YET in str(problem)):
            raise
        say("■ 数据库里还没有平台的表，或者不是这个版本的。先运行 chengxin migrate，再试一次")
        sys.exit(1)
    except PermissionError as problem:
        say(f"■ 没有权限读写 {problem.filename}。请用拥有它的用户运行，或用 CHENGXIN_DATA 指定另一个数据文件夹。")
        sys.exit(1)


if __name__ == "__main__":
    main()
