"""Pure rules of the trail and the ledger: no Django, no I/O, no clock."""
