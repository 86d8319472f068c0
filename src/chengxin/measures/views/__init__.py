"""Staff pages of joint actions."""
