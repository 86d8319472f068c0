"""Pure rules of channels and packets: no Django, no I/O, no clock."""
