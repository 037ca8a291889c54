"""The contract of every exercise, over all sets found in exercises/: a new set needs no new test.

A right answer, however written, passes on 1,000 seeds (`make audit`; on 100 of them in `make test`); a known mistake
gets its own message (on 100 seeds; on 4 of them in `make test`); any other wrong answer gets a helpful general one; no message
prints the expected value.  A check that samples asks some hundred times for each seed: a fifth and half of the seeds in `make test`.
"""

import math
import os
import re
import sys

import numpy as np
import pytest

from qedu.content import sets
from qedu.grading.checks import wording
from qedu.grading.checks.checking import collect, examine, report
from qedu.grading.checks.plain import Seed, from_plain
from qedu.grading.exercise import folders, load
from tests.exercises import forms, hints
from tests.exercises.forms import solution

SEEDS = 1000 if os.environ.get("QEDU_AUDIT") else 40
EXERCISES = [(name, identifier) for name in folders() for identifier in load(name).checks]
#: Those in which the student writes a function; in the others a value, which has no arguments and does not run.
FUNCTIONS = [(name, identifier) for name, identifier in EXERCISES if not load(name).checks[identifier].value]
every_exercise = pytest.mark.parametrize("name, identifier", EXERCISES, ids=[item for _, item in EXERCISES])
every_function = pytest.mark.parametrize("name, identifier", FUNCTIONS, ids=[item for _, item in FUNCTIONS])


def judge(case, is_value, answer):
    answers, mistake = collect(is_value, answer, [call.plain() for call in case.calls])
    return mistake or case.judge([[from_plain(item) for item in repeats] for repeats in answers])


@every_exercise
def test_right_answers_pass_on_every_seed(name, identifier):
    check = load(name).checks[identifier]
    ways = forms.right(identifier)
    assert len(ways) >= 2, "an exercise needs two right answers in forms.py, besides its solution"
    first = {"the solution": solution(name, identifier), **ways}
    for way, answer in first.items():
        assert (result := examine(identifier, answer)).passed, f"{way}: {result}"
    # The solution of a check that samples is soaked besides, with seeds of its own (test_false_failures).
    seeds = 1 if check.value else SEEDS if SEEDS >= 1000 or not check.false_failure else 30
    for seed in range(seeds):
        case = check.case(seed)                 # the reference is computed once for all ways
        for way, answer in ways.items():
            mistake = judge(case, check.value, answer)
            assert mistake is None, f"{way}, seed {seed}: {report(identifier, mistake)}"


@every_exercise
def test_known_mistakes_get_their_own_message_on_every_seed(name, identifier, drawn_once):
    exercises = load(name)
    keys = exercises.feedback[identifier]["mistakes"]
    assert len(keys) >= 3, "words.yaml needs three mistakes at least"
    answers = forms.wrong(identifier)
    for key in keys:
        ways = [way for way in answers if way.startswith(key + "__")]
        assert len(ways) >= 2, f"{key}: forms.py needs two differently written forms"
    assert forms.edited(identifier)[1] == [], "edits that fit no right answer"
    check = exercises.checks[identifier]
    seeds = 1 if check.value else 100 if SEEDS >= 1000 else 2 if check.false_failure else 4
    for way, answer in answers.items():
        key = way.split("__")[0]
        assert key in keys, f"{way}: words.yaml has no mistake {key!r}"
        for seed in range(seeds):
            result = examine(identifier, answer, seed)
            assert result.mistake == key, f"{way}, seed {seed}: got {result.mistake}\n{result}"
            assert not result.passed and result.points == 0


def hardcoded(name, identifier):
    """An answer that knows the public example by heart and nothing else."""
    example = load(name).checks[identifier].case(0).calls[0].plain()
    answers, mistake = collect(False, solution(name, identifier), [dict(example, repeat=1)])
    assert mistake is None
    known = from_plain(answers[0][0])
    return lambda *arguments: known


