"""How a room says what it adds to the navigation. Pure: no Django, no tables.

A room lists its items in its ``AppConfig``: ``navigation`` for the desk, ``public_navigation`` for the public site.
``config.navigation`` gathers them and shows an actor only what it may open.
"""

from dataclasses import dataclass

from chengxin.foundation.actor import Permission


@dataclass(frozen=True)
class NavigationItem:
    """One link of the navigation.

    ``section`` and ``label`` are Chinese msgids, ``url_name`` an address without arguments (``room:name``),
    ``permission`` what the actor must hold to see it (None: anybody). Items stand by ``order``, then as gathered; a
    section stands where its first item does.
    """

    section: str
    label: str
    url_name: str
    permission: Permission | None
    order: int = 100
