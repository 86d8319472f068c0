"""Pure rules of listing procedures: no Django, no I/O, no clock."""
