"""The window: Qt only, talks to ``services.api`` through ``ui.tasks`` and hears of changes by ``ui.bridge``."""
