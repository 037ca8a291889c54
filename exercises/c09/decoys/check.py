import math

import numpy as np

from qedu.grading.answers import Parts
from qedu.grading.exercise import Call, Exercise

from ..common import GYS, Scaled


def _line(mu, nu, gain, wrong, poisson=True, zero=1.0):
    """Bounds by a straight line.  (Q e^x − Y₀)/x is a power series in the intensity x with no negative
    coefficients, so the line through its values at ν and μ meets x = 0 below it, and there it is Y₁.
    """
    def scaled(x, clicks, nothing):
        return (clicks * (math.exp(x) if poisson else 1) - nothing) / x

    y0, w0 = zero * gain[2], zero * wrong[2]
    at_nu, at_mu = scaled(nu, gain[1], y0), scaled(mu, gain[0], y0)
    y1 = at_nu + (at_nu - at_mu) * nu / (mu - nu)
    return y1, scaled(nu, wrong[1], w0), scaled(mu, wrong[0], w0)


class Decoys(Exercise):
    answer = Parts(Scaled(0, 1, relative=2e-5), Scaled(0, 1, relative=2e-5))
    example = Call(mu=0.48, nu=0.05, gain=[float(GYS.gain(mu, 50)) for mu in (0.48, 0.05, 0)],
                   qber=[float(GYS.qber(mu, 50)) for mu in (0.48, 0.05, 0)])

    def draw(self, rng):
        mu, nu = float(rng.uniform(0.3, 0.7)), float(rng.uniform(0.03, 0.12))
        n = np.arange(25)
        eta, y0, fault = 10 ** rng.uniform(-3.3, -2), rng.uniform(1e-6, 5e-6), rng.uniform(0.01, 0.04)
        yields = 1 - (1 - y0) * (1 - eta) ** n
        faults = y0 / 2 + fault * (1 - (1 - eta) ** n)
        # Eve blocks some single photons and spoils others: no model of the link gives the answer.
        passed, spoiled = rng.uniform(0.5, 1), rng.uniform(1, 1.8)
        yields[1], faults[1] = passed * yields[1], passed * spoiled * faults[1]
        odds = np.array([[math.exp(-x) * x**k / math.factorial(k) for k in n] for x in (mu, nu, 0.0)])
        gain = odds @ yields
        call = Call(mu=mu, nu=nu, gain=gain.tolist(), qber=(odds @ faults / gain).tolist())
        y1, e1 = self.right(**call.arguments)
        return call if y1 > 0.3 * yields[1] and e1 < 0.2 else None

    def right(self, mu, nu, gain, qber):
        y1, wrong1, _ = _line(mu, nu, gain, np.multiply(gain, qber))
        return y1, wrong1 / y1

    @staticmethod
    def _with(y1=None, e1=None, **options):
        """A wrong model: bounds by a changed line, or one of the two replaced."""
        def model(mu, nu, gain, qber):
            given = (mu, nu, gain, np.multiply(gain, qber))
            yields, faults, faults_mu = _line(*given, **options)
            return (y1(yields, *given) if y1 else yields,
                    e1(yields, faults, faults_mu, *given) if e1 else faults / yields)

        return model

    @staticmethod
    def _alone(mu, nu, gain, qber):
        """Bounds from the signal alone, as if no pulse of it held two photons."""
        y1 = (gain[0] * math.exp(mu) - gain[2]) / mu
        return y1, qber[0]


Decoys.wrong = {
    "signal_errors": (Decoys._with(e1=lambda y1, w, w_mu, *given: w_mu / y1),
                      Decoys._with(e1=lambda y1, w, w_mu, mu, nu, gain, wrong: wrong[0] / gain[0]),
                      lambda mu, nu, gain, qber: Decoys._alone(mu, nu, gain, qber)),
    "all_clicks": Decoys._with(e1=lambda y1, w, w_mu, mu, nu, gain, wrong: wrong[1] / gain[1]),
    "no_vacuum": (Decoys._with(zero=0.0),
                  Decoys._with(e1=lambda y1, w, w_mu, mu, nu, gain, wrong: wrong[1] * math.exp(nu) / nu / y1),
                  Decoys._with(y1=lambda y1, mu, nu, gain, wrong: _line(mu, nu, gain, wrong, zero=0.0)[0]),
                  Decoys._with(zero=0.0, e1=lambda y1, w, w_mu, mu, nu, gain, wrong: (
                      wrong[1] * math.exp(nu) - wrong[2]) / nu / y1)),
    "no_poisson": (Decoys._with(poisson=False),
                   Decoys._with(poisson=False, e1=lambda y1, w, w_mu, mu, nu, gain, wrong: (
                       wrong[1] * math.exp(nu) - wrong[2]) / nu / y1),
                   Decoys._with(e1=lambda y1, w, w_mu, mu, nu, gain, wrong: (wrong[1] - wrong[2]) / nu / y1)),
    "gain": (Decoys._with(y1=lambda y1, mu, nu, gain, wrong: mu * math.exp(-mu) * y1),
             Decoys._with(y1=lambda y1, mu, nu, gain, wrong: nu * math.exp(-nu) * y1)),
    "vacuum_errors": Decoys._with(e1=lambda y1, w, w_mu, mu, nu, gain, wrong: (
        wrong[1] * math.exp(nu) - gain[2]) / nu / y1),
    "swapped": lambda mu, nu, gain, qber: Decoys().right(mu, nu, gain, qber)[::-1],
    "two_points": (Decoys._with(y1=lambda y1, mu, nu, gain, wrong: (gain[1] * math.exp(nu) - gain[2]) / nu),
                   lambda mu, nu, gain, qber: ((gain[1] * math.exp(nu) - gain[2]) / nu, float(
                       (qber[1] * gain[1] * math.exp(nu) - qber[2] * gain[2])
                       / (gain[1] * math.exp(nu) - gain[2])))),
}
