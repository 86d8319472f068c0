"""Pages of staff: logins and their roles."""
