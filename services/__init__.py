"""Everything Balcão does that needs no window: storage, providers, webhook server, outbox. Knows no Qt."""
