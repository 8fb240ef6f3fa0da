"""Numbers: what is connected, how it is, and connecting another."""
