"""Staff pages of intake."""
