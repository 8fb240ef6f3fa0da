"""NioChat's "Uazapi/Evolution" webhook."""
