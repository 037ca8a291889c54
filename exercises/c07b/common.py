"""What the checks of the exercises to page C07B, Information against disturbance, share.

References come from qedu; wrong models are what the mistakes in words.yaml compute.
"""

import numpy as np


def shannon(p, log=np.log2):
    """Binary entropy of each entry, 0 at the ends."""
    p = np.clip(np.atleast_1d(p).astype(float), 1e-300, 1)
    rest = np.clip(1 - p, 1e-300, 1)
    return -p * log(p) - rest * log(rest)
