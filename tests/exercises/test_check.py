"""What `check` does around a check: finding the answer, limits, plain data, how results are shown."""

import json
import threading
import time

import numpy as np
import pytest

from qedu.grading import CheckFailed, Result, check, examine
from qedu.grading.answers import Bits, Choice, Integer, Ket, Number, Parts, Ratio, Table, Unfit, Vector
from qedu.grading.checks.describing import Unreadable
from qedu.grading.checks.plain import from_plain, to_plain
from qedu.grading.isolation.limits import OutOfTime, run_limited


def right(overlap):
    return (1 + np.sqrt(1 - overlap**2)) / 2


def test_the_answer_is_found_where_check_is_called():
    space = {"check": check, "optimal_guess": right}
    exec("result = check('c02-two-states')", space)
    assert space["result"].passed
    optimal_guess = right                               # noqa: F841, found by its name
    assert check("c02-two-states").points == 2


def test_a_missing_name_is_not_written_yet():
    with pytest.raises(CheckFailed, match=r"(?s)not written yet.*no such\s+name"):
        exec("check('c02-two-states')", {"check": check})


def test_an_unknown_exercise_is_an_error_of_the_caller():
    with pytest.raises(ValueError, match="id must be that of an exercise .*c02-prob.*; got 'c02-nonsense'"):
        check("c02-nonsense")


def test_failing_is_an_assertion_error_with_the_four_parts():
    with pytest.raises(AssertionError) as failure:
        check("c02-ket-from-bloch", lambda theta, phi: [np.cos(theta), np.exp(1j * phi) * np.sin(theta)])
    text, result = str(failure.value), failure.value.result
    for label in ("You returned", "Expected", "What happened", "A common idea", "Next step", "Read again"):
        assert label in text
    assert result.misconception == "M04" and "M04" in text and "90°" in text
    assert "theta=" in result.you_returned
    assert max(map(len, text.split("\n"))) <= 80           # a narrow panel need not break the lines again


def test_ipython_shows_the_message_and_no_traceback():
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell()
    shell.colors = "nocolor"
    with capture_output() as shown:
        shell.run_cell("from qedu.grading import check\ncheck('c02-two-states', lambda overlap: 1)")
    assert "always right" in shown.stdout and "M03" in shown.stdout
    assert "checking.py" not in shown.stdout and "Traceback" not in shown.stdout


def test_a_result_is_plain_data_and_shows_in_a_notebook():
    result = check("c02-two-states", right)
    assert Result(**json.loads(json.dumps(result.as_dict()))) == result
    assert "Helstrom" in result._repr_html_() and "<script" not in result._repr_html_()
    failed = examine("c02-two-states", lambda overlap: "<script>alert(1)</script>")
    assert "<script" not in failed._repr_html_() and "&lt;script" in failed._repr_html_()


def test_a_check_repeats_with_its_seed_and_differs_with_another():
    seen = []

    def spy(overlap):
        seen.append(overlap)
        return right(overlap)

    for seed in (None, 0, 1):
        check("c02-two-states", spy, seed=seed)
    assert seen[:4] == seen[4:8] and seen[8] == seen[0] and seen[9:] != seen[1:4]


def test_only_the_first_call_prints(capsys):
    def talkative(overlap):
        print("overlap", overlap)
        return right(overlap)

    check("c02-two-states", talkative)
    assert capsys.readouterr().out.count("overlap") == 1


def test_arguments_are_fresh_for_every_call():
    def spoils(state, basis):
        p = [abs(np.vdot(b, state)) ** 2 for b in basis]
        state[:] = 0
        return p

    assert check("c02-prob", spoils).passed


def test_an_error_is_explained_with_the_student_s_own_line():
    result = examine("c02-two-states", broken)
    assert result.mistake == "raised"
    assert "ZeroDivisionError" in result.message and "return 1 / (overlap - overlap)" in result.message
    assert "denominator" in result.next_step


def broken(overlap):
    return 1 / (overlap - overlap)


def test_rounding_is_called_by_its_name():
    assert examine("c02-two-states", lambda overlap: round(right(overlap), 3)).mistake == "close"
    assert examine("c02-two-states", lambda overlap: np.float32(right(overlap))).passed


def test_an_answer_that_is_partly_bits_or_words_is_called_rounded_too():
    """Bits and words are not rounded, so equal ones do not speak against it."""
    e91 = exercise_solution("c07", "c07-e91")
    for digits in (2, 3, 4):
        result = examine("c07-e91", lambda *given: (*e91(*given)[:2], round(e91(*given)[2], digits)))      # noqa: B023
        assert result.mistake == "close"
    figures = exercise_solution("c06", "c06-intercept-resend")
    assert examine("c06-intercept-resend", lambda fraction: np.round(figures(fraction), 3)).mistake == "close"
    assert Choice("go", "stop").close("go", "go") and not Choice("go", "stop").close("go", "stop")
    assert Bits().close(np.array([0, 1]), np.array([0, 1])) and not Bits().close(np.array([0, 1]), np.array([1, 1]))


def exercise_solution(name, identifier):
    from tests.exercises.test_contract import solution

    return solution(name, identifier)


