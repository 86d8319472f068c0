"""Pure rules of credit checks and reports: no Django, no I/O, no clock."""
