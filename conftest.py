"""Fixtures of all tests: see ``tests/database/plugin.py`` and ``tests/static_files.py``."""

pytest_plugins = ["tests.database.plugin", "tests.static_files"]
