"""Gateways behind one interface; adapters hold everything that is special to one of them."""
