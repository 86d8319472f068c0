"""Staff pages of the catalogue, under /desk/catalog/."""
