"""Numbers on gateways: their sessions, webhooks, senders, kept as they are wanted."""
