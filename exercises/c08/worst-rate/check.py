import math

from qedu import statistics
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise


def margin(errors, tested, sifted, eps):
    """The margin of the text."""
    return float(statistics.serfling(tested=tested, kept=sifted - tested, eps=eps))


def _added(other, sign=1):
    """A wrong model: the rate found, and something else than the margin."""
    return lambda errors, tested, sifted, eps: errors / tested + sign * other(errors, tested, sifted, eps)


def _spread(times, rest):
    """So many standard deviations, of a test alone or with its rest."""
    def width(errors, tested, sifted, eps):
        q = errors / tested
        return times * math.sqrt(q * (1 - q) * (1 / tested + rest / (sifted - tested)))

    return width


class WorstRate(Exercise):
    """Of the sifted bits a quarter to two thirds are tested, so that it matters how many are left."""

    answer = Number(0)
    example = Call(errors=20, tested=1000, sifted=3000, eps=1e-10)

    def draw(self, rng):
        tested = int(rng.integers(500, 5000))
        share = rng.uniform(0.25, 0.4) if rng.random() < 0.5 else rng.uniform(0.55, 0.67)
        return Call(errors=int(rng.uniform(0.01, 0.06) * tested) + 1, tested=tested, sifted=int(tested / share),
                    eps=float(10 ** rng.uniform(-12, -6)))

    def right(self, errors, tested, sifted, eps):
        return errors / tested + margin(errors, tested, sifted, eps)

    wrong = {
        "rate_found": _added(lambda *given: 0.0),
        "margin_alone": margin,
        "lower_end": _added(margin, -1),
        "wrong_total": (_added(lambda errors, tested, sifted, eps: margin(errors, tested, sifted + tested, eps)),
                        _added(lambda errors, tested, sifted, eps: margin(errors, tested, sifted, eps)
                               * math.sqrt((sifted + tested) / sifted))),
        "rest_forgotten": (_added(lambda errors, tested, sifted, eps: math.sqrt(math.log(1 / eps) / (2 * tested))),
                           _added(lambda errors, tested, sifted, eps: math.sqrt((tested + 1) * math.log(1 / eps) / (2 * tested**2)))),
        "roles_exchanged": _added(lambda errors, tested, sifted, eps: margin(errors, sifted - tested, sifted, eps)),
        "other_log": (_added(lambda *given: margin(*given) / math.sqrt(math.log(10))),
                      _added(lambda *given: margin(*given) / math.sqrt(math.log(2)))),
        "margin_of_a_key": _added(lambda errors, tested, sifted, eps: math.sqrt(2) * margin(errors, tested, sifted, eps / 4)),
        "no_root": _added(lambda *given: margin(*given) ** 2),
        "few_sigmas": tuple(_added(_spread(times, rest)) for times in (1, 1.645, 1.96, 2, 3, 5) for rest in (0, 1)),
        "count_not_rate": (lambda errors, tested, sifted, eps: errors + margin(errors, tested, sifted, eps),
                           lambda errors, tested, sifted, eps: errors / sifted + margin(errors, tested, sifted, eps),
                           lambda errors, tested, sifted, eps: errors / (sifted - tested) + margin(errors, tested, sifted, eps)),
    }
