"""Meta WhatsApp Cloud API, Graph versions 17 and later (others dossier §4)."""
