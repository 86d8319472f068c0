"""A table as it was read, before anybody knows what its columns mean."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Sheet:
    """The cells of a table.

    ``cells``: a String column for each column of the file, named by its place (``0``, ``1`` …), null where empty, and
    ``line`` (UInt32), the row number as the sender sees it. ``numeric`` and ``errors``: the (line, place) of cells
    that were numbers, or formula errors. ``encoding`` and ``name`` say how and which table was read;
    ``made_for`` the item and version of the template it was filled in, where it says so.
    """

    cells: pl.DataFrame
    numeric: frozenset[tuple[int, int]]
    errors: frozenset[tuple[int, int]]
    encoding: str = ""
    name: str = ""
    made_for: str = ""

    @property
    def width(self) -> int:
        """The number of the file's own columns."""
        return self.cells.width - 1
