"""Listing procedures: proposal, notice, statement, decision, publication, exit.

Never lists automatically, never counts towards a list.
"""
