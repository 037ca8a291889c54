"""The simulation of the landing page."""
