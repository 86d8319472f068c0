"""Staff pages of the register: one record with its history, and what ends its publicity."""
