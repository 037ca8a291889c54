"""Any value whatever gets a plain sentence: in `check`, and on the way of marking, where a stranger writes the data."""

import json
import os
import unicodedata
import warnings
from functools import cache, lru_cache

import numpy as np
import pytest

from qedu.grading import CheckFailed, check
from qedu.grading.checks.checking import report
from qedu.grading.checks.describing import Unreadable, describe
from qedu.grading.checks.plain import from_plain, to_plain
from qedu.grading.checks.text import shown
from qedu.grading.exercise import Exercise, load
from tests.exercises.odd import FORGED, HEAVY, VALUES, forged
from tests.exercises.test_contract import EXERCISES, every_exercise

#: Each exercise is checked with one in so many of the odd values, another one for its neighbours.
SHARE = 7
#: Forged messages: many more in `make audit`.
MESSAGES = 200_000 if os.environ.get("QEDU_AUDIT") else 5_000


@cache
def drawn(identifier):
    """A case of each exercise, in which a call is repeated three times at most: odd values need no statistics."""
    case = load(identifier.split("-")[0]).checks[identifier].case(0)
    case.calls[:] = [call.times(min(call.repeat, 3)) for call in case.calls]
    return case


def is_plain(text):
    """Whether a text can stand on a page: no control characters, no half ones, no places left to fill, not endless."""
    return (len(text) < 4000 and not [letter for letter in text if unicodedata.category(letter)[0] == "C" and letter != "\n"]
            and "{type}" not in text and "{error}" not in text and "{so_far}" not in text and "Traceback" not in text)


def sentence(identifier, mistake):
    """The words for a mistake, which must be plain and may not say that the check itself has failed."""
    assert mistake is None or mistake.key != "check_failed", f"{identifier}: {mistake.details}"
    text = str(report(identifier, mistake))
    assert is_plain(text), f"{identifier}: {text!r}"
    return text


@lru_cache(maxsize=1)
def sent():
    """By name, the odd values as another process would have sent them."""
    found = {}
    for kind, make in {**VALUES, **HEAVY}.items():
        try:
            found[kind] = json.loads(json.dumps(to_plain(make())))
        except SystemExit:                          # one of them ends the process, and collect says so
            pass
    return found


@every_exercise
def test_any_value_is_judged_in_plain_words(name, identifier, drawn_once):
    """The way of marking: what came back as JSON, however odd, is judged and reported."""
    case = drawn(identifier)
    for kind, data in sent().items():
        value = from_plain(data)
        answers = [[value] * (1 if case.exercise.value else call.repeat) for call in case.calls]
        mistake = case.judge(answers)
        assert mistake is not None, f"{kind} passed"
        sentence(identifier, mistake)


@every_exercise
def test_check_raises_nothing_but_its_own_error(name, identifier, monkeypatch, drawn_once):
    """The way of the notebook; each exercise with some of the values, with all of them in `make audit`."""
    case = drawn(identifier)
    monkeypatch.setattr(Exercise, "case", lambda self, seed=0, parameters=None: case)
    turn = [item for _, item in EXERCISES].index(identifier)
    heavy = HEAVY if len(case.calls) < 10 else {}
    for place, (kind, make) in enumerate((VALUES | heavy).items()):
        if not os.environ.get("QEDU_AUDIT") and place % SHARE != turn % SHARE:
            continue
        value = make()
        if value is None:                           # stands for a name to look up
            continue
        answer = value if drawn(identifier).exercise.value else lambda *arguments: value      # noqa: B023
        with pytest.raises(CheckFailed) as failure, warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)      # of NumPy, for an overflow of ours
            check(identifier, answer)
        assert failure.value.result.mistake != "check_failed", f"{kind}: {failure.value}"
        assert is_plain(str(failure.value)), f"{kind}: {failure.value!s:.500}"


def test_odd_values_are_not_called_either():
    for kind, make in VALUES.items():
        if kind == "None":                          # stands for a name to look up
            continue
        try:
            check("c02-two-states", make())
            raise AssertionError(f"{kind} passed")
        except CheckFailed as failure:
            assert is_plain(str(failure)), kind


def test_forged_messages_are_judged_without_an_error():
    """What a stranger's process sends is refused as data, or judged; the judging side never raises."""
    generator = np.random.default_rng(13)
    exercises = generator.integers(len(EXERCISES), size=MESSAGES)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for place, data in zip(exercises.tolist(), forged(generator, MESSAGES)):
            identifier = EXERCISES[place][1]
            case = drawn(identifier)
            try:
                value = from_plain(data)
            except ValueError:
                continue                            # marking says that this is not an answer
            answers = [[value] * (1 if case.exercise.value else call.repeat) for call in case.calls]
            mistake = case.judge(answers)
            assert mistake is not None, f"{identifier}: {data} passed"
            sentence(identifier, mistake)


@pytest.mark.parametrize("data", FORGED, ids=range(len(FORGED)))
def test_forged_data_is_rebuilt_or_refused(data):
    try:
        value = from_plain(data)
    except ValueError:
        return
    assert len(describe(value)) <= 160 and is_plain(describe(value))
    json.dumps(to_plain(value))


def test_work_is_bounded_before_it_is_done():
    """Data of any size are described by their beginning, and read up to a limit."""
    assert describe([[[0.5] * 10**6] * 10**6] * 10**6).startswith("[[[0.5, 0.5,")
    assert describe("x" * 10**7) == "'" + "x" * 158 + "…"
    assert to_plain([[1, 0.5] * 400_000] * 3) == {"unreadable": Unreadable.TOO_MUCH}
    assert to_plain(np.zeros((10**9, 0))) == {"unreadable": Unreadable.TOO_MUCH}
    assert from_plain(to_plain([10**400])) == ["a huge number"]


def test_what_cannot_be_written_is_made_visible_once():
    assert shown("a\ud800b\u202ec\x1b") == r"a\ud800b\u202ec\x1b"
    assert shown("Zoë, 李雷: ⟨ψ|φ⟩ ≥ ½ 👋") == "Zoë, 李雷: ⟨ψ|φ⟩ ≥ ½ 👋"
    assert from_plain("\ud800") == r"\ud800" and to_plain("\ud800") == r"\ud800"
