"""Pure rules of consent-based programmes: no Django, no I/O, no clock."""
