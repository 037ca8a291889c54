"""Messages that a stranger's process makes up: none is believed, none ends the run, and all that comes of it can be written."""

import copy
import json
import os
import random

import pytest

from qedu.grading.exercise import load
from qedu.grading.isolation.sandbox import Ended, ForkServer, Sandbox
from qedu.grading.notebooks import marking
from tests.grading import corpus

#: How many messages are made up: 200,000 in `make audit`.
FORGED = 200_000 if os.environ.get("QEDU_AUDIT") else 4_000

DATA = json.dumps(corpus.SOLVED).encode()
FIELDS = {"id", "passed", "points", "mistake", "message", "you_returned", "expected_in_words", "misconception", "next_step", "see_section", "of"}


@pytest.fixture(scope="module")
def honest():
    """What an honest run says, and what it is marked."""
    said = []

    class Listening(Sandbox):
        def run(self, job, budget):
            for message in super().run(job, budget):
                said.append(message)
                yield message

    with ForkServer() as server, Listening(server.address) as sandbox:
        row = marking.mark(DATA, "ada", "c06", sandbox)
    assert all(entry["passed"] for entry in row["exercises"])
    return said, row


class Forging:
    """Stands for a sandbox: says what it was told to say."""

    seconds = 0.01

    def __init__(self, messages, how="stopped"):
        self.messages, self.how = messages, how

    def run(self, job, budget):
        yield from self.messages
        raise Ended(self.how, "with exit code 0")


def junk(rng, depth=0):
    """Something that JSON can hold, of kinds that plain data and messages are made of."""
    simple = (None, True, False, 0, -1, 3, 1e300, float("nan"), float("inf"), 10**30, -10**400, "", "\ud800", "x" * 5000, "missing", "raised",
              "passed", "c06-sift", "{error}{line}", "\u202e\0", "=1+1", "<f8", "O", "<U9999")
    if depth > 3 or rng.random() < 0.4:
        return rng.choice(simple)
    if rng.random() < 0.3:
        return [junk(rng, depth + 1) for _ in range(rng.randrange(5))]
    keys = ("at", "id", "cell", "turn", "key", "details", "error", "advice", "type", "count", "value", "template", "name", "array", "dtype",
            "shape", "complex", "tuple", "dict", "set", "qobj", "dims", "rng", "unreadable", "answers", "mistake", "said", "bound")
    return {rng.choice(keys): junk(rng, depth + 1) for _ in range(rng.randrange(1, 5))}


def spoiled(rng, message):
    """A message in which something, somewhere, is something else."""
    message = copy.deepcopy(message)
    if rng.random() < 0.1:
        return junk(rng)
    if type(message) is dict and message.get("at") == "answers":
        # Whatever else is changed, the answers are not those of the honest run any more.
        message["answers"] = rng.choice((junk(rng), [[junk(rng)] for _ in message["answers"]], [[junk(rng) for _ in repeats] for repeats in message["answers"]]))
        if rng.random() < 0.5:
            message["mistake"] = rng.choice((junk(rng), {"key": rng.choice(("raised", "signature", "missing", "unreadable", "wrong")), "details": junk(rng)}))
    if rng.random() < 0.3:
        place = rng.choice(list(message))
        message[place] = junk(rng)
    return message


def test_made_up_messages(honest):
    said, row = honest
    answered = [message for message in said if message["at"] == "answers"]
    rng, forged, notes = random.Random(13), 0, {}
    while forged < FORGED:
        if rng.random() < 0.5:
            messages = [spoiled(rng, message) for message in said]
        else:                                           # the form is kept, so that the judges see what is in it
            messages = [spoiled(rng, message) if message["at"] == "answers" else message for message in said]
        forged += len(messages)
        messages = json.loads(json.dumps(messages))
        found = marking.mark(DATA, "ada", "c06", Forging(messages))
        text = json.dumps(found, ensure_ascii=False)
        text.encode("utf-8")
        assert len(text) < 200_000 and not set(text) & {"\u202e", "\0", "\x1b"}
        assert len(found["exercises"]) == len(row["exercises"])
        for entry in found["exercises"]:
            assert set(entry) == FIELDS and not entry["passed"] and entry["points"] == 0, entry
            assert entry["mistake"] in known() and len(entry["message"]) <= 2000
            notes[entry["mistake"]] = notes.get(entry["mistake"], 0) + 1
    assert len(notes) >= 8 and len(answered) >= 9, notes  # they got as far as the judges


def known():
    from qedu.grading.checks.wording import general

    return {None, *general()["mistakes"], *(key for feedback in load("c06").feedback.values() for key in feedback["mistakes"]), "file_check_failed"}


def test_the_honest_messages_are_believed(honest):
    """The test above can fail: what an honest process has said, said again, is marked the same."""
    said, row = honest
    assert marking.mark(DATA, "ada", "c06", Forging(said)) == row


def test_a_process_that_was_killed_is_the_instructor_s_matter():
    row = marking.mark(DATA, "ada", "c06", Forging([], how="killed"))
    assert {entry["mistake"] for entry in row["exercises"]} == {"file_check_failed"} and row["problem"] and "killed" in row["look"][0]


@pytest.mark.parametrize("error", [RuntimeError("\ud800"), RecursionError(), MemoryError(), OSError("no space"), UnicodeError()])
def test_whatever_breaks_in_marking_is_a_row(monkeypatch, error):
    def broken(*arguments):
        raise error

    monkeypatch.setattr(marking._Marking, "row", broken)
    row = marking.mark(DATA, "ada", "c06", None)
    assert row["problem"] and type(error).__name__ in row["look"][0] and "test_forged.py" in row["look"][0]
    assert type(error).__name__ not in json.dumps([row["problem"], row["exercises"]])
