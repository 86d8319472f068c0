"""What a route did not declare, it refuses: unknown or repeated parameters, a body of another type."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from ninja.operation import Operation

from chengxin.foundation.doors import MachineDoor
from chengxin.foundation.refusals import Refusal
from chengxin.foundation.responses import problem_of
from chengxin.foundation.rest import FieldProblem
from chengxin.foundation.transport import RepeatedParameters, UnknownParameters, WrongContentType

Run = Callable[..., HttpResponseBase]
TYPES = {"body": "application/json", "form": "multipart/form-data", "file": "multipart/form-data"}
"""What a route reads, by where the library takes its arguments from."""


def strictly(run: Run) -> Run:
    """Refuse a call with something the route did not declare, before the route runs."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]  # a bound method of the library
    known, many = parameters_of(operation)
    expected = next((TYPES[source] for source in sources_of(operation) if source in TYPES), "")

    @wraps(run)
    def through(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            door_of(operation)(request)
        except Refusal as refusal:
            return problem_of(refusal, request)
        unknown = sorted(set(request.GET) - known)
        if unknown:
            return refuse_names(request, UnknownParameters, unknown)
        repeated = sorted(name for name, values in request.GET.lists() if len(values) > 1 and name not in many)
        if repeated:
            return refuse_names(request, RepeatedParameters, repeated)
        if expected and request.content_type != expected:
            return problem_of(WrongContentType(expected=expected), request)
        return run(request, **kwargs)

    return through


def door_of(operation: Operation) -> MachineDoor:
    """Return the door of a route. It is asked first: who may not come in is not told what else is wrong."""
    return next(callback for callback in operation.auth_callbacks if isinstance(callback, MachineDoor))


def parameters_of(operation: Operation) -> tuple[set[str], set[str]]:
    """Return the names of the query parameters a route declares, and those of them that may be repeated."""
    known: set[str] = set()
    many: set[str] = set()
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            known |= set(getattr(model, "__ninja_flatten_map__", None) or model.model_fields)
            many |= set(getattr(model, "__ninja_collection_fields__", ()))
    return known, many


def sources_of(operation: Operation) -> list[str]:
    """Return where a route takes its arguments from: query, path, body, form, file."""
    return [str(model.__ninja_param_source__) for model in operation.models]


def refuse_names(
    request: HttpRequest, kind: type[UnknownParameters] | type[RepeatedParameters], names: list[str]
) -> HttpResponseBase:
    """Return the refusal that names these parameters."""
    refusal = kind(names="、".join(names))
    fields = tuple(FieldProblem(name, kind.code.partition(".")[2], refusal.sentence()) for name in names)
    return problem_of(refusal, request, fields)
