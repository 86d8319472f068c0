"""Other systems in and out: channels, mappings, packets, receipts, reconciliation.

Reads the change feed; decides nothing about a record.
"""
