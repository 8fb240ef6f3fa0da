"""WAHA (WhatsApp HTTP API), engines WEBJS, WPP, NOWEB and GOWS, releases 2024.10 to 2026.8."""
