"""What the room keeps outside the database: the key that signs heads."""
