"""Transaction functions: called on the writer thread only, each takes the ``Tx`` first and returns ``Written``."""
