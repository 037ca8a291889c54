from functools import lru_cache

import numpy as np

from qedu.grading.answers import Bits, Positions, Table
from qedu.grading.exercise import Exercise

from ..common import bb84


@lru_cache(maxsize=64)
def rounds_by_hand(seed):
    """Sixteen rounds in which Eve measured every photon."""
    return bb84(1.0).records(16, seed=seed)


class ByHand(Exercise):
    """Sixteen rounds on paper; each student can have others."""

    value = True
    answer = Table({"kept": Positions(), "alice_key": Bits(), "bob_key": Bits()})
    parameters = {"seed": 141}                  # the rounds printed in the text

    def vary(self, rng):
        while True:         # about half of the rounds kept, some of them wrong, so that each wrong rule shows
            seed = int(rng.integers(1000, 10**6))
            r = rounds_by_hand(seed)
            if 7 <= r.sifted.sum() <= 9 and 2 <= (r.sifted & (r.alice != r.bob)).sum() <= 3:
                return {"seed": seed}

    @staticmethod
    def _sift(seed, keep, first=1):
        """The dict for a rule that says which rounds are kept."""
        r = rounds_by_hand(seed)
        kept = keep(r)
        return {"kept": np.flatnonzero(kept) + first, "alice_key": r.alice[kept], "bob_key": r.bob[kept]}

    def right(self, seed):
        return self._sift(seed, lambda r: r.sifted)

    wrong = {
        "equal_bits": lambda seed: ByHand._sift(seed, lambda r: r.alice == r.bob),
        "all_rounds": lambda seed: ByHand._sift(seed, lambda r: np.ones(16, bool)),
        "unequal_bases": lambda seed: ByHand._sift(seed, lambda r: ~r.sifted),
        "errors_removed": lambda seed: ByHand._sift(seed, lambda r: r.sifted & (r.alice == r.bob)),
        "counted_from_zero": lambda seed: ByHand._sift(seed, lambda r: r.sifted, first=0),
        "corrected": lambda seed: {**ByHand().right(seed), "bob_key": ByHand().right(seed)["alice_key"]},
        "keys_swapped": lambda seed: {**ByHand().right(seed), "alice_key": ByHand().right(seed)["bob_key"],
                                      "bob_key": ByHand().right(seed)["alice_key"]},
        "bob_twice": lambda seed: {**ByHand().right(seed), "alice_key": ByHand().right(seed)["bob_key"]},
    }
