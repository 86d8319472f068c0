"""Commands of codes."""
