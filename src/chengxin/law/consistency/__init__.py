"""Checks rows against each other: dangling references, contradictions, gaps. ``check`` in ``consistency.checks``."""
