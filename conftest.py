"""Fixtures of all tests: see ``tests/database/plugin.py``."""

pytest_plugins = ["tests.database.plugin"]
