"""Simulations of the part on keys, one a file; they are found, not listed."""
