"""One command a module; each writes JSON to its standard output."""