def test_something_of_the_example_in_the_code_is_named_only_where_it_is_there():
    """A constant, and a formula with one argument frozen; a slip that happens to fit the example is told so instead."""
    known = right(1 / np.sqrt(2))
    assert examine("c02-two-states", lambda overlap: known).mistake == "only_example"

    def frozen(fraction, confidence):
        return exercise_solution("c06", "c06-test-size")(fraction, 0.99)

    assert examine("c06-test-size", frozen).mistake == "only_example"
    for identifier, slip in (
            ("c02-two-states", lambda overlap: 0.5 + overlap / 2),
            ("c02-bits-out", lambda kets, basis: 2 / (len(kets) + 0 * len(basis)) if len(kets) > 3 else 0.5),
            ("c04-chsh", lambda rho, angles: 2 * np.sqrt(2)), ("c04-estimate-s", lambda counts: (2.0, 0.1))):
        result = examine(identifier, slip)
        assert not result.passed and (result.mistake != "only_example" or identifier == "c04-chsh"), result

    def fair_only(table):
        """Right for fair bits, by a formula of one's own."""
        return exercise_solution("c07b", "c07b-information")(table) + (np.sum(table[0]) - 0.5) ** 2

    result = examine("c07b-information", fair_only)
    assert result.mistake == "wrong" and "right for the example" in result.message and "written into" not in result.next_step


def test_a_value_is_not_told_about_functions():
    for name, identifier in (("c06", "c06-by-hand"), ("c06", "c06-assumptions")):
        right_one = exercise_solution(name, identifier)
        key = next(iter(right_one))
        for wrong in ({**right_one, key: None}, {**right_one, key: (x for x in "ab")}, {**right_one, key: object()}, {**right_one, key: 10**5000},
                      {**right_one, key: [[0.5], 1]}, [right_one], {}, "text", {**right_one, key: 0.5}, {**right_one, key: [[[[[[[[[[1]]]]]]]]]]}):
            result = examine(identifier, wrong)
            said = result.message + result.next_step
            assert not result.passed and "`return`" not in said and "function" not in said and "inside" not in said, said
    with pytest.raises(CheckFailed, match="`by_hand` is None") as failure:
        exec("by_hand = None\ncheck('c06-by-hand')", {"check": check})
    assert "in the place of every None" in failure.value.result.next_step


def test_a_seed_is_a_whole_number():
    for seed in (-1, "x", 0.5):
        with pytest.raises(ValueError, match="seed must be a whole number"):
            check("c02-two-states", right, seed=seed)


def test_errors_that_do_as_they_like_are_explained():
    class Rude(BaseException):
        def __str__(self):
            raise RuntimeError("no text")

    class Long(Exception):
        pass

    def rude(overlap):
        raise Rude

    def long(overlap):
        raise Long("\ud800\u202e" + "x" * 10**6)

    assert examine("c02-two-states", rude).message == "Your code stopped with an error: Rude, in the line `raise Rude`."
    message = examine("c02-two-states", long).message
    assert r"\ud800\u202e" in message and len(message) < 400


@pytest.mark.parametrize("where", ["main thread", "another thread"])
def test_endless_code_is_interrupted(where):
    outcome = {}

    def attempt():
        start = time.perf_counter()
        try:
            run_limited(endless, 0.2)
        except OutOfTime:
            outcome["stopped"] = time.perf_counter() - start

    if where == "main thread":
        attempt()
    else:
        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join(10)
    assert outcome["stopped"] < 5


def endless():
    while True:
        try:
            sum(range(10))
        except Exception:           # does not catch the interruption
            pass


def test_the_limit_is_one_on_work_and_forgives_a_busy_machine():
    """Time in which the machine does other things is not the student's; waiting without end is."""
    def slowly():
        time.sleep(0.3)
        return "done"

    assert run_limited(slowly, 0.2) == "done"
    start = time.perf_counter()
    with pytest.raises(OutOfTime):
        run_limited(lambda: time.sleep(30), 0.2)
    assert time.perf_counter() - start < 10


def test_limits_pass_results_and_errors_on_from_another_thread():
    outcome = []

    def attempt():
        outcome.append(run_limited(lambda: 5, 1))
        try:
            run_limited(broken_call, 1)
        except ZeroDivisionError:
            outcome.append("error")

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join(10)
    assert outcome == [5, "error"]


def broken_call():
    return broken(1)


@pytest.mark.parametrize("value", [
    None, True, 3, -2.5, "text", 1 + 2j, [1, [2.0, None]], (1, (2, "a")), {"Z": [1, 2], 3: None}])
def test_plain_data_comes_back_as_it_was(value):
    data = json.loads(json.dumps(to_plain(value)))
    assert from_plain(data) == value and type(from_plain(data)) is type(value)


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64, float, complex, np.float32, ">i4"])
def test_arrays_come_back_as_they_were(dtype):
    array = np.array([[0, 1, 1], [1, 0, 0]], dtype=dtype).T         # not contiguous
    back = from_plain(json.loads(json.dumps(to_plain(array))))
    assert back.shape == (3, 2) and (back == array).all() and back.dtype.kind in (array.dtype.kind, "f")
    back[0] = 1                                                     # ours to change


