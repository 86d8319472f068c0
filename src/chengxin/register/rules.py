"""Pure rules of records and list entries: no Django, no I/O, no clock."""
