"""What people type about plans and about reporting, parsed; nothing else."""