def test_quantum_objects_and_symbols_cross_as_data():
    import qutip
    import sympy

    ket = qutip.basis(2, 1)
    assert from_plain(json.loads(json.dumps(to_plain(ket)))) == ket
    assert from_plain(to_plain(sympy.sqrt(2))) == pytest.approx(2**0.5)
    for odd in (sympy.Symbol("x"), object(), b"ab", open, (x for x in "ab")):
        assert isinstance(from_plain(json.loads(json.dumps(to_plain(odd)))), Unreadable)
    with pytest.raises(ValueError, match="dtype"):
        from_plain({"array": "", "dtype": "|O", "shape": [0]})
    with pytest.raises(ValueError, match="to_plain"):
        from_plain({"nonsense": 1})


@pytest.mark.parametrize("kind, value, key", [
    (Number(), [1, 2], "not_one_number"), (Number(), None, "none"), (Number(), 1j, "complex"),
    (Number(), float("nan"), "nan"), (Number(0), -1, "too_low"), (Number(0, 1), 2, "too_high"),
    (Number(), "1", "text"), (Number(), [[1], [1, 2]], "ragged"), (Number(), [1, "a"], "text"), (Vector(), [[1], [2, None]], "none"),
    (Number(), Unreadable(Unreadable.HUGE), "huge"), (Vector(), [Unreadable(Unreadable.TOO_MUCH), [1]], "too_much"),
    (Parts(Number(), Number()), np.array(0.5), "parts"), (Integer(), 1e308 + 0.5j, "complex"), (Integer(), 1.5, "not_whole"),
    (Vector(2), [1, 2, 3], "shape"), (Vector(), 5, "shape"), (Bits(3), [0, 1, 2], "not_bits"),
    (Ket(), [1, 1], "not_normalised"), (Ket(), [[1, 0], [0, 0]], "shape"), (Choice("go", "stop"), "wait", "not_an_option"),
    (Choice("go"), None, "none"), (Parts(Number(), Number()), 3, "parts"), (Parts(Number(), Number()), [1, None], "none"),
    (Table("ZX", Number()), [1], "not_a_dict"), (Table("ZX", Number()), {"Z": 1}, "keys"),
    (Number(), Unreadable("generator"), "generator"), (Table("Z", Number()), Unreadable("set"), "unreadable")])
def test_an_answer_that_cannot_be_read_says_why(kind, value, key):
    with pytest.raises(Unfit) as unfit:
        kind.read(value)
    assert unfit.value.key == key
    from qedu.grading.checks.wording import general

    assert key in general()["mistakes"]


@pytest.mark.parametrize("kind, one, other", [
    (Ket(), [1, 0], np.array([[1j], [0]])), (Ket(), [0.6, 0.8j], np.exp(0.3j) * np.array([0.6, 0.8j])),
    (Number(), 0.5, np.array([[0.5]])), (Number(), 0.5, np.float32(0.5) + 0j), (Integer(), 3, 3.0),
    (Bits(), [True, False], np.array([1, 0], dtype=np.uint8)), (Choice("Go"), "go", " GO "),
    (Vector(2), [0.1, 0.9], np.array([[0.1], [0.9]])), (Table("Z", Number()), {"Z": 1}, {"Z": 1.0, "X": 3})])
def test_the_same_answer_in_other_clothes(kind, one, other):
    assert kind.same(kind.read(one), kind.read(other))
    assert kind.resembles(one, other)


@pytest.mark.parametrize("kind, one, other", [
    (Ket(), [1, 0], [0, 1]), (Ket(), [0.6, 0.8j], [0.6, 0.8]), (Number(), 0.5, 0.5001), (Bits(), [0, 1], [0, 1, 1]),
    (Choice("a", "b"), "a", "b"), (Vector(), [1, 2], [1, 2, 3]), (Parts(Number(), Number()), (1, 2), (2, 1)),
    (Table("ZX", Number()), {"Z": 1, "X": 0}, {"Z": 1, "X": 1})])
def test_different_answers(kind, one, other):
    assert not kind.same(kind.read(one), kind.read(other))
    assert not kind.resembles(one, other)


def test_a_ratio_is_judged_by_its_size():
    """One part in a million is right, three in a thousand are rounding, and a model may leave the number open."""
    kind = Ratio(0)
    for size in (1e-12, 1.0, 1e12):
        right, rounded, other = size * (1 + 1e-6), size * 1.003, size * 1.1
        assert kind.same(kind.read(right), size) and not kind.same(kind.read(rounded), size)
        assert kind.close(kind.read(rounded), size) and not kind.close(kind.read(other), size)
        assert kind.resembles(right, size) and not kind.resembles(rounded, size)
        assert kind.resembles(other, None)
    assert Ratio(relative=0.01).same(1.003, 1.0) and not kind.resembles("1", 1.0) and not kind.resembles([1.0, 1.0], 1.0)
    with pytest.raises(Unfit):
        kind.read(-1e-3)
