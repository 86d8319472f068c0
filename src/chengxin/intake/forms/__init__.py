"""What people type and choose in intake: parse and shape, nothing else."""
