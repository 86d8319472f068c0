"""Tables of subjects and identifiers."""
