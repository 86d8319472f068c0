"""Tables of the trail and the ledger."""
