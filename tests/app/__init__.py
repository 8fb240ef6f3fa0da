"""The program as a person starts it: real processes, a small stand-in for the services where they do not matter."""
