"""The passes of one satellite over one station in a day, written for the page (`pass_planner`).

Everything is a formula of the time since midnight, as `qedu.satellites.Orbit` and `Site` have it: a circular orbit around a round Earth
that turns.  The passes are found by Newton's steps, as many as are needed, so that the page can take them as well; tests hold them
against those that `qedu.satellites.passes` finds.
"""

import math
from collections.abc import Callable

import numpy as np

from qedu.satellites import EARTH_GM, EARTH_KM, EARTH_TURN, SpaceLink
from qedu.widgets import downlink
from qedu.widgets.formula import Numbers
from qedu.widgets.parts import Sweep

__all__ = ["EARTH_KM", "TURNS", "SWEEPS", "ring", "orbit", "direction", "above", "distance", "height", "share", "light", "dusk",
           "passes"]

_DAY_S = 86_400
#: Revolutions that can begin within a day, from 400 km upwards.
TURNS = tuple(range(17))
#: Newton's steps to the highest point, and from there to rise and set; Gauss and Legendre's places over a pass.
_TOP, _EDGE, _PLACES = 3, 3, tuple(zip(*(some.tolist() for some in np.polynomial.legendre.leggauss(8))))
_TIMES = (*(f"top{j}" for j in range(_TOP + 1)), *(f"{edge}{j}" for edge in ("rise", "set") for j in range(_EDGE + 1)))
#: What `orbit`, `passes` and `light` fill, over the revolutions of a day.
SWEEPS = tuple(Sweep(name, TURNS) for name in (
    *(f"{part}.{time}" for time in _TIMES for part in ("s", "cu", "su", "cl", "sl", "f", "g")), "start", "seen", "slow",
    *(f"{part}.{j}" for j in range(len(_PLACES)) for part in ("e", "away", "up", "share", "lit", "rate")), "wide", "from.t", "from",
    "to.t", "to", "rise", "set", "top", "near", "dark", "mbit"))


def ring(n: Numbers, latitude: float, longitude: float, *, radius: float, way: float) -> tuple[float, float]:
    """A point of a circle on the ground.

    Parameters
    ----------
    n : Numbers
    latitude, longitude : number
        Its middle, degrees.
    radius, way : number
        How far from the middle, an angle at the Earth's centre, and in which direction, from north over east; both in degrees.

    Returns
    -------
    tuple of number
        Latitude and longitude in degrees; the longitude may pass 180.
    """
    turn = math.pi / 180
    there = n.asin(n.max(-1, n.min(1, n.sin(latitude * turn) * n.cos(radius * turn)
                                   + n.cos(latitude * turn) * n.sin(radius * turn) * n.cos(way * turn))))
    east = n.atan2(n.sin(way * turn) * n.sin(radius * turn) * n.cos(latitude * turn),
                   n.cos(radius * turn) - n.sin(latitude * turn) * n.sin(there))
    return there / turn, longitude + east / turn


def orbit(n: Numbers, altitude_km: float, inclination: float, *, node: float, latitude: float, longitude: float, mask: float) -> None:
    """Write what the formulas of this file need: the orbit, and the station that looks.

    Parameters
    ----------
    n : Numbers
        Gets ``radius``, ``motion``, ``period``, ``lag`` and the sines and cosines of inclination, latitude and of the half-angle of sight.
    altitude_km, inclination, node : number
        Kilometres; degrees, and the longitude at which the satellite crosses the equator northwards at midnight.
    latitude, longitude, mask : number
        The station, and the elevation at which a pass begins; degrees.
    """
    turn = math.pi / 180
    n["radius"] = EARTH_KM + altitude_km
    n["motion"] = n.sqrt(EARTH_GM / n["radius"] ** 3)
    n["period"] = 2 * math.pi / n["motion"]
    n["lag"] = (longitude - node) * turn
    for name, angle in (("tilt", inclination), ("north", latitude)):
        n[f"cos.{name}"], n[f"sin.{name}"] = n.cos(angle * turn), n.sin(angle * turn)
    n["sight"] = n.acos(EARTH_KM * n.cos(mask * turn) / n["radius"]) / turn - mask
    n["cos.sight"] = n.cos(n["sight"] * turn)


