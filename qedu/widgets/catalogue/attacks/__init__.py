"""Simulations of the part "Attacks"."""
