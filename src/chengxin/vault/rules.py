"""Pure rules of stored files: no Django, no I/O, no clock."""
