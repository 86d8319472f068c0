"""Jobs by name: each exists, each queue is served, each takes ids only."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.architecture.guards.tree import Module, dotted, imported

IDS = frozenset({"int", "str"})


@dataclass(frozen=True)
class Use:
    """A name of a job and a queue, where they are said."""

    module: Module
    node: ast.Call
    job: str
    queue: str


def tasks(modules: Iterable[Module]) -> Iterator[tuple[Use, ast.FunctionDef]]:
    """Give every registered task: ``@app.task(name="room.verb", queue="…")``."""
    for module in modules:
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.FunctionDef):
                continue
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and dotted(decorator.func).endswith("app.task"):
                    yield (
                        Use(module, decorator, _word(module, decorator, "name"), _word(module, decorator, "queue")),
                        node,
                    )


def deferrals(modules: Iterable[Module]) -> Iterator[Use]:
    """Give every enqueueing by name through ``foundation.queue``."""
    for module in modules:
        ours = {local for _node, full, local in imported(module.tree) if full.startswith("chengxin.foundation.queue")}
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            chain = dotted(node.func).split(".")
            if (chain[0] in ours and chain[-1] == "defer") or (chain == ["defer"] and "defer" in ours):
                job = _constant(module, node.args[0]) if node.args else _word(module, node, "job")
                yield Use(module, node, job, _word(module, node, "queue") or "default")


def unknown_jobs(modules: Iterable[Module], queues: Iterable[str]) -> list[str]:
    """Find jobs enqueued that nobody does, tasks nobody could name, and queues that no worker serves."""
    every, served = list(modules), set(queues)
    known = list(tasks(every))
    names = {use.job for use, _function in known}
    found = []
    for use in deferrals(every):
        if not use.job:
            found.append(use.module.at(use.node, "the name of a job is a plain string or a constant of the module"))
        elif use.job not in names:
            found.append(use.module.at(use.node, f"nobody does the job {use.job}"))
        if use.queue not in served:
            found.append(use.module.at(use.node, f"no worker serves the queue {use.queue}"))
    for use, function in known:
        found += [use.module.at(function, what) for what in _misshape(use, function, served)]
    twice = sorted({name for name in names if sum(use.job == name for use, _function in known) > 1})
    return found + [f"two tasks are called {name}" for name in twice]


def _misshape(use: Use, function: ast.FunctionDef, served: set[str]) -> Iterator[str]:
    if use.module.floor != "jobs":
        yield f"{function.name}: a task outside jobs.py"
    if not use.job.startswith(f"{use.module.room}."):
        yield f"{function.name}: the name of a task begins with its room"
    if use.queue not in served:
        yield f"{function.name}: no worker serves the queue {use.queue!r}"
    for argument in (*function.args.args, *function.args.kwonlyargs):
        if argument.annotation is None or dotted(argument.annotation) not in IDS:
            yield f"{function.name}: {argument.arg} is no plain id"


def around_the_queue(modules: Iterable[Module]) -> list[str]:
    """Find enqueueing past ``foundation.queue``: such a job could be lost to the guards."""
    return [
        module.at(node, f"{dotted(node.func)}: enqueue through foundation.queue")
        for module in modules
        if module.name != "chengxin.foundation.queue" and module.room != "config"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and dotted(node.func).split(".")[-1] in {"configure_task", "defer_async", "batch_defer", "batch_defer_async"}
    ]


def _word(module: Module, call: ast.Call, name: str) -> str:
    value = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    return _constant(module, value) if value is not None else ""


def _constant(module: Module, value: ast.expr) -> str:
    """Return the string, or the one that a name of this module stands for."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    for node in module.tree.body:
        if (
            isinstance(node, ast.Assign)
            and dotted(node.targets[0]) == dotted(value)
            and isinstance(node.value, ast.Constant)
        ):
            return str(node.value.value)
    return ""
