"""What the checks of the exercises to chapter C07, E91, B92 and SARG04, share.

References come from qedu where it has the figure; wrong models are what the mistakes in words.yaml compute.
Nothing is left to chance: records are drawn by the check, and what follows from them is exact.
"""

import functools

from qedu import protocols

# Built once: the checks ask for the same few again and again.
b92, sarg04 = functools.cache(protocols.b92), functools.cache(protocols.sarg04)
