import math

import numpy as np


def right__root(pulses, none, single, double, tested, errors):
    """Half of the light shows none with the root of the probability."""
    silent = (none / pulses) ** 0.5
    mean = 0.5 * pulses * (1 - silent) ** 2
    verdict = "cannot tell"
    if double:
        verdict = "honest"
    elif mean > -math.log(1e-6):
        verdict = "blinded"
    return mean, verdict


def right__series(pulses, none, single, double, tested, errors):
    """Photon number by photon number: n photons do not all go to one detector with probability 1 − 2/2ⁿ."""
    x = np.log(pulses / none)
    odds, total = np.exp(-x), 0.0
    for n in range(1, 60):
        odds = odds * x / n
        total += odds * (1 - 2 / 2**n)
    mean = pulses * total / 2
    if double == 0 and math.exp(-mean) >= 1e-6:
        return [mean, "cannot tell"]
    return [mean, "honest" if double >= 1 else "blinded"]


def number(pulses, none):
    return pulses * (1 - math.sqrt(none / pulses)) ** 2 / 2


def doubles_are_bad__too_many(pulses, none, single, double, tested, errors):
    mean = number(pulses, none)
    return mean, "blinded" if double > mean else "honest"


def two_photons__all(pulses, none, single, double, tested, errors):
    x = -math.log(none / pulses)
    mean = pulses * (1 - math.exp(-x) - x * math.exp(-x))
    return mean, right__root(pulses, none, single, double, tested, errors)[1]


def wrong_x__square(pulses, none, single, double, tested, errors):
    clicks = (single + double) / pulses
    return pulses * clicks**2 / 8, right__root(pulses, none, single, double, tested, errors)[1]


RETURNS = {
    "errors_only": {"limit": 'number(pulses, none), "blinded" if errors / tested > 0.11 else "honest"',
                    "strict": 'number(pulses, none), "honest" if errors < 0.03 * tested else "blinded"',
                    # Too few errors to be true.
                    "too_good": 'number(pulses, none), "blinded" if errors <= 0.02 * tested else "honest"'},
    "doubles_are_bad": {"as_errors": 'number(pulses, none), "blinded" if (errors + double) / tested > 0.11 else "honest"'},
}

EDITS = {
    "doubles_are_bad": [('"honest"\n    return expected, "blinded" if np.exp(-expected) < 1e-6 else "cannot tell"',
                         '"blinded"\n    return expected, "honest" if np.exp(-expected) < 1e-6 else "cannot tell"'),
                        ('verdict = "honest"', 'verdict = "blinded"', 'elif mean > -math.log(1e-6):\n        verdict = "blinded"',
                         'else:\n        verdict = "honest"')],
    "loss_hides": [('"blinded" if np.exp(-expected) < 1e-6 else "cannot tell"', '"blinded"'),
                   ('verdict = "cannot tell"', 'verdict = "honest"'),
                   ('"cannot tell"]', '"honest"]')],
    "other_limit": [("< 1e-6 else", "< 0.01 else"), ("-math.log(1e-6)", "3"), ("math.exp(-mean) >= 1e-6", "math.exp(-mean) >= 1e-9")],
    "both_bases": [("pulses * both / 2", "pulses * both"), ("0.5 * pulses", "pulses"), ("pulses * total / 2", "pulses * total")],
    "full_light": [("np.exp(-x / 2)", "np.exp(-x)"), ("(none / pulses) ** 0.5", "none / pulses")],
    "two_photons": [("(1 - 2 / 2**n)", "(n > 1)"), ("(1 - 2 / 2**n)", "(0 if n == 1 else 1)", "pulses * total / 2", "pulses * total / 4")],
    "small_x": [("(1 - np.exp(-x / 2)) ** 2", "(x / 2) ** 2"), ("0.5 * pulses * (1 - silent) ** 2", "pulses * math.log(silent) ** 2 / 2")],
    "wrong_x": [("-np.log(none / pulses)", "1 - none / pulses"), ("np.log(pulses / none)", "(pulses - none) / pulses")],
}
