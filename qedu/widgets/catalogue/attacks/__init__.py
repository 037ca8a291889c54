"""Simulations of the part on attacks, one a file; they are found, not listed."""
