"""A country that does not exist, its map, and what a network in it costs by the library (`network_explorer`).

People, hospitals, offices, distances and clouds are our own inventions.  What follows from them does not: a line's items are added up by
`qedu.policy.cost`, its keys come from `qedu.rates`, those of a ground station from `qedu.satellites.coverage`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from qedu import links, policy, rates, satellites
from qedu._arguments import bad, probability
from qedu.widgets import downlink

__all__ = ["Place", "Line", "CAPITAL", "PLACES", "LINES", "LAND", "SIZE", "YEARS", "DISCOUNT", "SYSTEMS", "line_items", "station_items",
           "system_items", "line_keys", "station_keys"]

#: Years that everything runs.
YEARS = 10
#: By how much less money counts a year later.
DISCOUNT = 0.03
#: Computer systems that have to be moved in a hospital and in an office.
SYSTEMS = {"hospitals": 60, "offices": 40}
#: Width and height of the map.
SIZE = (500, 372)
#: Kilometres of one unit of it; a line is longer than the straight way.
_KM, _ROUND = 1.4, 1.2
#: Millions of bits in a day, of so many pulses a second.
_DAY, _COIN = 86_400 * downlink.CLOCK_HZ / 1e6, {"currency": "XXX", "year": 2026}


@dataclass(frozen=True)
class Place:
    """A region, known by its town.

    Parameters
    ----------
    name : str
    x, y : int
        On the map, from its upper left corner.
    people, hospitals, offices : int
        Thousands of people; hospitals; offices of the government.
    cloud : float
        Share of the passes of a satellite that clouds hide.
    """

    name: str
    x: int
    y: int
    people: int
    hospitals: int
    offices: int
    cloud: float


@dataclass(frozen=True)
class Line:
    """Fibre from the capital through towns.

    Parameters
    ----------
    name : str
    towns : tuple of str
        Keys of `PLACES`, in order, at least one and each once.

    Raises
    ------
    ValueError
        If there is no such town, none at all, or one twice.

    Examples
    --------
    >>> Line("by the sea", ("orrin", "runa")).km
    (215.0, 225.0)
    """

    name: str
    towns: tuple[str, ...]

    def __post_init__(self) -> None:
        towns = tuple(self.towns) if isinstance(self.towns, (list, tuple)) else ()
        known = all(isinstance(town, str) and town in PLACES for town in towns)
        if not towns or not known or len(set(towns)) < len(towns):
            raise bad("towns", self.towns, f"a tuple of one or more of {', '.join(PLACES)}, each once; in small letters, and no bare text")
        object.__setattr__(self, "towns", towns)

    @property
    def km(self) -> tuple[float, ...]:
        """Kilometres of each section, from the capital on."""
        at = [(CAPITAL.x, CAPITAL.y), *((PLACES[town].x, PLACES[town].y) for town in self.towns)]
        return tuple(5.0 * round(math.dist(a, b) * _KM * _ROUND / 5) for a, b in zip(at, at[1:]))

    def hops(self, span_km: float) -> tuple[int, ...]:
        """Pieces of each section, none of them longer than so many kilometres.

        Parameters
        ----------
        span_km : float

        Returns
        -------
        tuple of int
        """
        span_km = probability("span_km", span_km, 1, 10_000)
        return tuple(math.ceil(km / span_km) for km in self.km)

    def sites(self, span_km: float) -> int:
        """Trusted sites: those between two pieces, also in a town that passes keys on.

        Parameters
        ----------
        span_km : float

        Returns
        -------
        int
        """
        return sum(self.hops(span_km)) - 1


#: Where all lines begin.
CAPITAL = Place("Marle", 250, 195, 1400, 0, 0, 0.5)
#: The regions without the capital, which is the other end of every link.
PLACES = {one.name.lower(): one for one in (
    Place("Corra", 150, 160, 900, 12, 4, 0.55), Place("Dorin", 205, 290, 620, 9, 3, 0.45), Place("Velm", 95, 255, 540, 6, 2, 0.60),
    Place("Pellan", 325, 290, 410, 7, 2, 0.35), Place("Tolm", 235, 105, 350, 4, 3, 0.55), Place("Ansk", 345, 130, 260, 3, 5, 0.50),
    Place("Brev", 425, 155, 210, 4, 1, 0.50), Place("Kelm", 165, 64, 180, 2, 1, 0.65), Place("Orrin", 375, 228, 150, 5, 1, 0.40),
    Place("Lysk", 45, 100, 95, 2, 1, 0.70), Place("Runa", 457, 335, 60, 1, 1, 0.30), Place("Skarn", 255, 30, 45, 1, 4, 0.60))}
#: Lines of fibre, built whole or not at all.
LINES = {name: Line(f"{name.replace('_', '-')} line", towns) for name, towns in {
    "west": ("corra", "velm"), "south": ("dorin", "velm"), "south_east": ("pellan", "dorin"), "coast": ("orrin", "pellan"),
    "east": ("ansk", "brev"), "north": ("tolm", "kelm", "skarn")}.items()}
#: The coast of the mainland and of two islands, as a path.
LAND = (
    "M225,8C239,3 262,0 275,4C288,8 300,24 303,35C306,46 288,63 293,72C298,81 316,87 332,90C348,93 370,85 390,90C410,95 437,108 450,120"
    "C463,132 470,150 468,162C466,174 443,182 436,195C429,208 434,226 428,238C422,250 410,258 402,270C394,282 390,302 378,312"
    "C366,322 348,331 330,332C312,333 288,319 270,320C252,321 243,336 225,337C207,338 181,333 160,327C139,321 118,310 100,302"
    "C82,294 59,290 52,278C45,266 50,243 58,230C66,217 93,214 98,202C103,190 86,172 88,158C90,144 103,130 108,115"
    "C113,100 111,84 118,70C125,56 138,38 150,32C162,26 180,40 192,36C204,32 211,13 225,8z"
    "M22,82C31,72 56,70 64,80C72,90 76,104 70,114C64,124 46,132 34,126C22,120 14,94 22,82z"
    "M434,318C444,309 472,308 480,318C488,328 488,346 480,354C472,362 444,364 436,354C428,344 426,327 434,318z")


def line_items(line: Line, span_km: float, *, fibre: float, devices: float, guard: float) -> Sequence[policy.Item]:
    """What a line is made of.

    Parameters
    ----------
    line : Line
    span_km : float
        Longest piece without a trusted site.
    fibre, devices, guard : float
        Price of a kilometre for a year, of the devices of one piece, and of a guard for a year.

    Returns
    -------
    tuple of qedu.policy.Item
        Devices last 8 years and cost a tenth of their price in a year; one set in ten lies in store.  Each trusted site is watched day
        and night by one person, of those who work 38 hours a week and are away for a fifth of them.

    Examples
    --------
    >>> fibre, devices, watch = line_items(LINES["west"], 80, fibre=1, devices=100, guard=50)
    >>> fibre.quantity, devices.quantity, round(watch.quantity, 2)
    (365.0, 6.0, 27.63)
    """
    devices = probability("devices", devices, 0, 1e9)
    return (policy.Item("fibre", sum(line.km), price=0, life_years=math.inf, yearly=fibre, **_COIN),
            policy.Item("devices", sum(line.hops(span_km)), price=devices, life_years=8, yearly=devices / 10, spares=0.1, **_COIN),
            policy.guards(line.sites(span_km), yearly_pay=guard, working_hours=38, absence=0.2, **_COIN))


def station_items(*, station: float, satellite: float) -> Sequence[policy.Item]:
    """What a ground station is made of.

    Parameters
    ----------
    station, satellite : float
        Price of a station, and of a satellite's time for one station and year.

    Returns
    -------
    tuple of qedu.policy.Item
        The station lasts 12 years and costs a tenth of its price in a year.
    """
    station = probability("station", station, 0, 1e9)
    return (policy.Item("ground station", 1, price=station, life_years=12, yearly=station / 10, **_COIN),
            policy.Item("time of the satellite", 1, price=0, life_years=math.inf, yearly=satellite, **_COIN))


def system_items(price: float) -> Sequence[policy.Item]:
    """Moving one system to post-quantum cryptography, all in one price.

    Parameters
    ----------
    price : float

    Returns
    -------
    tuple of qedu.policy.Item
    """
    return policy.migration(1, hours=1, hourly_pay=price, replaced=0, price=0, life_years=8, yearly=0, **_COIN)


def line_keys(line: Line, span_km: float) -> dict[str, float]:
    """Megabits of key that a line gives to each of its towns in a day: what the weakest piece from the capital to there lets through.

    Parameters
    ----------
    line : Line
    span_km : float

    Returns
    -------
    dict of str to float

    Notes
    -----
    BB84 with a weak decoy state and the vacuum over a link as that of Gobby, Yuan and Shields, 10⁸ pulses a second.

    Examples
    --------
    >>> {town: round(key) for town, key in line_keys(LINES["north"], 80).items()}
    {'tolm': 460, 'kelm': 460, 'skarn': 405}
    """
    out, least = {}, math.inf
    for town, km, hops in zip(line.towns, line.km, line.hops(span_km)):
        least = min(least, float(rates.decoy_bb84(km / hops, links.GYS, decoys=(0.05, 0.0))) * _DAY)
        out[town] = least
    return out


@cache
def station_keys() -> dict[str, float]:
    """Megabits of key that one satellite gives to a station at each place in a day, on the average of a year.

    Returns
    -------
    dict of str to float

    Notes
    -----
    A satellite 500 km high, inclined by 97.4°, with the light of Micius (`downlink.LINK`) and 10⁸ pulses a second, above 20° and at night.
    """
    there = [satellites.Site(49.5 - place.y * _KM / 111.2, place.x * _KM / 75) for place in PLACES.values()]
    found = satellites.coverage([satellites.Orbit(500, 97.4)], there, start=datetime(2026, 1, 1), days=365, link=downlink.LINK,
                                cloud=[place.cloud for place in PLACES.values()], protocol={"clock_hz": downlink.CLOCK_HZ})
    return dict(zip(PLACES, (found.key_bits / 365 / 1e6).tolist()))
