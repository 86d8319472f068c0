"""Pages of listing procedures."""
