"""How a public list is narrowed: its form, the filters that are on, and the addresses that carry them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Chosen:
    """A filter that is on, in words, and the address without it."""

    words: str
    without: str


class NarrowingForm(forms.Form):
    """A form with the days ``from`` and ``to``; Python keeps the first name for itself, so they are added by hand."""

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Offer the choices for a field of choices."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # whoever calls has made one

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("from") and said.get("to") and said["to"] < said["from"]:
            self.add_error("to", _("“到”的日期早于“从”的日期，请把两个日期对调"))
        return said

    def asked(self, names: Iterable[str]) -> dict[str, str]:
        """Return the filters as the address carries them."""
        return {name: self.data[name] for name in names if self.data.get(name)}

    def chosen(self, names: Iterable[str], without: Callable[[str], str]) -> tuple[Chosen, ...]:
        """Return the filters that are on; ``without`` gives the address without one of them."""
        said = self.asked(names)
        return tuple(
            Chosen(f"{self.fields[name].label} {self._words(name, value)}", without(name))
            for name, value in said.items()
            if name not in self.errors
        )

    def _words(self, name: str, value: str) -> str:
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))


def address_of(query: Mapping[str, str], address: str = "?") -> str:
    """Return the address of a page of the list; without an own address that of the page it stands on."""
    head = address.removesuffix("?")
    return f"{head}?{urlencode(query)}" if query else address


def less(query: Mapping[str, str], name: str) -> dict[str, str]:
    """Return a query without one of its parts."""
    return {other: kept for other, kept in query.items() if other != name}
