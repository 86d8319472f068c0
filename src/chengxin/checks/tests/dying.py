"""A process that checks and is killed: ``python -m chengxin.checks.tests.dying '{…}'``.

The argument names the database, the folder of keys, who asks what, and when to die: with the answer worked out and
written but not committed, or after the commit with nothing shown yet. What it would have shown goes to its output.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connections, transaction


def die() -> None:
    """End as a power cut would: nothing is closed, flushed or cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def dying_at_the_trail(execute: Callable[..., object], sql: str, *rest: object) -> object:
    """Die once the entry of the trail is written, which is the last thing before the commit."""
    result = execute(sql, *rest)
    if 'INSERT INTO "audit_auditentry"' in sql:
        die()
    return result


def main(told: dict[str, Any]) -> None:
    """Check and die."""
    django.setup()
    settings.DATA = Path(told["data"])
    connections.settings["default"].update(told["database"])
    # Models can be imported only now.
    from chengxin.checks import services  # noqa: PLC0415  see the lines above
    from chengxin.checks.rules.answers import Asked, Ground  # noqa: PLC0415  see the lines above
    from chengxin.foundation.roles import Role  # noqa: PLC0415  see the lines above
    from chengxin.measures.tests.scenes import officer  # noqa: PLC0415  see the lines above
    from chengxin.register.tests.scenes import NOW  # noqa: PLC0415  see the lines above
    from chengxin.units.models import Unit  # noqa: PLC0415  see the lines above

    checker = officer(Unit.objects.get(id=told["unit"]), Role.CHECKER)
    asked = Asked(told["matter"], told["code"], "", "用途", Ground.DUTY, "依据")

    if told["when"] == "before":
        with connections["default"].execute_wrapper(dying_at_the_trail):
            answered = services.check(actor=checker, now=NOW, asked=asked)
    else:
        with transaction.atomic():
            transaction.on_commit(die)
            answered = services.check(actor=checker, now=NOW, asked=asked)
    sys.stdout.write(answered.body.decode())
    sys.stdout.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
