"""What a constellation gives to places all over the Earth: passes, seconds at night, and bits of key in a year."""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
from tqdm.auto import tqdm

from qedu import _shown
from qedu._arguments import MOST, array, bad, probability
from qedu._operators import Value
from qedu._types import Floats, Integers, Number, Numbers
from qedu.satellites.budget import MICIUS, SpaceLink
from qedu.satellites.contacts import Contacts, contacts
from qedu.satellites.geometry import EARTH_GM, PassProfile
from qedu.satellites.nights import Nights
from qedu.satellites.orbits import Orbit
from qedu.satellites.pass_key import pass_key
from qedu.satellites.sites import Site
from qedu.satellites.sun import days as since_2000
from qedu.satellites.sun import directions, utc
from qedu.satellites.yields import Throughput, key_table

__all__ = ["Coverage", "coverage"]

#: The highest orbit, in kilometres: a pass must be over long before the Earth has turned much.
_HIGHEST_KM = 2000.0

#: So many days, counted for each satellite over each site, take a few seconds at most, and need no bar.  In a notebook a bar is a
#: widget, and a page made of it would fetch scripts.
_QUICK = 30_000


@dataclass(frozen=True, eq=False)
class Coverage(Value):
    """What a constellation gives to sites.

    Parameters
    ----------
    orbits : tuple of Orbit
        The constellation.
    sites : tuple of Site
        The places.
    start : datetime.datetime
        From when on, UTC.
    days : float
        For how long.
    mask_deg : float
        The elevation above which satellites are used, in degrees.
    night_below_deg : float or None
        The Sun's elevation below which it is night; None: light does not matter.
    cloud : tuple of float
        For each site, the share of passes that clouds hide.
    link : SpaceLink or None
        The link; None: no key was asked for.
    protocol : mapping
        What `pass_key` was told besides.
    passes : numpy.ndarray
        Shape (sites,): how many passes had some dark second above the mask, clouds or not.
    contact_s : numpy.ndarray
        Shape (sites,): seconds above the mask and in the dark, added over satellites, clouds or not.
    key_bits : numpy.ndarray
        Shape (sites,): secret bits in all, expected with the clouds; 0 without a link.

    Notes
    -----
    Made by `coverage`.  Equal if all entries are.  Chapter C13.

    Examples
    --------
    >>> from datetime import datetime
    >>> found = coverage([Orbit(500, 97.4)], [Site(0, 0), Site(60, 10, name="north")], start=datetime(2026, 1, 1), days=30)
    >>> Coverage.from_json(found.to_json()) == found
    True
    """

    orbits: tuple[Orbit, ...]
    sites: tuple[Site, ...]
    start: datetime
    days: float
    mask_deg: float
    night_below_deg: float | None
    cloud: tuple[float, ...]
    link: SpaceLink | None
    protocol: Mapping[str, object]
    passes: Integers
    contact_s: Floats
    key_bits: Floats

    @property
    def key_per_year(self) -> Floats:
        """Shape (sites,): secret bits in 365 days, if all days were as these."""
        return self.key_bits * (365 / self.days)

    @property
    def per_site(self) -> list[dict[str, str | int | float]]:
        """A row for each site: its name and place, passes, seconds at night, the share of clouds, and bits of key."""
        return [{"name": site.name, "latitude_deg": site.latitude_deg, "longitude_deg": site.longitude_deg, "passes": int(n),
                 "contact_s": float(seconds), "cloud": cloud, "key_bits": float(bits)}
                for site, n, seconds, cloud, bits in zip(self.sites, self.passes, self.contact_s, self.cloud, self.key_bits)]

    def to_json(self) -> str:
        """All of it as JSON: what was asked, and what was found."""
        found = {"orbits": [asdict(orbit) for orbit in self.orbits], "sites": [asdict(site) for site in self.sites],
                 "start": self.start.isoformat(), "days": self.days, "mask_deg": self.mask_deg, "night_below_deg": self.night_below_deg,
                 "cloud": self.cloud, "link": asdict(self.link) if self.link else None,
                 "protocol": {name: np.asarray(value).tolist() for name, value in self.protocol.items()},
                 "passes": self.passes.tolist(), "contact_s": self.contact_s.tolist(), "key_bits": self.key_bits.tolist()}
        return json.dumps(found, ensure_ascii=False, allow_nan=False)

    @staticmethod
    def from_json(text: str) -> Coverage:
        """What `to_json` wrote; ValueError for any other text."""
        try:
            found = json.loads(text)
            sites = tuple(Site(**site) for site in found["sites"])
            dark, link = found["night_below_deg"], SpaceLink(**found["link"]) if found["link"] else None
            passes, contact_s, key_bits = (array(name, found[name], 0, high) for name, high in (
                ("passes", MOST), ("contact_s", 1e15), ("key_bits", 1e30)))
            cloud = array("cloud", found["cloud"], 0, 1)
            if not sites or {row.shape for row in (passes, contact_s, key_bits, cloud)} != {(len(sites),)} or np.any(passes % 1):
                raise ValueError
            return Coverage(
                _row("orbits", (Orbit(**orbit) for orbit in found["orbits"]), Orbit, "orbits"), sites,
                utc("start", datetime.fromisoformat(found["start"])), _span(found["days"]),
                probability("mask_deg", found["mask_deg"], 0, 89),
                None if dark is None else probability("night_below_deg", dark, -90, 90), tuple(cloud.tolist()), link,
                _told(found["protocol"]), passes.astype(np.int64), contact_s, key_bits)
        except (TypeError, KeyError, ValueError, AttributeError, OverflowError, RecursionError):
            raise bad("text", text, "JSON that Coverage.to_json wrote") from None

    @property
    def _fleet(self) -> str:
        return f"{len(self.orbits)} satellite{'s' * (len(self.orbits) != 1)}"

    def __repr__(self) -> str:
        return _shown.line("Coverage", self._fleet,
                           f"{len(self.sites)} site{'s' * (len(self.sites) != 1)}", f"{self.days:g} days",
                           f"{self.contact_s.mean():.4g} s a site", f"{self.key_bits.mean():.4g} bits a site" if self.link else None)

    def _repr_html_(self) -> str:
        n = min(len(self.sites), 20)
        title = f"The first {n} of {len(self.sites)} sites" if n < len(self.sites) else "Sites"
        return _shown.table(f"{title}, {self.days:g} days from {self.start:%Y-%m-%d} on, {self._fleet}", [
            (row["name"] or f"{row['latitude_deg']:.4g}°, {row['longitude_deg']:.4g}°", row["passes"], row["contact_s"], row["key_bits"])
            for row in self.per_site[:n]], ("site", "passes", "seconds", "secret bits"))


