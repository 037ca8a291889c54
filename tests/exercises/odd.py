"""Odd things that a student's function may return, or a stranger's process may claim that it did."""

import base64
import dataclasses
import decimal
import enum
import fractions
import json
import typing

import numpy as np


class Raises:
    """Raises wherever it is touched."""

    def __getattribute__(self, name):
        raise RuntimeError("do not touch")

    def _raise(self, *arguments, **named):
        raise ValueError("\ud800 never \u202e")

    __float__ = __int__ = __complex__ = __len__ = __iter__ = __getitem__ = __array__ = __eq__ = __hash__ = _raise
    __repr__ = __str__ = __bool__ = __index__ = __call__ = _raise


class Liar:
    """Says that it is something else."""

    def __init__(self, claim):
        self.claim = claim

    @property
    def __class__(self):
        return self.claim

    def __len__(self):
        return 3

    def __iter__(self):
        return iter([self])

    def __float__(self):
        return 0.5


class Meta(type):
    """A type that raises when it is compared, and has no name."""

    def __hash__(cls):
        raise TypeError("no hash")

    @property
    def __name__(cls):
        raise RuntimeError("no name")


class Shapeless(np.ndarray):
    """An array whose length and text raise."""

    def __len__(self):
        raise RuntimeError("no length")

    def __repr__(self):
        raise RuntimeError("no text")

    def tolist(self):
        raise RuntimeError("no list")


class Long(list):
    """A list that says it is longer than it is."""

    def __len__(self):
        return 10**12


class Stops:
    def __float__(self):
        raise SystemExit("over")

    __array__ = __float__


class Level(enum.IntEnum):
    low = 0
    high = 7


class Point(typing.NamedTuple):
    x: float = 0.5
    y: float = 0.25


@dataclasses.dataclass
class Record:
    value: float = 0.5


def nested(depth):
    thing = 0.5
    for _ in range(depth):
        thing = [thing]
    return thing


def circular():
    thing = [1, 2]
    thing.append(thing)
    return thing


def wide():
    """Few objects that unfold into 100⁷ numbers."""
    thing = [0.5] * 100
    for _ in range(6):
        thing = [thing] * 100
    return thing


def object_array_of_itself():
    array = np.empty((), dtype=object)
    array[()] = array
    return array


def large_qobj():
    import qutip

    return qutip.rand_ket(2**10, seed=1, distribution="fill")          # the other distribution draws a whole unitary first


def odd_dims():
    import qutip

    return qutip.Qobj(np.eye(6), dims=[[2, 3], [3, 2]])


def operator():
    import qutip

    return qutip.sigmay()


def bra():
    import qutip

    return qutip.basis(2, 0).dag()


def series(values, **options):
    import pandas

    return pandas.Series(values, **options)


def frame():
    import pandas

    return pandas.DataFrame({"a": [1, 2], "b": ["x", None]})


def data_array(values):
    import xarray

    return xarray.DataArray(values, dims=["x"][:np.ndim(values)])


def sparse():
    import scipy.sparse

    return scipy.sparse.csr_array(np.eye(3))


def symbols():
    import sympy

    return sympy.Symbol("x") + sympy.sqrt(2)


def symbolic_matrix():
    import sympy

    return sympy.Matrix([[1, sympy.I], [sympy.Symbol("y"), 0]])


async def later():
    return 0.5


def coroutine():
    thing = later()
    thing.close()                       # so that nobody warns that it was never awaited
    return thing


