"""What light loses, against integrals over beams, an atmosphere of shells, and quantities counted another way."""

import math

import numpy as np
import pytest
from scipy import constants, integrate, special, stats

from qedu import links, satellites


@pytest.mark.parametrize("km, urad, aperture", [(1200, 10, 1), (500, 10, 1), (36_000, 3, 2), (0.5, 400, 0.15), (1, 1000, 1.2)])
def test_a_gaussian_beam_through_a_round_hole(km, urad, aperture):
    w = km * 1e3 * urad * 1e-6 / 2
    caught = integrate.quad(lambda r: 2 / (math.pi * w**2) * math.exp(-2 * r**2 / w**2) * 2 * math.pi * r, 0, aperture / 2)[0]
    assert satellites.diffraction_loss_db(km, urad, aperture) == pytest.approx(-10 * math.log10(caught), abs=1e-8)
    assert satellites.diffraction_loss_db(km, urad, aperture) == links.free_space_loss_db(km, divergence_urad=urad, aperture_m=aperture)


@pytest.mark.parametrize("km, urad, aperture", [(1200, 10, 1), (500, 10, 1), (0.05, 10, 1)])
def test_a_top_hat_spreads_evenly(km, urad, aperture):
    spot, hole = (math.pi * d**2 / 4 for d in (km * 1e3 * urad * 1e-6, aperture))
    assert satellites.diffraction_loss_db(km, urad, aperture, beam="top_hat") == pytest.approx(10 * math.log10(max(1, spot / hole)), abs=1e-9)


def test_the_two_conventions_at_1200_km():
    """The figures of the design, and between them the 22 dB that Liao et al. 2017 print without saying how."""
    gaussian, top_hat = (satellites.diffraction_loss_db(1200, 10, 1, beam=beam) for beam in satellites.BEAMS)
    assert gaussian == pytest.approx(18.60, abs=0.005) and top_hat == pytest.approx(21.58, abs=0.005)
    assert satellites.diffraction_loss_db(500, 10, 1) == pytest.approx(11.1, abs=0.05)


def test_diffraction_takes_arrays_of_all_three():
    found = satellites.diffraction_loss_db([[500], [1200]], [5, 10], [1, 2])
    assert found.shape == (2, 2) and found[1, 1] == satellites.diffraction_loss_db(1200, 10, 2)
    flat = satellites.diffraction_loss_db([0, 0.05, 1200], 10, [1, 1, 2], beam="top_hat")
    assert flat[:2].tolist() == [0, 0] and flat[2] == pytest.approx(21.5836 - 20 * math.log10(2), abs=1e-4)
    assert links.free_space_loss_db([1, 2], divergence_urad=[10, 5], aperture_m=1)[1] == links.free_space_loss_db(2, divergence_urad=5, aperture_m=1)


@pytest.mark.parametrize("nm, width", [(848.6, 0.3), (1550, 0.1)])
def test_the_narrowest_beam_by_its_far_field(nm, width):
    """Fraunhofer: the amplitude at an angle is the Hankel transform of that in the aperture; e⁻¹ of it at the half angle."""
    k, w0 = 2 * math.pi / (nm * 1e-9), width / 2
    half = satellites.diffraction_limit_urad(nm, width) * 1e-6 / 2

    def amplitude(angle):
        return integrate.quad(lambda r: math.exp(-((r / w0) ** 2)) * special.j0(k * r * math.sin(angle)) * r, 0, 8 * w0, limit=200)[0]

    assert amplitude(half) / amplitude(0) == pytest.approx(math.exp(-1), rel=1e-6)


def test_micius_sends_a_wider_beam_than_it_would_have_to():
    limit = satellites.diffraction_limit_urad(848.6, 0.3)
    assert limit == pytest.approx(3.60, abs=0.005) and 10 / limit == pytest.approx(2.8, abs=0.05)
    # 9.95 dB with the 0.3 m from which the beam starts, 9.93 without.
    spot = math.hypot(0.15, 1200e3 * limit * 1e-6 / 2)
    assert satellites.diffraction_loss_db(1200, limit, 1) == pytest.approx(-10 * math.log10(-math.expm1(-2 * (0.5 / spot) ** 2)), abs=0.02)


