"""Fibre v space (chapter C13): what the same light loses in glass and on its way down from a satellite."""

import math

import numpy as np

from qedu import satellites
from qedu.satellites import EARTH_KM
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Choice,
    Curves,
    Fact,
    Facts,
    Paper,
    Point,
    Range,
    Ref,
    Series,
    Sweep,
    Task,
    Widget,
    downlink,
    scene,
)
from qedu.widgets.formula import Floats

Spot = scene("spot", "beam mirror share words names")

#: Altitude of the satellite, the lowest elevation at which it is used, and the loss of fibre a kilometre.
ALTITUDE, MASK, FIBRE_DB = 500, 20, 0.2
_DAY = 86_400
_FAR = 1700
_GLASS = (0, 20, *range(100, _FAR + 1, 100))
_SKY = (500, 520, 560, *range(600, _FAR + 1, 100))
_BEAMS, _MIRRORS = (4, 5, 7, 10, 14, 20), (0.3, 0.6, 1, 1.2, 1.8)


def _pass():
    """Seconds of a pass overhead, and Gauss and Legendre's places in one half of it: weight, kilometres, degrees above the horizon."""
    radius, n = EARTH_KM + ALTITUDE, Floats({}, {})
    half = math.radians(satellites.half_angle_deg(ALTITUDE, MASK))
    places = []
    for node, weight in zip(*np.polynomial.legendre.leggauss(8)):
        away = math.sqrt(EARTH_KM**2 + radius**2 - 2 * EARTH_KM * radius * math.cos(half * (1 + node) / 2))
        places.append((float(weight) / 2, away, downlink.elevation(n, ALTITUDE, away)))
    return satellites.pass_duration_s(ALTITUDE, MASK), tuple(places)


PASS_S, _PLACES = _pass()


