"""What light loses on its way down from a satellite, written for the page: both simulations of satellites compute with it.

The formulas are those of `qedu.satellites`, with operations of `qedu.widgets.formula` in place of arrays; tests hold each of them
against the library.  Angles are degrees; `n` is what `Widget.derive` gets.
"""

import math
from dataclasses import replace

from qedu.satellites import MICIUS
from qedu.widgets.formula import Numbers

__all__ = ["EARTH_KM", "LINK", "OPTICS_DB", "MU", "CLOCK_HZ", "elevation", "spreading_db", "aim_db", "air_db", "lit", "sifted_hz",
           "secret_hz"]

#: Radius of the spherical Earth of `qedu.satellites`, in kilometres.
EARTH_KM = 6371.0
#: The link down that is drawn: that of Micius as printed, its beam taken as Gaussian; beam and telescope are the reader's.
LINK = replace(MICIUS, name="Micius, Gaussian beam", beam="gaussian")
#: Loss in the optics of the receiver.
OPTICS_DB = -10 * math.log10(LINK.receiver_efficiency)
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


def spreading_db(n: Numbers, range_km: float, urad: float, aperture_m: float) -> float:
    """Decibels that a Gaussian beam loses because it has grown wider than the telescope.

    Parameters
    ----------
    n : Numbers
    range_km, urad, aperture_m : number
        Distance; divergence, the full angle at 1/e² of the intensity; diameter of the telescope.

    Returns
    -------
    number

    Examples
    --------
    >>> from qedu.widgets.formula import Floats
    >>> round(spreading_db(Floats({}, {}), 1200, 10, 1), 2)
    18.6
    """
    return -10 * n.log10(-n.expm1(-2 * (aperture_m / (range_km * urad * 1e-3)) ** 2))


def aim_db(n: Numbers, urad: float) -> float:
    """Decibels that a Gaussian beam loses on average because its aim trembles by the link's jitter.

    Parameters
    ----------
    n : Numbers
    urad : number
        Divergence.

    Returns
    -------
    number
    """
    return 10 * n.log10(1 + 16 * (LINK.pointing_urad / urad) ** 2)


def air_db(n: Numbers, elevation_deg: float) -> float:
    """Decibels that clear air takes on a slant, by the air mass of Kasten and Young.

    Parameters
    ----------
    n : Numbers
    elevation_deg : number
        0 to 90.

    Returns
    -------
    number
    """
    mass = 1 / (n.sin(elevation_deg * math.pi / 180) + 0.50572 * (elevation_deg + 6.07995) ** -1.6364)
    return -10 * math.log10(LINK.zenith_transmittance) * mass


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


def sifted_hz(n: Numbers, loss_db: float) -> float:
    """Sifted bits of light a second, behind a loss.

    Parameters
    ----------
    n : Numbers
    loss_db : number
        All that is lost before the detectors.

    Returns
    -------
    number
        Half of the pulses in which a photon is seen, BB84 with two equally likely bases.
    """
    return CLOCK_HZ / 2 * lit(n, LINK.detector_efficiency * 10 ** (-loss_db / 10))


def secret_hz(n: Numbers, share: float, light: float) -> float:
    """Secret bits a second by decoy-state BB84 with infinitely many decoys, as `qedu.rates.decoy_bb84` has them.

    Parameters
    ----------
    n : Numbers
    share, light : number
        As in `lit`, and what that gives; each is asked for several times, so on the page it had better have a name.

    Returns
    -------
    number
        0 where nothing is left.
    """
    noise, wrong = LINK.noise, LINK.misalignment
    gain, single = light + noise * (1 - light), share + noise * (1 - share)
    kept = MU * math.exp(-MU) * single * (1 - n.h2(n.min(0.5, (noise / 2 + wrong * share) / single)))
    return n.max(0, CLOCK_HZ / 2 * (kept - LINK.f_ec * gain * n.h2(n.min(0.5, (noise / 2 + wrong * light) / gain))))
