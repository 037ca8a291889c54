"""Checks of the exercises to chapter C09, Photons, fibre, detectors, decoys.

References come from qedu where it has the figure; wrong models are what the mistakes in feedback.yaml
compute.  Nothing is left to chance.  Many figures here are tiny, so they are compared by their ratio and
not by their difference.
"""

import math
from functools import lru_cache

import numpy as np

from qedu import links, rates
from qedu.grading.answers import CLOSE, Bits, Number, Parts, Positions, Unfit
from qedu.grading.exercise import Call, Exercise

GYS = links.GYS


class Scaled(Number):
    """A number that is right to a share of its size, or to `absolute`, whichever is more."""

    def __init__(self, low=None, high=None, relative=5e-6, absolute=0.0):
        super().__init__(low, high)
        self.relative, self.absolute = relative, absolute

    def _near(self, value, expected, relative):
        return bool(abs(value - expected) <= max(relative * abs(expected), self.absolute))

    def same(self, value, expected):
        return self._near(value, expected, self.relative)

    def close(self, value, expected):
        return self._near(value, expected, CLOSE)

    def resembles(self, value, model):
        try:
            return self.same(Number().read(value), Number().read(model))
        except Unfit:
            return False


def entropy(p, log=math.log2):
    """Binary entropy of a number, 0 at the ends and beyond."""
    return -p * log(p) - (1 - p) * log(1 - p) if 0 < p < 1 else 0.0


def survives(decibel):
    return 10 ** (-decibel / 10)


#: What becomes of decibels if they are read wrongly.
MISREAD = (lambda decibel: math.exp(-decibel / 10), lambda decibel: 10 ** (-decibel / 20),
           lambda decibel: 10**-decibel, lambda decibel: math.exp(-decibel))


class Photons(Exercise):
    id = "c09-photons"
    answer = Parts(Number(0, 1), Number(0, 1))
    example = Call(mu=0.5)

    def draw(self, rng):
        return Call(mu=float(rng.uniform(0.05, 0.45) if rng.random() < 0.5 else rng.uniform(0.6, 2)))

    def right(self, mu):
        odds = links.weak_coherent(mu).probabilities
        several = math.fsum(odds[2:])
        return several, several / math.fsum(odds[1:])

    @staticmethod
    def _with(change):
        """A wrong model, made of P(n ≥ 1), P(n ≥ 2) and the mean."""
        return lambda mu: change(-math.expm1(-mu), 1 - math.exp(-mu) * (1 + mu), mu)


Photons.wrong = {
    "swapped": Photons._with(lambda some, several, mu: (several / some, several)),
    "of_all": Photons._with(lambda some, several, mu: (several, several)),
    "of_lit": Photons._with(lambda some, several, mu: (several / some, several / some)),
    "at_least_one": (Photons._with(lambda some, several, mu: (some, 1.0)),
                     Photons._with(lambda some, several, mu: (some, several / some)),
                     Photons._with(lambda some, several, mu: (some, some))),
    "exactly_two": Photons._with(lambda some, several, mu: (math.exp(-mu) * mu**2 / 2,
                                                            math.exp(-mu) * mu**2 / 2 / some)),
    "thermal": Photons._with(lambda some, several, mu: ((mu / (1 + mu)) ** 2, mu / (1 + mu))),
    "small_mu": (Photons._with(lambda some, several, mu: (mu**2 / 2, mu / 2)),
                 Photons._with(lambda some, several, mu: (mu**2 / 2, mu**2 / 2 / some))),
    "single": lambda mu: (0.0, 0.0),
    "of_single": Photons._with(lambda some, several, mu: (several, several / (mu * math.exp(-mu)))),
}


class Clicks(Exercise):
    """The product of the chances of a light and a dark click may be dropped, as in Ma et al. 2005: it changes
    Q and E by less than one part in 400,000 here, and answers may be off by one in 200,000.
    """

    id = "c09-clicks"
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


