"""Any value whatever gets a plain sentence: in `check`, and on the way of marking, where a stranger writes the data."""

import json
import os
import time
import unicodedata
import warnings
from functools import cache, lru_cache

import numpy as np
import pytest

from qedu.grading import CheckFailed, check
from qedu.grading.checks.checking import collect, report
from qedu.grading.checks.describing import Unreadable, describe
from qedu.grading.checks.plain import from_plain, to_plain
from qedu.grading.checks.text import shown
from qedu.grading.exercise import Exercise, load
from tests.exercises import forms
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


def places(data, path=()):
    """Where something else can be put into plain data: the first items of lists and dicts, and of those in them."""
    yield path
    for key in {"tuple", "set", "dict"} & set(data) if isinstance(data, dict) else ():
        for number, item in enumerate(data[key][:3]):
            yield from places(item, (*path, key, number))
    for number, item in enumerate(data[:3] if isinstance(data, list) else ()):
        yield from places(item, (*path, number))


def put(data, path, value):
    """The same data with another value at one place."""
    if not path:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = put(copy[path[0]], path[1:], value)
    return copy


def unfolded(data):
    """Arrays in plain data as lists, so that one can reach inside."""
    if isinstance(data, dict):
        return to_plain(from_plain(data).tolist()) if "array" in data else {key: unfolded(item) for key, item in data.items()}
    return [unfolded(item) for item in data] if isinstance(data, list) else data


@every_exercise
def test_one_odd_value_in_a_right_answer_is_judged_in_plain_words(name, identifier, drawn_once):
    """All is right but one entry of one answer; each exercise with some of the values, with many in `make audit`."""
    case = drawn(identifier)
    answers, mistake = collect(case.exercise.value, forms.solution(name, identifier), [call.plain() for call in case.calls])
    assert mistake is None
    turn = [item for _, item in EXERCISES].index(identifier)
    kinds, step = list(sent().values()), 1 if os.environ.get("QEDU_AUDIT") else 20 * SHARE
    for which in {0, len(answers) - 1}:
        right = unfolded(answers[which][0])
        for number, path in enumerate(places(right)):
            for value in kinds[(turn + number) % step::step]:
                try:
                    odd = [from_plain(put(right, path, value)) for _ in answers[which]]
                except ValueError:
                    continue                        # such as a dict with one item in the place of a pair
                others = [odd if place == which else [from_plain(item) for item in repeats] for place, repeats in enumerate(answers)]
                with warnings.catch_warnings():
                    warnings.simplefilter("error", RuntimeWarning)
                    sentence(identifier, case.judge(others))


@pytest.mark.parametrize("identifier", ["c14-shares", "c14-relay"])
@pytest.mark.parametrize("rows", [[], (), np.zeros(0), np.zeros((0, 5)), np.zeros((10**6, 0)), [[]] * 10**6], ids=range(6))
def test_no_rows_or_a_million_in_one_call_are_a_wrong_answer(identifier, rows):
    """Where all other calls are right: the check breaks off for none, and looks at a million in no time."""
    case = drawn(identifier)
    answers = [[from_plain(item) for item in repeats] for repeats in collect(
        False, forms.solution("c14", identifier), [call.plain() for call in case.calls])[0]]
    begun = time.process_time()
    sentence(identifier, mistake := case.judge([[(rows, *answers[0][0][1:])], *answers[1:]]))
    assert mistake is not None and time.process_time() - begun < 3


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
