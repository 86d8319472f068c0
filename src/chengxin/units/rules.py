"""Pure rules of units, staff, roles and API clients: no Django, no I/O, no clock."""
