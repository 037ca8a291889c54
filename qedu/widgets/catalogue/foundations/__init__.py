"""Simulations of the part on foundations, one a file; they are found, not listed."""
