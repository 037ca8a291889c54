import numpy as np


def right__loop(x, y, z):
    exposed = 0
    for years in z:
        if years < x + y:
            exposed += 1
    return exposed / len(z)


def right__margin(x, y, z):
    early = x + y - z > 0
    return early.sum() / early.size


def right__sorted(x, y, z):
    return np.searchsorted(np.sort(z), x + y) / len(z)


def years_exposed__finite(x, y, z):
    known = z[z < np.inf]
    return x + y - known.mean()


RETURNS = {
    "years_exposed": {"clipped": "np.clip(x + y - z, 0, None).mean()"},
    "always_zero": {"mean": "1.0 if z.mean() < x + y else 0.0", "whole": "int(sum(z < x + y)) // len(z)"},
    "for_each_draw": {"margins": "x + y - z", "truth": "[bool(years < x + y) for years in z]"},
    "mean_of_draws": {"median": "float(np.median(z) < x + y)", "finite": "float(z[np.isfinite(z)].mean() < x + y)"},
}

EDITS = {
    "exchanged_times": [("x + y > z", "x + z > y"), ("years < x + y", "y < x + years"), ("x + y - z > 0", "z + y - x > 0")],
    "safe_share": [("x + y > z", "x + y < z"), ("years < x + y", "years > x + y"), ("x + y - z > 0", "x + y - z <= 0")],
    "a_year_early": [("x + y > z", "x + y - 1 >= z"), ("years < x + y", "years <= x + y - 1"), ("x + y - z > 0", "x + y - z >= 1")],
    "infinite_left_out": [("np.mean(x + y > z)", "np.mean(x + y > z[np.isfinite(z)])"), ("exposed / len(z)", "exposed / sum(z < np.inf)"),
                          ("np.searchsorted(np.sort(z), x + y) / len(z)", "np.searchsorted(np.sort(z), x + y) / np.isfinite(z).sum()")],
    "last_day": [("x + y > z", "x + y >= z"), ("years < x + y", "years <= x + y"), ("- z > 0", "- z >= 0"),
                 ("np.sort(z), x + y)", 'np.sort(z), x + y, side="right")')],
    "recorded_today": [("x + y > z", "x > z"), ("years < x + y", "years < x"), ("x + y - z", "x - z"), ("x + y)", "x)")],
    "as_signatures": [("x + y > z", "y > z"), ("years < x + y", "years < y"), ("x + y - z", "y - z"), ("x + y)", "y)")],
    "counted": [("np.mean(", "np.sum("), ("exposed / len(z)", "exposed"), (" / early.size", ""), (" / len(z)", "")],
}
