"""Finding: messages, conversations, commands."""
