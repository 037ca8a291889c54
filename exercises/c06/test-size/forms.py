import math

import numpy as np


def right__search(fraction, confidence):
    n, unseen = 0, 1.0
    while 1 - unseen < confidence:
        n, unseen = n + 1, unseen * (1 - fraction / 4)
    return n


def right__log1p(fraction, confidence):
    return math.ceil(math.log1p(-confidence) / math.log1p(-fraction / 4))


def rounded_down__int(fraction, confidence):
    return max(1, int(math.log(1 - confidence) / math.log(1 - fraction / 4)))


def rounded_down__round(fraction, confidence):
    return max(1, round(np.log(1 - confidence) / np.log(1 - fraction / 4)))


def fraction_ignored__log(fraction, confidence):
    return math.ceil(math.log(1 - confidence) / math.log(3 / 4))


def fraction_ignored__search(fraction, confidence):
    n = 1
    while 1 - 0.75**n < confidence:
        n += 1
    return n


def half_errs__log(fraction, confidence):
    return math.ceil(math.log(1 - confidence) / math.log(1 - fraction / 2))


def half_errs__search(fraction, confidence):
    n = 1
    while (1 - 0.5 * fraction) ** n > 1 - confidence:
        n += 1
    return n


def every_touch_errs__log(fraction, confidence):
    return 1 if fraction == 1 else math.ceil(math.log(1 - confidence) / math.log(1 - fraction))


def every_touch_errs__search(fraction, confidence):
    n = 1
    while (1 - fraction) ** n > 1 - confidence:
        n += 1
    return n


def confidence_as_miss__log(fraction, confidence):
    return math.ceil(math.log(confidence) / math.log(1 - fraction / 4))


def confidence_as_miss__search(fraction, confidence):
    n = 1
    while (1 - fraction / 4) ** n > confidence:
        n += 1
    return n


def all_must_err__log(fraction, confidence):
    return math.ceil(math.log(1 - confidence) / math.log(fraction / 4))


def all_must_err__search(fraction, confidence):
    n = 1
    while (fraction / 4) ** n > 1 - confidence:
        n += 1
    return n


def one_expected__plain(fraction, confidence):
    return math.ceil(1 / (fraction / 4))


def one_expected__confidence(fraction, confidence):
    return int(np.ceil(confidence * 4 / fraction))


def sent_photons__log(fraction, confidence):
    return math.ceil(math.log(1 - confidence) / math.log(1 - fraction / 8))


def sent_photons__search(fraction, confidence):
    n = 1
    while (1 - fraction * 0.125) ** n > 1 - confidence:
        n += 1
    return n
