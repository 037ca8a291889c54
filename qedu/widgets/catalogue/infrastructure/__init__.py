"""Simulations of the part on infrastructure: how quantum states get across a country."""
