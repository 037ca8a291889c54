"""What light loses between two telescopes, and what light comes in that nobody sent."""

from __future__ import annotations

import math
from typing import overload

import numpy as np

from qedu._arguments import LEAST_NM, LEAST_URAD, MAX_KM, array, bad, elevations, scalar_or_array, sized, together
from qedu._types import FloatOrArray, Floats, Number, Numbers
from qedu.links import free_space_loss_db

__all__ = ["BEAMS", "diffraction_loss_db", "diffraction_limit_urad", "pointing_loss_db", "air_mass", "atmosphere_loss_db",
           "background", "noise_probability"]

#: The two pictures of a beam: a Gaussian profile, or the same brightness everywhere within its edge.
BEAMS: tuple[str, ...] = ("gaussian", "top_hat")

#: Planck's constant times the speed of light, in joules times metres; both are exact by the definition of the SI.
_HC = 6.62607015e-34 * 299792458


def positive(name: str, value: Numbers, high: float = 1e6) -> Floats:
    """Return numbers above 0 as a float array, or raise ValueError."""
    values = array(name, value, 0, high)
    if not values.all():
        raise bad(name, value, f"a number above 0, at most {high:g}")
    return values


def profile_of(beam: str) -> str:
    """Return the name of a beam's profile, or raise ValueError."""
    if not isinstance(beam, str) or beam not in BEAMS:
        raise bad("beam", beam, "'gaussian' or 'top_hat'")
    return beam


@overload
def diffraction_loss_db(range_km: Number, divergence_urad: Number, aperture_m: Number, *, beam: str = "gaussian") -> float: ...
@overload
def diffraction_loss_db(range_km: Numbers, divergence_urad: Numbers, aperture_m: Numbers, *, beam: str = "gaussian") -> Floats: ...
def diffraction_loss_db(range_km: Numbers, divergence_urad: Numbers, aperture_m: Numbers, *, beam: str = "gaussian") -> FloatOrArray:
    """Loss of a beam that has grown wider than the telescope which catches it.

    Parameters
    ----------
    range_km : float or array_like
        Distance from telescope to telescope, 0 to 10⁶ km.
    divergence_urad : float or array_like
        Full angle of the beam in microradians, from 0.001 to 10⁶; at 1/e² of the intensity on its axis for a Gaussian beam, and from edge
        to edge for a top hat.
    aperture_m : float or array_like
        Diameter of the receiving telescope in metres, above 0.
    beam : str
        "gaussian", or "top_hat" for a beam that is equally bright everywhere within its edge.

    Returns
    -------
    float or numpy.ndarray
        Decibels, of the shape that the three give together.  With a = aperture/2 and w = range·divergence/2:
        −10 log₁₀(1 − e^(−2a²/w²)) for "gaussian" (`qedu.links.free_space_loss_db`), and −20 log₁₀(a/w) for "top_hat", 0 where
        the whole beam gets in.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Far off both grow by 20 dB when the range grows tenfold, and the top hat loses 3.01 dB more: a Gaussian beam of the same
    angle is twice as bright on its axis.  Divergence and aperture say nothing of each other.  A telescope sends no narrower
    beam than `diffraction_limit_urad`, but it may send a wider one, as Micius does.  Chapter C13.

    Examples
    --------
    >>> [round(diffraction_loss_db(1200, 10, 1, beam=beam), 2) for beam in ("gaussian", "top_hat")]
    [18.6, 21.58]
    """
    if profile_of(beam) == "gaussian":
        return free_space_loss_db(range_km, divergence_urad=divergence_urad, aperture_m=aperture_m)
    km, angle, aperture = together(
        range_km=array("range_km", range_km, 0, MAX_KM), divergence_urad=sized("divergence_urad", divergence_urad, LEAST_URAD, "radians"),
        aperture_m=positive("aperture_m", aperture_m))
    wider = np.maximum(km * 1e-3 * angle / aperture, 1)
    return scalar_or_array(20 * np.log10(wider))


@overload
def diffraction_limit_urad(wavelength_nm: Number, aperture_m: Number) -> float: ...
@overload
def diffraction_limit_urad(wavelength_nm: Numbers, aperture_m: Numbers) -> Floats: ...
def diffraction_limit_urad(wavelength_nm: Numbers, aperture_m: Numbers) -> FloatOrArray:
    """The smallest divergence of a Gaussian beam that leaves a telescope of a given width.

    Parameters
    ----------
    wavelength_nm : float or array_like
        Wavelength in nanometres, from 10 to 10⁶.
    aperture_m : float or array_like
        Diameter of the beam at 1/e² intensity where it leaves, in metres, above 0.

    Returns
    -------
    float or numpy.ndarray
        Full angle at 1/e² intensity in microradians: 4λ/(π·aperture).

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    The half-angle of a Gaussian beam is λ/(πw₀), and its waist w₀ is half the diameter here.  The rim that cuts such a beam
    off at 1/e² makes it a little wider still.  Saleh and Teich, Fundamentals of Photonics, section 3.1,
    doi:10.1002/0471213748.  Chapter C13.

    Examples
    --------
    The telescope of Micius could send a beam of 3.6 µrad; the one it sends has about 10.

    >>> round(diffraction_limit_urad(848.6, 0.3), 2)
    3.6
    """
    wave, width = together(wavelength_nm=sized("wavelength_nm", wavelength_nm, LEAST_NM, "micrometres"),
                           aperture_m=positive("aperture_m", aperture_m))
    return scalar_or_array(4e-3 * wave / (math.pi * width))


