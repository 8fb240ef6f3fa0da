"""Uazapi v2 (uazapiGO): instances over REST, events by webhook or SSE (others dossier §2)."""
