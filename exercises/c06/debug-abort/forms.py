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


def real_correction__rate(errors, tested, rest, eps):
    worst = errors / tested + _margin(tested, rest, eps)
    return "continue" if worst < 0.5 and qedu.rates.bb84(worst, f_ec=1.16) > 0 else "abort"


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


def margin_doubled__both_sides(errors, tested, rest, eps):
    low, high = (errors / tested + sign * 2 * _margin(tested, rest, eps) for sign in (-1, 1))
    return "abort" if low < 0.11 < high or low > 0.11 else "continue"


def other_eps__twice_the_root(errors, tested, rest, eps):
    mu = math.sqrt((rest + tested) * (tested + 1) * math.log(2 / eps) / (rest * tested**2))
    return _decided(errors / tested + mu)


EDITS = {
    "lax": [("worst_case < 0.11", "errors / tested < 0.5"), ("rate + hoeffding < 0.11", "rate <= 0.5")],
    "quarter": [("worst_case < 0.11", "worst_case < 0.25"), ("(0.11 - ", "(0.25 - "),
                ("rate + hoeffding < 0.11", "rate < 0.25")],
    "rate_found": [("errors / tested + margin(tested, rest, eps)", "errors / tested"),
                   (" - _margin(tested, rest, eps)", ""), ("rate + hoeffding", "rate")],
    "any_error": [("worst_case < 0.11", "errors == 0"), ("rate + hoeffding < 0.11", "rate == 0")],
    "real_correction": [("< 0.11", "< 0.098"), ("0.11 - ", "0.098 - "), ("0.11 * rest", "0.098 * rest"),
                        ("1 - 2 * h", "1 - 2.16 * h")],
    "lower_end": [("tested + margin", "tested - margin"), ("0.11 - _margin", "0.11 + _margin")],
    "reversed": [("< 0.11", "> 0.11"), ("<= errors", "> errors"), ("<= eps", "> eps")],
    "always_abort": [("\"continue\"", "\"abort\""), ("\"Continue\"", "\"Abort\"")],
    "always_continue": [("< 0.11", "< 11"), ("\"abort\"", "\"continue\""), ("\"Abort\"", "\"continue\"")],
    "margin_doubled": [("+ margin", "+ 2 * margin"), ("+ _margin", "+ 2 * _margin"), ("- _margin", "- 2 * _margin")],
    "other_eps": [("rest, eps)\n", "rest, eps**2)\n")],
    "eps_ignored": [("rest, eps)\n", "rest, 1e-10)\n"), ("rest, eps))", "rest, 1e-10))")],
}