def _where(mu, db_per_km, eta):
    """The distance at which the transmittance is η; 0 where it would be above 1."""
    return max(0.0, -10 / db_per_km * math.log10(eta))


class Splitting(Exercise):
    id = "c09-splitting"
    answer = Scaled(0, relative=0.0, absolute=0.01)
    example = Call(mu=0.5, db_per_km=0.2)

    def draw(self, rng):
        return Call(mu=float(rng.uniform(0.15, 0.45) if rng.random() < 0.5 else rng.uniform(0.55, 1)),
                    db_per_km=float(rng.uniform(0.16, 0.3)))

    def right(self, mu, db_per_km):
        return _where(mu, db_per_km, -math.log1p(-links.weak_coherent(mu).multiphoton) / mu)

    @staticmethod
    def _eta(choose):
        """A wrong model: some η from P(n ≥ 1), P(n ≥ 2) and the mean."""
        return lambda mu, db_per_km: _where(mu, db_per_km, choose(-math.expm1(-mu),
                                                                  1 - math.exp(-mu) * (1 + mu), mu))


def _matching(some, several, mu):
    return -math.log1p(-several) / mu


Splitting.wrong = {
    "linear": Splitting._eta(lambda some, several, mu: several / mu),
    "at_least_one": (Splitting._eta(lambda some, several, mu: 1.0),
                     Splitting._eta(lambda some, several, mu: some / mu),
                     Splitting._eta(lambda some, several, mu: some)),
    "exactly_two": (Splitting._eta(lambda some, several, mu: -math.log1p(-math.exp(-mu) * mu**2 / 2) / mu),
                    Splitting._eta(lambda some, several, mu: math.exp(-mu) * mu / 2)),
    "single": Splitting._eta(lambda some, several, mu: several),
    "of_lit": (Splitting._eta(lambda some, several, mu: _matching(some, several / some, mu)),
               Splitting._eta(lambda some, several, mu: several / some / mu)),
    "decibel": tuple(lambda mu, db_per_km, factor=factor: factor / db_per_km * -math.log(
        -math.log1p(-(1 - math.exp(-mu) * (1 + mu))) / mu)
        for factor in (10, 1, 1 / math.log(10), 20 / math.log(10))),
}


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
    id = "c09-decoys"
    answer = Parts(Scaled(0, 1, relative=2e-5), Scaled(0, 1, relative=2e-5))
    example = Call(mu=0.48, nu=0.05, gain=[float(GYS.gain(mu, 50)) for mu in (0.48, 0.05, 0)],
                   qber=[float(GYS.qber(mu, 50)) for mu in (0.48, 0.05, 0)])

    def draw(self, rng):
        while True:
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
            if y1 > 0.3 * yields[1] and e1 < 0.2:
                return call

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


@lru_cache(maxsize=4096)
def _reach(mu):
    return rates.cutoff_km("decoy_bb84", GYS, max_km=400.0, mu=mu)


def _key(mu, km, sifting=0.5, f=GYS.f_ec, gain1=None, corrected="all", phase="single", log=math.log2):
    """Bits per pulse over GYS, which may be negative."""
    eta, y0 = GYS.efficiency * survives(GYS.loss_db_per_km * km), GYS.dark_counts
    lit = -math.expm1(-eta * mu)
    gain, faults = lit + y0 * (1 - lit), y0 / 2 + GYS.misalignment * lit
    y1, faults1 = eta + y0 * (1 - eta), y0 / 2 + GYS.misalignment * eta
    single = gain1(gain, y1, mu) if gain1 else mu * math.exp(-mu) * y1
    secret = single * (1 - entropy({"single": faults1 / y1, "all": faults / gain, "none": 0.0}[phase], log))
    public = {"all": gain * entropy(faults / gain, log), "single": single * entropy(faults1 / y1, log),
              "mixed": single * entropy(faults / gain, log)}[corrected]
    return sifting * (secret - f * public)


