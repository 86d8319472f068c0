"""The mark of a table to which rows are only ever added."""


class AppendOnly:
    """Mixed into a model whose rows may be inserted and read, never changed or removed.

    The database keeps the promise: after each migration the application's role has no UPDATE, DELETE or TRUNCATE on
    the table, and a trigger refuses them to everybody.
    """
