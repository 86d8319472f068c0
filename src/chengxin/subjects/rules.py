"""Pure rules of subjects and identifiers: no Django, no I/O, no clock."""
