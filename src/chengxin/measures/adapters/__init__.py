"""File formats of joint actions: no database, no decision."""
