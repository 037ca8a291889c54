"""Type hints: everything public has them, they can be read at run time, and mypy finds them true.

Editors show what is written here, and a reader believes it.  So the second half asks mypy, once about the library and once
about a file such as a user writes, in which every slip must be found: a checker that sees nothing has no complaint either.
"""

import functools
import importlib
import inspect
import re
import subprocess
import sys
import typing
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

import pytest

import qedu

ROOT = Path(qedu.__file__).resolve().parent.parent

#: Rooms without `__all__`, of which everything counts that has no underscore.
GROUND = ("_arguments", "_numerics", "_operators")

#: What users, teachers and authors import from.
MODULES = [*(f"qedu.{name}" for name in GROUND), "qedu",
           *(f"qedu.{room}" for room in qedu.ROOMS if not room.startswith("_") and room not in (*qedu.WINGS, "content")),
           *(f"qedu.content.{name}" for name in ("address", "chapters", "misconceptions", "sets", "strings")),
           "qedu.grading", "qedu.grading.checking", "qedu.widgets"]


def public(module):
    """Functions and classes that a module offers, by name."""
    loaded = importlib.import_module(module)
    names = getattr(loaded, "__all__", None) or [name for name, thing in vars(loaded).items() if not name.startswith("_")
                                                 and getattr(thing, "__module__", "") == module]
    things = {name: getattr(loaded, name) for name in names}
    return {name: thing for name, thing in things.items() if callable(thing) and not inspect.ismodule(thing)}


def functions(thing):
    """The functions that a public name stands for: itself, or the methods and properties of a class."""
    if not inspect.isclass(thing):
        return [inspect.unwrap(thing)]
    found = []
    for name, member in vars(thing).items():
        member = getattr(member, "fget", None) or getattr(member, "func", None) or getattr(member, "__func__", member)
        if inspect.isfunction(member) and (not name.startswith("_") or name in ("__init__", "__call__", "__post_init__")):
            found.append(member)
    return found


def untold(function):
    """Parameters without a hint, and "return" if it has none, of a function and of its overloads."""
    lacking = []
    for one in (function, *typing.get_overloads(function)):
        hints = typing.get_type_hints(one)                      # NameError where a hint names what the module has not
        lacking += [name for name in (*inspect.signature(one).parameters, "return") if name not in (*hints, "self")]
    return lacking


def vague(hint):
    """Whether a hint says next to nothing: Any or object, a container without what it holds."""
    return hint in (typing.Any, object, tuple, list, dict, set) or hint is getattr(typing.get_origin(hint), "__origin__", None) \
        or inspect.isclass(hint) and hint.__module__ == "collections.abc" and not typing.get_args(hint)


@dataclass
class Planted:
    fine: tuple[int, ...]
    bare: tuple
    unknown: object

    @property
    def told(self) -> int:
        return 1

    @property
    def shown(self):
        return 1

    @functools.cached_property
    def kept(self):
        return 1

    def method(self, one: int, two, *, three: "Planted") -> None: ...

    @typing.overload
    def either(self, x: int) -> int: ...
    @typing.overload
    def either(self, x: str): ...
    def either(self, x: int | str) -> int | str:
        return x


def test_what_lacks_a_hint_is_found():
    lacking = {function.__name__: untold(function) for function in functions(Planted)}
    assert lacking == {"__init__": [], "told": [], "shown": ["return"], "kept": ["return"], "method": ["two"],
                       "either": ["return"]}
    assert untold(lambda x: x) == ["x", "return"]

    def wrong(x: "Nothing") -> None: ...                        # noqa: F821

    with pytest.raises(NameError):
        untold(wrong)
    assert [one.name for one in fields(Planted) if vague(one.type)] == ["bare", "unknown"]


@pytest.mark.parametrize("module", MODULES)
def test_everything_public_has_hints(module):
    offered = public(module)
    assert offered or module == "qedu"
    lacking = {f"{name}: {function.__qualname__}": found for name, thing in offered.items() for function in functions(thing)
               if (found := untold(function))}
    assert not lacking


@pytest.mark.parametrize("module", MODULES)
def test_fields_say_what_they_hold(module):
    classes = [thing for thing in public(module).values() if inspect.isclass(thing)
               and (is_dataclass(thing) or hasattr(thing, "_fields") or typing.is_typeddict(thing))]
    assert not [f"{thing.__name__}.{name}" for thing in classes for name, hint in typing.get_type_hints(thing).items()
                if vague(hint)]


def test_the_front_door_shows_a_checker_every_room():
    """The linter sees to it that `__all__` and what is imported for checkers have the same names."""
    assert set(qedu.__all__) == {"exchange", "__version__", *(room for room in qedu.ROOMS if not room.startswith("_"))}


# ---------------------------------------------------------------- what mypy says


def mypy(*arguments, folder=ROOT):
    """What mypy says, line by line.  Its cache is kept in _build: the first time it reads NumPy, a matter of 20 seconds."""
    run = subprocess.run([sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", "--cache-dir", ROOT / "_build" / "mypy",
                          "--no-error-summary", *arguments], cwd=folder, capture_output=True, text=True)
    assert run.returncode in (0, 1) and not run.stderr, run.stderr
    return run.stdout.splitlines()


