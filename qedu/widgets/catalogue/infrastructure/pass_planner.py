"""Pass planner (chapter C13): one satellite, one station that can be moved, and the key of a day."""

import json
import math
from functools import cache
from pathlib import Path

import qedu
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
    passing,
    scene,
)

Passes = scene("passes", "land turns names words symbols")

_HEIGHTS, _MASKS = (400, 500, 600, 800, 1000, 1200, 1500, 2000), (10, 15, 20, 30, 40)
#: Where the circles of sight and of night, and the track, are drawn: degrees and minutes.
_ROUND, _BEFORE = tuple(range(0, 360, 10)), tuple(range(-48, 49, 2))
#: Minutes from the middle of a pass.
_PASS = tuple(m / 2 for m in range(-24, 25))
#: Elevation of the Sun below which it is night.
_NIGHT = -6
_NOW = {"now.up": [">", 0]}


@cache
def _land():
    file = Path(qedu.__file__).parent / "data" / "land.json"
    return json.loads(file.read_text(encoding="utf-8"))["path"]


class PassPlanner(Widget):
    """A map on which a satellite moves, a station that can be dragged, and the passes of the day."""

    title = "The pass planner"
    caption = ("A satellite in a low orbit sees a small circle of the ground, and it crosses the sky of a station in minutes, a few times "
               "a day. Key is made only when that happens at night and under a clear sky, so most of a day is spent waiting. A higher "
               "orbit is seen for longer, but from farther off, and what it gains in minutes it loses in light.")
    leaves_out = ("The orbit is a circle around a round Earth and does not drift, though real ones do. The light is that of Micius as "
                  "printed, its beam taken as Gaussian, with half a photon in a pulse and 10⁸ pulses a second. Air that moves, the Moon "
                  "and the light of towns are left out. The key is that of infinitely many pulses: a real pass gives less, and a short one "
                  "none. A pass is at night if the Sun stands more than 6° below the horizon from rise to set, and the Sun is taken to be "
                  "highest at twelve. Clouds come and go whatever the hour, so that the share of clear nights is the share of the key.")
    main = ("t",)
    folded = ("lat", "lon", "cloud", "inc", "hour", "mask")
    yours = {"link": ()}
    controls = (
        Range("t", "Time (UTC)", 0, 1439, 1, 108, readout="{t:hm}", play=80),
        Range("lat", "Latitude", -85, 85, 1, 47, readout="{lat:deg}", group="Station"),
        Range("lon", "Longitude", -180, 180, 1, 15, readout="{lon:deg}", group="Station"),
        Range("cloud", "Clouded nights", 0, 1, 0.05, 0.5, readout="{cloud:pct0}", group="Station"),
        Range("inc", "Inclination", 0, 100, 1, 97, readout="{inc:deg}", group="Orbit"),
        Range("hour", "Crosses the equator at", 0, 23, 1, 3, readout="{hour:int}:00", group="Orbit"),
        Choice("h", "Altitude", {str(h): f"{h} km" for h in _HEIGHTS}, "500", select=True, group="Orbit"),
        Choice("mask", "Used above", {str(m): f"{m}°" for m in _MASKS}, "20", select=True),
        Choice("sun", "Month", {"0": "March", "23.44": "June", "-23.44": "December"}, "0", select=True))
    sweeps = (*passing.SWEEPS, *(Sweep(f"{what}.{part}", _ROUND) for what in ("ring", "night") for part in ("lat", "lon")),
              *(Sweep(f"track.{part}", _BEFORE) for part in ("lat", "lon")),
              *(Sweep(f"{part}.of", _PASS) for part in ("away", "up", "share", "lit", "rate")))
    views = (
        Passes("", wide=True, land=_land(), turns=list(passing.TURNS), tab="Map",
               names={"sat.lat": "satellite: latitude", "sat.lon": "satellite: longitude", "now.up": "satellite: degrees above the horizon",
                      "now.away": "satellite: distance in km", "lat": "station: latitude", "lon": "station: longitude",
                      "sun.lon": "longitude where it is noon", "rise": "pass {n}, minutes of the day", "mbit": "pass {n}, Mbit if clear"},
               words={"station": "station", "night": "night", "day": "passes of the day, key in Mbit", "none": "no passes"},
               symbols=("satellite",)),
        Curves("", Axis(-12, 12, [-12, -8, -4, 0, 4, 8, 12], "minutes from the middle of the pass", format="int"),
               Axis(0, 90, [0, 30, 60, 90], "degrees above the horizon", format="int", format_table="f1", ends=True),
               [Series("up.of", "elevation", "q3", every=4)],
               points=[Point("pass.now", "now.up", "now", name="degrees above the horizon now", when={**_NOW, "pass.at": 1})],
               refs=[Ref(y="mask.deg", label="used above {mask.deg:int}°", name="lowest elevation that is used")], wide=True,
               when={"passes": [">", 0]}, tab="Pass"),
        Facts("The pass at {pass.start:hm} UTC", [
            Fact("pass.minutes", "minutes", "f2"), Fact("pass.top", "highest, in degrees", "f1"),
            Fact("pass.near", "nearest, in km", "int"), Fact("pass.loss", "lost from there to the click, in dB", "f1")],
              wide=True, when={"passes": [">", 0]}, tab="Pass"),
        Curves("", Axis(-12, 12, [-12, -8, -4, 0, 4, 8, 12], "minutes from the middle of the pass", format="int"),
               Axis(0, 80, [0, 20, 40, 60, 80], "secret kilobits a second, if it is night and clear", format="int", format_table="f2"),
               [Series("rate.of", "secret kilobits a second", "q3", every=4)],
               points=[Point("pass.now", "now.rate", "now", name="secret kilobits a second now", when={**_NOW, "pass.at": 1})], wide=True,
               screen_only=True, when={"passes": [">", 0]}, tab="Light"),
        Bars("Key of a day: what night and clouds leave of it", [
            Bar("part.all", "all passes ({passes:int}), if they were at night and clear: {day.all:f2}\u00a0Mbit", "q0", name="all passes"),
            Bar("part.dark", "those at night ({nights:int}), if it is clear: {day.dark:f2}\u00a0Mbit", "q1", name="passes at night"),
            Bar("part.key", "on average, with {cloud:pct0} of the nights clouded: {day.key:f2}\u00a0Mbit", "q3", name="on average")],
             format="pct0", wide=True, tab="Day"),
        Facts("", [Fact("orbit.minutes", "minutes for one revolution", "f1"), Fact("day.minutes", "minutes in sight in 24 hours", "f1"),
                   Fact("sight.km", "km around the station in which the satellite must be", "int")], wide=True, tab="Day"))
    line = (
        ({"passes": [">", 0]}, "The pass at {pass.start:hm} UTC lasts {pass.minutes:f1}\u00a0minutes, at most {pass.top:deg} high, "
                               "{pass.near:int} km away,"),
        ({"passes": [">", 0], "pass.dark": 1}, "at night: {pass.mbit:f2}\u00a0Mbit of key if it is clear."),
        ({"passes": [">", 0], "pass.dark": 0}, "by day: no key."),
        ({"passes": [">", 0]}, "At night: {nights:int} of the day's {passes:int} passes, {day.dark:f2}\u00a0Mbit if it is clear and "
                               "{day.key:f2}\u00a0Mbit on average."),
        ({"passes": 0}, "No pass in 24 hours: the satellite does not rise to {mask} here. It goes no farther north and south than "
                        "{reach:int}°, and is seen from at most {sight:f1}° off."))
    tasks = (
        Task("Play the day. How long is the satellite of use, and how many of its passes are at night?", {"t": 0}),
        Task("Raise the orbit from 500 km to 2,000 km and open the tab Day. Minutes in sight, and key: which grows, and which falls?",
             {"h": "500", "mask": "10"}),
        Task("Drag the station to the equator and then to 80° north, in March, June and December. Where is key to be had in each?",
             {"lat": 0, "t": 0, "sun": "23.44"}))
    paper = (
        Paper("One of the passes of a day, over a station at 47° north.", {}),
        Paper("In June it is never night at 80° north: many passes, and no key.", {"lat": 80, "sun": "23.44"}),
        Paper("An orbit inclined by 28° does not come into sight of it.", {"inc": 28}))

    def derive(self, n):
        turn, s, mask, link = math.pi / 180, 60 * n["t"], n["mask"], self.link or downlink.LINK
        node = 15 * n["hour"]
        passing.orbit(n, n["h"], n["inc"], node=node, latitude=n["lat"], longitude=n["lon"], mask=mask)
        n["sun.lag"] = (n["lon"] - 180) * turn
        passing.passes(n, link, sun_latitude=n["sun"])
        n["sat.lat"], n["sat.lon"] = passing.direction(n, s, node)
        n["now.away"] = passing.distance(n, passing.above(n, s))
        n["now.up"] = passing.height(n, n["now.away"])
        n["now.share"] = n.where(n["now.up"] > 0, lambda: passing.share(n, link, n["now.away"], up=n["now.up"]), 0)
        n["now.lit"] = downlink.lit(n, n["now.share"])
        n["now.rate"] = n.where(n["now.up"] > 0, lambda: downlink.secret_hz(n, link, n["now.share"], light=n["now.lit"]) / 1000, 0)
        n["sun.lon"] = 180 - n["t"] / 4
        # Midnight at the station, and from noon to dusk, in minutes.
        height = (math.sin(_NIGHT * turn) - n["sin.north"] * n.sin(n["sun"] * turn)) / (n["cos.north"] * n.cos(n["sun"] * turn))
        n["night.middle"], n["night.half"] = 1440 - 4 * n["lon"], n.acos(n.max(-1, n.min(1, height))) / turn * 4
        n["mask.deg"], n["orbit.minutes"], n["sight.km"] = mask, n["period"] / 60, n["sight"] * turn * passing.EARTH_KM
        for name, (lat, lon, radius) in {"ring": (n["sat.lat"], n["sat.lon"], n["sight"]),
                                         "night": (-1 * n["sun"], n["sun.lon"] + 180, 90 + _NIGHT)}.items():
            for i, part in enumerate(("lat", "lon")):
                n.curve(f"{name}.{part}", lambda x, i=i, lat=lat, lon=lon, radius=radius: passing.ring(
                    n, lat, lon, radius=radius, way=x)[i])
        for i, part in enumerate(("lat", "lon")):
            n.curve(f"track.{part}", lambda x, i=i: passing.direction(n, s + 60 * x, node)[i])
        self._day(n)
        self._pass(n, link, s)

    def _day(self, n):
        """What the passes of the day add up to."""
        each = [{part: n[f"{part}@{k}"] for part in ("seen", "dark", "mbit", "rise", "set")} for k in passing.TURNS]
        n["passes"], n["nights"] = sum(one["seen"] for one in each), sum(one["dark"] for one in each)
        n["day.all"], n["day.dark"] = sum(one["mbit"] for one in each), sum(one["mbit"] * one["dark"] for one in each)
        n["day.key"] = (1 - n["cloud"]) * n["day.dark"]
        for part in ("all", "dark", "key"):
            n[f"part.{part}"] = n.where(n["day.all"] > 0, lambda part=part: n[f"day.{part}"] / n["day.all"], 0)
        n["day.minutes"] = sum(one["set"] - one["rise"] for one in each) / 60
        n["reach"] = n.min(n["inc"], 180 - n["inc"])

    def _pass(self, n, link, now):
        """The pass that is looked at: the one of this moment or the next one, and the last one when all are over."""
        picked = n.first(((n.where(n[f"seen@{k}"] < 1, 0, n[f"set@{k}"] >= now, 1, 0) > 0, k) for k in passing.TURNS), -1)
        last = n.first(((n[f"seen@{k}"] > 0, k) for k in reversed(passing.TURNS)), -1)
        n["pick"] = n.where(picked < 0, last, picked)

        def of(part):
            return n.first(((n["pick"] == k, n[f"{part}@{k}"]) for k in passing.TURNS), 0)

        n["pass.rise"], n["pass.set"], n["pass.middle"] = of("rise"), of("set"), of("s.top3")
        n["pass.top"], n["pass.near"], n["pass.dark"], n["pass.mbit"] = of("top"), of("near"), of("dark"), of("mbit")
        n["pass.loss"] = n.where(n["pick"] < 0, 0, lambda: -10 * n.log10(passing.share(n, link, n["pass.near"], up=n["pass.top"])))
        n["pass.start"], n["pass.minutes"] = n["pass.rise"] / 60, (n["pass.set"] - n["pass.rise"]) / 60
        n["pass.now"] = (now - n["pass.middle"]) / 60
        n["pass.at"] = n.flag(abs(n["pass.now"]) < 12)
        n.curve("away.of", lambda x: passing.distance(n, passing.above(n, n["pass.middle"] + 60 * x)))
        passing.light(n, link, "of", away=lambda x: n.at("away.of", x), seen=lambda x: n.at("up.of", x) - n["mask"])