def direction(n: Numbers, seconds: float, node: float) -> tuple[float, float]:
    """Over which point of the ground the satellite is.

    Parameters
    ----------
    n : Numbers
    seconds, node : number
        Since midnight; as in `orbit`.

    Returns
    -------
    tuple of number
        Latitude and longitude in degrees; the longitude keeps counting beyond 180.
    """
    along = n["motion"] * seconds
    east = n.atan2(n.sin(along) * n["cos.tilt"], n.cos(along)) * 180 / math.pi
    return n.asin(n["sin.tilt"] * n.sin(along)) * 180 / math.pi, node + east - EARTH_TURN * 180 / math.pi * seconds


def above(n: Numbers, seconds: float) -> float:
    """Cosine of the angle between station and satellite at the Earth's centre.

    Parameters
    ----------
    n : Numbers
    seconds : number
        Since midnight.

    Returns
    -------
    number
    """
    lag, along = n["lag"] + EARTH_TURN * seconds, n["motion"] * seconds
    return (n["cos.north"] * n.cos(lag) * n.cos(along)
            + (n["sin.north"] * n["sin.tilt"] + n["cos.north"] * n["cos.tilt"] * n.sin(lag)) * n.sin(along))


def distance(n: Numbers, cosine: float) -> float:
    """Kilometres from the station to the satellite.

    Parameters
    ----------
    n : Numbers
    cosine : number
        `above`.

    Returns
    -------
    number
    """
    return n.sqrt(EARTH_KM**2 + n["radius"] ** 2 - 2 * EARTH_KM * n["radius"] * cosine)


def height(n: Numbers, away: float) -> float:
    """Degrees above the horizon.

    Parameters
    ----------
    n : Numbers
    away : number
        `distance`.

    Returns
    -------
    number
    """
    return downlink.elevation(n, n["radius"] - EARTH_KM, away)


def share(n: Numbers, link: SpaceLink, away: float, *, up: float) -> float:
    """Share of the photons sent from there that make a click, under a clear sky.

    Parameters
    ----------
    n : Numbers
    link : SpaceLink
    away, up : number
        Kilometres, and degrees above the horizon.

    Returns
    -------
    number
    """
    urad = link.divergence_urad
    return (downlink.caught(n, link, away, urad=urad, aperture_m=link.aperture_m) * downlink.aimed(n, link, urad)
            * (link.receiver_efficiency * link.detector_efficiency) * 10 ** (downlink.air_db(n, link, up) / -10))


def light(n: Numbers, link: SpaceLink, name: str, *, away: Callable[[float], float], seen: Callable[[float], float]) -> None:
    """Fill the curve ``rate.<name>``, secret kilobits a second on a clear night, and those that lead to it.

    Parameters
    ----------
    n : Numbers
    link : SpaceLink
    name : str
        Beside the rate there are ``up`` (degrees above the horizon), ``share`` and ``lit``.
    away, seen : callable
        From the x of the curves to kilometres, and to whether there is light at all: a number above 0.
    """
    def if_seen(value):
        return lambda x: n.where(seen(x) > 0, lambda: value(x), 0)

    n.curve(f"up.{name}", lambda x: n.where(away(x) > 0, lambda: height(n, away(x)), 0))
    n.curve(f"share.{name}", if_seen(lambda x: share(n, link, away(x), up=n.at(f"up.{name}", x))))
    n.curve(f"lit.{name}", lambda x: downlink.lit(n, n.at(f"share.{name}", x)))
    n.curve(f"rate.{name}", if_seen(lambda x: downlink.secret_hz(
        n, link, n.at(f"share.{name}", x), light=n.at(f"lit.{name}", x)) / 1000))


