"""What stands about organisations now: the statement and the function that keeps its plan are one."""

import pytest
from django.db import connection

from chengxin.register.queries.known import MANY_NOW


@pytest.mark.usefixtures("db")
def test_the_function_says_what_the_statement_says() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'register_known_now'")
        (body,) = cursor.fetchone()
    statement = MANY_NOW.replace("%(family)s", "asked").replace("%(on)s", "asked_on")
    words = body.replace(";", " ").split()
    assert words == ["#variable_conflict", "use_column", "BEGIN", "RETURN", "QUERY", *statement.split(), "END"]
