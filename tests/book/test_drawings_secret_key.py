"""What the drawings of the chapter on secret keys show, against the run of the chapter and formulas written out here."""

from functools import cache
from math import log, log2, sqrt

import numpy as np

import qedu
from qedu import attacks, channels, keys, protocols
from qedu.book import drawings

SHOWN = drawings.read("chapters/2-keys/secret-key")


def bars(name):
    return [step["left"] for step in SHOWN[name]["bars"]["steps"]]


def rows(name):
    return [(row["name"], row["cells"].split()) for row in SHOWN[name]["grid"]["rows"]]


def h(p):
    return -p * log2(p) - (1 - p) * log2(1 - p)


@cache
def the_run():
    """Records, what was distilled of them, and Alice's and Bob's raw keys; the same arguments as in every lesson."""
    run = qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(fraction=0.04), channel=channels.depolarizing(0.02))
    rounds = run.records(100_000, seed=8)
    made = keys.distill(rounds, test_share=0.2, seed=8, method=lambda a, b, q, *, seed: keys.cascade(a, b, q, seed=1))
    kept = ~np.isin(np.arange(rounds.sifted.sum()), made.transcript.about("estimation: places")[0].payload)
    return rounds, made, rounds.alice[rounds.sifted][kept], rounds.bob[rounds.sifted][kept]


def test_the_bars_of_the_pass_are_the_published_counts():
    # Liao et al., Nature 549, 43 (2017); they are printed there with 1.1 % of errors and 273 s.
    assert bars("micius-pass") == [3_551_136, 1_671_072, 300_939]


def test_the_sixteen_bits_are_those_of_the_run_and_each_row_says_what_their_parities_say():
    _, _, alice, bob = the_run()
    (_, hers), (_, his), *asked = rows("halving")
    assert [hers, his] == [[str(bit) for bit in key[:16]] for key in (alice, bob)]
    left = np.arange(16)
    for number, (verdict, cells) in enumerate(asked):
        marked = np.flatnonzero(np.array(cells) == "•")
        half = left if number == 0 else left[:len(left) // 2]
        assert marked.tolist() == half.tolist()
        differ = alice[marked].sum() % 2 != bob[marked].sum() % 2
        assert verdict == ("differs" if differ else "agrees")
        left = marked if differ else np.setdiff1d(left, marked)
    assert left.tolist() == np.flatnonzero(alice[:16] != bob[:16]).tolist() == [9]


def test_the_matrix_is_a_toeplitz_matrix_and_makes_the_bits_at_its_right():
    (_, key), *matrix = rows("toeplitz")
    key, lines = [int(bit) for bit in key[:6]], [[int(bit) for bit in cells[:6]] for _, cells in matrix]
    assert all(lines[i][j] == lines[i + 1][j + 1] for i in range(2) for j in range(5))
    new = [int(cells[-1]) for _, cells in matrix]
    assert new == [sum(t * bit for t, bit in zip(line, key)) % 2 for line in lines]
    seed = [*lines[0][::-1], lines[1][0], lines[2][0]]
    assert keys.toeplitz_hash(key, 3, seed).tolist() == new


def test_the_bars_of_the_length_are_the_terms_of_the_formula():
    _, made, alice, bob = the_run()
    n, k, told = len(alice), made.test_bits, keys.cascade(alice, bob, made.qber, seed=1).leaked_bits
    margin = sqrt((n + k) * (k + 1) / (n * k**2) * log(4 / 1e-10))
    left = n * (1 - h(made.qber + margin))
    assert bars("length") == [n, int(left), int(left) - told, made.length]
    assert made.length == int(left - told - log2(2 / (1e-10**2 * 1e-15)))
    labels = " ".join(step["label"] for step in SHOWN["length"]["bars"]["steps"])
    assert f"{told:,} parities" in labels


def test_the_bars_of_the_key_are_the_accounts_of_the_run():
    rounds, made, alice, _ = the_run()
    books = made.accounts
    assert bars("one-key") == [rounds.rounds, books.sifted, len(alice), books.made, books.made - sum(books.spent.values())]
    assert made.accounts.sifted - made.test_bits == SHOWN["one-key"]["bars"]["steps"][2]["left"]
