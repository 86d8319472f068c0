"""Looking at the bytes of a file, and keeping them on disk. No database, no decision about who may."""