def _stage(n, time):
    """At the times ``s.<time>`` of all revolutions: cosines and sines, the cosine of `above`, and how fast it grows."""
    n.curve(f"cu.{time}", lambda k: n.cos(n["motion"] * n.at(f"s.{time}", k)))
    n.curve(f"su.{time}", lambda k: n.sin(n["motion"] * n.at(f"s.{time}", k)))
    n.curve(f"cl.{time}", lambda k: n.cos(n["lag"] + EARTH_TURN * n.at(f"s.{time}", k)))
    n.curve(f"sl.{time}", lambda k: n.sin(n["lag"] + EARTH_TURN * n.at(f"s.{time}", k)))
    cu, su, cl, sl = (lambda k, part=part: n.at(f"{part}.{time}", k) for part in ("cu", "su", "cl", "sl"))
    cp, sp, ci, si = (n[f"{part}.{name}"] for name in ("north", "tilt") for part in ("cos", "sin"))
    n.curve(f"f.{time}", lambda k: cp * cl(k) * cu(k) + (sp * si + cp * ci * sl(k)) * su(k))
    n.curve(f"g.{time}", lambda k: n["motion"] * ((sp * si + cp * ci * sl(k)) * cu(k) - cp * cl(k) * su(k))
            + EARTH_TURN * cp * (ci * cl(k) * su(k) - sl(k) * cu(k)))


