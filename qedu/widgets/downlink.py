"""What light loses on its way down from a satellite, written for the page: both simulations of satellites compute with it.

The formulas are those of `qedu.satellites`, with operations of `qedu.widgets.formula` in place of arrays; tests hold each of them
against the library.  Angles are degrees; `n` is what `Widget.derive` gets.
"""

import math
from dataclasses import replace

from qedu.satellites import EARTH_KM, MICIUS, SpaceLink
from qedu.widgets.formula import Numbers

__all__ = ["LINK", "MU", "CLOCK_HZ", "elevation", "caught", "aimed", "air_db", "lit", "sifted_hz", "secret_hz"]

#: The link down that is drawn: that of Micius as printed, its beam taken as Gaussian.  Readers may bring another one.
LINK = replace(MICIUS, name="Micius, Gaussian beam", beam="gaussian")
#: Photons in a pulse on average, and pulses a second.
MU, CLOCK_HZ = 0.5, 1e8


def elevation(n: Numbers, altitude_km: float, range_km: float) -> float:
    """Degrees above the horizon at which a satellite stands that is so far away.

    Parameters
    ----------
    n : Numbers
    altitude_km, range_km : number
        Altitude of the orbit; distance of the satellite, at least that.

    Returns
    -------
    number

    Notes
    -----
    The law of cosines, for the triangle of Earth's centre, station and satellite.  Chapter C13.

    Examples
    --------
    >>> from qedu.widgets.formula import Floats
    >>> round(elevation(Floats({}, {}), 500, 1192.80), 3)
    20.0
    """
    sine = (altitude_km * (2 * EARTH_KM + altitude_km) - range_km**2) / (2 * EARTH_KM * range_km)
    return n.asin(n.max(-1, n.min(1, sine))) * 180 / math.pi


def caught(n: Numbers, link: SpaceLink, range_km: float, *, urad: float, aperture_m: float) -> float:
    """Share of the light that comes into a telescope, because the beam has grown wider than it.

    Parameters
    ----------
    n : Numbers
    link : SpaceLink
        Says which profile the beam has.
    range_km, urad, aperture_m : number
        Distance; divergence, the full angle; diameter of the telescope.

    Returns
    -------
    number

    Examples
    --------
    >>> from qedu.widgets.formula import Floats
    >>> round(caught(Floats({}, {}), LINK, 1200, urad=10, aperture_m=1), 5)
    0.01379
    """
    ratio = aperture_m / (range_km * urad * 1e-3)
    return -n.expm1(-2 * ratio**2) if link.beam == "gaussian" else n.min(1, ratio) ** 2


def aimed(n: Numbers, link: SpaceLink, urad: float) -> float:
    """Share of the light that is left on average, because the aim trembles.

    Parameters
    ----------
    n : Numbers
    link : SpaceLink
        Its profile and jitter.
    urad : number
        Divergence.

    Returns
    -------
    number
    """
    ratio = link.pointing_urad / urad
    if link.beam == "gaussian" or not link.pointing_urad:
        return 1 / (1 + 16 * ratio**2)
    return -n.expm1(-1 / (8 * ratio**2))


def air_db(n: Numbers, link: SpaceLink, elevation_deg: float) -> float:
    """Decibels that clear air takes on a slant, by the air mass of Kasten and Young, with the link's margin for turbulence.

    Parameters
    ----------
    n : Numbers
    link : SpaceLink
    elevation_deg : number
        0 to 90.

    Returns
    -------
    number
    """
    mass = 1 / (n.sin(elevation_deg * math.pi / 180) + 0.50572 * (elevation_deg + 6.07995) ** -1.6364)
    return -10 * math.log10(link.zenith_transmittance) * mass + (link.turbulence_db or 0)


def lit(n: Numbers, share: float) -> float:
    """Probability that light of a pulse makes a click.

    Parameters
    ----------
    n : Numbers
    share : number
        Share of the photons sent that make a click: all losses, detectors too.

    Returns
    -------
    number
    """
    return -n.expm1(-MU * share)


def sifted_hz(n: Numbers, link: SpaceLink, loss_db: float) -> float:
    """Sifted bits of light a second, behind a loss.

    Parameters
    ----------
    n : Numbers
    link : SpaceLink
        Its detectors; they do not click in the dark here.
    loss_db : number
        All that is lost before the detectors.

    Returns
    -------
    number
        Half of the pulses in which a photon is seen, BB84 with two equally likely bases.
    """
    return CLOCK_HZ / 2 * lit(n, link.detector_efficiency * 10 ** (-loss_db / 10))


def secret_hz(n: Numbers, link: SpaceLink, share: float, *, light: float) -> float:
    """Secret bits a second by decoy-state BB84 with infinitely many decoys, as `qedu.rates.decoy_bb84` has them.

    Parameters
    ----------
    n : Numbers
    link : SpaceLink
        Its noise and errors.
    share, light : number
        As in `lit`, and what that gives; each is asked for several times, so on the page it had better have a name.

    Returns
    -------
    number
        0 where nothing is left.
    """
    noise, wrong = link.noise, link.misalignment
    gain, single = light + noise * (1 - light), share + noise * (1 - share)
    kept = MU * math.exp(-MU) * single * (1 - n.h2(n.min(0.5, (noise / 2 + wrong * share) / single)))
    return n.max(0, CLOCK_HZ / 2 * (kept - link.f_ec * gain * n.h2(n.min(0.5, (noise / 2 + wrong * light) / gain))))
