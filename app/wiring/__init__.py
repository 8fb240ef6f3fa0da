"""Parts of the composition root, one module for each layer."""
