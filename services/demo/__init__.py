"""A simulated gateway on loopback, and customers who write to it: everything can be tried without a phone."""
