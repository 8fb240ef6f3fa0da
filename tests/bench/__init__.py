"""Benchmarks: ``python -m tests.bench`` runs them all, prints one table and writes one JSON file."""
