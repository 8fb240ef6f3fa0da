"""The desk's own order of things: labels, who does what, what is put off, who did what."""
