"""What anybody may know of the directory: the districts of the city and what they are called."""

from collections.abc import Iterable
from datetime import date

from django.db import connections

from chengxin.units.queries.districts import standard_name

DATABASE = "public"
DISTRICTS = "SELECT district, head_name FROM public_units_districts ORDER BY district"


def district_names(on: date, *, also: Iterable[str] = ()) -> dict[str, str]:
    """Return a name for each district in which there are units, by code, and for the codes in ``also``.

    It is the standard's name on that day, else what the district's head unit is called, else the code itself.
    """
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(DISTRICTS)
        heads: dict[str, str] = dict(cursor.fetchall())
    codes = dict.fromkeys((*heads, *also))
    return {code: standard_name(code, on) or heads.get(code) or code for code in codes}
