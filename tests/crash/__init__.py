"""The real program, killed on purpose: what was acknowledged must be there afterwards, exactly once."""
