"""Forms of intake: parse and shape what people send, nothing else."""
