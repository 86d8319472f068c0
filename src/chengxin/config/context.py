"""What every page's shell needs: the city, and the navigation the actor may see."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from chengxin.config.demonstration.marking import is_loading
from chengxin.config.navigation import navigation_for, public_navigation
from chengxin.subjects.rules import SEE_SUBJECTS

FIND = "desk/find.html"
"""The desk's top search, for those who may use it."""


def shell(request: HttpRequest) -> dict[str, object]:
    """Return what every shell shows: the city, the demonstration's state, the actor, and, lazy, the two navigations.

    ``find`` is the template of the top search, empty for those who may not use it.
    """
    actor = getattr(request, "actor", None)
    return {
        "city": settings.CITY,
        "demonstration": settings.DEMONSTRATION,
        "demonstration_is_loading": is_loading,
        "demonstration_tour": reverse("demonstration:tour") if settings.DEMONSTRATION else "",
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
        "actor": actor,
        "find": FIND if actor and actor.may(SEE_SUBJECTS) else "",
        "navigation": lambda: navigation_for(actor, request.path) if actor else (),
        "public_navigation": lambda: public_navigation(request.path),
    }
