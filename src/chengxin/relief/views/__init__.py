"""Pages of cases on the desk."""
