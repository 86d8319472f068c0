"""Pure rules of submissions: no Django, no I/O, no clock."""
