"""What the drawings of the chapter on randomness show, against counts and formulas written out here."""

from fractions import Fraction
from math import floor, log2

from qedu.book import drawings

SHOWN = drawings.read("chapters/3-attacks/randomness")


def cells(name):
    return {row["name"]: row["cells"].split() for row in SHOWN[name]["grid"]["rows"]}


def ends(ways, share=Fraction(1)):
    """Share and label of each end of a tree."""
    for way in ways:
        here = share * Fraction(way["share"])
        yield from ends(way["ways"], here) if "ways" in way else [(here, way["label"])]


def test_a_generator_read_too_early_gives_ten_zeros_in_half_of_the_cases_and_once_in_1024_of_the_others():
    found = list(ends(SHOWN["too-early"]["tree"]["ways"]))
    zeros = sum(share for share, label in found if label == "ten zeros")
    assert sum(share for share, _ in found) == 1
    assert zeros == Fraction(1, 2) + Fraction(1, 2) * Fraction(1, 2**10)


def test_eve_is_right_where_her_note_has_the_bit_and_in_half_of_the_other_rounds():
    bits, notes, guesses = cells("knows-half").values()
    known = [note != "?" for note in notes]
    assert len(bits) == len(notes) == len(guesses) == 16 and sum(known) == 8
    assert all(note == bit == guess for bit, note, guess, know in zip(bits, notes, guesses, known) if know)
    assert sum(bit == guess for bit, guess in zip(bits, guesses)) == 12 and bits.count("1") == 8
    assert SHOWN["knows-half"]["grid"]["same"] == [0, 2]                # framed where guess and bit agree
    assert sorted(bit for bit, know in zip(bits, known) if know) == ["0"] * 5 + ["1"] * 3


def test_a_bit_of_the_model_is_known_with_its_memory_and_its_noise():
    found = dict((label, share) for share, label in ends(SHOWN["three-ways"]["tree"]["ways"]))
    assert sum(found.values()) == 1
    memory, noise = Fraction(1, 5), Fraction(1, 5)
    assert found["known"] == memory and found["a photon decides"] == (1 - memory) * (1 - noise)


def test_neighbours_agree_where_the_drawing_says_so():
    bits, marks = cells("same-as-before").values()
    assert marks[0] == "·" and bits.count("1") == bits.count("0") == 8
    agree = [a == b for a, b in zip(bits, bits[1:])]
    assert [mark == "=" for mark in marks[1:]] == agree and sum(agree) == 13
    assert abs(13 / 15 - 5 / 6) < 0.04


def test_of_each_pair_that_differs_the_first_bit_is_kept():
    raw, kept = cells("pairs").values()
    assert len(raw) == len(kept) == 8
    for pair, bit in zip(raw, kept):
        assert pair in ("00", "01", "10", "11") and bit == (pair[0] if pair[0] != pair[1] else "·")
    assert sum(bit != "·" for bit in kept) == 3


def test_the_bars_of_an_extraction_are_its_min_entropy_and_its_length():
    raw, worth, length = (step["left"] for step in SHOWN["funnel"]["bars"]["steps"])
    entropy = -raw * log2(0.3 + 0.7 * 0.6)
    assert raw == 10_000 and worth == floor(entropy)
    # The longest hash whose bound, half the root of 2^(length − H), is 1e-10 at most.
    assert length == max(n for n in range(raw) if n - entropy <= 2 * log2(2e-10))
