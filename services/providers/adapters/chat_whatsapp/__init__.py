"""The chat-whatsapp server's webhook."""