@overload
def pointing_loss_db(jitter_urad: Number, divergence_urad: Number, *, beam: str = "gaussian") -> float: ...
@overload
def pointing_loss_db(jitter_urad: Numbers, divergence_urad: Numbers, *, beam: str = "gaussian") -> Floats: ...
def pointing_loss_db(jitter_urad: Numbers, divergence_urad: Numbers, *, beam: str = "gaussian") -> FloatOrArray:
    """Loss on average, because the beam's axis trembles around the receiver.

    Parameters
    ----------
    jitter_urad : float or array_like
        Root mean square of the error of aim along each of the two axes, in microradians, 0 to 10⁶.
    divergence_urad : float or array_like
        Full angle of the beam in microradians, from 0.001 to 10⁶, as in `diffraction_loss_db`.
    beam : str
        "gaussian" or "top_hat".

    Returns
    -------
    float or numpy.ndarray
        Decibels of the mean transmittance, of the shape that both give together.  With σ the jitter and Θ the divergence:
        10 log₁₀(1 + 16σ²/Θ²) for "gaussian", and −10 log₁₀(1 − e^(−Θ²/(8σ²))) for "top_hat".

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Both errors are normal, independent and without offset, and the receiver is small beside the beam: the mean of e^(−8θ²/Θ²)
    over θ² = θ₁² + θ₂², and the probability that θ < Θ/2.  It is the transmittance that is averaged, not the decibels.  Papers
    often print one number for the jitter and do not say whether it is meant per axis: both axes together have √2 times as much.

    In other words, a Gaussian beam that trembles is a wider Gaussian beam on average, of w² + (2σ·range)² in place of w².
    Chapter C13.

    Examples
    --------
    >>> [round(pointing_loss_db(1.2, 10, beam=beam), 3) for beam in ("gaussian", "top_hat")]
    [0.9, 0.001]
    """
    gaussian = profile_of(beam) == "gaussian"
    sigma, angle = together(jitter_urad=array("jitter_urad", jitter_urad, 0, 1e6),
                            divergence_urad=sized("divergence_urad", divergence_urad, LEAST_URAD, "radians"))
    ratio = sigma / angle
    if gaussian:
        return scalar_or_array(10 * np.log1p(16 * ratio**2) / math.log(10))
    with np.errstate(divide="ignore"):
        inside = -np.expm1(-1 / (8 * ratio**2))
    return scalar_or_array(-10 * np.log10(inside) + 0.0)


@overload
def air_mass(elevation_deg: Number) -> float: ...
@overload
def air_mass(elevation_deg: Numbers) -> Floats: ...
def air_mass(elevation_deg: Numbers) -> FloatOrArray:
    """How much more air light crosses at this elevation than straight down.

    Parameters
    ----------
    elevation_deg : float or array_like
        Elevation above the horizon as it is seen, 0 to 90 degrees.

    Returns
    -------
    float or numpy.ndarray
        1/(sin ε + 0.50572(ε + 6.07995)^(−1.6364)), ε in degrees; 1 at the zenith within 0.03 %.

    Raises
    ------
    ValueError
        If an elevation leaves its range.

    Notes
    -----
    Kasten and Young, Appl. Opt. 28, 4735 (1989), doi:10.1364/AO.28.004735, a formula fitted to a standard atmosphere of a curved
    Earth.  ε is the apparent elevation, with refraction, which differs from the geometric one by 0.1° at 10° and by 0.5° at the
    horizon; we leave the difference out.  Above 20° it is 1/sin ε within 1 %.  Chapter C13.

    Examples
    --------
    >>> air_mass([90, 30, 20, 10]).round(3).tolist()
    [1.0, 1.994, 2.903, 5.586]
    """
    degrees = elevations("elevation_deg", elevation_deg)
    return scalar_or_array(1 / (np.sin(np.radians(degrees)) + 0.50572 * (degrees + 6.07995) ** -1.6364))


