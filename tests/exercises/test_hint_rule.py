"""The rule of hints can fail: sentences are counted as a reader counts them, and each planted fault is found."""

import pytest

from tests.exercises.hints import faults, sentences

TASK = 'def f(x):\n    """The root."""\n    ### BEGIN SOLUTION\n    import numpy as np\n    return np.sqrt(x * x + 1)\n    ### END SOLUTION\n'
FIRST = "Ask what is squared. Then turn it round."
LAST = "For `g` it goes like this. Fill the gap.\n\n```\ndef g(x):\n    return 2 * ___\n```\n"


@pytest.mark.parametrize("text, count", [
    ("One.", 1),
    ("One. Two? Three!", 3),
    ("Light at 0.5 or 1.25 of it, e.g. the photons of Eq. 3, i.e. Bob's, goes on: there it is.", 1),
    ("Some pass, e.g. Alice's. Others, cf. Malus, do not.", 2),
    ("They count clicks, dark ones etc. and compare. Then they stop, etc. Bob waits.", 3),
    ('He asks "is it 0°?" first. "Or 90°?" Then he looks (cf. the lesson "How strong is it?" there).', 3),
    ("Take the basis Z. It has two states.", 2),
    ("`np.vdot(a, b)` conjugates `a. B`. $p = 0.5. Q$ is one half. And $x$.", 3),
    ("It is\n\n$$x = 1. Y = 2$$\n\nwhere both are real. It is\n\n$$x = 1 .$$\n\nThen stop.", 3),
    ("Look here:\n\n```\na = b  # One. Two. Three.\n```\n\nFill the gaps:\n\n````md\n```\nFour.\n```\n````\n", 2),
    ("It goes on …\nand on ... and on. It stops…", 2)])
def test_sentences_are_counted_as_a_reader_counts_them(text, count):
    assert len(sentences(text)) == count, sentences(text)


def test_hints_that_keep_the_rule_have_no_fault():
    assert faults([FIRST, FIRST, LAST], TASK) == []
    assert faults([f"{FIRST} Do not ask {'again ' * 55}or so."] * 2 + [LAST], TASK) == []


@pytest.mark.parametrize("hints, fault", [
    ([FIRST, LAST], "there are 2 hints"),
    (["Ask what is squared.", FIRST, LAST], "hint 1 has 1 sentences"),
    ([FIRST, f"{FIRST} {FIRST}", LAST], "hint 2 has 4 sentences"),
    ([FIRST, f"{FIRST} Do not ask {'again ' * 60}or so.", LAST], "hint 2 has 73 words"),
    (["See {ref}`the-root`. Then turn it round.", FIRST, LAST],
     "hint 1 has a MyST role or directive, which means nothing in a notebook"),
    ([FIRST, f"{FIRST}\n\n```\nreturn np.sqrt(x * x + 1)\n```\n", LAST], "hint 2 prints the solution: return np.sqrt(x * x + 1)"),
    ([FIRST, FIRST, LAST.replace("___", "x")], "the last hint shows no code with a gap"),
    ([FIRST, FIRST, f"{FIRST} Here is `2 * ___`."], "the last hint shows no code with a gap"),
    ([FIRST, FIRST, LAST.replace("\n    return", "\n    x = 1\n" * 11 + "    return")], "the last hint shows 13 lines of code")])
def test_each_fault_is_found(hints, fault):
    assert faults(hints, TASK) == [fault]


def test_lines_that_tell_nothing_may_be_repeated():
    task = TASK.replace("    import", "    total = 3 * x * x + 4 * x\n    import")
    shown = "```\nimport numpy as np\ntotal = 3 * x * x + 4 * x\n```"
    assert faults([FIRST, f"{FIRST}\n\n{shown}", LAST], task) == ["hint 2 prints the solution: total = 3 * x * x + 4 * x"]
    assert faults([FIRST, f"{FIRST}\n\n{shown}", LAST], f"total = 3 * x * x + 4 * x\n{task}") == [], "the student has this line anyway"
