from qedu import policy
from qedu.grading.answers import Ratio
from qedu.grading.exercise import Call, Exercise


def joules(power_kw, standby_w, cooling_w, rate_kbit, hours, *, kilo=1000, on=None, waiting=None, cooled=24, key_hours=None, bits=1000):
    """Energy by key, with any time and any unit taken otherwise."""
    on, waiting = hours if on is None else on, 24 - hours if waiting is None else waiting
    taken = kilo * power_kw * on + standby_w * waiting + cooling_w * (hours if cooled is None else cooled)
    return taken / (bits * rate_kbit * (hours if key_hours is None else key_hours))


def _model(**options):
    return lambda **given: joules(**given, **options)


def _swapped(power_kw, standby_w, cooling_w, rate_kbit, hours):
    return joules(power_kw, standby_w, cooling_w, rate_kbit, hours, on=24 - hours, waiting=hours)


def _over(change):
    return lambda **given: change(joules(**given))


class Energy(Exercise):
    """Links that make key for 3 to 10 hours a day, in which standby and cooling weigh about as much as the rest."""

    answer = Ratio(0)
    example = Call(power_kw=0.4, standby_w=100.0, cooling_w=500.0, rate_kbit=2.0, hours=8.0)

    def draw(self, rng):
        return Call(power_kw=round(float(rng.uniform(0.3, 1.5)), 2), standby_w=float(rng.integers(60, 400)),
                    cooling_w=float(rng.integers(300, 900)), rate_kbit=round(float(rng.uniform(0.5, 20)), 2),
                    hours=round(float(rng.uniform(3, 10)), 1))

    def right(self, power_kw, standby_w, cooling_w, rate_kbit, hours):
        return policy.energy_per_key_bit(1000 * power_kw + cooling_w, 1000 * rate_kbit, duty=hours / 24, standby=standby_w + cooling_w)

    wrong = {
        "kilowatts": _model(kilo=1),
        "kilobits": (_model(bits=1), _model(bits=1000_000), _model(kilo=1, bits=1)),
        "kilowatt_hours": (_over(lambda x: x / 3600), _over(lambda x: x / 3.6e6), _over(lambda x: x * 3600)),
        "full_power_all_day": (_model(on=24, waiting=0), _model(on=24)),
        "standby_all_day": _model(waiting=24),
        "standby_forgotten": _model(waiting=0),
        "cooling_forgotten": _model(cooled=0),
        "cooling_in_part": (_model(cooled=None), lambda hours, **given: joules(hours=hours, cooled=24 - hours, **given)),
        "key_all_day": _model(key_hours=24),
        "hours_exchanged": _swapped,
        "sum_of_powers": (_model(on=1, waiting=1, cooled=1, key_hours=1), _model(on=1, waiting=0, cooled=1, key_hours=1),
                          _model(on=1, waiting=0, cooled=0, key_hours=1), _model(on=1, waiting=1, cooled=1),
                          _model(on=1, waiting=1, cooled=1, key_hours=1, kilo=1)),
        "bits_for_a_joule": _over(lambda x: 1 / x),
    }
