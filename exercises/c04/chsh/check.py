import math

from qedu import entanglement as ent
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise

from ..common import angles_apart, drawn, mean, patterns, qobj, random_rho, spin, spin_zy, tells


def four(rho, angles):
    """E of the four pairs of settings: ab, ab', a'b, a'b'."""
    a, a2, b, b2 = angles
    return [ent.correlation(qobj(rho), x, y) for x in (a, a2) for y in (b, b2)]


class Chsh(Exercise):
    """S is negative in one drawn case, in which slips with signs show, and positive in the other."""

    answer = Number(-4, 4)
    example = Call(rho=ent.bell().proj().full(), angles=[0, 90, 45, 135])

    def calls(self, rng):
        def correlations(rho, angles):
            a, a2, b, b2 = map(spin, angles)
            return [mean(rho, x, y) for x in (a, a2) for y in (b, b2)]

        return drawn(self, rng, lambda **given: tells(correlations(**given)),
                     lambda **given: patterns(correlations(**given))[1] > 0.1)

    def draw(self, rng):
        return Call(rho=random_rho(rng), angles=angles_apart(rng, 4))

    def right(self, rho, angles):
        ab, ab2, a2b, a2b2 = four(rho, angles)
        return ab - ab2 + a2b + a2b2

    wrong = {
        "all_plus": lambda rho, angles: sum(four(rho, angles)),
        "minus_elsewhere": (lambda rho, angles: sum(four(rho, angles)) - 2 * four(rho, angles)[3],
                            lambda rho, angles: sum(four(rho, angles)) - 2 * four(rho, angles)[2],
                            lambda rho, angles: sum(four(rho, angles)) - 2 * four(rho, angles)[0]),
        "sizes": lambda rho, angles: sum(abs(e) for e in four(rho, angles)),
        "size": lambda rho, angles: abs(Chsh.right(None, rho, angles)),
        "best_pattern": (lambda rho, angles: ent.chsh(qobj(rho)),
                         lambda rho, angles: abs(patterns(four(rho, angles))).max(),
                         lambda rho, angles: patterns(four(rho, angles)).max()),
        "no_state": lambda rho, angles: Chsh.right(None, ent.bell().proj().full(), angles),
        "sign": lambda rho, angles: -Chsh.right(None, rho, angles),
        "mean": lambda rho, angles: Chsh.right(None, rho, angles) / 4,
        "y_for_x": lambda rho, angles: patterns([mean(rho, spin_zy(x), spin_zy(y)) for x in angles[:2] for y in angles[2:]])[1],
        "settings_mixed": lambda rho, angles: Chsh.right(None, rho, [angles[i] for i in (0, 2, 1, 3)]),
        "radians": lambda rho, angles: Chsh.right(None, rho, [math.degrees(t) for t in angles]),
        "polariser_angle": (lambda rho, angles: Chsh.right(None, rho, [2 * t for t in angles]),
                            lambda rho, angles: Chsh.right(None, rho, [t / 2 for t in angles])),
    }
