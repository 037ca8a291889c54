import math

from qedu import rates, statistics
from qedu.grading.answers import Integer
from qedu.grading.exercise import Call, Exercise

from ..common import entropy


def margin(n, k, eps):
    """The margin of the text."""
    return math.sqrt(2) * float(statistics.serfling(tested=k, kept=n, eps=eps / 4))


def paid(n, q, f, mu):
    return f * n * entropy(q)


def price(sec, cor):
    return math.log2(2 / (sec**2 * cor))


def length(n, k, qber, eps_sec, eps_cor, f, key=None, margin=margin, secret=entropy, paid=paid, price=price, end=0.5, hidden=True):
    """The formula before it is cut and rounded, with pieces of it exchanged; None from the worst error rate `end` on."""
    mu = margin(n, k, eps_sec)
    bits = key(n, k) if key else n
    if qber + mu >= end:
        return None
    return bits * (1 - secret(min(qber + hidden * mu, 1.0))) - paid(bits, qber, f, mu) - price(eps_sec, eps_cor)


def _model(clip=True, rounded=math.floor, **pieces):
    def model(**given):
        found = length(**given, **pieces)
        return 0 if found is None else rounded(max(0, found) if clip else found)

    return model


def _bound(eps, root=1.0):
    """A margin by Serfling's bound at another probability."""
    return lambda n, k, eps_sec: root * float(statistics.serfling(tested=k, kept=n, eps=eps(eps_sec)))


def natural(p):
    return entropy(p, math.log)


class KeyLength(Exercise):
    """Two blocks that give a key, one too short for one, and one whose margin passes one half, where the entropy falls again.

    The first has so few test bits that it shows whether k or k + 1 stands in the margin.
    """

    answer = Integer(0)
    #: Of each: bits left, test bits as a share of these, error rate, the length before it is cut, and the worst error rate.
    blocks = (((60_000, 300_000), (0.004, 0.02), (0.01, 0.04), (3000, math.inf), (0, 0.45)),
              ((60_000, 300_000), (1.5, 3), (0.01, 0.04), (3000, math.inf), (0, 0.45)),
              ((2000, 6000), (0.4, 0.8), (0.03, 0.06), (-math.inf, -500), (0, 0.45)),
              ((20_000, 60_000), (0.0007, 0.0015), (0.002, 0.006), (1000, math.inf), (0.7, 0.95)))
    example = Call(n=100_000, k=50_000, qber=0.02, eps_sec=1e-10, eps_cor=1e-15, f=1.16)

    def further(self, rng):
        for n, k, qber, (low, high), ends in self.blocks:
            while True:
                size = int(rng.integers(*n))
                call = Call(n=size, k=round(size * rng.uniform(*k)), qber=float(rng.uniform(*qber)),
                            eps_sec=float(10 ** rng.uniform(-11, -8)), eps_cor=float(10 ** rng.uniform(-15, -12)),
                            f=float(rng.uniform(1.05, 1.3)))
                found = length(**call.arguments, end=1.0)
                worst = call.arguments["qber"] + margin(size, call.arguments["k"], call.arguments["eps_sec"])
                # No formula that is right on paper can round to another number; and up is never down.
                if found and low < found < high and 0.55 < found % 1 < 0.95 and ends[0] < worst < ends[1]:
                    break
            yield call

    def right(self, n, k, qber, eps_sec, eps_cor, f):
        return rates.finite_bb84(n, k, qber, eps_sec=eps_sec, eps_cor=eps_cor, f_ec=f)

    wrong = {
        "unclipped": _model(clip=False),
        "past_half": _model(end=2),
        "not_rounded": (_model(rounded=float), _model(rounded=math.ceil), _model(rounded=round)),
        "test_bits_in_key": (_model(key=lambda n, k: n + k),
                             _model(key=lambda n, k: n + k, margin=lambda n, k, eps: margin(n + k, k, eps))),
        "n_and_k": lambda n, k, **given: KeyLength().right(k, n, **given),
        "no_margin": (_model(margin=lambda *_: 0.0), _model(hidden=False)),
        "margin_published": _model(paid=lambda n, q, f, mu: f * n * entropy(q + mu)),
        "smaller_margin": (_model(margin=lambda n, k, eps: math.sqrt((n + k) / (n * k) * math.log(4 / eps))),
                           _model(margin=_bound(lambda eps: eps)), _model(margin=_bound(lambda eps: eps / 4)),
                           _model(margin=_bound(lambda eps: eps, math.sqrt(2))), _model(margin=_bound(lambda eps: eps / 2, math.sqrt(2)))),
        "natural_log": (_model(secret=natural, paid=lambda n, q, f, mu: f * n * natural(q), price=lambda *eps: price(*eps) * math.log(2)),
                        _model(secret=natural, paid=lambda n, q, f, mu: f * n * natural(q)),
                        _model(price=lambda *eps: price(*eps) * math.log(2)), _model(price=lambda *eps: price(*eps) * math.log10(2))),
        "f_everywhere": _model(paid=lambda n, q, f, mu: f * n * entropy(q) + (f - 1) * n * entropy(q + mu)),
        "f_forgotten": _model(paid=lambda n, q, f, mu: n * entropy(q)),
        "free_correction": _model(paid=lambda *_: 0.0),
        "eps_not_squared": _model(price=lambda sec, cor: math.log2(2 / (sec * cor))),
        "log_sign": _model(price=lambda *eps: -price(*eps)),
        "no_fixed_price": _model(price=lambda *_: 0.0),
    }
