"""The local API: HTTP on a loopback port for scripts and other programs of the same user."""