def _kept(protocol: Mapping[str, Any]) -> Mapping[str, object]:
    """Arguments of `pass_key` as plain numbers and rows of them, which compare and go to JSON."""
    plain = {}
    for name, value in protocol.items():
        entry = np.asarray(value).tolist()
        plain[name] = tuple(entry) if isinstance(entry, list) else entry
    return plain


def _told(protocol: object) -> Mapping[str, object]:
    """What `pass_key` is told besides, as it is kept; tried on a pass of one second, so that it is refused without a link as well."""
    if protocol is None:
        return {}
    if not isinstance(protocol, Mapping):
        raise bad("protocol", protocol, "a mapping from names of pass_key's arguments to values, or None")
    known = set(inspect.signature(pass_key).parameters) - {"profile", "link", "loss_db"}
    if unknown := set(protocol) - known:
        raise bad("protocol", protocol, f"names of pass_key's arguments, {', '.join(sorted(known))}; not {', '.join(map(repr, unknown))}")
    if protocol:
        pass_key(PassProfile([0.0], [500.0], [90.0]), MICIUS, **protocol)
    return _kept(protocol)


def _span(days):
    """Days as a number, above 0."""
    length = probability("days", days, 0, 3700)
    if length == 0:
        raise bad("days", days, "days above 0, at most 3700")
    return length


