"""Simulations of the part about the world: threat, positions, decisions."""
