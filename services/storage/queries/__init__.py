"""Read-only queries: each takes a connection first, returns frozen domain data, and materialises everything."""