@pytest.mark.parametrize("sigma, theta", [(1.2, 10), (0.3, 10), (5, 12)])
def test_pointing_by_quadrature(sigma, theta):
    x, weight = special.roots_hermitenorm(60)
    weight = np.outer(weight, weight) / (2 * math.pi)
    angle2 = sigma**2 * (x[:, None] ** 2 + x**2)
    mean = (weight * np.exp(-2 * angle2 / (theta / 2) ** 2)).sum()
    assert satellites.pointing_loss_db(sigma, theta) == pytest.approx(-10 * math.log10(mean), abs=1e-7)
    hit = stats.chi2(2).cdf((theta / 2 / sigma) ** 2)
    assert satellites.pointing_loss_db(sigma, theta, beam="top_hat") == pytest.approx(-10 * math.log10(hit), abs=1e-9)


def test_a_small_receiver_is_a_point_for_pointing():
    """The mean over jitter of what a hole of 1 m catches at 645 km, against diffraction and pointing one after the other."""
    w, sigma, a = 645e3 * 5e-6, 645e3 * 1.2e-6, 0.5
    r, weight = np.polynomial.legendre.leggauss(80)
    rho, phi = a * (r + 1) / 2, math.pi * (r + 1)
    x, jitter = special.roots_hermitenorm(40)
    jitter = np.outer(jitter, jitter) / (2 * math.pi)
    at_x, at_y = rho[:, None] * np.cos(phi), rho[:, None] * np.sin(phi)
    area = (weight * rho * a / 2)[:, None] * weight * math.pi
    caught = 0.0
    for i, dx in enumerate(sigma * x):
        for j, dy in enumerate(sigma * x):
            caught += jitter[i, j] * (area * np.exp(-2 * ((at_x - dx) ** 2 + (at_y - dy) ** 2) / w**2)).sum() * 2 / (math.pi * w**2)
    together = satellites.diffraction_loss_db(645, 10, 1) + satellites.pointing_loss_db(1.2, 10)
    assert together == pytest.approx(-10 * math.log10(caught), abs=0.05)


def test_no_jitter_no_loss():
    for beam in satellites.BEAMS:
        none = satellites.pointing_loss_db([0, 0], 10, beam=beam)
        assert none.tolist() == [0, 0] and math.copysign(1, none[0]) == 1
    assert satellites.pointing_loss_db([0, 1, 2], [10, 10, 5]).shape == (3,)


def test_air_mass_as_published():
    """What other programs find by the formula, and the table to which Kasten and Young fitted it (their Table II, as others quote it)."""
    assert satellites.air_mass([90, 30, 20, 10, 0]).tolist() == pytest.approx([1.000, 1.994, 2.903, 5.59, 37.9], rel=1e-3)
    assert satellites.air_mass([10, 5, 1, 0]).tolist() == pytest.approx([5.5841, 10.3164, 26.2595, 38.0868], rel=6e-3)


@pytest.mark.parametrize("elevation", [90, 60, 40, 20, 10])
def test_air_mass_of_an_atmosphere_of_shells(elevation):
    """An exponential atmosphere of 8.4 km over a round Earth, without refraction: the same within 1 %."""
    earth, scale = 6371.0, 8.4
    across = earth * math.cos(math.radians(elevation))

    def density(height):
        radius = earth + height
        return math.exp(-height / scale) * radius / math.sqrt(radius**2 - across**2)

    column = integrate.quad(density, 1e-9, 200, limit=400)[0] / scale
    assert satellites.air_mass(elevation) == pytest.approx(column, rel=0.01)


