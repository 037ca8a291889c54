"""What a check is made of: calls with plain arguments, a reference, and wrong models.

A check never looks at source text.  It says which calls to make; somebody makes them
with the student's function, here or in another process; and the check judges the answers:

>>> from qedu.grading.answers import Number
>>> class Double(Exercise):
...     id = "demo-double"
...     answer = Number()
...     example = Call(x=3)
...     def draw(self, rng):
...         return Call(x=float(rng.normal()))
...     def right(self, x):
...         return 2 * x
...     wrong = {"squared": lambda x: x * x}
>>> case = Double().case(seed=0)
>>> case.judge([[call.arguments["x"] * 2] for call in case.calls]) is None
True
>>> case.judge([[call.arguments["x"] ** 2] for call in case.calls]).key
'squared'
"""

# For those who write exercises, in this book or for a course of their own: the path that their checks import, and which
# stays, wherever the rooms below keep what it names.  Nothing in the rooms imports from here.
from qedu.grading.checks.exercise import Call, Case, Exercise, Mistake, Set, find, folders, load, make_call, seed_of, variant
from qedu.grading.checks.plain import Seed

__all__ = ["Call", "Mistake", "Seed", "Case", "Exercise", "Set", "folders", "find", "load", "variant", "seed_of", "make_call"]
