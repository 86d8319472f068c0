"""Templates of notices: Chinese text with named places. Rooms declare their own."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from chengxin.foundation.actor import Permission

LONGEST_SUBJECT = 200
LONGEST_VALUE = 2000
_PLACE = re.compile(r"\{([a-z_]+)\}")


class WrongPlaces(ValueError):  # noqa: N818  reads as a sentence where it is raised
    """The values given are not those the template has places for."""


@dataclass(frozen=True)
class Text:
    """A notice written out."""

    subject: str
    body: str


@dataclass(frozen=True)
class NoticeTemplate:
    """A kind of notice.

    ``code`` is ``room.what``, ``label`` a Chinese msgid; ``subject`` and ``body`` are Chinese text with places in
    braces; ``permission`` is what its sender must hold. ``served`` says that the law asks for service of a paper: then
    only a recorded paper delivery has a date that starts a clock. ``whole_by_mail`` lets the body leave by e-mail;
    without it a mail says only that a notice is waiting, because mail is read by others on its way.
    """

    code: str
    label: str
    subject: str
    body: str
    permission: Permission
    served: bool = False
    whole_by_mail: bool = False

    @property
    def places(self) -> frozenset[str]:
        """The names of the places in subject and body."""
        return frozenset(_PLACE.findall(self.subject + self.body))

    def write(self, values: Mapping[str, str]) -> Text:
        """Return the text with the values put in; braces inside values stay what they are.

        Raises:
            WrongPlaces: a place has no value, or a value has no place.
        """
        if set(values) != self.places:
            raise WrongPlaces(f"{self.code}: {sorted(self.places.symmetric_difference(values))}")
        clean = {place: _clean(value)[:LONGEST_VALUE] for place, value in values.items()}
        subject = _PLACE.sub(lambda place: clean[place[1]], self.subject)
        body = _PLACE.sub(lambda place: clean[place[1]], self.body)
        return Text(" ".join(subject.split())[:LONGEST_SUBJECT], body)


def _clean(value: str) -> str:
    """Return the value without control and direction characters, lines kept."""
    return "".join(sign for sign in value if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"})
