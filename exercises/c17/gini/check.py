import numpy as np

from qedu import policy
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise


def curve(order, people, held):
    """The corners of a curve, from running totals in some order."""
    x, y = (np.append(0, np.cumsum(row[order])) for row in (people, held))
    return x / x[-1], y / y[-1]


def under(x, y, way=lambda left, right: (left + right) / 2):
    return float((way(y[:-1], y[1:]) * np.diff(x)).sum())


def coefficient(order, people, held, **options):
    return 1 - 2 * under(*curve(order, people, held), **options)


def _listed(values):
    return np.arange(len(values))


def left_behind(values, people):
    return coefficient(_listed(values), people, np.sort(values) * people)


def mixed(values, people):
    """Sorted shares of what is held beside people who are not sorted."""
    order = np.argsort(values)
    return 1 - 2 * under(curve(_listed(values), people, people)[0], curve(order, people, values * people)[1])


def no_first_point(values, people):
    x, y = curve(np.argsort(values), people, values * people)
    return 1 - 2 * under(x[1:], y[1:])


def _right(values, people):
    return np.argsort(values), people, values * people


def _model(parts, **options):
    """A wrong coefficient, from an order, the people and what they hold."""
    return lambda values, people: coefficient(*parts(values, people), **options)


class Gini(Exercise):
    """Five to nine places, of which the richest for a person is not the richest together."""

    answer = Number(None, 1)
    example = Call(values=np.array([4.0, 0.0, 1.0]), people=np.array([1.0, 2.0, 5.0]))

    def draw(self, rng):
        size = int(rng.integers(5, 10))
        call = Call(values=np.round(rng.exponential(10, size), 1), people=np.ceil(rng.lognormal(3, 1, size)))
        return call if self._tells(**call.arguments) else None

    def _tells(self, values, people):
        """No two places have the same, and all slips differ from the right answer and from each other."""
        if len(set(values.tolist())) < len(values) or len(set((values * people).tolist())) < len(values):
            return False
        found = [self.right(values, people), *(model(values, people) for _, model in self.models())]
        return bool(np.diff(np.sort(found)).min() > 0.004)

    def right(self, values, people):
        return policy.gini(values, people)

    wrong = {
        "richest_first": _model(lambda v, p: (np.argsort(-v), p, v * p)),
        "unsorted": _model(lambda v, p: (_listed(v), p, v * p)),
        "people_ignored": (_model(lambda v, p: (np.argsort(v), np.ones_like(v), v)), _model(lambda v, p: (_listed(v), np.ones_like(v), v))),
        "people_left_behind": (left_behind, mixed),
        "people_on_one_axis": (_model(lambda v, p: (np.argsort(v), p, v)), _model(lambda v, p: (np.argsort(v), np.ones_like(v), v * p))),
        "values_shared_out": (_model(lambda v, p: (np.argsort(v / p), p, v)), _model(lambda v, p: (np.argsort(v * p), p, v * p)),
                              _model(lambda v, p: (np.argsort(v * p), np.ones_like(v), v * p))),
        "rectangles": (_model(_right, way=lambda left, right: left), _model(_right, way=lambda left, right: right), no_first_point),
        "area_returned": tuple(lambda values, people, change=change: change((1 - coefficient(*_right(values, people))) / 2) for change in (
            lambda area: area, lambda area: 0.5 - area, lambda area: 2 * area)),
    }
