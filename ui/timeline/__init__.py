"""One conversation: its rows, how they are drawn, and where answers are written."""
