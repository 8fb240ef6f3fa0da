"""Pictures, sounds and files of messages: decoded away from the GUI thread, played, looked at, saved."""
