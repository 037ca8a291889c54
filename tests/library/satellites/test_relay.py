"""The relay that is trusted: everybody's knowledge by counting all keys there are."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from qedu import satellites

KEYS = [np.array(bits) for bits in itertools.product((0, 1), repeat=3)]


def held(party, a, b):
    """What a party has before its eyes, by the table of the library."""
    of = {"A": a, "B": b, "A⊕B": satellites.xor_relay(a, b)}
    return tuple(tuple(of[what].tolist()) for what in satellites.WHO_HOLDS[party])


def missing_bits(party):
    """H(A | what the party holds), over all pairs of keys of three bits."""
    seen = Counter(held(party, a, b) for a in KEYS for b in KEYS)
    both = Counter((held(party, a, b), tuple(a)) for a in KEYS for b in KEYS)
    return sum(n / 64 * math.log2(seen[view] / n) for (view, _), n in both.items())


def test_who_knows_the_key():
    assert {party: missing_bits(party) for party in satellites.WHO_HOLDS} == {"station A": 0, "station B": 0, "satellite": 0, "listener": 3}


def test_both_stations_come_to_one_key():
    for a, b in itertools.product(KEYS, repeat=2):
        announced = satellites.xor_relay(a, b)
        assert announced.dtype == np.uint8 and satellites.recover(announced, b).tolist() == a.tolist()
        assert satellites.recover(announced, a).tolist() == b.tolist()          # and the other way round


def test_a_key_used_twice_is_a_key_told():
    """B under two keys: their exclusive or is public."""
    a, b, c = np.array([0, 1, 1, 0]), np.array([1, 1, 0, 1]), np.array([1, 0, 0, 0])
    assert (satellites.xor_relay(a, b) ^ satellites.xor_relay(c, b)).tolist() == (a ^ c).tolist()


def test_bad_keys_are_named():
    for call, message in (
            (lambda: satellites.xor_relay([0, 2], [0, 1]), "key_a = [0, 2] is not allowed: bits in a row, each 0 or 1"),
            (lambda: satellites.xor_relay([0, 1], [0]), "key_b = [0] is not allowed: 2 bits in a row, each 0 or 1"),
            (lambda: satellites.recover("01", [0]), "announcement = '01' is not allowed: bits in a row, each 0 or 1")):
        with pytest.raises(ValueError) as error:
            call()
        assert str(error.value) == message
