"""Django commands of the catalogue."""
