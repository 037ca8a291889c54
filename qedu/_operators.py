"""Is this a state, a pair, a measurement, an instrument?  And: are these two definitions the same?

A state from a simulator in single precision, or typed in from a print-out, misses trace 1 by some
10⁻⁷.  It is taken, and mended, so that what follows is exact; anything farther off is refused, and
the error says what is wrong with it.
"""

import math
import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np
import qutip

from qedu._arguments import PRINTED, bad, degrees, real
from qedu._types import Complexes, Floats

#: Below this a deviation is left as it is: it comes from double precision.
_EXACT = 1e-12

#: Unit Bloch vectors of the three bases.
BASES: dict[str, tuple[float, float, float]] = {"Z": (0.0, 0.0, 1.0), "X": (1.0, 0.0, 0.0), "Y": (0.0, 1.0, 0.0)}

STATE = "a normalised ket or density operator (qutip.Qobj)"
QUBIT = "a normalised qubit ket or density operator (qutip.Qobj)"
PAIR = "a normalised two-qubit ket or density operator (qutip.Qobj)"


def density(name: str, state: Any, allowed: str = STATE, levels: int | None = None) -> qutip.Qobj:
    """Return a state as a density operator of trace 1, or raise ValueError; `levels`, if it must have so many."""
    fault, matrix = _fault(state, levels)
    if fault:
        raise bad(name, state, f"{allowed}; {fault}" if fault is not _NO_STATE else allowed)
    if matrix is None:
        return state.proj() if state.isket else state
    return qutip.Qobj(matrix, dims=[state.dims[0]] * 2)


def qubit(name: str, state: Any) -> qutip.Qobj:
    """Return a qubit state as a density operator of trace 1, or raise ValueError."""
    return density(name, state, QUBIT, 2)


def pair(name: str, state: Any, allowed: str = PAIR) -> qutip.Qobj:
    """Return a two-qubit state as a density operator of dims [[2, 2], [2, 2]], or raise ValueError."""
    return qutip.Qobj(density(name, state, allowed, 4).data, dims=[[2, 2], [2, 2]])


_NO_STATE = "no state at all"


def _fault(state, levels):
    """What is wrong with a state, or ""; and its matrix where it had to be mended, else None."""
    if not isinstance(state, qutip.Qobj):
        return ("this is an array: wrap it, qutip.Qobj(…)" if isinstance(state, np.ndarray) else _NO_STATE), None
    if state.isbra:
        return "this is a bra: take its .dag()", None
    if state.issuper:
        return "this is a superoperator, a map of states", None
    if state.type == "operator-ket":
        return "this is an operator as a vector: take qutip.vector_to_operator of it", None
    matrix = state.full()
    size, width = matrix.shape
    if not (state.isket or size == width):
        return f"this has the shape {matrix.shape}", None
    if levels is not None and size != levels:
        return f"this has {size} levels, not {levels}", None
    if not np.isfinite(matrix).all():
        return "this holds entries that are no finite numbers", None
    if state.isket:
        square = float(np.vdot(matrix, matrix).real)
        # The square of the norm is what becomes the trace.
        if abs(square - 1) > PRINTED:
            return f"this has the norm {square**0.5:.7g}", None
        return "", None if abs(square - 1) < _EXACT else matrix @ matrix.conj().T / square
    skew, trace = abs(matrix - matrix.conj().T).max(), np.trace(matrix)
    if abs(trace - 1) > PRINTED:
        return f"this has the trace {trace.real if abs(trace.imag) < PRINTED else trace:.7g}", None
    if skew > PRINTED:
        return f"this is not Hermitian: it differs from its adjoint by {skew:.2g}", None
    values, vectors = np.linalg.eigvalsh(matrix), None
    if values[0] < -PRINTED:
        return f"this has the negative eigenvalue {values[0]:.4g}", None
    if max(abs(trace - 1), skew, -values[0]) < _EXACT:
        return "", None
    values, vectors = np.linalg.eigh((matrix + matrix.conj().T) / 2)
    values = values.clip(0, None)
    return "", (vectors * (values / values.sum())) @ vectors.conj().T