def passes(n: Numbers, link: SpaceLink, *, sun_latitude: float) -> None:
    """Write the passes of the day: one candidate for each revolution.

    Parameters
    ----------
    n : Numbers
        After `orbit`.  For each revolution k it gets ``seen@k`` (0 or 1), and of those that are seen ``rise@k``, ``set@k`` and
        ``s.top3@k`` (seconds), ``top@k`` (degrees), ``near@k`` (km), ``dark@k`` (whether the Sun is more than 6° below the horizon at
        rise and at set) and ``bits@k``.
    link : SpaceLink
        What the light goes through.
    sun_latitude : number
        Of the point under the Sun, degrees; it is in the south, or north, at 12 o'clock.
    """
    cp, sp, ci, si = (n[f"{part}.{name}"] for name in ("north", "tilt") for part in ("cos", "sin"))
    for k in TURNS:
        # From one highest point to the next: a revolution on, and then to where the angle at the centre is least.
        s = n["period"] / 2 if k == 0 else n[f"begin.{k - 1}"] + n["period"]
        n[f"c.{k}"] = s
        s = n[f"c.{k}"]
        n[f"a.{k}"] = cp * n.cos(n["lag"] + EARTH_TURN * s)
        n[f"b.{k}"] = sp * si + cp * ci * n.sin(n["lag"] + EARTH_TURN * s)
        n[f"cu.{k}"], n[f"su.{k}"] = n.cos(n["motion"] * s), n.sin(n["motion"] * s)
        a, b, cu, su = (n[f"{part}.{k}"] for part in ("a", "b", "cu", "su"))
        n[f"begin.{k}"] = s + n.atan2(b * cu - a * su, a * cu + b * su) / n["motion"]
    n.curve("start", lambda k: sum(n.where(k == j, n[f"begin.{j}"], 0) for j in TURNS))
    n.curve("s.top0", lambda k: n.at("start", k))
    for j in range(_TOP):
        _stage(n, f"top{j}")
        # The cosine bends by -motion² f and somewhat less, for the Earth turns; where nothing is seen it may be next to straight.
        n.curve(f"s.top{j + 1}", lambda k, j=j: n.at(f"s.top{j}", k) + n.at(f"g.top{j}", k) / n.max(
            0.3 * n["motion"] ** 2, n["motion"] ** 2 * n.at(f"f.top{j}", k) - 2 * n["motion"] * EARTH_TURN * cp * (
                ci * n.at(f"cl.top{j}", k) * n.at(f"cu.top{j}", k) + n.at(f"sl.top{j}", k) * n.at(f"su.top{j}", k))))
    top = f"top{_TOP}"
    _stage(n, top)
    n.curve("seen", lambda k: n.where(n.at(f"f.{top}", k) <= n["cos.sight"], 0, n.at(f"s.{top}", k) < 0, 0,
                                      n.at(f"s.{top}", k) >= _DAY_S, 0, 1))

    def if_seen(value):
        return lambda k: n.where(n.at("seen", k) > 0, lambda: value(k), 0)

    # How fast the angle at the centre runs about its least: the root of what the cosine bends by.
    n.curve("slow", if_seen(lambda k: n.acos(n.min(1, n["cos.sight"] / n.at(f"f.{top}", k))) / n.sqrt(
        n["motion"] ** 2 - 2 * n["motion"] * EARTH_TURN * cp * (ci * n.at(f"cl.{top}", k) * n.at(f"cu.{top}", k)
                                                                + n.at(f"sl.{top}", k) * n.at(f"su.{top}", k)) / n.at(f"f.{top}", k))))
    for edge, sign in (("rise", -1), ("set", 1)):
        n.curve(f"s.{edge}0", if_seen(lambda k, sign=sign: n.at(f"s.{top}", k) + sign * n.at("slow", k)))
        for j in range(_EDGE):
            _stage(n, f"{edge}{j}")
            n.curve(f"s.{edge}{j + 1}", if_seen(lambda k, now=f"{edge}{j}": n.at(f"s.{now}", k)
                                                + (n["cos.sight"] - n.at(f"f.{now}", k)) / n.at(f"g.{now}", k)))
        n.curve(edge, lambda k, edge=edge: n.at(f"s.{edge}{_EDGE}", k))
    n.curve("near", if_seen(lambda k: distance(n, n.at(f"f.{top}", k))))
    n.curve("top", if_seen(lambda k: height(n, n.at("near", k))))
    n["sun.north"] = sun_latitude
    n.curve("dark", if_seen(lambda k: n.flag(n.max(dusk(n, n.at("rise", k)), dusk(n, n.at("set", k))) < math.sin(math.radians(-6)))))
    # Over the pass by u with s = top + wide·sinh u: near a pass overhead the light comes in a short burst.
    n.curve("wide", if_seen(lambda k: n.at("near", k) / (n["motion"] * n.sqrt(EARTH_KM * n["radius"]))))
    for end, edge in (("from", "rise"), ("to", "set")):
        n.curve(f"{end}.t", if_seen(lambda k, edge=edge: (n.at(edge, k) - n.at(f"s.{top}", k)) / n.at("wide", k)))
        n.curve(end, if_seen(lambda k, end=end: n.log(n.at(f"{end}.t", k) + n.sqrt(n.at(f"{end}.t", k) ** 2 + 1))))
    for j, (place, _) in enumerate(_PLACES):
        n.curve(f"e.{j}", if_seen(lambda k, place=place: n.exp((n.at("from", k) * (1 - place) + n.at("to", k) * (1 + place)) / 2)))
        n.curve(f"away.{j}", if_seen(lambda k, j=j: distance(n, above(n, n.at(f"s.{top}", k) + n.at("wide", k) * (
            n.at(f"e.{j}", k) - 1 / n.at(f"e.{j}", k)) / 2))))
        light(n, link, str(j), away=lambda k, j=j: n.at(f"away.{j}", k), seen=lambda k: n.at("seen", k))
    n.curve("mbit", if_seen(lambda k: n.at("wide", k) * (n.at("to", k) - n.at("from", k)) / 4000 * sum(
        weight * n.at(f"rate.{j}", k) * (n.at(f"e.{j}", k) + 1 / n.at(f"e.{j}", k)) for j, (_, weight) in enumerate(_PLACES))))


def dusk(n: Numbers, seconds: float) -> float:
    """Sine of the Sun's elevation at the station.

    Parameters
    ----------
    n : Numbers
        After `passes`; ``sun.lag`` is the station's longitude, counted from 180°, in radians.
    seconds : number
        Since midnight.

    Returns
    -------
    number
    """
    noon = n["sun.north"] * math.pi / 180
    return n["sin.north"] * n.sin(noon) + n["cos.north"] * n.cos(noon) * n.cos(n["sun.lag"] + 2 * math.pi / _DAY_S * seconds)
