"""Deliveries come in: authenticate, store durably, answer; then parse and apply."""