@overload
def atmosphere_loss_db(elevation_deg: Number, zenith_transmittance: Number) -> float: ...
@overload
def atmosphere_loss_db(elevation_deg: Numbers, zenith_transmittance: Numbers) -> Floats: ...
def atmosphere_loss_db(elevation_deg: Numbers, zenith_transmittance: Numbers) -> FloatOrArray:
    """Loss by absorption and scattering in the air, on a slant through it.

    Parameters
    ----------
    elevation_deg : float or array_like
        Elevation above the horizon, 0 to 90 degrees.
    zenith_transmittance : float or array_like
        Share of the light that comes through from straight above, above 0 and at most 1.

    Returns
    -------
    float or numpy.ndarray
        −10 m log₁₀ T decibels with m the `air_mass`: the transmittance is T^m.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Beer's law for air in layers, so clear sky.  A cloud is not part of it, but an end of the link (`availability`).
    Chapter C13.

    Examples
    --------
    >>> atmosphere_loss_db([90, 20], 0.65).round(2).tolist()
    [1.87, 5.43]
    """
    mass, share = together(elevation_deg=np.asarray(air_mass(elevation_deg)),
                           zenith_transmittance=positive("zenith_transmittance", zenith_transmittance, 1))
    return scalar_or_array(-10 * mass * np.log10(share) + 0.0)


@overload
def background(radiance: Number, *, field_of_view_urad: Number, aperture_m: Number, filter_nm: Number, gate_ns: Number,
               wavelength_nm: Number, efficiency: Number = 1.0) -> float: ...
@overload
def background(radiance: Numbers, *, field_of_view_urad: Numbers, aperture_m: Numbers, filter_nm: Numbers, gate_ns: Numbers,
               wavelength_nm: Numbers, efficiency: Numbers = 1.0) -> Floats: ...
def background(radiance: Numbers, *, field_of_view_urad: Numbers, aperture_m: Numbers, filter_nm: Numbers, gate_ns: Numbers,
               wavelength_nm: Numbers, efficiency: Numbers = 1.0) -> FloatOrArray:
    """Counts per gate from the light of the sky behind the satellite.

    Parameters
    ----------
    radiance : float or array_like
        Brightness of the sky in W/(m² sr µm), at least 0.
    field_of_view_urad : float or array_like
        Full angle that the receiver sees, in microradians, above 0.
    aperture_m : float or array_like
        Diameter of the telescope in metres, above 0.
    filter_nm : float or array_like
        Width of the colour filter in nanometres, above 0.
    gate_ns : float or array_like
        How long the detectors listen to each pulse, in nanoseconds, above 0.
    wavelength_nm : float or array_like
        Wavelength in nanometres, from 10 to 10⁶.
    efficiency : float or array_like
        Share of the photons at the telescope that make a click: optics and detectors, 0 to 1.

    Returns
    -------
    float or numpy.ndarray
        Mean number of counts per gate, all detectors together.  It may pass 1, and is no probability: for this see
        `noise_probability`.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    radiance · (πD²/4) · (πθ²/4) · Δλ · t · efficiency, over the energy hc/λ of a photon; θ is the full angle, so the solid
    angle is πθ²/4 and not πθ².  Sources for the sky at night differ by a factor of ten: 1 to 2·10⁻⁶ W/(m² sr µm) in Recommendation
    ITU-R P.1621, and 1.5·10⁻⁵ without Moon at 1550 nm, a hundred times that under a full one, in Ntanos et al., Photonics 8, 544
    (2021), doi:10.3390/photonics8120544 (both read as quoted by others).  City lights are in neither.  Chapter C13.

    Examples
    --------
    >>> sky = background([1.5e-6, 1.5e-5], field_of_view_urad=100, aperture_m=1, filter_nm=1, gate_ns=2, wavelength_nm=850, efficiency=0.08)
    >>> [float(f"{counts:.2g}") for counts in sky]
    [6.3e-09, 6.3e-08]
    """
    given = {name: positive(name, value) for name, value in (
        ("field_of_view_urad", field_of_view_urad), ("aperture_m", aperture_m), ("filter_nm", filter_nm), ("gate_ns", gate_ns),
        ("wavelength_nm", wavelength_nm))}
    light, angle, width, colour, gate, wave, seen = together(
        radiance=array("radiance", radiance, 0, 1e6), **given, efficiency=array("efficiency", efficiency, 0, 1))
    watts = light * (math.pi * width**2 / 4) * (math.pi * (angle * 1e-6) ** 2 / 4) * colour * 1e-3
    return scalar_or_array(watts * gate * 1e-9 * seen * wave * 1e-9 / _HC)


@overload
def noise_probability(counts: Number) -> float: ...
@overload
def noise_probability(counts: Numbers) -> Floats: ...
def noise_probability(counts: Numbers) -> FloatOrArray:
    """Probability of at least one count in a gate in which so many come on average.

    Parameters
    ----------
    counts : float or array_like
        Mean number of counts per gate, 0 to 10⁶, such as `background` gives.

    Returns
    -------
    float or numpy.ndarray
        1 − e^(−counts): next to `counts` where that is small, and never above 1.

    Raises
    ------
    ValueError
        If a number leaves its range.

    Notes
    -----
    Counts of stray light are independent of each other, so their number is Poissonian.  Chapter C13.

    Examples
    --------
    >>> noise_probability([0.001, 1.5]).round(4).tolist()
    [0.001, 0.7769]
    """
    return scalar_or_array(-np.expm1(-array("counts", counts, 0, 1e6)))
