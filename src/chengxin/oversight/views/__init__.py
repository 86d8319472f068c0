"""Staff pages of the work plan."""
