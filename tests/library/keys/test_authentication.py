"""Tags against a second writing, forgers who try everything on a small field, and bits that are used once."""

import itertools
from collections import Counter

import numpy as np
import pytest

from qedu import keys
from qedu.keys import Message

#: The polynomials that make the fields, written out with their highest term.
POLYNOMIALS = {8: 0x11B, 16: 0x1002B, 32: 0x10000008D, 64: 0x1000000000000001B, 128: 1 << 128 | 0x87}


def remainder(a, modulus):
    while a.bit_length() >= modulus.bit_length():
        a ^= modulus << a.bit_length() - modulus.bit_length()
    return a


def times(a, b, modulus):
    product = 0
    for place in range(b.bit_length()):
        product ^= (a << place) * (b >> place & 1)
    return remainder(product, modulus)


def tag_by_hand(message, key, size):
    """The same tag with Python's integers: all powers of r, one after the other."""
    key = "".join(map(str, key))
    point, pad, width = int(key[:size], 2), int(key[size:2 * size], 2), size // 8
    text = message + b"\0" * (-len(message) % width)
    text += len(message).to_bytes(max(8, width), "big")
    value = 0
    for at in range(0, len(text), width):
        value = times(value ^ int.from_bytes(text[at:at + width], "big"), point, POLYNOMIALS[size])
    return [int(bit) for bit in f"{value ^ pad:0{size}b}"]


@pytest.mark.parametrize("size", POLYNOMIALS)
def test_the_fields_are_fields(size):
    """Rabin's test: x^(2^b) = x modulo the polynomial, and x^(2^(b/2)) − x has no factor with it (b a power of two)."""
    modulus, value = POLYNOMIALS[size], 2
    for step in range(size):
        if step == size // 2:
            a, b = modulus, value ^ 2
            while b:
                a, b = b, remainder(a, b)
            assert a == 1
        value = times(value, value, modulus)
    assert value == 2


@pytest.mark.parametrize("size", POLYNOMIALS)
@pytest.mark.parametrize("length", [0, 1, 8, 15, 16, 17, 100])
def test_tags_are_those_of_a_second_writing(size, length):
    rng = np.random.default_rng([size, length])
    message, key = rng.bytes(length), rng.integers(0, 2, 2 * size + 3)
    tag, used = keys.authenticate(message, key, tag_bits=size)
    assert tag.tolist() == tag_by_hand(message, key, size) and tag.dtype == np.uint8 and used == 2 * size
    assert keys.verify(message, tag, key, tag_bits=size)


