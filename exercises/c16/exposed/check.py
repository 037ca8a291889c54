import numpy as np

from qedu import policy
from qedu.grading.answers import Number, Unfit, sequence
from qedu.grading.exercise import Call, Exercise

EDITIONS = [(name, reading) for name, survey in policy.SURVEYS.items() for reading in survey.readings()]


def finite(z):
    return z[np.isfinite(z)]


class Share(Number):
    """A number from 0 to 1; of an answer with several values it says that it is such a one."""

    def read(self, value):
        items = sequence(value)
        if items is not None and len(items) > 1:
            raise Unfit("for_each_draw")
        return super().read(value)


class Exposed(Exercise):
    """Draws from the survey, rounded up to half years so that some fall on the last day and some just before it."""

    answer = Share(0, 1)
    example = Call(x=7, y=4, z=np.array([3.0, 6.0, 9.0, 10.0, 11.0, 25.0, np.inf]))

    def draw(self, rng):
        edition, reading = EDITIONS[rng.integers(len(EDITIONS))]
        threat = policy.SURVEYS[edition].threat(reading)
        z = np.ceil(2 * threat.sample(int(rng.integers(60, 160)), seed=rng)) / 2
        call = Call(x=int(rng.integers(2, 11)), y=int(rng.integers(1, 9)), z=z)
        return call if self._tells(**call.arguments) else None

    def _tells(self, x, y, z):
        """Whether the usual slips show: other times, the last day, infinite draws among others, and a mean that says no where the
        one of the example says yes."""
        known = finite(z)
        if not 5 < len(known) < len(z) or x + y - 0.5 not in z:
            return False
        near = sorted(np.mean(z < edge) for edge in (x, y, 7 + y, x + 4))
        shares = np.array([np.mean(z < x + y), np.mean(z <= x + y), *near, np.mean(known < x + y)])
        return (x not in (y, 7) and y != 4 and 0.02 < shares[0] < 0.9 and len(set(shares[:2])) == 2
                and np.abs(shares[2:] - shares[0]).min() > 0.01 and min(known.mean(), np.median(known)) > x + y)

    def right(self, x, y, z):
        return float(np.mean(policy.mosca(x, y, z) > 0))

    wrong = {
        "last_day": lambda x, y, z: np.mean(x + y >= z),
        "recorded_today": (lambda x, y, z: np.mean(x > z), lambda x, y, z: np.mean(x >= z)),
        "as_signatures": (lambda x, y, z: np.mean(y > z), lambda x, y, z: np.mean(y >= z)),
        "exchanged_times": (lambda x, y, z: np.mean(x + z > y), lambda x, y, z: np.mean(y + z > x)),
        "safe_share": (lambda x, y, z: np.mean(z > x + y), lambda x, y, z: np.mean(z >= x + y)),
        "a_year_early": lambda x, y, z: np.mean(z <= x + y - 1),
        "always_zero": lambda x, y, z: 0,
        "mean_of_draws": (lambda x, y, z: float(x + y > finite(z).mean()),
                          lambda x, y, z: float(x + y > np.median(z)), lambda x, y, z: float(x + y > np.median(finite(z)))),
        "infinite_left_out": lambda x, y, z: np.mean(finite(z) < x + y),
        "years_exposed": (lambda x, y, z: np.mean(x + y - finite(z)), lambda x, y, z: np.mean(np.maximum(x + y - z, 0)),
                          lambda x, y, z: np.sum(np.maximum(x + y - z, 0)), lambda x, y, z: x + y - np.median(z),
                          lambda x, y, z: np.mean(x + y - z[z < x + y])),
        "counted": lambda x, y, z: np.sum(x + y > z),
    }
