"""What leaves and enters as files: conversations, contacts."""
