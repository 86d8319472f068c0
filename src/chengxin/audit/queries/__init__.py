"""Reads of the trail, scoped by the actor, and of the ledger, which is public."""