def general_wrong_answers(name, identifier):
    right, generator = solution(name, identifier), np.random.default_rng(5)

    def several(first, *rest):
        yield first

    def recursion(*arguments):
        return recursion(*arguments)

    return {
        "None": (lambda *a: None, None),
        "noise": (lambda *a: generator.normal(), None),
        "noise_array": (lambda *a: generator.normal(size=2), None),
        "shape": (lambda *a: np.ones((3, 4, 5)), None),
        "empty": (lambda *a: [], None),
        "nan": (lambda *a: math.nan, None),
        "nan_array": (lambda *a: [math.nan, math.nan], None),
        "infinite": (lambda *a: 1e400, None),
        "huge": (lambda *a: 10**400, None),
        "complex": (lambda *a: 0.3 + 0.4j, None),
        "negative": (lambda *a: -7.5, None),
        "text": (lambda *a: "0.5 of them", None),
        "ragged": (lambda *a: [[1, 2], [3]], None),
        "dict": (lambda *a: {"answer": 1}, None),
        "object": (lambda *a: object(), None),
        "function": (lambda *a: right, None),
        "generator": (several, "generator"),
        "printed": (lambda *a: print("0.5"), None),
        "exception": (lambda *a: 1 / 0, "raised"),
        "name_error": (lambda *a: undefined_name, "raised"),        # noqa: F821
        "exit": (lambda *a: sys.exit(), "raised"),
        "recursion": (recursion, "raised"),
        "unfinished": (lambda *a: [][0], "raised"),
        "signature": (lambda: 1, "signature"),
        "number": (0.5, "not_a_function"),
        "Ellipsis": (..., "not_written"),
    }


def test_general_wrong_answers_are_helped(drawn_once):
    for name, identifier in EXERCISES:
        if load(name).checks[identifier].value:
            answers = {"None": [None], "number": 0.123, "text": "nonsense", "empty": [], "nested": [[[1]]],
                       "dict": {"nonsense": 1}, "nan": [math.nan], "object": object(), "function": print}
            wanted = {key: (value, None) for key, value in answers.items()}
        else:
            wanted = general_wrong_answers(name, identifier)
        for kind, (answer, key) in wanted.items():
            result = examine(identifier, answer, time_limit=2)
            assert not result.passed, f"{identifier}: {kind} passed"
            assert key is None or key == result.mistake or result.mistake in load(name).feedback[identifier]["mistakes"], (
                f"{identifier}, {kind}: {result.mistake}")
            assert result.message and result.next_step and result.expected_in_words and result.see_section


@every_function
def test_a_memorised_example_fails(name, identifier):
    for seed in range(5):
        assert not examine(identifier, hardcoded(name, identifier), seed).passed


@every_function
def test_an_endless_loop_is_stopped(name, identifier):
    def endless(*arguments):
        while True:
            try:
                sum(range(100))
            except Exception:
                pass

    result = examine(identifier, endless, time_limit=0.05)
    assert result.mistake == "too_slow" and "while True" in result.next_step


def numbers_in(value):
    """All numbers in a reference answer, as a reader would write them."""
    if isinstance(value, dict):
        return {text for item in value.values() for text in numbers_in(item)}
    if hasattr(value, "full"):
        value = value.full()
    found = set()
    for item in np.ravel(np.asarray(value, dtype=object)):
        if isinstance(item, (list, tuple, np.ndarray, dict)):
            found |= numbers_in(item)
        elif isinstance(item, (int, float, complex, np.number)) and not isinstance(item, (bool, np.bool_)):
            for part in {complex(item).real, complex(item).imag, abs(complex(item))}:
                # 0, 1 and 1/2 are too common in plain sentences to say anything.
                if min(abs(part - x) for x in (0, 1, -1, 0.5, 2)) > 1e-6:
                    found |= {f"{part:.{digits}f}" for digits in (2, 3, 4)} | {f"{100 * part:.1f} %"}
    return found


@every_exercise
def test_no_message_prints_the_expected_value(name, identifier, drawn_once):
    exercises = load(name)
    check = exercises.checks[identifier]
    wrong = forms.wrong(identifier)
    if not check.value:
        wrong |= {key: answer for key, (answer, _) in general_wrong_answers(name, identifier).items()}
    for seed in (0, 1) if SEEDS >= 1000 else (1,):
        case = check.case(seed)
        forbidden = set()
        for answers in collect(check.value, solution(name, identifier), [call.plain() for call in case.calls])[0]:
            forbidden |= numbers_in(from_plain(answers[0]))
        for way, answer in wrong.items():
            result = examine(identifier, answer, seed, time_limit=2)
            said = " ".join(filter(None, (result.message, result.expected_in_words, result.next_step)))
            assert not [number for number in forbidden if number in said], f"{way}: {said}"


