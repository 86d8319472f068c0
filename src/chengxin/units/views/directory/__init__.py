"""Pages of the directory: units, succession, groups, liaisons."""
