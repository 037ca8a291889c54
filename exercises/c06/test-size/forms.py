import math

import numpy as np


def right__search(fraction, confidence):
    n, unseen = 0, 1.0
    while 1 - unseen < confidence:
        n, unseen = n + 1, unseen * (1 - fraction / 4)
    return n


def right__log1p(fraction, confidence):
    return math.ceil(math.log1p(-confidence) / math.log1p(-fraction / 4))


def one_expected__plain(fraction, confidence):
    return math.ceil(1 / (fraction / 4))


def one_expected__confidence(fraction, confidence):
    return int(np.ceil(confidence * 4 / fraction))


EDITS = {
    "rounded_down": [("int(np.ceil(", "max(1, int("),
                     ("math.ceil(math.log1p(-confidence) / math.log1p(-fraction / 4))",
                      "max(1, round(math.log1p(-confidence) / math.log1p(-fraction / 4)))")],
    "fraction_ignored": [("fraction / 4", "1 / 4")],
    "half_errs": [("fraction / 4", "fraction / 2")],
    "every_touch_errs": [("fraction / 4", "min(fraction, 1 - 1e-12)")],
    "confidence_as_miss": [("log(1 - confidence)", "log(confidence)"), ("log1p(-confidence)", "log(confidence)"),
                           ("1 - unseen < confidence", "unseen > confidence")],
    "all_must_err": [("1 - fraction / 4", "fraction / 4"), ("log1p(-fraction / 4)", "log(fraction / 4)")],
    "sent_photons": [("fraction / 4", "fraction / 8")],
}
