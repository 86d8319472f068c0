"""Pure rules of codes: no Django, no clock, no input or output."""
