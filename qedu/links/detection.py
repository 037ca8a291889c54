"""Clicks and wrong clicks of a receiver, given what arrives at it."""

import numpy as np
from scipy.special import xlog1py

from qedu._arguments import bad

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


def detected(link, photons, transmittance):
    """Probability that some photon of a pulse is detected, over both bits: the mean over the receiver's detectors.

    As misalignment sends as many pulses from detector 0 to detector 1 as the other way round, it drops out.
    """
    if isinstance(link.efficiency, float):
        return arrivals(photons, transmittance * link.efficiency)
    first, second = (arrivals(photons, transmittance * eta) for eta in link.efficiency)
    return (first + second) / 2


def equal_efficiency(link):
    """The one efficiency of a receiver whose detectors are alike, or ValueError: for what is proved of no other receiver."""
    if isinstance(link.efficiency, float):
        return link.efficiency
    raise bad("link", link, f"one with detectors that are alike, as efficiency={link.mean_efficiency:g}: this is derived for no other "
                            "receiver; qedu.exchange takes two efficiencies")


def both_click(photons, eta, dark):
    """Probability that both of two detectors click, where each of n photons is as likely to go to one as to the other.

    Each is detected with probability η, and each detector clicks in the dark with probability `dark`:
    1 − 2(1 − d)(1 − η/2)ⁿ + (1 − d)²(1 − η)ⁿ, written such that little is lost where little clicks.
    """
    half = eta / 2
    with np.errstate(divide="ignore"):
        silent = np.log1p(-dark) + xlog1py(photons, -half)         # of one given detector
        together = np.expm1(xlog1py(photons, -((half / (1 - half)) ** 2)))
    return np.expm1(silent) ** 2 + np.exp(2 * silent) * together


def coherent_clicks(link, eta, mu):
    """Gain Q and wrong clicks E·Q of a weak coherent pulse, given the transmittance."""
    return clicks(link, -np.expm1(-eta * mu))
