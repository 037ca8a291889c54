"""Check exercises: at once in the student's notebook, and again when a class is graded.

>>> from qedu.grading import check

``check("c02-prob")`` takes the function that the exercise asks for from the
notebook, calls it with the public example and with fresh random arguments, and
either confirms what was checked or raises `CheckFailed`, whose text says what was
returned, what was expected in words, which mistake it looks like and what to do next.

An exercise lives in ``exercises/<set>/``; ``qedu.grading.notebooks.build`` makes the student
notebooks from its source.  See `qedu.grading.exercise` for how a check is written.
"""

from qedu.grading.checks.checking import CheckFailed, Result, check, examine
from qedu.grading.checks.exercise import variant
from qedu.grading.checks.watching import watch_cells

#: The rooms of grading, lowest first: each imports from those before it (tests/house.py).  Above them stand this door,
#: and `answers` and `exercise`, which authors of exercises import.
ROOMS = ("isolation", "checks", "notebooks", "classroom", "tournament")

__all__ = ["check", "examine", "variant", "Result", "CheckFailed"]

watch_cells()
