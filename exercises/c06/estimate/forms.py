import numpy as np


def _rate(alice_key, bob_key, positions):
    return np.mean(alice_key[positions] != bob_key[positions])


def right__delete(alice_key, bob_key, positions):
    errors = sum(int(alice_key[i] != bob_key[i]) for i in positions)
    return errors / len(positions), np.delete(alice_key, positions), np.delete(bob_key, positions)


def right__lists(alice_key, bob_key, positions):
    chosen = set(positions)
    rest = [i for i in range(len(alice_key)) if i not in chosen]
    rate = np.mean([alice_key[i] ^ bob_key[i] for i in chosen])
    return rate, [alice_key[i] for i in rest], [bob_key[i] for i in rest]


def only_errors_removed__all(alice_key, bob_key, positions):
    good = alice_key == bob_key
    return _rate(alice_key, bob_key, positions), alice_key[good], bob_key[good]


def index_shift__pop(alice_key, bob_key, positions):
    rate = _rate(alice_key, bob_key, positions)
    alice_key, bob_key = list(alice_key), list(bob_key)
    for place in positions:
        alice_key.pop(place)
        bob_key.pop(place)
    return rate, alice_key, bob_key


def index_shift__sorted(alice_key, bob_key, positions):
    rate = _rate(alice_key, bob_key, positions)
    for place in sorted(positions):
        alice_key, bob_key = np.delete(alice_key, place), np.delete(bob_key, place)
    return rate, alice_key, bob_key


def counted_from_one__delete(alice_key, bob_key, positions):
    places = np.array(positions) - 1
    return np.mean(alice_key[places] != bob_key[places]), np.delete(alice_key, places), np.delete(bob_key, places)


def counted_from_one__loop(alice_key, bob_key, positions):
    last = len(alice_key)
    left = [i for i in range(last) if i + 1 not in positions and not (i == last - 1 and 0 in positions)]
    return _rate(alice_key, bob_key, positions), [alice_key[i] for i in left], [bob_key[i] for i in left]


EDITS = {
    "test_bits_kept": [("[~published]", ""), ("in rest]", "in range(len(alice_key))]"),
                       ("np.delete(alice_key, positions), np.delete(bob_key, positions)", "alice_key, bob_key")],
    "only_errors_removed": [("return error_rate", "published &= alice_key != bob_key\n    return error_rate"),
                            ("if i not in chosen", "if i not in chosen or alice_key[i] == bob_key[i]")],
    "test_bits_as_key": [("[~published]", "[published]"), ("if i not in chosen", "if i in chosen")],
    "whole_key": [("np.mean(alice_key[published] != bob_key[published])", "np.mean(alice_key != bob_key)"),
                  ("^ bob_key[i] for i in chosen]", "^ bob_key[i] for i in range(len(alice_key))]")],
    "wrong_denominator": [("np.mean(alice_key[published] != bob_key[published])",
                           "np.mean(published & (alice_key != bob_key))"), ("len(positions)", "len(alice_key)")],
    "count": [("np.mean(", "np.sum("), (" / len(positions)", "")],
    "agreement": [("!=", "=="), ("np.mean([", "1 - np.mean([")],
    "rest_rate": [("alice_key[published] != bob_key[published]", "alice_key[~published] != bob_key[~published]"),
                  ("bob_key[i] for i in chosen", "bob_key[i] for i in rest")],
    "one_key_only": [(", bob_key[~published]", ", bob_key"), ("[alice_key[i] for i in rest]", "alice_key"),
                     ("np.delete(bob_key, positions)", "bob_key")],
    "swapped": [("alice_key[~published], bob_key[~published]", "bob_key[~published], alice_key[~published]"),
                ("[alice_key[i] for i in rest], [bob_key[i] for i in rest]",
                 "[bob_key[i] for i in rest], [alice_key[i] for i in rest]")],
}
