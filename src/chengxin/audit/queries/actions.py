"""All actions that the rooms declare, gathered from their ``rules``."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from chengxin.audit.rules.actions import Action


@cache
def known_actions() -> Mapping[str, Action]:
    """Return the actions of all installed rooms by their codes, in order.

    Raises:
        ValueError: two actions share a code.
    """
    found: dict[str, Action] = {}
    for config in apps.get_app_configs():
        for action in _declared_in(f"{config.name}.rules"):
            if found.setdefault(action.code, action) != action:
                raise ValueError(f"two actions share the code {action.code}")
    return dict(sorted(found.items()))


def action_label(code: str) -> str:
    """Return the Chinese label of an action; the code itself if no room declares it any more."""
    action = known_actions().get(code)
    return action.label if action else code


def _declared_in(module: str) -> list[Action]:
    if find_spec(module) is None:
        return []
    return [value for value in vars(import_module(module)).values() if isinstance(value, Action)]
