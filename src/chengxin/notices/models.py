"""Tables of messages and deliveries."""
