"""What waiting does to a stored pair: it fades to white noise, or by the two times T1 and T2 of a memory."""

from __future__ import annotations

import math
from typing import overload

import numpy as np

from qedu import channels
from qedu._arguments import array, bad, real, scalar_or_array, together
from qedu._types import FloatOrArray, Floats, Number, Numbers

__all__ = ["decay", "memory_channel"]


def duration(name: str, value: object, *, zero: bool = True) -> float:
    """Return a time as a float, 0 (if it may be) to infinity, or raise ValueError."""
    try:
        number = real(value)
    except Exception:
        number = math.nan
    if not (number >= 0 and (zero or number > 0)):
        raise bad(name, value, "a time of at least 0" if zero else "a time above 0; math.inf for one that never ends")
    return number + 0.0


@overload
def decay(fidelity: Number, wait: Number, *, t2: Number) -> float: ...
@overload
def decay(fidelity: Numbers, wait: Numbers, *, t2: Numbers) -> Floats: ...
def decay(fidelity: Numbers, wait: Numbers, *, t2: Numbers) -> FloatOrArray:
    """Fidelity of a Werner pair that has waited in its memories.

    Parameters
    ----------
    fidelity : float or array_like
        F when the pair was made, from 0 to 1.
    wait : float or array_like
        How long it has waited, at least 0, in attempts, in seconds, or in any unit that `t2` has too.
    t2 : float or array_like
        Time in which the pair's Werner parameter falls to 1/e, above 0; ``math.inf`` for no decay.  It is one time for
        the pair: if each of its two memories fades in T, it is T/2.

    Returns
    -------
    float or numpy.ndarray
        ¼ + (F − ¼)·e^(−wait/t2).  It tends to ¼, not to 0: that is the fidelity of two random qubits.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    White noise on one half (`qedu.channels.depolarizing` with p = 1 − e^(−wait/t2)): the Werner parameter
    w = (4F − 1)/3 is multiplied by 1 − p.  A memory that loses phase and energy at different times is
    `memory_channel`.  Chapter C12.

    Examples
    --------
    >>> decay(1.0, [0, 100, 10_000], t2=100).round(4).tolist()
    [1.0, 0.5259, 0.25]
    """
    f = array("fidelity", fidelity, 0, 1)
    w, t = array("wait", wait, 0, math.inf), array("t2", t2, 0, math.inf)
    if np.any(t == 0):
        raise bad("t2", t2, "times above 0; math.inf for no decay")
    f, w, t = together(fidelity=f, wait=w, t2=t)
    if np.any(np.isinf(w)):
        raise bad("wait", wait, "times that end")
    return scalar_or_array(np.asarray(0.25 + (f - 0.25) * np.exp(-w / t)))


def memory_channel(wait: Number, *, t1: Number = math.inf, t2: Number = math.inf) -> channels.Channel:
    """What one memory does to its qubit while it waits.

    Parameters
    ----------
    wait : float
        How long, at least 0, in the unit of `t1` and `t2`.
    t1 : float
        Time in which |1⟩ falls to |0⟩, 1/e of them being left, above 0; ``math.inf`` for never.
    t2 : float
        Time in which the coherence between |0⟩ and |1⟩ falls to 1/e, above 0 and at most 2·t1.

    Returns
    -------
    qedu.channels.Channel
        Amplitude damping with γ = 1 − e^(−wait/t1), then as much dephasing as is missing to e^(−wait/t2).  On half of a
        pair: `qedu.channels.on_half`.

    Raises
    ------
    ValueError
        If a time leaves its range, or `t2` is longer than 2·t1, which no qubit can have.

    Notes
    -----
    Nielsen and Chuang, section 8.3, doi:10.1017/CBO9780511976667.  Chapter C12.

    Examples
    --------
    >>> from qedu import states
    >>> fading = memory_channel(1.0, t1=10.0, t2=1.0)
    >>> plus, one = states.basis("X")[0], states.basis("Z")[1]
    >>> [round(float(states.bloch_vector(fading(state))[axis]), 4) for state, axis in ((plus, 0), (one, 2))]
    [0.3679, -0.8097]
    """
    time = duration("wait", wait)
    if math.isinf(time):
        raise bad("wait", wait, "a time that ends")
    first, second = duration("t1", t1, zero=False), duration("t2", t2, zero=False)
    if second > 2 * first * (1 + 1e-12) and not math.isinf(first):
        raise bad("t2", t2, f"at most 2·t1 = {2 * first:g}: what loses its energy loses its phase with it")
    lost, kept = -math.expm1(-time / first), math.exp(min(0.0, time / (2 * first) - time / second))
    return channels.compose(channels.amplitude_damping(lost), channels.dephasing((1 - kept) / 2))
