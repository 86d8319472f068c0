"""What every page's shell needs: the city, and the navigation the actor may see."""

from django.conf import settings
from django.http import HttpRequest

from chengxin.config.navigation import navigation_for, public_navigation


def shell(request: HttpRequest) -> dict[str, object]:
    """Return ``city``, ``demonstration``, ``actor`` and, lazy, the two navigations."""
    actor = getattr(request, "actor", None)
    return {
        "city": settings.CITY,
        "demonstration": settings.DEMONSTRATION,
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
        "actor": actor,
        "navigation": lambda: navigation_for(actor, request.path) if actor else (),
        "public_navigation": lambda: public_navigation(request.path),
    }
