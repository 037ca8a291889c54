"""Kinds of answer: how a student's answer is read, and when two answers are the same.

Each kind reads an answer generously (list, array or Qobj; any global phase of a ket;
single precision) and, if it cannot, says in which general way the answer is unfit.
"""

# For those who write exercises: the path that their checks import, and which stays.  See `qedu.grading.exercise`.
from qedu.grading.checks.answers import (
    CLOSE,
    AsRead,
    Bits,
    Choice,
    Integer,
    Ket,
    Kind,
    Number,
    Parts,
    Positions,
    Ratio,
    Table,
    Unfit,
    Vector,
    numbers,
    present,
    sequence,
    shape_of,
)

__all__ = ["CLOSE", "Unfit", "Kind", "Number", "Ratio", "Integer", "Vector", "Bits", "Positions", "Ket", "Choice", "Parts", "Table",
           "AsRead",
           "present", "numbers", "shape_of", "sequence"]
