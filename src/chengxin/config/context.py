"""What every page's shell needs: the city, and the navigation the actor may see."""

from django.conf import settings
from django.http import HttpRequest

from chengxin.config.navigation import navigation_for, public_navigation
from chengxin.subjects.rules import SEE_SUBJECTS

FIND = "desk/find.html"
"""The desk's top search, for those who may use it."""


def shell(request: HttpRequest) -> dict[str, object]:
    """Return ``city``, ``demonstration``, ``actor``, the template of the top search, and, lazy, the two navigations."""
    actor = getattr(request, "actor", None)
    return {
        "city": settings.CITY,
        "demonstration": settings.DEMONSTRATION,
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
        "actor": actor,
        "find": FIND if actor and actor.may(SEE_SUBJECTS) else "",
        "navigation": lambda: navigation_for(actor, request.path) if actor else (),
        "public_navigation": lambda: public_navigation(request.path),
    }
