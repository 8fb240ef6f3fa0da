"""W-API (w-api.app)."""
