"""Fixtures of all tests: see ``tests/database/plugin.py``, ``tests/static_files.py`` and ``tests/passwords.py``."""

pytest_plugins = ["tests.database.plugin", "tests.static_files", "tests.passwords"]
