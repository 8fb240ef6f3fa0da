"""Tests: `python3 -m tests` for all of them, `python3 -m tests -k name` for some."""
