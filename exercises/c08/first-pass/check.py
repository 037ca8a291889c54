import math

import numpy as np

from qedu.grading.answers import Integer, Parts
from qedu.grading.exercise import Call, Exercise

from ..common import Key, bisected


class FirstPass(Exercise):
    """A block with an odd number of errors has one half with an odd number, so it does not matter which half is asked."""

    answer = Parts(Key(), Integer(0))
    example = Call(alice=np.array([0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1]), bob=np.array([0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1]), size=4)

    def draw(self, rng):
        size = int(2 ** rng.integers(3, 6))
        # Blocks without an error and with one, two and three; of each kind so many that no two ways to count agree.
        errors = rng.permutation(np.repeat([0, 1, 2, 3], rng.permutation([2, 3, 4, 5])))
        alice = rng.integers(0, 2, size * len(errors))
        bob = alice.copy()
        for block, number in enumerate(errors):
            bob[block * size + rng.permutation(size)[:number]] ^= 1
        return Call(alice=alice, bob=bob, size=size)

    def right(self, alice, bob, size):
        # The parities that each block and each step of a bisection take.
        fixed, odd = bisected(alice, bob, size)
        return fixed, len(alice) // size + odd * round(math.log2(size))

    @staticmethod
    def _key(model):
        """A wrong model of the key, whatever is counted."""
        return lambda alice, bob, size: (model(alice, bob, size), None)

    @staticmethod
    def _count(counted):
        """A wrong model of the count, by blocks, odd blocks and steps of a bisection; the key is right."""
        def model(alice, bob, size):
            fixed, odd = bisected(alice, bob, size)
            return fixed, counted(len(alice) // size, odd, round(math.log2(size)))

        return model


FirstPass.wrong = {
    "copied": FirstPass._key(lambda alice, bob, size: alice),
    "even_too": tuple(FirstPass._key(lambda *given, side=side: bisected(*given, starts=lambda parity: True, side=side)[0])
                      for side in ("left", "right")),
    "even_only": tuple(FirstPass._key(lambda *given, side=side: bisected(*given, starts=lambda parity: not parity, side=side)[0])
                       for side in ("left", "right")),
    "agreeing_half": tuple(FirstPass._key(lambda *given, side=side: bisected(*given, side=side, keep=False)[0])
                           for side in ("left", "right")),
    "not_flipped": FirstPass._key(lambda alice, bob, size: bob),
    "free": (FirstPass._count(lambda blocks, odd, steps: odd), FirstPass._count(lambda blocks, odd, steps: 0)),
    "first_parity": FirstPass._count(lambda blocks, odd, steps: odd * steps),
    "odd_blocks_only": FirstPass._count(lambda blocks, odd, steps: odd + odd * steps),
    "both_halves": FirstPass._count(lambda blocks, odd, steps: blocks + 2 * odd * steps),
    "last_bit": FirstPass._count(lambda blocks, odd, steps: blocks + odd * (steps + 1)),
    "both_parties": FirstPass._count(lambda blocks, odd, steps: 2 * (blocks + odd * steps)),
    "blocks_only": FirstPass._count(lambda blocks, odd, steps: blocks),
}
