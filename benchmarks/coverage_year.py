"""Coverage of a hundred satellites over two hundred sites in a year, in a process of its own, and beside every second counted.

`measure` says how long it takes and how much memory; `beside` takes weeks of single sites and counts them second by second, with the
orbit, the Sun and the clicks written out anew (tests/library/satellites/second_by_second.py).
"""

import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

SATELLITES, SITES, WEEKS, MASK, DARK = 100, 200, 20, 20.0, -6.0
START = datetime(2026, 1, 1, tzinfo=UTC)


def constellation():
    from qedu import satellites

    half = SATELLITES // 2
    return (*satellites.walker(half, 10, phasing=3, altitude_km=500, inclination_deg=satellites.sun_synchronous_deg(500), j2=True),
            *satellites.walker(half, 5, phasing=1, altitude_km=600, inclination_deg=53, j2=True))


def places():
    from qedu import satellites

    rng = np.random.default_rng(1)
    sines, east = rng.uniform(-1, 1, SITES), rng.uniform(-180, 180, SITES)
    return [satellites.Site(np.degrees(np.arcsin(sine)), longitude) for sine, longitude in zip(sines, east)]


def peak_gb():
    """The peak of this process's memory in GB.

    Linux carries the figure of getrusage over from the process that started this one, so there the memory's own mark is read.
    """
    status = Path("/proc/self/status")
    if status.exists():
        words = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:")).split()
        return int(words[1]) * 1024 / 1e9
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e9


def year():
    """One run: seconds, the peak of the process's memory in GB, and bits of key on average."""
    from qedu import satellites

    orbits, sites = constellation(), places()
    begun = time.perf_counter()
    found = satellites.coverage(orbits, sites, start=START, days=365, mask_deg=MASK, night_below_deg=DARK, link=satellites.MICIUS)
    taken = time.perf_counter() - begun
    return {"seconds": taken, "gb": peak_gb(), "bits": float(found.key_bits.mean())}


def measure():
    run = subprocess.run([sys.executable, str(Path(__file__)), "year"], check=True, capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])


def beside(weeks=WEEKS):
    """The largest differences over weeks of single sites: seconds of a rise or set, shares of contact and of key; and how many passes."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from qedu import satellites
    from qedu.satellites.contacts import contacts
    from qedu.satellites.coverage import dark_part, limit_of
    from qedu.satellites.nights import Nights
    from tests.library.satellites import second_by_second

    rng = np.random.default_rng(2)
    orbits, sites = constellation(), places()
    worst, passes = {"edge_s": 0.0, "contact": 0.0, "key": 0.0}, 0
    for number in rng.choice(SITES, weeks, replace=False):
        site = sites[number]
        # From noon to noon, when nothing is in sight in the dark but in polar night.
        start = START + timedelta(days=float(rng.integers(0, 358)), hours=12 - site.longitude_deg / 15)
        zero = (start - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() / 86400
        end = 7 * 86400.0
        rows, bits = second_by_second.counted(orbits, site, zero, -900, end + 900, mask_deg=MASK, night_below_deg=DARK,
                                              link=satellites.MICIUS)
        nights = Nights(site.axes[2:], zero, end, DARK)
        ours = []
        for orbit in orbits:
            limit = np.array([limit_of(orbit.radius_km, site.radius_km, MASK)])
            for found in contacts(orbit, np.radians([site.latitude_deg]), np.radians([site.longitude_deg]), limit=limit, end_s=end):
                ours += zip(*dark_part(found, nights)[1:])
        ours = np.array(ours).reshape(-1, 2)
        found = satellites.coverage(orbits, [site], start=start, days=7, mask_deg=MASK, night_below_deg=DARK, link=satellites.MICIUS)
        # Passes of less than two seconds may fall between two seconds, and what begins or ends with the week belongs to neither.
        for one, other in ((ours, rows), (rows, ours)):
            for row in one[(np.ptp(one, axis=1) > 2) & (one[:, 0] > 0) & (one[:, 1] < end)]:
                worst["edge_s"] = max(worst["edge_s"], np.abs(other - row).max(1).min())
        passes += len(ours)
        if len(rows):
            worst["contact"] = max(worst["contact"], abs(found.contact_s[0] / np.ptp(rows, axis=1).sum() - 1))
            worst["key"] = max(worst["key"], abs(found.key_bits[0] / bits - 1) if bits else float(found.key_bits[0] > 0))
    return worst | {"passes": passes}


if __name__ == "__main__":
    print(json.dumps(year() if sys.argv[1:] == ["year"] else beside()))