#: By name: how to make it.
VALUES = {
    "None": lambda: None, "Ellipsis": lambda: [...], "NotImplemented": lambda: NotImplemented,
    "bool": lambda: True, "np.bool": lambda: np.True_, "int enum": lambda: Level.high, "minus zero": lambda: -0.0,
    **{f"0-d {dtype}": lambda dtype=dtype: np.array(1, dtype=dtype) for dtype in (
        "bool", "int8", "uint8", "int64", "uint64", "float16", "float32", "float64", "longdouble", "complex64",
        "complex128", "clongdouble", "object", "U1", "S1", "datetime64[s]", "timedelta64[s]", ">f8")},
    "long double": lambda: np.longdouble(0.5), "long double beyond floats": lambda: np.longdouble("1e4000"),
    "long doubles": lambda: np.zeros(2, np.longdouble), "long complex": lambda: np.clongdouble(0.5j),
    "long complexes": lambda: np.zeros((2, 2), np.clongdouble), "half": lambda: np.float16(0.5),
    "10**5000": lambda: 10**5000, "-10**5000": lambda: -10**5000, "list of 10**5000": lambda: [0, 10**5000],
    "10**308": lambda: 10**308, "10**200": lambda: 10**200, "2**64": lambda: 2**64, "1e308": lambda: 1e308,
    "-1e308": lambda: [-1e308, 1e308], "complex 1e308": lambda: [1e308j, 1e308], "inf": lambda: np.inf, "nan": lambda: [np.nan, 0],
    "nan complex": lambda: complex("nan+infj"), "objects": lambda: np.array([1, None, "a"], dtype=object),
    "array of itself": object_array_of_itself, "structured": lambda: np.zeros(2, dtype=[("a", float), ("b", "U4")]),
    "structured scalar": lambda: np.zeros(2, dtype=[("a", float)])[0], "record array": lambda: np.rec.array([(1, 2.0)]),
    "datetime": lambda: np.datetime64("2027-01-01"), "not a time": lambda: np.timedelta64("NaT"),
    "timedelta": lambda: np.timedelta64(5, "s"), "timedeltas": lambda: np.arange(3, dtype="timedelta64[s]"),
    "empty text": lambda: "", "text": lambda: "0.5", "NumPy text": lambda: np.str_("abc"),
    "half a character": lambda: "\ud800", "control characters": lambda: "\x00\x1b[31m\r\u202e\u2066", "braces": lambda: "{name} {0}",
    "texts": lambda: np.array(["a", "\udfff"]), "bytes": lambda: b"\xff\x00", "bytearray": lambda: bytearray(b"ab"),
    "memoryview": lambda: memoryview(b"ab"), "NumPy bytes": lambda: np.bytes_(b"a"), "set": lambda: {1, 2},
    "mixed set": lambda: {1, "a", None}, "frozenset": lambda: frozenset({0.5}), "range": lambda: range(3),
    "endless range": lambda: range(10**30), "large range": lambda: range(10**12), "dict": lambda: {"a": 1},
    "odd keys": lambda: {1: 2, None: 3, (1, 2): 4, frozenset({1}): 5, 0.5: 6, float("nan"): 7, b"x": 8, Point: 9},
    "array in dict": lambda: {"kept": np.zeros((2, 2)), "alice_key": object(), "bob_key": [[]]},
    "dict views": lambda: {"a": 1}.values(), "nested 8": lambda: nested(8), "nested 100": lambda: nested(100),
    "nested 3000": lambda: nested(3000), "circular": circular, "empty": lambda: [], "empty tuple": lambda: (),
    "empty array": lambda: np.zeros(0), "empty rows": lambda: np.zeros((0, 5)), "10**9 empty rows": lambda: np.zeros((10**9, 0)),
    "10**6 empty rows": lambda: np.zeros((10**6, 0)), "64 dimensions": lambda: np.zeros((1,) * 64), "ragged": lambda: [[1], [1, 2], 3],
    "generator": lambda: (x for x in "ab"), "iterator": lambda: iter([1]), "map": lambda: map(abs, [1]), "function": lambda: nested,
    "lambda": lambda: lambda x: x, "built-in": lambda: print, "class": lambda: Raises, "type": lambda: type, "module": lambda: json,
    "method": lambda: [].append, "coroutine": coroutine, "exception": lambda: ValueError("\ud800"), "object": object,
    "long name": lambda: type("N" * 10**6, (), {})(), "odd name": lambda: type("a\u202e{name}\x01\n", (), {})(),
    "no name": lambda: Meta("M", (), {})(), "raises": Raises, "list of raises": lambda: [Raises(), 1], "stops": Stops,
    **{f"liar {claim.__name__}": lambda claim=claim: Liar(claim) for claim in (int, float, str, list, dict, tuple, np.ndarray)},
    "array that raises": lambda: np.zeros(4).view(Shapeless), "long list": lambda: Long([1, 2]), "named tuple": Point,
    "data class": Record, "fraction": lambda: fractions.Fraction(10**400, 3), "small fraction": lambda: fractions.Fraction(1, 3),
    "decimal": lambda: decimal.Decimal("0.5"), "decimal nan": lambda: decimal.Decimal("NaN"), "signalling": lambda: decimal.Decimal("sNaN"),
    "decimals": lambda: [decimal.Decimal("1E+999"), decimal.Decimal(1)], "masked": lambda: np.ma.masked,
    "masked array": lambda: np.ma.array([0.5, 0.5], mask=[True, False]), "unmasked array": lambda: np.ma.array([0.5, 0.5]),
    "matrix": lambda: np.matrix([[0.5, 0.5]]), "list of 0-d arrays": lambda: [np.array(0.5), np.array(1)],
    "list of arrays": lambda: [np.zeros(2), np.zeros(3)], "series": lambda: series([0.5, 0.5]), "series of texts": lambda: series(["a", None]),
    "series of times": lambda: series(["2027-01-01"], dtype="datetime64[ns]"), "frame": frame, "data array": lambda: data_array([0.5, 0.5]),
    "0-d data array": lambda: data_array(0.5), "sparse": sparse, "symbols": symbols, "symbolic matrix": symbolic_matrix,
    "operator": operator, "bra": bra, "odd dims": odd_dims, "list of states": lambda: [bra(), bra()],
    "five things": lambda: (1, 2, 3, 4, 5), "two things": lambda: (None, object()), "three things": lambda: [0.5, "a", {}],
    "four numbers": lambda: [[0.5, 0.5], [0.5, np.nan]], "rows of text": lambda: [["a", "b"], ["c", "d"]],
}

