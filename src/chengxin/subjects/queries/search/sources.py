"""Where a search looks: the tables for staff, the public views for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from psycopg import sql


@dataclass(frozen=True)
class Source:
    """A connection and the relations read through it; views have the columns of the tables they stand for."""

    alias: str
    organisations: str
    names: str
    old_numbers: str

    def rows(self, statement: str, values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a statement in which ``{organisations}``, ``{names}``, ``{old_numbers}`` are put in.

        The values stand in the statement as the server gets it, so that it is planned for them each time: a plan made
        once for any text takes hundreds of times longer.
        """
        composed = sql.SQL(statement).format(
            organisations=sql.Identifier(self.organisations),
            names=sql.Identifier(self.names),
            old_numbers=sql.Identifier(self.old_numbers),
        )
        with connections[self.alias].cursor() as cursor:
            cursor.execute(composed, values)
            columns = [column.name for column in cursor.description]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


DESK = Source("default", "subjects_organisation", "subjects_nameperiod", "subjects_oldnumber")
PUBLIC = Source("public", "public_subjects_organisations", "public_subjects_names", "public_subjects_old_numbers")