def effect(name: str, operator: Any, allowed: str, levels: int = 2) -> qutip.Qobj:
    """Return a positive operator, or a ket as its projector, of one system; or raise ValueError that says why not."""
    if not isinstance(operator, qutip.Qobj):
        raise bad(name, operator, allowed)
    if not (operator.isket or operator.isoper) or operator.shape[0] != levels or operator.shape[1] not in (1, levels):
        raise bad(name, operator, f"{allowed}; this has the shape {operator.shape}")
    matrix = operator.full()
    if not np.isfinite(matrix).all():
        raise bad(name, operator, f"{allowed}; this holds entries that are no finite numbers")
    if operator.isket:
        if not np.vdot(matrix, matrix).real > 0:
            raise bad(name, operator, f"{allowed}; this is the zero vector")
        return operator.unit().proj()
    skew = abs(matrix - matrix.conj().T).max()
    if skew > PRINTED:
        raise bad(name, operator, f"{allowed}; this is not Hermitian: it differs from its adjoint by {skew:.2g}")
    least = np.linalg.eigvalsh(matrix)[0]
    if least < -PRINTED:
        raise bad(name, operator, f"{allowed}; this has the negative eigenvalue {least:.4g}")
    if max(skew, -least) < _EXACT:
        return operator
    values, vectors = np.linalg.eigh((matrix + matrix.conj().T) / 2)
    return qutip.Qobj((vectors * values.clip(0, None)) @ vectors.conj().T, dims=operator.dims)


def mending(total: Floats | Complexes) -> tuple[Floats | Complexes | None, float]:
    """The S^(−1/2) that turns operators with Σ K†K = S into ones with I; None where they are that already.

    Also the largest entry of |S − I|, which says whether S is close enough to be mended.
    """
    excess = float(abs(total - np.eye(len(total))).max())
    if excess < _EXACT or not excess < PRINTED:
        return None, excess
    values, vectors = np.linalg.eigh((total + total.conj().T) / 2)
    return (vectors / np.sqrt(values)) @ vectors.conj().T, excess


def unit_axis(axis: Any) -> tuple[float, float, float]:
    """Return a basis name or a Bloch vector as a unit vector of three floats."""
    if isinstance(axis, str):
        if axis.upper() not in BASES:
            raise bad("axis", axis, "'Z', 'X', 'Y' or a Bloch vector of three numbers")
        return BASES[axis.upper()]
    try:
        vector = [real(component) for component in axis]
    except (TypeError, ValueError, OverflowError):
        vector = []
    length = math.hypot(*vector) if len(vector) == 3 else 0.0
    if not (math.isfinite(length) and length > 1e-9):
        raise bad("axis", axis, "'Z', 'X', 'Y' or a non-zero Bloch vector of three numbers")
    x, y, z = vector
    return x / length, y / length, z / length


def direction(name: str, setting: Any) -> Floats:
    """Return a setting as a unit Bloch vector, an array of three floats."""
    if isinstance(setting, numbers.Real) and not isinstance(setting, bool):
        turn = math.radians(degrees(name, setting))
        return np.array([math.sin(turn), 0.0, math.cos(turn)])
    try:
        return np.array(unit_axis(setting))
    except ValueError:
        allowed = "an angle in degrees, 'Z', 'X', 'Y' or a non-zero Bloch vector of three numbers"
        raise bad(name, setting, allowed) from None


def is_pair(operator: qutip.Qobj) -> bool:
    """Whether this entry of an instrument is a two-qubit state that Eve prepares."""
    return operator.shape == (4, 4)


# ---------------------------------------------------------------- definitions as values


def key(value: Any) -> object:
    """What a value is, as something that can be compared and hashed: operators and arrays by their entries.

    Functions are what they are; a mapping is its entries in their order, which is that of a table's axes.
    """
    if hasattr(value, "isket"):
        return ("operator", str(value.dims), (value.full() + 0.0).tobytes())
    if isinstance(value, np.ndarray):
        signed = value + 0.0 if value.dtype.kind in "fc" else value              # −0 is 0
        return ("array", value.shape, value.dtype.str, signed.tobytes())
    if isinstance(value, Mapping):
        return tuple((key(name), key(entry)) for name, entry in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(key(entry) for entry in value)
    return value


class Value:
    """Equal, and of one hash, if of one type and of equal fields: for dataclasses that hold operators or arrays."""

    def _key(self) -> object:
        return tuple(key(entry) for entry in vars(self).values())

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Value) and type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._key()))
