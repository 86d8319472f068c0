"""Commands that ``chengxin ledger`` runs once the database is open."""
