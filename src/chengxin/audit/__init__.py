"""The append-only trail, the ``use_case`` frame of every write, and the Merkle ledger.

Has no upward foreign key: actors and objects are text snapshots. Holds no personal data in the ledger.
"""
