"""Pure rules of messages and deliveries: no Django, no I/O, no clock."""
