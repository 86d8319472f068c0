"""A unit's submission: file, table, findings, accepted, unchanged and returned rows, receipt.

Checks are compiled from the catalogue item; no rule of an item stands in code.
"""
