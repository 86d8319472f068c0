"""No natural person is scored, graded, ranked or watched: not in a field, not in a table, not in the API."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Model

WORDS = frozenset(
    """
    score scores scored scoring grade grades graded grading rank ranks ranked ranking rating ratings rated
    watch watches watched watching watchlist trustworthiness reputation
    """.split(),  # noqa: SIM905  a list of words reads as one
)
PHRASES = ("level_of_trust", "trust_level", "credit_level", "credit_class", "black_mark")
CHINESE = re.compile("评分|打分|评级|排名|等级|积分|监视")


def judging_names(names: Iterable[str], allowed: Mapping[str, str]) -> list[str]:
    """Find names that judge somebody.

    ``names`` are dotted (``units.Unit.level``), ``allowed`` maps the harmless ones to a reason.
    """
    found = []
    for name in names:
        words = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()))
        judges = words & WORDS or [phrase for phrase in PHRASES if phrase in name.lower()] or CHINESE.search(name)
        if judges and name not in allowed:
            found.append(f"{name} scores, grades, ranks or watches")
    return found


def names_of_models(models: Iterable[type[Model]]) -> Iterator[str]:
    """Give the names and labels of tables and their fields."""
    for model in models:
        yield f"{model._meta.label}"  # noqa: SLF001  Django's documented interface
        yield f"{model._meta.label}:{model._meta.db_table}"  # noqa: SLF001  Django's documented interface
        for field in model._meta.get_fields():  # noqa: SLF001  Django's documented interface
            yield f"{model._meta.label}.{field.name}"  # noqa: SLF001  Django's documented interface
            yield f"{model._meta.label}.{field.name}:{getattr(field, 'verbose_name', '')}"  # noqa: SLF001  as above


def names_of_api(schema: Mapping[str, Any]) -> Iterator[str]:
    """Give the names and titles of all parameters and properties of an OpenAPI document."""
    for name, component in schema.get("components", {}).get("schemas", {}).items():
        yield name
        for field, shape in component.get("properties", {}).items():
            yield f"{name}.{field}"
            yield f"{name}.{field}:{shape.get('title', '')}"
    for route, item in schema.get("paths", {}).items():
        for method, operation in item.items():
            for parameter in operation.get("parameters", []):
                yield f"{method} {route}.{parameter['name']}"
