"""Pure rules of the catalogue: no Django, no I/O, no clock."""
