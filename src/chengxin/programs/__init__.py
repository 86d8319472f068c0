"""Rural credit, credit loans, honesty creation, promotion of receivables financing.

Consent-based data stays here, apart from the register. Scores nobody.
"""
