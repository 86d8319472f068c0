"""Ways out of the building: e-mail and SMS. No database, no decision about whom."""
