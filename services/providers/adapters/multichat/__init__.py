"""MultiChat's "W-API" webhook with one address per event."""
