"""Balcão: the desktop program, its entry points and the place where everything is put together."""

__version__ = "0.1.0"
