"""Clicks and wrong clicks of a receiver, given what arrives at it."""

import numpy as np
from scipy.special import xlog1py

__all__ = []


def error_rate(wrong, clicks):
    """Share of wrong clicks, and ½ where nothing clicks: a click that never comes gives no bit."""
    return np.where(clicks > 0, wrong / np.where(clicks > 0, clicks, 1), 0.5)


def clicks(link, arrives):
    """Clicks and wrong clicks per pulse, given the probability that some photon of it is detected."""
    return arrives + link.dark_counts * (1 - arrives), link.dark_counts / 2 + link.misalignment * arrives


def arrivals(photons, eta):
    """Probability that at least one of n photons is detected, each with probability η."""
    with np.errstate(divide="ignore"):        # η = 1 loses nothing: log 0 = −∞ is right
        return 0.0 - np.expm1(xlog1py(photons, -eta))


def coherent_clicks(link, eta, mu):
    """Gain Q and wrong clicks E·Q of a weak coherent pulse, given the transmittance."""
    return clicks(link, -np.expm1(-eta * mu))
