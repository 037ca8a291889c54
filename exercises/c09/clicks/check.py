import math

from qedu import links
from qedu.grading.answers import Parts
from qedu.grading.exercise import Call, Exercise

from ..common import MISREAD, Scaled, survives


class Clicks(Exercise):
    """The product of the chances of a light and a dark click may be dropped, as in Ma et al. 2005: it changes
    Q and E by less than one part in 400,000 here, and answers may be off by one in 200,000.
    """

    answer = Parts(Scaled(0, 1), Scaled(0, 1))
    example = Call(mu=0.48, km=50.0, db_per_km=0.21, efficiency=0.045, dark_counts=1.7e-6, misalignment=0.033)

    def draw(self, rng):
        mu, efficiency = float(rng.uniform(0.2, 0.9)), float(rng.uniform(0.1, 0.4))
        # So many photons arrive that dark counts are seen, and so few that they matter.
        light = 10 ** rng.uniform(-3.7, -2)
        db_per_km = float(rng.uniform(0.16, 0.35))
        km = float(10 * math.log10(mu * efficiency / light) / db_per_km)
        return Call(mu=mu, km=km, db_per_km=db_per_km, efficiency=efficiency,
                    dark_counts=float(rng.uniform(0.5e-6, 2e-6)),
                    misalignment=float(rng.uniform(0.01, 0.06)))

    def right(self, mu, km, db_per_km, efficiency, dark_counts, misalignment):
        link = links.Link("exercise", db_per_km, efficiency, dark_counts, misalignment)
        return link.gain(mu, km), link.qber(mu, km)

    @staticmethod
    def _with(eta=None, light=None, answer=None, dark=1.0):
        def model(mu, km, db_per_km, efficiency, dark_counts, misalignment):
            loss = db_per_km * km
            arrives = eta(loss, efficiency) if eta else efficiency * survives(loss)
            lit = light(arrives, mu) if light else -math.expm1(-arrives * mu)
            y0 = dark * dark_counts
            gain, faults = lit + y0 * (1 - lit), misalignment * lit
            return answer(gain, faults, y0, misalignment) if answer else (gain, (faults + y0 / 2) / gain)

        return model


Clicks.wrong = {
    "dark_errors": (Clicks._with(answer=lambda gain, faults, y0, e: (gain, faults / gain)),
                    Clicks._with(answer=lambda gain, faults, y0, e: (gain, e)),
                    Clicks._with(answer=lambda gain, faults, y0, e: (gain, (faults + y0) / gain))),
    "decibel": tuple(Clicks._with(eta=lambda loss, efficiency, misread=misread: efficiency * misread(loss))
                     for misread in MISREAD),
    "no_efficiency": Clicks._with(eta=lambda loss, efficiency: survives(loss)),
    "wrong_clicks": Clicks._with(answer=lambda gain, faults, y0, e: (gain, faults + y0 / 2)),
    "no_dark": Clicks._with(dark=0.0),
    "single": (Clicks._with(light=lambda eta, mu: eta), Clicks._with(light=lambda eta, mu: eta * mu)),
    "dark_in_empty": Clicks._with(answer=lambda gain, faults, y0, e: (
        gain, (faults + (gain - faults / e) / 2) / gain)),
    "swapped": Clicks._with(answer=lambda gain, faults, y0, e: ((faults + y0 / 2) / gain, gain)),
}
