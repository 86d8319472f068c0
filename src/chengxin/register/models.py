"""Tables of records and list entries."""