def _row(name, value, kind, what):
    """Things of one kind as a tuple, at least one."""
    try:
        found = tuple(value)
    except TypeError:
        found = ()
    if not found or not all(isinstance(one, kind) for one in found):
        raise bad(name, value, f"{what} in a row, at least one")
    return found


class _Sums:
    """What has been added up for each site."""

    def __init__(self, sites: int) -> None:
        self.passes, self.contact, self.key = np.zeros(sites, dtype=np.int64), np.zeros(sites), np.zeros(sites)

    def add(self, site, seconds, bits):
        n = len(self.passes)
        self.passes += np.bincount(site, minlength=n)
        self.contact += np.bincount(site, seconds, n)
        if bits is not None:
            self.key += np.bincount(site, bits, n)


class _Keys:
    """The key of contacts, from tables that are made once for each height of orbit and site."""

    def __init__(self, link, protocol, orbits, sites, mask):
        heights = {(orbit.radius_km, site.radius_km) for orbit in orbits for site in sites}
        self.through = {pair: Throughput(link, *pair, limit_of(*pair, mask)) for pair in heights}
        longest = max(2 * float(table.ends[0, 0]) / math.sqrt(EARTH_GM / pair[0] ** 3) for pair, table in self.through.items())
        self.table = key_table(link, tuple(sorted(protocol.items())), min(t.low for t in self.through.values()),
                               max(t.high for t in self.through.values()), longest * 1.2)
        self.radius = np.array([site.radius_km for site in sites])

    def __call__(self, orbit, found, begin, end):
        shares = [np.where(t < found.culmination_s, (t - found.culmination_s) / (found.culmination_s - found.rise_s),
                           (t - found.culmination_s) / (found.set_s - found.culmination_s)).clip(-1, 1) for t in (begin, end)]
        full = found.set_s - found.rise_s
        through = np.empty(len(full))
        radius = self.radius[found.site]
        for (orbit_km, site_km), table in self.through.items():
            here = radius == site_km
            if orbit_km == orbit.radius_km and here.any():
                through[here] = table(found.nearest[here], full[here], shares[0][here], shares[1][here])
        return self.table(through, end - begin)


def dark_part(found: Contacts, nights: Nights | None) -> tuple[Contacts, Floats, Floats]:
    """The contacts that have a dark part, and the seconds at which it begins and ends."""
    begin, end = found.rise_s, found.set_s
    if nights is None:
        return found, begin, end
    seconds = nights.seconds(found.site, begin, end)
    found, seconds = found.only(seconds > 0), seconds[seconds > 0]
    begin, end = found.rise_s.copy(), found.set_s.copy()
    # Where night begins or ends during the pass, it depends on the light at its rise which part is left.
    cut = np.flatnonzero(seconds < end - begin - 1e-3)
    ends = nights.dark(found.site[cut], begin[cut])
    begin[cut], end[cut] = np.where(ends, begin[cut], end[cut] - seconds[cut]), np.where(ends, begin[cut] + seconds[cut], end[cut])
    return found, begin, end


def limit_of(orbit_km: float, site_km: float, mask_deg: float) -> float:
    """Cosine of the angle at the Earth's centre at which a site at this distance from it sees a satellite at the mask."""
    mask = math.radians(mask_deg)
    return math.cos(math.acos(site_km * math.cos(mask) / orbit_km) - mask)


