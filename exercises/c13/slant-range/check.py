import math

from qedu import satellites
from qedu.grading.answers import Ratio
from qedu.grading.exercise import Call, Exercise

RADIUS = 6371.0


def third_side(altitude, elevation, radius=RADIUS, beyond=1, turned=lambda elevation: elevation, unit=math.radians):
    """The quadratic equation's root, with anything in it done otherwise."""
    up = radius * math.sin(unit(turned(elevation)))
    return beyond * math.sqrt(up**2 + altitude * (2 * radius + altitude)) - up


def cosines(altitude, angle, far=None):
    """The side that lies across an angle between the other two."""
    far = RADIUS + altitude if far is None else far
    return math.sqrt(RADIUS**2 + far**2 - 2 * RADIUS * far * math.cos(math.radians(angle)))


def at_centre(altitude, elevation):
    """The angle at Earth's centre in degrees."""
    return math.degrees(math.acos(RADIUS * math.cos(math.radians(elevation)) / (RADIUS + altitude))) - elevation


class SlantRange(Exercise):
    """Two low satellites, one of them near the horizon and one far above it, a medium and a very high one."""

    answer = Ratio(0)
    heights = (((300, 900), (3, 15)), ((400, 2000), (50, 85)), ((5000, 24_000), (5, 40)), ((34_000, 37_000), (10, 80)))
    example = Call(altitude_km=500.0, elevation_deg=20.0)

    def further(self, rng):
        for height, elevation in self.heights:
            yield Call(altitude_km=float(rng.uniform(*height)), elevation_deg=float(rng.uniform(*elevation)))

    def right(self, altitude_km, elevation_deg):
        if not 0 <= elevation_deg <= 90:            # asked for only to see whether two arguments have changed places
            return third_side(altitude_km, elevation_deg)
        return float(satellites.slant_range_km(altitude_km, elevation_deg))

    wrong = {
        "flat": lambda altitude_km, elevation_deg: altitude_km / math.sin(math.radians(elevation_deg)),
        "radians": (lambda altitude_km, elevation_deg: third_side(altitude_km, elevation_deg, unit=float),
                    lambda altitude_km, elevation_deg: altitude_km / math.sin(elevation_deg)),
        "from_zenith": (lambda altitude_km, elevation_deg: third_side(altitude_km, elevation_deg, turned=lambda e: 90 - e),
                        lambda altitude_km, elevation_deg: altitude_km / math.cos(math.radians(elevation_deg))),
        "centre_angle": tuple(lambda altitude_km, elevation_deg, turn=turn, way=way: cosines(altitude_km, turn + way * elevation_deg)
                              for turn, way in ((0, 1), (90, -1), (90, 1))),
        "other_root": tuple(lambda altitude_km, elevation_deg, sign=sign: sign * third_side(altitude_km, elevation_deg, beyond=-1)
                            for sign in (1, -1)),
        "on_the_ground": (lambda altitude_km, elevation_deg: RADIUS * math.radians(at_centre(altitude_km, elevation_deg)),
                          lambda altitude_km, elevation_deg: altitude_km / math.tan(math.radians(elevation_deg)),
                          lambda altitude_km, elevation_deg: RADIUS * math.tan(math.radians(at_centre(altitude_km, elevation_deg)))),
        "diameter": lambda altitude_km, elevation_deg: third_side(altitude_km, elevation_deg, radius=2 * RADIUS),
        "height_as_side": tuple(lambda altitude_km, elevation_deg, turn=turn, way=way:
                                cosines(altitude_km, turn + way * elevation_deg, far=altitude_km)
                                for turn, way in ((0, 1), (90, -1), (90, 1))),
        "no_elevation": (lambda altitude_km, elevation_deg: altitude_km, lambda altitude_km, elevation_deg: RADIUS + altitude_km,
                         lambda altitude_km, elevation_deg: third_side(altitude_km, 0)),
        "half_solution": lambda altitude_km, elevation_deg:
            third_side(altitude_km, elevation_deg) + RADIUS * math.sin(math.radians(elevation_deg)),
        "other_radius": tuple(lambda altitude_km, elevation_deg, radius=radius: third_side(altitude_km, elevation_deg, radius=radius)
                              for radius in (6378, 6370, 6378.137, 6378.1, 6380, 6400, 6356.752, 6371.0088, 6371.009)),
    }
