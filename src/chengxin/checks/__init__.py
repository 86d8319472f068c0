"""Matters, credit checks and their evidence, consents, credit reports.

Answers with facts and articles, never with one word or a number.
"""
