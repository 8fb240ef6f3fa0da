"""The betZap webhook: Baileys messages with ``instanceId`` and ``msgContent``."""
