"""What the desk's pages show: frozen descriptions, built by the views."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Todo:
    """The landing page."""

    today: date
