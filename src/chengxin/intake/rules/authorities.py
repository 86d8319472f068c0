"""The names of deciding bodies as files write them, and the units that the office says they mean. Pure."""

from collections.abc import Mapping

import polars as pl

from chengxin.catalog.rules import Item, Means
from chengxin.foundation.names import search_text
from chengxin.intake.rules.findings import FindingCode, Severity, file_finding, no_findings


def meant_by(names: pl.Series, units: Mapping[str, str]) -> dict[str, str]:
    """Return by name as written the unit that is meant, where that is another name. ``units`` are by plain name."""
    written = [name for name in names.drop_nulls().unique().to_list() if name]
    meant = {name: units.get(search_text(name), name) for name in written}
    return {name: unit for name, unit in meant.items() if unit != name}


def notes_on(item: Item, table: pl.DataFrame, units: Mapping[str, str]) -> pl.DataFrame:
    """Return a note for each name that is taken for a unit's: what is kept is what the file says."""
    field = item.meaning(Means.DECIDING_BODY)
    if field is None or not units:
        return no_findings()
    meant = meant_by(table[field.code], units)
    return pl.concat(
        [
            no_findings(),
            *(
                file_finding(
                    FindingCode.AUTHORITY_WRITTEN,
                    Severity.NOTE,
                    f"“{name}”按登记的写法就是{unit}，公示时按{unit}归集；报送的原文照样保存",
                    field.code,
                    name[:200],
                )
                for name, unit in sorted(meant.items())
            ),
        ]
    )
