"""Chapter C13: fibre against a satellite, the passes of a satellite."""

import math

import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

from qedu import widgets

from .conftest import SETTLE, line, on_paper
from .test_hosts import LOOK, true_to_python

FIBRE = widgets.load("fibre-v-space")
EARTH, GM = 6371.0, 398600.4418


# ------------------------------------------------------------- fibre against a satellite

def down(km, above, urad=10.0, mirror=1.0):
    """Share of the light that comes out of the receiver, written out: beam, aim, air, optics."""
    beam = 1 - math.exp(-2 * (mirror / 2) ** 2 / (km * 1e3 * urad * 1e-6 / 2) ** 2)
    aim = quad(lambda t: t / 1.2**2 * math.exp(-t * t / (2 * 1.2**2)) * math.exp(-2 * (2 * t / urad) ** 2), 0, 40)[0]
    mass = 1 / (math.sin(math.radians(above)) + 0.50572 * (above + 6.07995) ** -1.6364)
    return beam * aim * 10 ** (-0.55 / 2.904 * mass) * 0.16


def seen_from(angle, altitude=500.0):
    """Kilometres and degrees above the horizon of a satellite at an angle at the Earth's centre: by its coordinates."""
    x, y = (EARTH + altitude) * math.sin(angle), (EARTH + altitude) * math.cos(angle) - EARTH
    return math.hypot(x, y), math.degrees(math.atan2(y, x))


@pytest.mark.parametrize("state", [{}, {"km": 500}, {"km": 1700, "urad": 20, "mirror": 0.3}, {"km": 700, "urad": 4, "mirror": 1.8}], ids=str)
def test_losses_are_those_of_beam_aim_air_and_optics(state):
    numbers, one = FIBRE.numbers(state), FIBRE.state(state)
    angle = brentq(lambda a: seen_from(a)[0] - one["km"], 0, 0.5) if one["km"] > 500 else 0.0
    share = down(*seen_from(angle), one["urad"], one["mirror"])
    assert numbers["space"] == pytest.approx(-10 * math.log10(share), abs=1e-6)
    assert 10 ** numbers["log.space"] == pytest.approx(5e7 * (1 - math.exp(-0.25 * share)), rel=1e-6)
    assert numbers["glass"] == pytest.approx(0.2 * one["km"]) and numbers["same"] == pytest.approx(numbers["space"] / 0.2)
    assert numbers[f"space.of@{one['km']:.0f}"] == pytest.approx(numbers["space"], abs=1e-12)


def test_the_anchor_of_twelve_hundred_kilometres():
    """Without air, aim and receiver, 18.60 dB; in fibre 240."""
    numbers = FIBRE.numbers()
    assert numbers["space.spread"] == pytest.approx(18.60, abs=0.005) and numbers["glass"] == pytest.approx(240)
    near = FIBRE.numbers({"km": 100})
    assert near["glass"] < near["space"] and near["ahead"] == 0 < FIBRE.numbers({"km": 300})["ahead"] == 1
    assert near["same"] == pytest.approx(109.5, abs=0.5), "kilometres of fibre that lose as much as the way from overhead"


@pytest.mark.parametrize("state", [{}, {"urad": 20, "mirror": 0.6, "passes": "4", "clear": "0.2"}], ids=str)
def test_a_pass_and_a_day_by_an_integral_over_time(state):
    """A pass overhead from 20° to 20°, second by second of its angle; and the fibre that gives as many bits in 24 hours."""
    numbers, one = FIBRE.numbers(state), FIBRE.state(state)
    turn = math.sqrt(GM / (EARTH + 500) ** 3)
    edge = brentq(lambda a: seen_from(a)[1] - 20, 0.01, 0.5)
    rate = lambda t: 5e7 * (1 - math.exp(-0.25 * down(*seen_from(abs(turn * t)), one["urad"], one["mirror"])))      # noqa: E731
    bits = 2 * quad(rate, 0, edge / turn, epsrel=1e-9)[0]
    assert numbers["minutes"] == pytest.approx(2 * edge / turn / 60, rel=1e-9)
    assert 10 ** numbers["log.pass"] == pytest.approx(bits, rel=1e-6)
    day = bits * float(one["passes"]) * float(one["clear"])
    assert 10 ** numbers["day.space"] == pytest.approx(day, rel=1e-6)
    assert 86_400 * 5e7 * (1 - math.exp(-0.25 * 10 ** (-0.02 * numbers["day.km"]))) == pytest.approx(day, rel=1e-6)


@pytest.mark.parametrize("state, words", [
    ({}, "Over 1,200 km fibre loses 240.0 dB, and the way down from a satellite 33.0 dB: 18.6 dB because the beam has grown to 12.0 m"),
    ({"km": 100}, "No satellite comes as near as 100 km. From overhead, 500 km, the way down loses 21.9 dB, and 100 km of fibre lose 20.0 dB: fibre is better."),
    ({"km": 300}, "But even from overhead, 500 km, the way down loses only 21.9 dB"), ({"km": 500}, "Over 500 km fibre loses 100.0 dB"),
    ({"clear": "1"}, "in a day the satellite gives as much as 250 km of fibre")])
def test_what_the_comparison_says(state, words):
    assert words in line(FIBRE, state)


def test_beam_and_telescope_are_drawn_to_scale():
    for state in ({}, {"urad": 5, "mirror": 1.8, "km": 600}):
        numbers, drawing = FIBRE.numbers(state), next(svg for svg in on_paper(FIBRE, state).select("svg") if svg.select(".q-glow"))
        beam, mirror = (float(drawing.select(where)[-1]["r"]) for where in ("circle.q-rest", "circle.q-part"))
        assert mirror / beam == pytest.approx(FIBRE.state(state)["mirror"] / numbers["wide"], rel=0.02)


def test_the_comparison_by_keyboard(site, open_page):
    page = open_page(site("fibre-v-space"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    page.focus("[data-control=km]")
    page.keyboard.press("ArrowRight")
    page.evaluate(SETTLE)
    look = widget.evaluate(LOOK)
    true_to_python("fibre-v-space", look)
    assert look["state"]["km"] == 1220 and "Over 1,220 km" in look["text"].replace("\u00a0", " ")
    page.keyboard.press("Home")
    page.evaluate(SETTLE)
    assert "fibre is better" in widget.evaluate(LOOK)["text"].replace("\u00a0", " ")
