import math

import numpy as np


def right__sines(altitude_km, elevation_deg):
    """Law of sines: first the small angle at the satellite, then the one at the centre."""
    far = 6371 + altitude_km
    elevation = math.radians(elevation_deg)
    at_satellite = math.asin(6371 * math.cos(elevation) / far)
    at_centre = math.pi / 2 - elevation - at_satellite
    return math.sqrt(6371**2 + far**2 - 2 * 6371 * far * math.cos(at_centre))


def right__points(altitude_km, elevation_deg):
    """A line of sight, and where it meets the orbit's circle: roots of a polynomial."""
    sight = np.array([np.cos(np.deg2rad(elevation_deg)), np.sin(np.deg2rad(elevation_deg))])
    station = np.array([0, 6371.0])
    roots = np.roots([1, 2 * station @ sight, station @ station - (6371 + altitude_km) ** 2])
    return max(roots)


def right__coordinates(altitude_km, elevation_deg):
    angle = np.deg2rad(elevation_deg)
    r = 6371 + altitude_km
    return np.sqrt(r**2 - (6371 * np.cos(angle)) ** 2) - 6371 * np.sin(angle)


def flat__tangent(altitude_km, elevation_deg):
    ground = altitude_km / np.tan(np.radians(elevation_deg))
    return np.hypot(ground, altitude_km)


def centre_angle__elevation(altitude_km, elevation_deg):
    r = 6371 + altitude_km
    return np.sqrt(6371**2 + r**2 - 2 * 6371 * r * np.cos(np.radians(elevation_deg)))


def centre_angle__right_angle_off(altitude_km, elevation_deg):
    r = 6371 + altitude_km
    return np.sqrt(6371**2 + r**2 - 2 * 6371 * r * np.sin(np.radians(elevation_deg)))


def centre_angle__right_angle_on(altitude_km, elevation_deg):
    """The angle of the station, between the two sides that meet at the centre."""
    r, angle = 6371 + altitude_km, math.radians(90 + elevation_deg)
    return math.sqrt(6371**2 + r**2 - 2 * 6371 * r * math.cos(angle))


def height_as_side__cosines(altitude_km, elevation_deg):
    square = 6371**2 + altitude_km**2 - 2 * 6371 * altitude_km * np.cos(np.radians(90 + elevation_deg))
    return np.sqrt(square)


def height_as_side__corner(altitude_km, elevation_deg):
    """Up by the height and along by the radius, as if both met at a right angle less the elevation."""
    e = math.radians(elevation_deg)
    return math.hypot(6371 - altitude_km * math.sin(e), altitude_km * math.cos(e))


RETURNS = {
    "flat": {"sine": "altitude_km / math.sin(math.radians(elevation_deg))"},
    "on_the_ground": {"flat": "altitude_km / math.tan(math.radians(elevation_deg))"},
    "from_zenith": {"flat": "altitude_km / np.cos(np.radians(elevation_deg))"},
    "no_elevation": {"as_given": "altitude_km", "horizon": "math.sqrt((6371 + altitude_km) ** 2 - 6371**2)"},
}

EDITS = {
    "radians": [("np.radians(elevation_deg)", "elevation_deg"), ("np.deg2rad(elevation_deg)", "elevation_deg")],
    "from_zenith": [("np.radians(elevation_deg)", "np.radians(90 - elevation_deg)"),
                    ("6371 * np.cos(angle)", "6371 * np.sin(angle)", "- 6371 * np.sin(angle)", "- 6371 * np.cos(angle)"),
                    ("np.sin(np.radians(elevation_deg))", "np.cos(np.radians(elevation_deg))")],
    "other_root": [("return max(roots)", "return min(roots)"), ("return max(roots)", "return -min(roots)"),
                   ("(2 * radius + altitude_km)) - up", "(2 * radius + altitude_km)) + up")],
    "on_the_ground": [("math.sqrt(6371**2 + far**2 - 2 * 6371 * far * math.cos(at_centre))", "6371 * at_centre")],
    "half_solution": [("(2 * radius + altitude_km)) - up", "(2 * radius + altitude_km))"), (" - 6371 * np.sin(angle)", "")],
    "other_radius": [("6371", "6378"), ("6371", "6370")],
    "diameter": [("radius = 6371", "radius = 12742"), ("6371", "12742")],
}
