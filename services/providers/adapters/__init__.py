"""One package for each provider; they do not know one another."""
