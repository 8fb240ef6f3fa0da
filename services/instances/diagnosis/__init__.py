"""Looking for what is wrong, step by step, each with its cause by name."""
