"""Measurements of the platform, written to ``docs/benchmarks.md`` by ``make bench``.

Every other module here is one bench: it offers ``run() -> list[Row]`` and a docstring whose first sentence is the
heading of its table. It measures with :func:`bench.rows.measure` and invents nothing.
"""
