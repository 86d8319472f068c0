"""Pure rules of articles: no Django, no I/O, no clock."""