def test_air_takes_a_share_of_each_air_mass():
    assert satellites.atmosphere_loss_db(90, 0.5) == pytest.approx(3.0103, abs=2e-3)
    shares = 10 ** (-satellites.atmosphere_loss_db([20, 20, 45], [0.8, 1, 0.3]) / 10)
    mass = satellites.air_mass([20, 20, 45])
    assert shares == pytest.approx([0.8 ** mass[0], 1, 0.3 ** mass[2]], rel=1e-12)
    assert satellites.atmosphere_loss_db(40, 1) == 0


def test_sky_counted_photon_by_photon():
    """Through the cone that the receiver sees, with the energy of a photon from SciPy."""
    radiance, theta, width, colour, gate, nm, share = 1.5e-5, 120e-6, 0.8, 1.2, 3.0, 810.0, 0.05
    cone = integrate.quad(lambda angle: 2 * math.pi * math.sin(angle), 0, theta / 2)[0]
    flux = radiance * (colour / 1000) * math.pi * (width / 2) ** 2 * cone            # watts
    photons = flux * gate * 1e-9 / (constants.h * constants.c / (nm * 1e-9))
    given = dict(field_of_view_urad=120, aperture_m=width, filter_nm=colour, gate_ns=gate, wavelength_nm=nm, efficiency=share)
    assert satellites.background(radiance, **given) == pytest.approx(share * photons, rel=1e-6, abs=0)
    assert satellites.background([0, radiance], **given).tolist() == pytest.approx([0, share * photons], rel=1e-6, abs=0)
    # Whoever takes the full angle for the half one counts four times as much: 6 dB.
    assert satellites.background(radiance, **given | {"field_of_view_urad": 240}) == pytest.approx(4 * share * photons, rel=1e-6, abs=0)


def test_a_mean_number_is_no_probability():
    counts = np.array([0, 1e-9, 0.3, 7.15, 50])
    assert satellites.noise_probability(counts) == pytest.approx(1 - stats.poisson(counts).pmf(0), abs=1e-15)
    assert satellites.noise_probability(1e-9) == pytest.approx(1e-9, rel=1e-8, abs=0) and satellites.noise_probability(0) == 0


@pytest.mark.parametrize("call, message", [
    (lambda: satellites.diffraction_loss_db(1, 0, 1), "divergence_urad = 0 is not allowed: numbers from 0.001 to 1e+06"),
    (lambda: satellites.diffraction_loss_db(1, 10, [1, 0], beam="top_hat"), "aperture_m = [1, 0] is not allowed: a number above 0, at most 1e+06"),
    (lambda: satellites.diffraction_loss_db(1, 10, 1, beam="flat"), "beam = 'flat' is not allowed: 'gaussian' or 'top_hat'"),
    (lambda: satellites.air_mass(91), "elevation_deg = 91 is not allowed: numbers from 0 to 90"),
    (lambda: satellites.atmosphere_loss_db(20, 0), "zenith_transmittance = 0 is not allowed: a number above 0, at most 1"),
    (lambda: satellites.diffraction_loss_db([1, 2], [1, 2, 3], 1), "range_km = 'an array of shape (2,)' is not allowed: "
     "a shape that goes with divergence_urad of shape (3,)"),
])
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message


@pytest.mark.parametrize("call, name, slip", [
    (lambda: satellites.diffraction_loss_db(1200, 1e-5, 1), "divergence_urad", "radians"),
    (lambda: satellites.diffraction_loss_db(1200, [10, 1e-5], 1, beam="top_hat"), "divergence_urad", "radians"),
    (lambda: satellites.pointing_loss_db(1.2, 1e-5), "divergence_urad", "radians"),
    (lambda: satellites.SpaceLink("down", 850, divergence_urad=1e-5, aperture_m=1, zenith_transmittance=0.7), "divergence_urad", "radians"),
    (lambda: satellites.SpaceLink("down", 0.85, divergence_urad=10, aperture_m=1, zenith_transmittance=0.7), "wavelength_nm", "micrometres"),
    (lambda: satellites.diffraction_limit_urad(0.85, 0.3), "wavelength_nm", "micrometres")])
def test_another_unit_is_named(call, name, slip):
    with pytest.raises(ValueError, match=f"{name}.*looks like {slip}"):
        call()
