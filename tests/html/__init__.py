"""Pages held against the HTML standard."""
