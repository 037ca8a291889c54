"""Simulate quantum key distribution and quantum networks, and teach them.

QuTiP computes the odds once; everything else rolls the dice.  Start with
`exchange`, which turns a protocol, an attack and a channel into one table of
probabilities:

>>> import qedu
>>> run = qedu.exchange(qedu.protocols.bb84(), attack=qedu.attacks.intercept_resend())
>>> round(run.qber, 12), round(run.eve_guess, 12)
(0.25, 0.75)

Modules are loaded when first used, so ``import qedu`` costs milliseconds.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:                                   # loaded when first used, and seen by editors at once
    from qedu import (
        attacks,
        book,
        channels,
        cloners,
        content,
        devices,
        engine,
        entanglement,
        experiments,
        grading,
        keys,
        kms,
        links,
        networks,
        plots,
        policy,
        protocols,
        randomness,
        rates,
        repeaters,
        states,
        statistics,
        widgets,
    )
    from qedu.engine import exchange

__version__ = "0.1.0"

#: The rooms of the house, lowest first: each imports from those before it (tests/house.py).
ROOMS = (
    "_types", "_arguments", "_numerics", "_operators", "_shown", "_yaml",   # ground: numbers, operators, how objects show themselves, files
    "statistics",                                              # what counts say
    "_node",                                                   # another program, asked by pages and widgets
    "states", "channels", "entanglement", "cloners",           # 0: QuTiP objects
    "protocols", "links", "attacks",                           # 1: definitions, mostly data
    "engine", "rates", "keys",                                 # 2: a protocol run and what it yields
    "devices", "randomness",                                   # and what goes wrong; random bits, and who can guess them
    "repeaters", "satellites", "networks", "kms",              # 3: infrastructure
    "experiments", "policy",                                   # 4: the world: published results; threat, positions, cost, people
    "content",                                                 # words, front matter, sets: under the wings
    "plots", "widgets", "book", "grading",                     # 5: readers, pages, students
)

#: The rooms of the top floor that know nothing of each other.
WINGS = ("widgets", "book", "grading")

#: `exchange`, and the rooms that are not private.
__all__ = ["exchange", "__version__", "statistics", "states", "channels", "entanglement", "cloners", "protocols", "links", "attacks",
           "engine", "rates", "keys", "devices", "randomness", "repeaters", "satellites", "networks", "kms", "experiments", "policy",
           "content", "plots", "widgets", "book", "grading"]


if not TYPE_CHECKING:                               # which would hide from a checker that a name is misspelt
    def __getattr__(name):
        if name == "exchange":
            return import_module("qedu.engine").exchange
        if name in ROOMS:
            return import_module(f"qedu.{name}")
        raise AttributeError(f"module 'qedu' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
