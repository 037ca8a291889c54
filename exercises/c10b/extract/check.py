import math

from qedu import randomness
from qedu.grading.answers import Integer
from qedu.grading.exercise import Call, Exercise


def guess(p1, noise):
    return noise + (1 - noise) * max(p1, 1 - p1)


def min_entropy(p1, noise):
    return -math.log2(guess(p1, noise))


def price(eps):
    return 2 * math.log2(1 / (2 * eps))


def h(p):
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def _model(*, entropy=min_entropy, cost=price, rounded=math.floor, clip=True, join=lambda n, each, paid: n * each - paid):
    """The formula with anything in it done otherwise."""
    def model(n, p1, noise, eps):
        found = join(n, entropy(p1, noise), cost(eps))
        return rounded(max(0, found) if clip else found)

    return model


def _ways(**options):
    """A wrong model whose result is rounded down, or not at all, and cut at zero or not."""
    return tuple(_model(rounded=rounded, clip=clip, **options) for rounded in (math.floor, float) for clip in (True, False))


def _several(name, *ways):
    return tuple(model for way in ways for model in _ways(**{name: way}))


class Extract(Exercise):
    """Lengths that no rounding moves over a whole number; in one run the entropy does not pay the price."""

    answer = Integer(0)
    example = Call(n=1000, p1=0.5, noise=0.2, eps=1e-6)

    def further(self, rng):
        return [self.drawn(rng, one) for one in rng.permutation([0, 1, 2])]

    def draw(self, rng, kind):
        """A photon that says mostly 1, one that says mostly 0, and a run that is too short."""
        p1 = float(rng.uniform(0.53, 0.8))
        given = {"n": int(rng.integers(400, 5000)) if kind < 2 else int(rng.integers(8, 30)), "p1": 1 - p1 if kind == 1 else p1,
                 "noise": float(rng.uniform(0.1, 0.6)), "eps": float(10 ** rng.uniform(-11, -4))}
        found = given["n"] * min_entropy(given["p1"], given["noise"]) - price(given["eps"])
        return Call(**given) if 0.55 < found % 1 < 0.95 and (found > 20 if kind < 2 else found < -3) else None

    def right(self, n, p1, noise, eps):
        return randomness.extractable_bits(n * randomness.BitSource(p1, noise=noise).secret_entropy(), eps=eps)

    wrong = {
        "unclipped": (*(_model(rounded=rounded, clip=False) for rounded in (math.floor, math.trunc, float)),
                      lambda n, p1, noise, eps: math.floor(abs(n * min_entropy(p1, noise) - price(eps))),
                      lambda n, p1, noise, eps: abs(math.floor(n * min_entropy(p1, noise) - price(eps)))),
        "not_rounded": (_model(rounded=float), _model(rounded=math.ceil), _model(rounded=round)),
        "all_of_them": _several("entropy", lambda p1, noise: 1.0),
        "noise_ignored": _several("entropy", lambda p1, noise: -math.log2(max(p1, 1 - p1)), lambda p1, noise: -math.log2(p1)),
        "averaged": _several("entropy", lambda p1, noise: -(1 - noise) * math.log2(max(p1, 1 - p1)), lambda p1, noise: 1 - noise),
        "counted": _several("entropy", lambda p1, noise: -math.log2(noise / 2 + (1 - noise) * max(p1, 1 - p1))),
        "shannon": _several("entropy", lambda p1, noise: h(p1), lambda p1, noise: (1 - noise) * h(p1),
                            lambda p1, noise: h(guess(p1, noise)), lambda p1, noise: h(noise / 2 + (1 - noise) * p1)),
        "ones_only": _several("entropy", lambda p1, noise: -math.log2(noise + (1 - noise) * p1),
                              lambda p1, noise: -math.log2(noise + (1 - noise) * (1 - p1)),
                              lambda p1, noise: -math.log2(noise + (1 - noise) * min(p1, 1 - p1))),
        "shares_exchanged": _several("entropy", lambda p1, noise: -math.log2(1 - noise + noise * max(p1, 1 - p1)),
                                     lambda p1, noise: -math.log2((1 - noise) * max(p1, 1 - p1)),
                                     lambda p1, noise: -noise * math.log2(max(p1, 1 - p1))),
        "natural_log": tuple(model for factor in (math.log(2), math.log10(2)) for model in (
            *_several("entropy", lambda p1, noise, factor=factor: min_entropy(p1, noise) * factor),
            *_several("cost", lambda eps, factor=factor: price(eps) * factor),
            *_several("join", lambda n, each, paid, factor=factor: (n * each - paid) * factor))),
        "one_log": _several("cost", lambda eps: price(eps) / 2, lambda eps: math.log2(1 / eps)),
        "factor_in_eps": _several("cost", lambda eps: price(2 * eps), lambda eps: price(eps / 2), lambda eps: price(eps / 4),
                                  lambda eps: price(eps) + 1, lambda eps: price(eps) - 1),
        "sign_of_log": _several("cost", lambda eps: -price(eps), lambda eps: -price(eps / 2), lambda eps: -price(eps) / 2),
        "price_per_bit": _several("join", lambda n, each, paid: n * (each - paid), lambda n, each, paid: (n - paid) * each),
        "no_price": _several("cost", lambda eps: 0.0),
    }
