"""The bases in which Eve measures, and what they are called."""

from __future__ import annotations

import numbers

from qedu import states
from qedu._arguments import bad
from qedu._operators import unit_axis
from qedu._types import Axis
from qedu.protocols import Protocol

__all__ = []


def basis_word(basis: Axis) -> str:
    """What `basis` is called in labels, or raise ValueError if it names no basis."""
    word = basis.lower() if isinstance(basis, str) else None
    if word not in ("random", "breidbart"):
        try:
            states.basis(basis)
        except ValueError:
            number = isinstance(basis, numbers.Real) and not isinstance(basis, bool)
            raise bad("basis", basis, "'random', 'z', 'x', 'y', 'breidbart' or a Bloch vector of three numbers, not all "
                      f"zero{f'; a share of the signals is written fraction={basis!r}' if number else ''}") from None
    return word or "along a given axis"


def plain_basis(basis: Axis) -> Axis:
    """A basis as what can be compared: its name in lower case, or its unit vector."""
    return basis.lower() if isinstance(basis, str) else unit_axis(basis)


def eves_axes(basis: Axis, protocol: Protocol) -> dict[str, Axis]:
    """Eve's bases, as of `plain_basis`, against this protocol: a dict from a label to a Bloch axis."""
    word = basis if isinstance(basis, str) else None
    if word == "random":
        return dict(protocol.bases)
    if word == "breidbart":
        return {"B": [sum(parts) for parts in zip(*protocol.bases.values())]}
    return {word.upper() if word else "V": basis}
