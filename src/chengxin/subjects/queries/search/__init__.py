"""Search of organisations by any part of a name, by code and by old number: pages and a bounded count.

The answer comes in stages, each with an order of its own in which every organisation has one place: codes that are the
text or begin with it, names that are it or begin with it, then names that hold it elsewhere. A page goes from stage to
stage until it is full; its cursor names the stage and the last place in it, so that no row comes twice or is skipped.

The last stage has two ways. **Few** names hold the text: all are found by the index of tokens and sorted, the shortest
first. **Many** do: nobody reads them all, so they are met along lanes into which names are dealt at random, and the
walk stops when the page is full; sorting a tenth of a million names would take longer than the page may. Which way it
is is found out by looking, not by statistics, and stays in the cursor. Both ways give every organisation exactly once.
"""

from chengxin.subjects.queries.search.counting import Count, Facets, count, count_by_facet
from chengxin.subjects.queries.search.pages import Hit, SearchPage, search
from chengxin.subjects.queries.search.sources import DESK, PUBLIC, Source

__all__ = ["DESK", "PUBLIC", "Count", "Facets", "Hit", "SearchPage", "Source", "count", "count_by_facet", "search"]
