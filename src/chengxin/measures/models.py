"""Tables of measures and joint actions."""
