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


def test_bits_kept__plain(alice_key, bob_key, positions):
    return _rate(alice_key, bob_key, positions), alice_key, bob_key


def test_bits_kept__loop(alice_key, bob_key, positions):
    wrong = 0
    for i in positions:
        wrong += alice_key[i] != bob_key[i]
    return wrong / len(positions), list(alice_key), list(bob_key)


def only_errors_removed__tested(alice_key, bob_key, positions):
    bad = [i for i in positions if alice_key[i] != bob_key[i]]
    return len(bad) / len(positions), np.delete(alice_key, bad), np.delete(bob_key, bad)


def only_errors_removed__all(alice_key, bob_key, positions):
    good = alice_key == bob_key
    return _rate(alice_key, bob_key, positions), alice_key[good], bob_key[good]


def test_bits_as_key__sorted(alice_key, bob_key, positions):
    positions = sorted(positions)
    return _rate(alice_key, bob_key, positions), alice_key[positions], bob_key[positions]


def test_bits_as_key__mask(alice_key, bob_key, positions):
    mask = np.isin(np.arange(len(alice_key)), positions)
    return np.mean(alice_key[mask] != bob_key[mask]), alice_key[mask], bob_key[mask]


def whole_key__mean(alice_key, bob_key, positions):
    return np.mean(alice_key != bob_key), np.delete(alice_key, positions), np.delete(bob_key, positions)


def whole_key__loop(alice_key, bob_key, positions):
    rest = [i for i in range(len(alice_key)) if i not in positions]
    errors = sum(int(a != b) for a, b in zip(alice_key, bob_key))
    return errors / len(alice_key), [alice_key[i] for i in rest], [bob_key[i] for i in rest]


def wrong_denominator__key(alice_key, bob_key, positions):
    errors = (alice_key[positions] != bob_key[positions]).sum()
    return errors / len(alice_key), np.delete(alice_key, positions), np.delete(bob_key, positions)


def wrong_denominator__masked(alice_key, bob_key, positions):
    tested = np.isin(np.arange(len(bob_key)), positions)
    return np.mean(tested & (alice_key != bob_key)), alice_key[~tested], bob_key[~tested]


def count__sum(alice_key, bob_key, positions):
    errors = (alice_key[positions] != bob_key[positions]).sum()
    return errors, np.delete(alice_key, positions), np.delete(bob_key, positions)


def count__loop(alice_key, bob_key, positions):
    return (sum(alice_key[i] != bob_key[i] for i in positions),
            np.delete(alice_key, positions), np.delete(bob_key, positions))


def agreement__mean(alice_key, bob_key, positions):
    return (np.mean(alice_key[positions] == bob_key[positions]), np.delete(alice_key, positions),
            np.delete(bob_key, positions))


def agreement__one_minus(alice_key, bob_key, positions):
    return 1 - _rate(alice_key, bob_key, positions), np.delete(alice_key, positions), np.delete(bob_key, positions)


def rest_rate__after(alice_key, bob_key, positions):
    alice, bob = np.delete(alice_key, positions), np.delete(bob_key, positions)
    return np.mean(alice != bob), alice, bob


def rest_rate__loop(alice_key, bob_key, positions):
    rest = [i for i in range(len(alice_key)) if i not in set(positions)]
    errors = [alice_key[i] != bob_key[i] for i in rest]
    return sum(errors) / len(errors), [alice_key[i] for i in rest], [bob_key[i] for i in rest]


def one_key_only__alice(alice_key, bob_key, positions):
    return _rate(alice_key, bob_key, positions), np.delete(alice_key, positions), bob_key


def one_key_only__bob(alice_key, bob_key, positions):
    left = [bit for place, bit in enumerate(bob_key) if place not in positions]
    return _rate(alice_key, bob_key, positions), list(alice_key), left


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


def swapped__delete(alice_key, bob_key, positions):
    return _rate(alice_key, bob_key, positions), np.delete(bob_key, positions), np.delete(alice_key, positions)


def swapped__mask(alice_key, bob_key, positions):
    secret = ~np.isin(np.arange(len(alice_key)), positions)
    return [_rate(alice_key, bob_key, positions), bob_key[secret], alice_key[secret]]
