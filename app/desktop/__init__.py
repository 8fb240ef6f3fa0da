"""What the system is told about the program: that it starts with the computer, and that it opens our links."""
