"""Pure rules of cases: no Django, no I/O, no clock."""