@pytest.mark.parametrize("size, length", [(128, 16 * 4200 + 5), (64, 8 * 5120 - 8), (8, 9000), (8, 57), (32, 4 * 62)])
def test_tags_of_long_messages(size, length):
    """Where many blocks are multiplied at once."""
    rng = np.random.default_rng([size, length])
    message, key = rng.bytes(length), rng.integers(0, 2, 2 * size)
    tag, _ = keys.authenticate(message, key, tag_bits=size)
    assert tag.tolist() == tag_by_hand(message, key, size)
    changed = bytearray(message)
    changed[length // 3] ^= 4
    assert not keys.verify(bytes(changed), tag, key, tag_bits=size)


@pytest.mark.parametrize("true, forged", [(b"a", b"b"), (b"ab", b"ba"), (b"", b"\0"), (b"abc", b"ab"), (b"\0\0", b"\0")],
                         ids=["letter", "order", "zero", "cut", "zeros"])
def test_no_forger_does_better_than_the_bound(true, forged):
    """All 2¹⁶ keys of the smallest field: who has seen one tag and sends another message with the best tag for it."""
    hashes = []
    for point in itertools.product((0, 1), repeat=8):
        tags = [int("".join(map(str, keys.authenticate(text, [*point, *[0] * 8], tag_bits=8)[0])), 2) for text in (true, forged)]
        hashes.append(tags[0] ^ tags[1])
    # Whatever tag was seen, each point fits it with one pad, so all points are as likely as before.
    best = max(Counter(hashes).values()) / 256
    assert best <= keys.forging_bound(max(len(true), len(forged)), tag_bits=8) <= 11 / 256
    for pad in (0, 77, 255):                            # the pad is added, whatever the message
        bits = [int(bit) for bit in f"{pad:08b}"]
        shown = keys.authenticate(true, [0, 1, 0, 1, 1, 0, 1, 0, *bits], tag_bits=8)[0] ^ bits
        assert shown.tolist() == keys.authenticate(true, [0, 1, 0, 1, 1, 0, 1, 0, *[0] * 8], tag_bits=8)[0].tolist()


def test_the_bound_by_hand():
    assert keys.forging_bound(0) == 2.0**-128 and keys.forging_bound(17) == 3 * 2.0**-128
    assert keys.forging_bound(3, tag_bits=8) == 11 / 256 and keys.forging_bound(10**4, tag_bits=8) == 1
    assert keys.forging_bound(16, tag_bits=32) == 6 / 2**32


def test_a_budget_gives_each_bit_once():
    bits = np.random.default_rng(1).integers(0, 2, 100, dtype=np.uint8)
    budget = keys.KeyBudget(bits)
    taken = [budget.take(30, purpose="tags"), budget.take(0, purpose="tags"), budget.take(50, purpose="hash")]
    assert np.concatenate(taken).tolist() == bits[:80].tolist() and budget.left == 20
    assert budget.spent == {"tags": 30, "hash": 50} and budget.given == 100 == budget.left + sum(budget.spent.values())
    with pytest.raises(ValueError, match=r"^number = 21 is not allowed: at most 20, the bits that are left in the key budget; "
                                         r"they were wanted for tags$"):
        budget.take(21, purpose="tags")
    assert budget.left == 20 and budget.take(20, purpose="tags").tolist() == bits[80:].tolist()
    budget.add([1, 0, 1])
    assert budget.given == 103 and budget.take(3, purpose="tags").tolist() == [1, 0, 1] and budget.left == 0
    assert repr(budget) == "KeyBudget(0 bits left; 53 spent on tags; 50 spent on hash)"
    taken[0][:] = 0
    assert bits[:30].any()                              # what was given is copied


def ends(bits=2000, tag_bits=128):
    shared = np.random.default_rng(5).integers(0, 2, bits)
    return tuple(keys.Authenticator(keys.KeyBudget(shared), tag_bits=tag_bits) for _ in range(2))


SAID = [Message("Alice", "bases", np.array([0, 1, 1])), Message("Bob", "clicks", np.array([0, 2]))]


@pytest.mark.parametrize("heard", [
    SAID[:1], SAID[::-1], [SAID[0], SAID[1], SAID[1]], [Message("Alice", "bases", np.array([0, 1, 0])), SAID[1]],
    [Message("Bob", "bases", np.array([0, 1, 1])), SAID[1]], [Message("Alice", "base", np.array([0, 1, 1])), SAID[1]],
    [Message("Alice", "bases", np.array([0, 1, 1], np.uint8)), SAID[1]], []])
def test_what_is_altered_is_refused(heard):
    alice, bob = ends()
    tag = alice.tag(SAID, sender="Alice")
    assert not bob.check(heard, tag, sender="Alice")


def test_what_is_repeated_reordered_or_thrown_back_is_refused():
    alice, bob = ends()
    first, second = (alice.tag(SAID, sender="Alice") for _ in range(2))
    assert first.tolist() != second.tolist()
    assert not bob.check(SAID, second, sender="Alice") and not bob.check(SAID, first, sender="Alice")      # in the wrong order
    alice, bob = ends()
    tag = alice.tag(SAID, sender="Alice")
    assert not bob.check(SAID, tag, sender="Bob")                                                           # as if he had said it
    alice, bob = ends()
    tag = alice.tag(SAID, sender="Alice")
    assert bob.check(SAID, tag, sender="Alice") and not bob.check(SAID, tag, sender="Alice")                # once more
    answer = bob.tag(SAID, sender="Bob")
    alice.tag(SAID, sender="Alice")                        # the tag that bob refused; the ends are in step again
    assert alice.check(SAID, answer, sender="Bob") and alice.number == bob.number == 3


def test_the_number_counts_even_if_a_pad_were_used_twice():
    """Two budgets of zeros: the pads are all alike, and the hash too, so the number alone tells the tags apart; but not at r = 0."""
    budget = [1] * 8 + [0] * 80
    alice = keys.Authenticator(keys.KeyBudget(budget), tag_bits=8)
    tags = {tuple(alice.tag(SAID, sender="Alice").tolist()) for _ in range(3)}
    assert len(tags) == 3


def test_an_authenticator_spends_what_it_says():
    alice, bob = ends(8 + 3 * 8, tag_bits=8)
    assert alice.budget.spent == {"hash": 8}
    for _ in range(3):
        assert bob.check(SAID, alice.tag(SAID, sender="Alice"), sender="Alice")
    assert alice.budget.left == bob.budget.left == 0 and alice.budget.spent == bob.budget.spent == {"hash": 8, "tags": 24}
    with pytest.raises(ValueError, match="^number = 8 is not allowed: at most 0, the bits that are left in the key budget"):
        alice.tag(SAID, sender="Alice")
    # The eps is that of messages with their frame, as long as a second count says.
    frame = len("1 Alice 2 ") + sum(8 + len(message.to_bytes()) for message in SAID)
    assert bob.eps == 3 * keys.forging_bound(frame, tag_bits=8)


@pytest.mark.parametrize("made, message", [
    (lambda: keys.authenticate("text", [0] * 256), "message = 'text' is not allowed: bytes; a text becomes such by .encode(), "
                                                    "a qedu.keys.Message by .to_bytes()"),
    (lambda: keys.authenticate(b"", [0] * 255), "key = '255 bits' is not allowed: at least 256 bits, 128 for the hash and 128 for the pad"),
    (lambda: keys.authenticate(b"", [0] * 256, tag_bits=100), "tag_bits = 100 is not allowed: one of 8, 16, 32, 64, 128"),
    (lambda: keys.verify(b"", [0] * 100, [0] * 256), "tag = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "
                                                    "0, 0, 0, 0, 0, 0, 0, 0, ... is not allowed: 128 bits in a row, each 0 or 1"),
    (lambda: keys.Authenticator([1, 0]), "budget = [1, 0] is not allowed: a qedu.keys.KeyBudget"),
    (lambda: ends()[0].tag(SAID, sender="Eve"), "sender = 'Eve' is not allowed: 'Alice' or 'Bob'"),
])
def test_errors_word_for_word(made, message):
    with pytest.raises(ValueError) as error:
        made()
    assert str(error.value) == message
