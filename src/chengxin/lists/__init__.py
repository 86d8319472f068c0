"""Listing procedures: proposal, review, notice, statement, decision, publication, exit.

An entry is put on a list by people, move by move (``rules.procedure``), each move with its paper. Never lists
automatically, never counts towards a list. What is published is a record of the register, so that feed, ledger, masks,
takedown and the subject's page hold for it as for every other record.
"""
