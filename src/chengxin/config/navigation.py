"""Gathers the navigation of the shells from what each room declares in its application."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext

from chengxin.foundation.actor import Actor
from chengxin.foundation.navigation import NavigationItem


@dataclass(frozen=True)
class NavigationLink:
    """One link as the shell shows it; ``current`` says that the page shown is it or lies under it."""

    label: str
    address: str
    current: bool


@dataclass(frozen=True)
class NavigationSection:
    """Links under one heading."""

    title: str
    links: tuple[NavigationLink, ...]


def navigation_for(actor: Actor, path: str) -> tuple[NavigationSection, ...]:
    """Return the desk's navigation: only what the actor may open; ``path`` is the address of the page shown."""
    items = [item for item in declared("navigation") if item.permission is None or actor.may(item.permission)]
    links = _links(items, path)
    titles = dict.fromkeys(item.section for item in items)
    return tuple(
        NavigationSection(
            title=gettext(title),
            links=tuple(link for item, link in zip(items, links, strict=True) if item.section == title),
        )
        for title in titles
    )


def public_navigation(path: str) -> tuple[NavigationLink, ...]:
    """Return the public site's main navigation; ``path`` is the address of the page shown."""
    return tuple(_links(declared("public_navigation"), path))


def declared(attribute: str) -> list[NavigationItem]:
    """Return what all rooms declare under this attribute of their application, in the order it is shown."""
    return sorted(_gathered(attribute), key=lambda item: item.order)


def _gathered(attribute: str) -> Iterator[NavigationItem]:
    for application in apps.get_app_configs():
        yield from getattr(application, attribute, ())


def _links(items: list[NavigationItem], path: str) -> list[NavigationLink]:
    addresses = [reverse(item.url_name) for item in items]
    here = max((address for address in addresses if _lies_under(path, address)), key=len, default="")
    return [
        NavigationLink(label=gettext(item.label), address=address, current=address == here)
        for item, address in zip(items, addresses, strict=True)
    ]


def _lies_under(path: str, address: str) -> bool:
    """Say whether the page is this one or under it. The roots of the doors stand for themselves only."""
    if address in {"/", "/desk/"}:
        return path == address
    return path == address or path.startswith(f"{address.rstrip('/')}/")
