"""Messages, transcripts and what reconciliation hands back: values that say what they hold."""

import math
import pickle

import numpy as np
import pytest

from qedu import keys
from qedu.keys import Message, Reconciled, Transcript

BITS = np.array([0, 1, 1], np.uint8)
SAID = (Message("Bob", "test bits", BITS), Message("Alice", "test bits", BITS, key_bits=3),
        Message("Alice", "parities of pass 1", BITS[:2], key_bits=2), Message("Bob", "blocks", np.arange(4)))


def test_a_transcript_counts_what_it_holds():
    heard = Transcript(SAID)
    assert len(heard) == 4 and list(heard) == list(SAID) and heard[1] is SAID[1] and heard.key_bits == 5
    assert heard.about("parities") == Transcript(SAID[2:3]) and heard.about("parities").key_bits == 2
    assert Transcript().key_bits == len(Transcript()) == 0
    assert repr(heard) == "Transcript(4 messages; 5 key bits disclosed)"
    assert repr(SAID[1]) == "Message(Alice: test bits; 3 numbers; 3 key bits)"
    assert repr(SAID[3]) == "Message(Bob: blocks; 4 numbers)" and repr(Message("Bob", "a", [1])) == "Message(Bob: a; 1 number)"


def test_values_compare_and_travel():
    assert Message("Bob", "test bits", BITS) == SAID[0] != SAID[1] and pickle.loads(pickle.dumps(Transcript(SAID))) == Transcript(SAID)
    assert len({*SAID, *SAID}) == 4


def test_no_two_messages_are_the_same_bytes():
    """A tag is made of these bytes, so what differs to a reader must differ here."""
    others = [Message("Alice", "a", [1]), Message("Bob", "a", [1]), Message("Alice", "b", [1]), Message("Alice", "a", [0]),
              Message("Alice", "a", [1, 0]), Message("Alice", "a", [[1]]), Message("Alice", "a", np.array([1], np.uint8)),
              Message("Alice", "a\nb", [1]), Message("Alice", "a", np.zeros(0, int)), Message("Alice", "", [1])]
    assert len({message.to_bytes() for message in others}) == len(others)
    assert Message("Bob", "a", np.array([1, 2], ">i8")).to_bytes() == Message("Bob", "a", np.array([1, 2], "<i8")).to_bytes()


@pytest.mark.parametrize("made, message", [
    (lambda: Message("Eve", "a", BITS), "sender = 'Eve' is not allowed: 'Alice' or 'Bob'"),
    (lambda: Message("Bob", 3, BITS), "subject = 3 is not allowed: a text"),
    (lambda: Message("Bob", "a", [0.5]), "payload = [0.5] is not allowed: an array of whole numbers"),
    (lambda: Message("Bob", "a", BITS, -1), "key_bits = -1 is not allowed: a whole number of at least 0"),
    (lambda: Transcript(("a",)), "messages = 'a' is not allowed: qedu.keys.Message, one after the other"),
    (lambda: Reconciled(BITS, 2, SAID, 1, "by hand").efficiency(3),
     "errors = 3 is not allowed: from 1 to 2, one bit fewer than the key has; else nothing need be leaked"),
])
def test_errors_word_for_word(made, message):
    with pytest.raises(ValueError) as error:
        made()
    assert str(error.value) == message


def test_efficiency_is_the_leak_over_shannons_limit():
    found = Reconciled(np.zeros(1000, np.uint8), 350, SAID, 3, "by hand")
    assert found.efficiency(50) == pytest.approx(350 / (-50 * math.log2(0.05) - 950 * math.log2(0.95)), rel=1e-12)
    assert repr(found) == "Reconciled(1000 bits; 350 leaked; 3 round trips; by hand)"


def test_a_transcript_shows_a_row_for_each_subject():
    shown = Transcript((*SAID, SAID[3]))._repr_html_()
    assert shown.count("<tr>") == 5 and ">Bob: blocks</th><td>2</td><td>8</td><td>0</td>" in shown
    assert keys.Transcript is Transcript
