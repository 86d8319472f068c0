"""Pure rules of measures and joint actions: no Django, no I/O, no clock."""
