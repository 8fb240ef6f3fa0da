"""What makes the program into something that is installed: only used when it is packaged, never by the program."""
