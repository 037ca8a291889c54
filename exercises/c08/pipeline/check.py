import math

import numpy as np

from qedu import keys
from qedu.grading.answers import Parts
from qedu.grading.exercise import Call, Exercise

from ..common import Key, bisected, entropy

#: Bits of the hash by which the two verify that their keys are equal.
VERIFIED = 8


def sifted(rng, errors, size, tested, worst):
    """The arguments: keys with so many errors in each block, and with a test between them."""
    left = size * len(errors)
    alice = rng.integers(0, 2, left + tested)
    bob, positions = alice.copy(), rng.permutation(left + tested)[:tested]
    places = np.delete(np.arange(left + tested), positions)
    for block, number in enumerate(errors):
        bob[places[block * size + rng.permutation(size)[:number]]] ^= 1
    bob[rng.choice(positions, 2, replace=False)] ^= 1
    check_seed, seed_bits = rng.integers(0, 2, left + tested + VERIFIED - 1), rng.integers(0, 2, 2 * (left + tested))
    return {"alice": alice, "bob": bob, "positions": [int(place) for place in positions], "size": size, "worst": worst,
            "check_seed": check_seed, "seed_bits": seed_bits}


def hashed(bits, length, seed):
    return keys.toeplitz_hash(bits, length, seed[:len(bits) + length - 1])


def run(alice, bob, positions, size, worst, check_seed, seed_bits, *, drop=True, verify=True, secret=entropy, everything=False,
        parities=lambda blocks, odd, steps: blocks + odd * steps, verified=VERIFIED, squeeze=hashed, raw=False):
    """The whole way, with anything in it done otherwise."""
    sent = len(alice)
    if drop:
        alice, bob = (np.delete(key, positions) for key in (alice, bob))
    fixed, odd = bisected(alice, bob, size)
    told, found = (hashed(key, VERIFIED, check_seed) for key in (alice, fixed))
    if verify and (told != found).any():
        return [], [], told
    n = sent if everything else len(alice)
    leaked = parities(len(alice) // size, odd, round(math.log2(size)))
    final = max(0, math.floor(n * (1 - secret(worst)) - leaked - verified))
    return squeeze(alice, final, seed_bits), squeeze(bob if raw else fixed, final, seed_bits), told


def _first(bits, length, seed):
    return bits[:length]


def _last(bits, length, seed):
    return bits[len(bits) - length:]


def _model(**options):
    """A wrong model of the keys, whatever is said for verification."""
    return lambda **given: (*run(**given, **options)[:2], None)


class Pipeline(Exercise):
    """Three runs in which one pass corrects all errors, and one in which a block keeps two, so that verification must stop it."""

    answer = Parts(Key(), Key(), Key())
    #: As the cell in the text makes it.
    example = Call(**sifted(np.random.default_rng(8), [1, 0, 0, 1, 0, 0, 1, 0], 8, 8, 0.02))

    def further(self, rng):
        for errors in ([0] * 7 + [1] * 5, [0] * 6 + [1] * 6, [0] * 6 + [1] * 4 + [2] + [3]):
            size = int(rng.choice([16, 32]))
            while True:
                call = Call(**sifted(rng, rng.permutation(errors), size, 2 * size, float(rng.uniform(0.02, 0.06))))
                if (len(self.right(**call.arguments)[0]) > 0) == (max(errors) < 2):      # 8 bits miss a difference now and then
                    break
            yield call

    right = staticmethod(run)

    wrong = {
        "test_bits_kept": (_model(drop=False), _model(drop=False, verify=False)),
        "not_verified": (_model(verify=False), lambda **given: (lambda a, *_: (a, a, None))(*run(**given, verify=False)),
                         _model(verify=False, verified=0)),
        "bob_not_corrected": (_model(raw=True), _model(raw=True, verify=False)),
        "cut": tuple(_model(squeeze=cut, verify=verify) for cut in (_first, _last) for verify in (True, False)),
        "parities_free": (_model(parities=lambda *_: 0), _model(parities=lambda *_: 0, verified=0)),
        "blocks_free": _model(parities=lambda blocks, odd, steps: odd * steps),
        "hash_free": _model(verified=0),
        "counted_before_the_test": _model(everything=True),
        "errors_for_entropy": _model(secret=lambda q: q),
        "natural_log": _model(secret=lambda q: entropy(q, math.log)),
        "always_aborted": lambda **given: ([], [], None),
        "seed_used_twice": lambda **given: run(**{**given, "check_seed": given["seed_bits"]}),
    }