def test_mypy_has_nothing_to_say_about_the_library():
    assert not mypy()


def test_few_complaints_of_mypy_are_silenced_each_for_a_reason():
    lines = [line for path in sorted((ROOT / "qedu").rglob("*.py")) for line in path.read_text(encoding="utf-8").splitlines()
             if "type: ignore" in line]
    assert len(lines) <= 5
    assert all(re.search(r"# type: ignore\[[a-z-]+\]  # \w+ \w+", line) for line in lines)


#: What a user writes, and what an editor says of it: the type, or a part of the complaint.
USER = '''
import numpy as np
import qedu
from qedu import links, rates
from qedu.grading import check

run = qedu.exchange(qedu.protocols.bb84())
reveal_type(run)                                                # qedu.engine.run.Exchange
reveal_type(run.qber)                                           # "builtins.float"
reveal_type(run.qber_by_basis)                                  # builtins.dict[builtins.str, builtins.float]
reveal_type(run.counts(1e12, seed=1).qber)                      # "builtins.float"
reveal_type(run.records(10**6, seed=1).alice)                   # numpy.ndarray[builtins.tuple[Any, ...], numpy.dtype[numpy.unsignedinteger[
reveal_type(rates.bb84(0.05))                                   # "builtins.float"
reveal_type(rates.bb84(np.float32(0.05), f_ec=np.int64(2)))     # "builtins.float"
reveal_type(rates.bb84([0.05, 0.06]))                           # numpy.ndarray[builtins.tuple[Any, ...], numpy.dtype[numpy.float64]]
reveal_type(rates.decoy_bb84(np.linspace(0, 100), links.GYS))   # numpy.ndarray[builtins.tuple[Any, ...], numpy.dtype[numpy.float64]]
reveal_type(links.GYS.qber(0.48, 50))                           # "builtins.float"
reveal_type(links.GYS.at(50, (0.4, 0.1), probabilities=[0.9, 0.1]).gain)    # builtins.tuple[builtins.float, ...]
reveal_type(rates.finite_bb84(10**5, 10**5, 0.02))              # "builtins.int"
reveal_type(qedu.statistics.wilson(5, 10))                      # tuple[builtins.float, builtins.float]
reveal_type(qedu.states.bloch_vector(qedu.states.ket(0)))       # numpy.ndarray[builtins.tuple[Any, ...], numpy.dtype[numpy.float64]]
reveal_type(qedu.plots.figure())                                # tuple[matplotlib.figure.Figure, matplotlib.axes._axes.Axes]
reveal_type(check("c02-prob"))                                  # qedu.grading.checking.Result
reveal_type(qedu.widgets.eves_dial(f=1.0))                      # qedu.widgets.widget.Widget
qedu.channels.Channel("mine", [qedu.channels.identity().kraus[0]])
qedu.protocol                                                   # Module has no attribute "protocol"
run.qbr                                                         # "Exchange" has no attribute "qbr"
rates.bb84("5 %")                                               # incompatible type "str"
rates.bb84(0.05, 1.16)                                          # No overload variant
run.counts(1000)                                                # Missing named argument "seed"
qedu.states.measure(qedu.states.ket(0), "Z", seed=None)         # incompatible type "None"
'''

#: What an author of simulations writes.
AUTHOR = '''
from qedu.widgets import Bar, Bars, Range, Series, Widget, frame

class Squares(Widget):
    controls = (Range("x", "x", 0, 3, 1, 2),)
    views = (Bars("A number", [Bar("square", "{square:f0}", "q1")], max=9),)

    @frame
    def square(self, x: float) -> dict[str, float]:
        return {"square": x**2}

reveal_type(Squares().square(2.0))                              # builtins.dict[builtins.str, builtins.float]
reveal_type(Squares().numbers({"x": 3}))                        # builtins.dict[builtins.str, builtins.float]
Bars("A number", [Bar("square", "x²", tone=1)])                 # incompatible type "int"
Bars("A number", [], most=9)                                    # Unexpected keyword argument "most"
Series("square")                                                # Missing positional argument "label"
'''


def test_an_editor_sees_what_comes_back_and_every_slip(tmp_path):
    """The files lie outside the repository, so that qedu is found as a package that says that it has hints (py.typed)."""
    texts, said = {"user.py": USER, "author.py": AUTHOR}, {}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for line in mypy(*texts, folder=tmp_path):
        place, _, message = line.partition(": ")
        # Elsewhere is the other side of a complaint; and in notes stand the hints of which none fits.
        if place.partition(":")[0] in texts and not re.match("note: (?!Revealed)", message):
            said.setdefault(place, []).append(message)
    for name, text in texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            wanted, found = line.partition("  # ")[2], said.get(f"{name}:{number}", [])
            assert len(found) == bool(wanted), (line, found)
            assert not wanted or wanted in found[0], (line, found)
