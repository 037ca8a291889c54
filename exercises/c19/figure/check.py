import math

import numpy as np

from qedu import rates
from qedu.grading.answers import Positions, Table, Unfit, Vector, numbers
from qedu.grading.exercise import Call, Exercise

from ..common import off_in

#: The points marked in Figure 7 of Tomamichel and Leverrier, Quantum 1, 14 (2017), as their program prints them.
FIGURE_7 = [{"delta": 0.010, "m": 36123, "k": 5911, "nu": 0.06943318811415392, "printed": 15323},
            {"delta": 0.025, "m": 51114, "k": 8484, "nu": 0.0580348064984291, "printed": 17009},
            {"delta": 0.050, "m": 128989, "k": 20941, "nu": 0.03685663259331777, "printed": 27878},
            {"delta": 0.075, "m": 731680, "k": 104258, "nu": 0.016324856748689963, "printed": 85453}]

#: What all may fail together.
EPS = 1e-10

class Places(Positions):
    """Places in a list, of which there may be none, in whatever shape an empty row has."""

    def read(self, value):
        return super().read([] if self._empty(value) else value)

    def resembles(self, value, model):
        return super().resembles([] if self._empty(value) else value, model)

    @staticmethod
    def _empty(value):
        try:
            return numbers(value).size == 0
        except Unfit:
            return False


KINDS = {"departures": Vector(), "outside": Places()}


def h(p):
    return float(rates.h2(p))


def exact(delta, m, k, nu, *, n=lambda m, k: m - k, margin=True, leak=lambda delta, nu, n: math.ceil(1.1 * h(delta) * n),
          check=True, share=lambda alpha: 0.1 * (1 - alpha), twice=2, inside=2, unit=1.0):
    """The length before it is rounded, with anything in it done otherwise."""
    alpha, bits = m**-0.5, n(m, k)
    told = math.ceil(-math.log2(alpha * EPS)) if check else 0
    return (bits * (1 - unit * h(delta + nu * margin)) - unit * leak(delta, nu, bits) - told
            + unit * twice * math.log2(inside * share(alpha) * EPS))


def compared(points, tolerance, *, whole=math.floor, length=exact, departure=lambda own, printed: own - printed,
             outside=lambda gap, tolerance: abs(gap) > tolerance, **changes):
    own = [whole(length(**{name: point[name] for name in ("delta", "m", "k", "nu")}, **changes)) for point in points]
    found = [departure(one, point["printed"]) for one, point in zip(own, points)]
    return {"departures": found, "outside": [place for place, gap in enumerate(found) if outside(gap, tolerance)]}


def slip(**changes):
    return lambda points, tolerance: compared(points, tolerance, **changes)


def library(delta, m, k, nu, *, own_tag=True):
    """What qedu's formula for the same theorem gives, which halves ε."""
    cor = 2.0 ** -math.ceil(-math.log2(m**-0.5 * EPS)) if own_tag else 1e-15
    return float(rates.finite_bb84(m - k, k, delta, eps_sec=EPS, eps_cor=cor, f_ec=1.1))


class Figure(Exercise):
    """Points like those of the figure, some of which are misprinted by as much as the tolerance, by one bit more, or by many."""

    answer = Table(KINDS)
    example = Call(points=FIGURE_7, tolerance=0)

    def draw(self, rng):
        tolerance = int(rng.integers(2, 7))
        gaps = [0, tolerance, -tolerance, tolerance + 1, -tolerance - 1, int(rng.integers(20, 400)), -int(rng.integers(20, 400))]
        points = [self._point(rng, int(gap)) for gap in rng.permutation(gaps)]
        return Call(points=points, tolerance=tolerance)

    def _point(self, rng, gap):
        while True:
            delta, m = round(float(rng.uniform(0.006, 0.06)), 4), int(rng.integers(60_000, 900_000))
            k, alpha = int(m * rng.uniform(0.13, 0.18)), m**-0.5
            nu = math.sqrt(m * (k + 1) * math.log(2 / (0.9 * (1 - alpha) * EPS)) / ((m - k) * k**2))
            length, leak = exact(delta, m, k, nu), 1.1 * h(delta) * (m - k)
            # So far from whole numbers that neither rounding of floats nor another order of the terms decides.
            if length > 1000 and min(length % 1, 1 - length % 1, leak % 1, 1 - leak % 1) > 1e-4:
                return {"delta": delta, "m": m, "k": k, "nu": nu, "printed": math.floor(length) - gap}

    def right(self, points, tolerance):
        return compared(points, tolerance)

    def unknown(self, calls, returned, values, off, near):
        if near:
            return super().unknown(calls, returned, values, off, near)
        return off_in(KINDS, calls, returned, values, [self.right(**call.arguments) for call in calls], self.models())

    wrong = {
        "as_printed": (lambda points, tolerance: {"departures": [0] * len(points), "outside": []},
                       lambda points, tolerance: {"departures": np.zeros(len(points)), "outside": np.arange(len(points))}),
        "sign_turned": slip(departure=lambda own, printed: printed - own),
        "sizes_only": slip(departure=lambda own, printed: abs(own - printed)),
        "lengths_returned": slip(departure=lambda own, printed: own),
        "relative": (slip(departure=lambda own, printed: (own - printed) / printed), slip(departure=lambda own, printed: own / printed),
                     slip(departure=lambda own, printed: 100 * (own - printed) / printed)),
        "tested_in_key": slip(n=lambda m, k: m),
        "no_margin": slip(margin=False),
        "leak_forgotten": (slip(leak=lambda delta, nu, n: 0), slip(leak=lambda delta, nu, n: math.ceil(h(delta) * n))),
        "leak_at_margin": slip(leak=lambda delta, nu, n: math.ceil(1.1 * h(delta + nu) * n)),
        "tag_forgotten": slip(check=False),
        "whole_budget": (slip(share=lambda alpha: 1), slip(share=lambda alpha: 1 - alpha)),
        "another_share": tuple(slip(share=share) for share in (lambda alpha: 0.9 * (1 - alpha), lambda alpha: 0.5 * (1 - alpha),
                                                               lambda alpha: 0.5, lambda alpha: 0.1)),
        "privacy_cost": (slip(twice=1), slip(inside=1), slip(twice=0), slip(twice=-2)),
        "natural_log": slip(unit=math.log(2)),
        "rounded_up": (slip(whole=math.ceil), slip(whole=round), slip(whole=float)),
        "library_formula": (slip(length=library), slip(length=lambda **point: library(**point, own_tag=False))),
        "last_bit_outside": slip(outside=lambda gap, tolerance: abs(gap) >= tolerance),
        "one_side": (slip(outside=lambda gap, tolerance: gap > tolerance), slip(outside=lambda gap, tolerance: gap < -tolerance)),
        "inside_listed": slip(outside=lambda gap, tolerance: abs(gap) <= tolerance),
        "tolerance_ignored": slip(outside=lambda gap, tolerance: gap != 0),
    }
