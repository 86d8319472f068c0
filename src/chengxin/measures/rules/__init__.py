"""Pure rules of measures and joint actions: states and moves, due dates, grounds, permissions. No Django, no clock."""