def _race(clip=True, **options):
    """A wrong model: rate and reach, with something done otherwise."""
    def model(mu, km):
        low, high = 0.0, 1000.0
        for _ in range(50):
            middle = (low + high) / 2
            low, high = (middle, high) if _key(mu, middle, **options) > 0 else (low, middle)
        rate = _key(mu, km, **options)
        return max(0.0, rate) if clip else rate, low

    return model


class Cutoff(Exercise):
    id = "c09-cutoff"
    answer = Parts(Scaled(0, relative=1e-4, absolute=1e-13), Scaled(0, relative=0.0, absolute=0.05))
    example = Call(mu=0.48, km=50.0)

    def calls(self, rng):
        # The third distance lies beyond the reach.
        calls = [self.example]
        for low, high in ((0.3, 0.6), (0.7, 0.9), (1.03, 1.3)):
            mu = float(rng.uniform(0.25, 0.85))
            calls.append(Call(mu=mu, km=float(rng.uniform(low, high) * _reach(mu))))
        return calls, [self.right(**call.arguments) for call in calls]

    def right(self, mu, km):
        return rates.decoy_bb84(km, GYS, mu=mu), _reach(mu)

    wrong = {
        "no_sifting": _race(sifting=1),
        "unclipped": _race(clip=False),
        "single_corrected": (_race(corrected="single"), _race(corrected="mixed")),
        "no_f": _race(f=1),
        "all_phase": _race(phase="all"),
        "no_phase": _race(phase="none"),
        "all_single": (_race(gain1=lambda gain, y1, mu: gain, phase="all"),
                       _race(gain1=lambda gain, y1, mu: gain)),
        "yield_for_gain": _race(gain1=lambda gain, y1, mu: y1),
        "natural_log": _race(log=math.log),
        "swapped": lambda mu, km: Cutoff().right(mu, km)[::-1],
    }


class Bound(Exercise):
    id = "c09-plob"
    answer = Scaled(0)
    example = Call(km=1000.0, db_per_km=0.2)

    def calls(self, rng):
        # Near, very far, near.  In between 1 − η keeps a few digits of η, and wrong answers are noise.
        calls = [self.example]
        for low, high in ((1, 8), (180, 400), (8, 25)):
            db_per_km = float(rng.uniform(0.15, 0.35))
            calls.append(Call(km=float(rng.uniform(low, high) / db_per_km), db_per_km=db_per_km))
        return calls, [self.right(**call.arguments) for call in calls]

    def right(self, km, db_per_km):
        return rates.plob(survives(km * db_per_km))

    @staticmethod
    def _of(function, read=survives):
        return lambda km, db_per_km: function(read(km * db_per_km))


def _exact(eta):
    return -math.log1p(-eta) / math.log(2)


Bound.wrong = {
    "rounded_away": Bound._of(lambda eta: -math.log2(1 - eta)),
    "natural_log": (Bound._of(lambda eta: -math.log1p(-eta)), Bound._of(lambda eta: -math.log(1 - eta)),
                    Bound._of(lambda eta: -math.log1p(-eta) / math.log(10))),
    "other_bound": (Bound._of(lambda eta: (math.log1p(eta) - math.log1p(-eta)) / math.log(2)),
                    Bound._of(lambda eta: math.log2((1 + eta) / (1 - eta)))),
    "small_eta": (Bound._of(lambda eta: eta / math.log(2)), Bound._of(lambda eta: eta)),
    "decibel": (*(Bound._of(_exact, read) for read in MISREAD),
                *(Bound._of(lambda eta: -math.log2(1 - eta), read) for read in MISREAD)),
    "lost": Bound._of(lambda eta: -math.log2(eta)),
}


def _differ(basis, announced):
    """Whether the bits of Alice and Bob are opposite, if their pulses are found in this Bell state."""
    kets = {"Z": np.eye(2), "X": np.array([[1, 1], [1, -1]]) / math.sqrt(2)}[basis]
    bell = np.array([0, 1, 1 if announced == "psi+" else -1, 0]) / math.sqrt(2)
    equal = sum(abs(np.kron(ket, ket) @ bell) ** 2 for ket in kets)
    return equal < 0.5


