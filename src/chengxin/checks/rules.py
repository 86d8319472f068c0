"""Pure rules of credit checks: no Django, no I/O, no clock."""