class FibreVSpace(Widget):
    """One distance, through glass and through the sky."""

    title = "Fibre v space"
    caption = ("Glass takes the same share of the light on every kilometre, and so its decibels grow with the distance. Empty space takes "
               "nothing: the beam only gets wider, and ten times the distance costs 20 dB. That is less, but it is not nothing, and a "
               "satellite is never nearer than its orbit is high and never there for long. So near by fibre wins, and far off the "
               "satellite does.")
    leaves_out = ("Only clicks of light are counted. Dark clicks and stray light end every key in fibre long before 1,000 km, and how "
                  "much of the sifted bits is secret is a question of its own. Laser, pulses (10⁸ a second, half a photon in each) and "
                  "detectors (50 %) are the same on both ways, and the fibre's receiver loses nothing, which favours fibre. The sky is "
                  "clear and its air does not move, which favours the satellite: Micius sifted 1.7 million bits in a pass that came no "
                  "nearer than 645 km (Liao et al., Nature 549, 43, 2017). The satellite keeps to a circle, passes overhead and hands a "
                  "key to one station at a time; to join two towns it must be trusted.")
    main = ("km",)
    folded = ("passes", "clear")
    yours = {"link": ()}
    controls = (
        Range("km", "Distance", 20, _FAR, 20, 1200, readout="{km:int} km"),
        Range("urad", "Beam opens by", _BEAMS[0], _BEAMS[-1], 0, 10, readout="{urad:int} µrad", options=_BEAMS),
        Range("mirror", "Telescope", _MIRRORS[0], _MIRRORS[-1], 0, 1, readout="{mirror:f1}\u00a0m", options=_MIRRORS),
        Choice("passes", "Passes a day", {"1": "1", "2": "2", "4": "4"}, "1"),
        Choice("clear", "Clear nights", {"1": "all", "0.5": "half", "0.2": "a fifth"}, "0.5"))
    sweeps = (Sweep("glass.of", _GLASS), Sweep("spread.of", _SKY), Sweep("space.of", _SKY), Sweep("glass.rate", _GLASS),
              Sweep("space.rate", _SKY))
    views = (
        Curves("", Axis(0, _FAR, [0, 300, 600, 900, 1200, 1500], "distance that the light travels, in km", format="int"),
               Axis(340, 0, [0, 60, 120, 180, 240, 300], "decibels lost (10 dB: a tenth is left)", format="int", format_table="f1"),
               [Series("glass.of", "fibre", "q1", line="solid"),
                Series("space.of", "down from a satellite", "q3", line="dashed"),
                Series("spread.of", "of that, because the beam widens", "q0", line="dotted")],
               points=[Point("km", "glass", "fibre {glass:f0} dB", name="lost in fibre, in decibels", tone="q1"),
                       Point("away", "space", "{space:f0} dB", name="lost on the way down, in decibels", tone="q3", below=True)],
               refs=[Ref(x=ALTITUDE, label="overhead", level=300)], wide=True, tab="Loss"),
        Spot("Beam and telescope, {away:int} km away", beam="wide", mirror="mirror", share="caught",
             words=["the beam: {wide:f1}\u00a0m", "the telescope: {mirror:f1}\u00a0m", "caught: {caught:pct2}"],
             names=["width of the beam, in metres", "share caught"], tab="Budget"),
        Bars("Decibels lost on the way down: {space:f1} in all", [
            Bar("space.spread", "the beam has widened", "q3"),
            Bar("space.aim", "aim that trembles", "q1"), Bar("space.air", "air, {elevation:deg} above the horizon", "q1", name="air"),
            Bar("space.optics", "the receiver's mirrors and lenses", "q1")], format="f1", max=45, tab="Budget"),
        Curves("", Axis(0, _FAR, [0, 300, 600, 900, 1200, 1500], "distance that the light travels, in km", format="int"),
               Axis(-8, 8, [-8, -4, 0, 4, 8], "sifted bits a second", format="pow", format_table="log", ends=True),
               [Series("glass.rate", "fibre", "q1", line="solid"), Series("space.rate", "down from a satellite", "q3", line="dashed")],
               points=[Point("km", "log.glass", "", name="in fibre, a second", tone="q1", when={"log.glass": [">", -8]}),
                       Point("away", "log.space", "{log.space:log} a second", name="from the satellite, a second", tone="q3")],
               wide=True, screen_only=True, tab="A second"),
        Bars("Sifted bits in a day (the bars count zeros)", [
            Bar("day.glass", "{km:int} km of fibre, day and night", "q1", name="fibre, in a day"),
            Bar("day.space", "satellite: {passes} × {minutes:f1}\u00a0minutes, {clear} of the nights", "q3", name="satellite, in a day")],
             format="log", max=12, wide=True, tab="A day"),
        Facts("", [Fact("log.pass", "bits in one pass overhead", "log"), Fact("day.km", "km of fibre give as many in a day", "int"),
                   Fact("same", "km of fibre lose as much as the way down", "int")], wide=True, tab="A day"))
    line = (
        ({"km": [">=", ALTITUDE]}, "Over {km:int} km fibre loses {glass:f1} dB. The way down from a satellite loses {space:f1} dB, as "
                                   "much as {same:int} km of fibre: {space.spread:f1} dB because the beam has grown to "
                                   "{wide:f1}\u00a0m, the rest by aim, air and receiver."),
        ({"km": ["<", ALTITUDE], "ahead": 0}, "No satellite comes as near as {km:int} km. From overhead, 500 km, the way down loses "
                                              "{space:f1} dB, and {km:int} km of fibre lose {glass:f1} dB: fibre is better."),
        ({"km": ["<", ALTITUDE], "ahead": 1}, "No satellite comes as near as {km:int} km. But even from overhead, 500 km, the way down "
                                              "loses only {space:f1} dB, and {km:int} km of fibre lose {glass:f1}\u00a0dB."),
        "Fibre works day and night, a pass lasts {minutes:f1}\u00a0minutes: in a day the satellite gives as much as {day.km:int} km of "
        "fibre.")
    tasks = (
        Task("At 1,200 km, open the tab Budget. Which line costs most? What do a beam half as wide and a telescope of 1.8 m save?", {}),
        Task("Go nearer until fibre loses less than the satellite overhead. Who is better at 100 km, a second and a day?", {"km": 100}),
        Task("Half of the nights are clouded, and a pass takes minutes. Up to which length does fibre give more in a day? What do four "
             "passes change, and a clear sky? Both are under “More settings”.", {"km": 300}))
    paper = (
        Paper("Over 1,200 km the way down loses far less than fibre, but not nothing.", {}),
        Paper("Over 100 km fibre loses less than any satellite.", {"km": 100}),
        Paper("A beam twice as wide costs six decibels on every way down.", {"urad": 20}))

    def taken(self):
        if self.link is not None:
            self.slide("urad", self.link.divergence_urad)
            self.slide("mirror", self.link.aperture_m)

    def derive(self, n):
        km, urad, mirror, link = n["km"], n["urad"], n["mirror"], self.link or downlink.LINK

        def spread(away):
            return -10 * n.log10(downlink.caught(n, link, away, urad=urad, aperture_m=mirror))

        n["away"] = n.max(km, ALTITUDE)
        n["elevation"] = downlink.elevation(n, ALTITUDE, n["away"])
        n["wide"] = n["away"] * urad * 1e-3
        n["space.spread"], n["space.aim"] = spread(n["away"]), -10 * n.log10(downlink.aimed(n, link, urad))
        n["caught"] = 10 ** (-n["space.spread"] / 10)
        n["space.air"], n["space.optics"] = downlink.air_db(n, link, n["elevation"]), -10 * math.log10(link.receiver_efficiency)
        n["space"] = n["space.spread"] + n["space.aim"] + n["space.air"] + n["space.optics"]
        n["glass"], n["same"] = FIBRE_DB * km, n["space"] / FIBRE_DB
        n["ahead"] = n.flag(n["glass"] > n["space"])
        n["log.glass"], n["log.space"] = (n.log10(downlink.sifted_hz(n, link, n[way])) for way in ("glass", "space"))
        still = n["space.aim"] + n["space.optics"]
        n.curve("glass.of", lambda x: FIBRE_DB * x)
        n.curve("spread.of", spread)
        n.curve("space.of", lambda x: n.at("spread.of", x) + still + downlink.air_db(n, link, downlink.elevation(n, ALTITUDE, x)))
        for way in ("glass", "space"):
            n.curve(f"{way}.rate", lambda x, way=way: n.log10(downlink.sifted_hz(n, link, n.at(f"{way}.of", x))))
        # A pass overhead, added up over its seconds: where the satellite stands then is the same in every state.
        air = Floats({}, {})
        million = PASS_S / 1e6 * sum(weight * downlink.sifted_hz(n, link, still + spread(away) + downlink.air_db(air, link, up))
                                     for weight, away, up in _PLACES)
        n["minutes"], n["log.pass"] = PASS_S / 60, n.log10(million) + 6
        n["all"] = n["passes"] * n["clear"] * million
        n["day.space"], n["day.glass"] = n.log10(n["all"]) + 6, n["log.glass"] + math.log10(_DAY)
        # The fibre in which a day's light makes as many.
        share = -n.log(n.max(1e-12, 1 - n["all"] / (_DAY * downlink.CLOCK_HZ / 2e6))) / (downlink.MU * link.detector_efficiency)
        n["day.km"] = n.max(0, -10 * n.log10(share) / FIBRE_DB)