def coverage(orbits: Sequence[Orbit], sites: Sequence[Site], *, start: datetime, days: Number = 365.0, mask_deg: Number = 20.0,
             night_below_deg: Number | None = -6.0, link: SpaceLink | None = None, cloud: Numbers | None = None,
             protocol: Mapping[str, object] | None = None) -> Coverage:
    """Count what a constellation gives to sites: passes, seconds at night, and bits of key.

    Parameters
    ----------
    orbits : sequence of Orbit
        The constellation, up to 2,000 km high; t = 0 is the start.
    sites : sequence of Site
        The places.
    start : datetime.datetime
        From when on; UTC, if it says no other zone.
    days : float
        For how long, above 0, at most 3700 days.
    mask_deg : float
        The elevation above which satellites are used, 0 to 89 degrees.
    night_below_deg : float or None
        The Sun's elevation below which it is night, as in `night`.  None: by day as well.
    link : SpaceLink or None
        The link; None: no key is counted.
    cloud : float, sequence of float or None
        The share of passes that clouds hide, one for all sites or one for each.  None: no clouds.
    protocol : mapping or None
        What `pass_key` takes besides, such as ``{"clock_hz": 1e9}``.

    Returns
    -------
    Coverage
        Small data, with all that was asked.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Each satellite serves each site that sees it, as if it could serve all at once, and each pass is a block of its own; a pass
    that is dark in part counts with this part.  Passes that culminate within the days count whole.  Clouds hide passes, not
    parts of them.  Found by `passes` one by one, rise and set are the same to a millisecond; keys of passes are read
    from two tables and add up within 2 % per site to what `pass_key` finds second by second (`make bench`).  Interrupted, it
    leaves nothing behind.  Chapter C13.

    Examples
    --------
    >>> from datetime import datetime
    >>> found = coverage([Orbit(500, 97.4)], [Site(0, 0), Site(60, 10, name="north")], start=datetime(2026, 1, 1), days=30)
    >>> found.passes.tolist(), found.contact_s.round().tolist()
    ([26, 51], [5729.0, 11568.0])
    """
    flights, places = _row("orbits", orbits, Orbit, "qedu.satellites.Orbit"), _row("sites", sites, Site, "qedu.satellites.Site")
    high = max(orbit.altitude_km for orbit in flights)
    if high > _HIGHEST_KM or min(orbit.altitude_km for orbit in flights) < 100:
        raise bad("orbits", orbits, "orbits from 100 to 2000 km high; `passes` takes any, one by one")
    begin, length, mask = utc("start", start), _span(days), probability("mask_deg", mask_deg, 0, 89)
    dark = None if night_below_deg is None else probability("night_below_deg", night_below_deg, -90, 90)
    if link is not None and not isinstance(link, SpaceLink):
        raise bad("link", link, "a qedu.satellites.SpaceLink, or None")
    hidden = array("cloud", 0.0 if cloud is None else cloud, 0, 1)
    if hidden.ndim > 1 or hidden.ndim == 1 and len(hidden) != len(places):
        raise bad("cloud", cloud, f"one number for all sites, or one for each of the {len(places)}")
    told = _told(protocol)

    end, zero = length * 86400, float(since_2000("start", begin))
    axes = np.array([site.axes[2] for site in places])
    latitude, longitude = (np.radians([getattr(site, name) for site in places]) for name in ("latitude_deg", "longitude_deg"))
    nights = None if dark is None else Nights(axes, zero, end, dark)
    keys = None if link is None else _Keys(link, told, flights, places, mask)
    sums = _Sums(len(places))
    quick = len(flights) * len(places) * length <= _QUICK
    for orbit in tqdm(flights, unit="satellite", leave=False, delay=1.0, disable=quick):
        limit = np.array([limit_of(orbit.radius_km, site.radius_km, mask) for site in places])
        sun = None if dark is None else lambda t: directions(zero + t / 86400)
        for found in contacts(orbit, latitude, longitude, limit=limit, end_s=end, sun=sun, dark_deg=dark or 0.0):
            found, first, last = dark_part(found, nights)
            sums.add(found.site, last - first, None if keys is None else keys(orbit, found, first, last))
    each = np.broadcast_to(hidden, len(places))
    return Coverage(flights, places, begin, length, mask, dark, tuple(each.tolist()), link, told, sums.passes, sums.contact,
                    sums.key * (1 - each))