#: What takes long to look at, even though only so much of it is looked at.
HEAVY = {"wide": wide, "10**5 numbers": lambda: list(range(10**5)), "10**6 mixed": lambda: [1, 0.5] * 500_000, "large state": large_qobj,
         "long text": lambda: "x" * 10**6, "10**6 numbers": lambda: np.zeros(10**6)}


def _array(dtype="<f8", shape=(2,), data=b"\x00" * 16):
    return {"array": base64.b64encode(data).decode(), "dtype": dtype, "shape": list(shape)}


#: Plain data that no honest process sends.
FORGED = [
    {}, {"complex": []}, {"complex": [1, "a"]}, {"complex": 5}, {"complex": [1, 2, 3]}, {"complex": [10**400, 0]}, {"complex": {"a": 1}},
    {"tuple": 5}, {"tuple": {"a": 1}}, {"tuple": "ab"}, {"tuple": None}, {"dict": [[1]]}, {"dict": [[1, 2, 3]]}, {"dict": {"a": 1}},
    {"dict": [[[1], 2], [{"dict": []}, 3]]}, {"dict": 7}, {"set": [[1, 2], {"set": [1]}]}, {"set": 3}, {"qobj": 3}, {"qobj": 3, "dims": []},
    {"qobj": _array(shape=(2, 1)), "dims": [[2], [1]]}, {"qobj": _array(shape=(2, 1)), "dims": [[10**6], [10**6]]},
    {"qobj": _array(shape=(2, 1)), "dims": "x"}, {"qobj": [[1], [0]], "dims": [[[2]], [[1]]]}, {"rng": "x"}, {"rng": -1}, {"rng": 10**300},
    {"rng": []}, {"rng": 5}, {"unreadable": []}, {"unreadable": "\ud800\u202e"}, {"unreadable": "N" * 10**6}, {"unreadable": None},
    {"unreadable": "generator"}, {"unreadable": "{name}{0}"}, {"array": "", "dtype": "|O", "shape": [0]}, {"array": ""},
    _array(dtype="<f16"), _array(dtype="<c32"), _array(dtype="|V8"), _array(dtype="<M8[s]"), _array(dtype="|S8"), _array(dtype="<U2"),
    _array(dtype="nonsense"), _array(dtype=[["a", "<f8"]]), _array(dtype="(1000000000,)f8"), _array(dtype=5), _array(dtype=None),
    _array(dtype="|b1", shape=(16,), data=b"\x02" * 16), _array(shape=(3,)), _array(shape=(-1,)), _array(shape=(-1, -1)), _array(shape=(2**70,)),
    _array(shape=(10**9, 0), data=b""), _array(shape=(0,) * 40, data=b""), _array(shape=(1,) * 65), _array(shape=("a",)), _array(shape=(True, 2)),
    {"array": "!!", "dtype": "<f8", "shape": [1]}, {"array": 5, "dtype": "<f8", "shape": [1]}, {"array": "A", "dtype": "<f8", "shape": 1},
    _array(data=np.array([np.nan, np.inf]).tobytes()), _array(data=np.array([1e308, -1e308]).tobytes()), "\ud800", 10**308, 10**4000, -1e308,
    float("nan"), float("inf"), True, None, "text", [], [[]], [None, [1]], nested(7), nested(40), nested(500), [[0] * 3] * 3, {"a": 1}, {"tuple": [1, 2]},
    {"tuple": [{"unreadable": "x"}, [1, 0]]}, {"tuple": [0, _array(dtype="<c16", shape=(1,))]}, {"tuple": [1, [1, 0], [0, 1]]}, [0.5, 0.5],
    {"dict": [["kept", {"set": [1, "a"]}], ["alice_key", "01"], ["bob_key", {"tuple": []}]]}, {"dict": [["Z", [1, 0]], ["X", 1], ["Y", None]]},
    {"dict": [["mallory", "\ud800"]]}, _array(shape=(2, 1)), _array(dtype="<i8", shape=(2,)), _array(dtype=">f8"), "abort", "none", 0, 1, 0.5,
]


def forged(generator, number):
    """Draw forged answers: whole ones, and pieces of them put into lists, tuples and dicts.

    Parameters
    ----------
    generator : numpy.random.Generator
    number : int

    Yields
    ------
    object
        What `json.loads` could have returned.
    """
    picks = generator.integers(len(FORGED), size=(number, 4))
    ways = generator.integers(8, size=number)
    for way, (a, b, c, d) in zip(ways.tolist(), picks.tolist()):
        one, two, three, four = FORGED[a], FORGED[b], FORGED[c], FORGED[d]
        yield (one if way < 3 else [one, two] if way == 3 else {"tuple": [one, two]} if way == 4
               else {"tuple": [one, two, three]} if way == 5 else {"dict": [["kept", one], ["alice_key", two], ["bob_key", three], [four, 1]]}
               if way == 6 else [[one, two], [three, four]])
