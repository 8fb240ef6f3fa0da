"""The journal of what the gateways posted."""
