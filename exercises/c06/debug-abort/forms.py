import math

import numpy as np

import qedu


def _margin(tested, rest, eps):
    return math.sqrt((rest + tested) * (tested + 1) * math.log(1 / eps) / (2 * rest)) / tested


def _decided(worst, line=0.11):
    return "continue" if worst < line else "abort"


def right__entropy(errors, tested, rest, eps):
    q = errors / tested + _margin(tested, rest, eps)
    if q >= 0.5:
        return "abort"
    h = -q * math.log2(q) - (1 - q) * math.log2(1 - q)
    return "continue" if 1 - 2 * h > 0 else "abort"


def right__worst(errors, tested, rest, eps):
    if tested * (0.11 - _margin(tested, rest, eps)) <= errors:
        return "Abort"
    return "Continue"


def right__exact(errors, tested, rest, eps):
    from scipy.stats import hypergeom

    wrong_at_the_line = errors + math.ceil(0.11 * rest)
    surprising = hypergeom.cdf(errors, tested + rest, wrong_at_the_line, tested) <= eps
    return "continue" if surprising else "abort"


def right__between(errors, tested, rest, eps):
    rate = errors / tested
    hoeffding = math.sqrt(math.log(2 / eps) / 2 * (1 / tested + 1 / rest))     # two sides in place of one
    return "continue" if rate + hoeffding < 0.11 else "abort"


def lax__as_given(errors, tested, rest, eps):
    return "abort" if errors / tested > 0.5 else "continue"


def lax__count(errors, tested, rest, eps):
    return "continue" if 2 * errors <= tested else "abort"


def quarter__rate(errors, tested, rest, eps):
    return "abort" if errors / tested > 0.25 else "continue"


def quarter__bound(errors, tested, rest, eps):
    return "continue" if errors / tested + _margin(tested, rest, eps) < 0.25 else "abort"


def rate_found__line(errors, tested, rest, eps):
    return "abort" if errors / tested > 0.11 else "continue"


def rate_found__product(errors, tested, rest, eps):
    return "continue" if errors < 0.11 * tested else "abort"


def any_error__plain(errors, tested, rest, eps):
    return "abort" if errors else "continue"


def any_error__rate(errors, tested, rest, eps):
    if errors / tested > 0.0:
        return "abort"
    return "continue"


def real_correction__line(errors, tested, rest, eps):
    return "abort" if errors / tested + _margin(tested, rest, eps) > 0.098 else "continue"


def real_correction__rate(errors, tested, rest, eps):
    worst = errors / tested + _margin(tested, rest, eps)
    return "continue" if worst < 0.5 and qedu.rates.bb84(worst, f_ec=1.16) > 0 else "abort"


def lower_end__minus(errors, tested, rest, eps):
    return "abort" if errors / tested - _margin(tested, rest, eps) > 0.11 else "continue"


def lower_end__line(errors, tested, rest, eps):
    return "continue" if errors / tested < 0.11 + _margin(tested, rest, eps) else "abort"


def reversed__words(errors, tested, rest, eps):
    return "continue" if errors / tested + _margin(tested, rest, eps) > 0.11 else "abort"


def reversed__sign(errors, tested, rest, eps):
    if errors / tested + _margin(tested, rest, eps) < 0.11:
        return "abort"
    return "continue"


def always_abort__plain(errors, tested, rest, eps):
    return "abort"


def always_abort__percent(errors, tested, rest, eps):
    return "abort" if 100 * (errors / tested + _margin(tested, rest, eps)) > 0.11 else "continue"


def always_continue__plain(errors, tested, rest, eps):
    return "continue"


def always_continue__percent(errors, tested, rest, eps):
    return "abort" if errors / tested > 11 else "continue"


def rest_forgotten__hoeffding(errors, tested, rest, eps):
    return _decided(errors / tested + math.sqrt(math.log(1 / eps) / (2 * tested)))


def rest_forgotten__clopper_pearson(errors, tested, rest, eps):
    from scipy.stats import beta

    return _decided(beta.isf(eps, errors + 1, tested - errors))


def few_sigmas__three(errors, tested, rest, eps):
    q = errors / tested
    return _decided(q + 3 * math.sqrt(q * (1 - q) / tested))


def few_sigmas__five_of_both(errors, tested, rest, eps):
    q = errors / tested
    return "abort" if q + 5 * np.sqrt(q * (1 - q) * (1 / tested + 1 / rest)) > 0.11 else "continue"


def margin_doubled__twice(errors, tested, rest, eps):
    return _decided(errors / tested + 2 * _margin(tested, rest, eps))


def margin_doubled__both_sides(errors, tested, rest, eps):
    low, high = (errors / tested + sign * 2 * _margin(tested, rest, eps) for sign in (-1, 1))
    return "abort" if low < 0.11 < high or low > 0.11 else "continue"


def other_eps__twice_the_root(errors, tested, rest, eps):
    mu = math.sqrt((rest + tested) * (tested + 1) * math.log(2 / eps) / (rest * tested**2))
    return _decided(errors / tested + mu)


def other_eps__squared(errors, tested, rest, eps):
    return _decided(errors / tested + _margin(tested, rest, eps**2))


def eps_ignored__typed_in(errors, tested, rest, eps):
    return _decided(errors / tested + _margin(tested, rest, 1e-10))


def eps_ignored__logarithm(errors, tested, rest, eps):
    mu = np.sqrt((rest + tested) * (tested + 1) * 10 * np.log(10) / (2 * rest * tested**2))
    return _decided(errors / tested + mu)
