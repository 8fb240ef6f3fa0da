"""The same stories against every gateway: fake servers that speak each dialect over real HTTP."""