@every_exercise
def test_the_messages_are_complete(name, identifier, drawn_once):
    from qedu.content import misconceptions

    exercises = load(name)
    feedback, entry = exercises.feedback[identifier], exercises.entry(identifier)
    assert feedback["expected_in_words"] and feedback["right"]["checked"] and feedback["right"]["insight"]
    general = set(wording.general()["mistakes"])
    used = {feedback["see_section"]}
    met = set()
    for key, words in feedback["mistakes"].items():
        assert key not in general, f"{key} is a general mistake already"
        for field in ("message", "expected_in_words", "next_step"):
            assert words.get(field), f"{key} lacks {field}"
        used.add(words.get("see_section", feedback["see_section"]))
        if words.get("misconception"):
            met.add(misconceptions.get(words["misconception"]).id)
    assert used <= set(exercises.meta["sections"]), "set.yaml must give the title of every section that is named"
    assert met == set(entry["misconceptions"]) and entry["section"] == feedback["see_section"]
    assert {word for field in feedback["mistakes"].values() for text in field.values()
            for word in re.findall(r"\{([a-z_]+)\}", str(text))} <= {"name", "parameters", *details_of(name, identifier)}


NUMBERS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}


@every_exercise
def test_as_many_cases_were_tried_as_the_student_is_told(name, identifier):
    exercises = load(name)
    told, calls = " ".join(exercises.feedback[identifier]["right"]["checked"].split()), exercises.checks[identifier].case(0).calls
    if said := re.search(rf"example,? and (?:for )?({'|'.join(NUMBERS)}) (?:random|more|other)", told):
        assert NUMBERS[said[1]] + ("a third one" in told) == len(calls) - 1
    if shots := re.search(r"as (\d+), (\d+) and (\d+) shots", told):
        assert [int(n) for n in shots.groups()] == [call.repeat for call in calls[:3]]


def details_of(name, identifier):
    """Details that the mistakes of the wrong forms bring along."""
    check, found = load(name).checks[identifier], set()
    for answer in forms.wrong(identifier).values():
        mistake = judge(check.case(0), check.value, answer)
        found |= set(mistake.details) if mistake else set()
    return found


@every_exercise
def test_hints_are_three_and_of_the_right_length(name, identifier):
    task = "\n".join(text for kind, text in sets.task(folders()[name], identifier) if kind == "code")
    assert hints.faults(load(name).entry(identifier)["hints"], task) == []


@pytest.mark.parametrize("name", folders())
def test_sections_are_those_of_the_chapter(name):
    """Every section that a message names is in the book, on that page, under that label and title."""
    root, meta = folders()[name].parent.parent, load(name).meta
    texts = {page: (root / f"{page}.md").read_text(encoding="utf-8") for page in {meta["page"], *meta["pages"].values()}}
    assert any(f"({meta['section']})=" in text for text in texts.values()), f"no page of the chapter has the label ({meta['section']})="
    for label, title in meta["sections"].items():
        assert re.search(rf"^\({re.escape(label)}\)=\n+#+ {re.escape(title)}\s*$", texts[meta["pages"][label]], re.M), (
            f"{meta['pages'][label]} has no section ({label})= with the title {title!r}")


def test_seeds_are_documented_policy():
    """The same seed draws the same arguments, another seed others; Seed arguments become generators."""
    for name, identifier in EXERCISES:
        check = load(name).checks[identifier]
        if check.value:
            continue
        plain = [[call.plain() for call in check.case(seed).calls] for seed in (3, 3, 4)]
        assert plain[0] == plain[1] and plain[0] != plain[2]
        assert plain[0][0] == plain[2][0], "the public example comes first"
    assert from_plain({"rng": 7}).random() == np.random.default_rng(Seed(7)).random()
