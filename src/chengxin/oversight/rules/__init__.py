"""Pure rules of plan, meters and indicators: no Django, no I/O, no clock."""