#: (basis, announcement): whether one of them has to flip.
FLIP = {(basis, word): _differ(basis, word) for basis in "ZX" for word in ("psi-", "psi+")}
WORDS = ("psi-", "psi+", "none")


class Relay(Exercise):
    id = "c09-mdi"
    answer = Parts(Positions(), Bits())
    example = Call(alice_bases=list("ZXZXZXZ"), bob_bases=list("ZXXXZZZ"),
                   announced=["psi-", "psi+", "psi-", "psi-", "none", "psi+", "psi+"],
                   bits=[0, 0, 1, 1, 1, 0, 1])

    def draw(self, rng):
        while True:
            n = 30
            call = Call(alice_bases=[str(b) for b in rng.choice(["Z", "X"], n)],
                        bob_bases=[str(b) for b in rng.choice(["Z", "X"], n)],
                        announced=[str(w) for w in rng.choice(WORDS, n)],
                        bits=[int(b) for b in rng.integers(0, 2, n)])
            rounds = set(zip(*list(call.arguments.values())[:3]))
            if len(rounds) == 12:          # every pair of bases with every announcement
                return call

    def right(self, alice_bases, bob_bases, announced, bits):
        return self._sifted(lambda a, b, word: a == b and word != "none", lambda a, b, word: FLIP[a, word])(
            alice_bases, bob_bases, announced, bits)

    @staticmethod
    def _sifted(keep, flip):
        """A rule, right or wrong: which rounds are kept, and in which of them Bob flips."""
        def model(alice_bases, bob_bases, announced, bits):
            kept = [i for i, told in enumerate(zip(alice_bases, bob_bases, announced)) if keep(*told)]
            return kept, [bits[i] ^ int(flip(alice_bases[i], bob_bases[i], announced[i])) for i in kept]

        return model


def _good(a, b, word):
    return a == b and word != "none"


Relay.wrong = {
    "counted_from_one": lambda *given, **named: (lambda kept, key: ([i + 1 for i in kept], key))(
        *Relay().right(*given, **named)),
    "one_state": (Relay._sifted(lambda a, b, word: a == b and word == "psi-", lambda a, b, word: True),
                  Relay._sifted(lambda a, b, word: a == b and word == "psi+", lambda a, b, word: a == "Z")),
    "swapped": lambda *given, **named: Relay().right(*given, **named)[::-1],
    "flips_always": Relay._sifted(_good, lambda a, b, word: True),
    "never_flips": Relay._sifted(_good, lambda a, b, word: False),
    "x_swapped": Relay._sifted(_good, lambda a, b, word: a == "Z" or word == "psi+"),
    "z_like_x": (Relay._sifted(_good, lambda a, b, word: word == "psi-"),
                 Relay._sifted(_good, lambda a, b, word: word == "psi+"),
                 Relay._sifted(_good, lambda a, b, word: (a == "X") != (word == "psi+"))),
    "by_basis": (Relay._sifted(_good, lambda a, b, word: a == "Z"),
                 Relay._sifted(_good, lambda a, b, word: a == "X")),
    "other_bases": tuple(Relay._sifted(lambda a, b, word: word != "none", flip) for flip in (
        lambda a, b, word: word == "psi-" or b == "Z",
        lambda a, b, word: word == "psi-" or a == "Z",
        lambda a, b, word: word == "psi-" or "Z" in (a, b),
        lambda a, b, word: word == "psi-" or a == b == "Z")),
    "keeps_failed": tuple(Relay._sifted(lambda a, b, word: a == b, flip) for flip in (
        lambda a, b, word: word == "psi-" or a == "Z",
        lambda a, b, word: word != "psi+" or a == "Z",
        lambda a, b, word: word != "none" and FLIP[a, word])),
}
