"""How well somebody can guess a random value, with and without knowing something of it: entropies in bits."""

from __future__ import annotations

import math

import numpy as np
import qutip

from qedu import states
from qedu._arguments import PRINTED, bad, reals
from qedu._numerics import entropy
from qedu._operators import qubit
from qedu._types import Axis, Floats, Numbers

__all__ = ["guessing_probability", "min_entropy", "shannon_entropy", "purified_guess"]

#: What a distribution has to be.
_ALLOWED = ("probabilities with a total of 1, in a row by output, or in a table [output, what is known]; "
            "counts are to be divided by their total")


def _distribution(name, value) -> Floats:
    """Probabilities as a table of one or two axes, with a total of 1."""
    try:
        p = reals(value)
    except Exception:
        raise bad(name, value, _ALLOWED) from None
    if p.ndim not in (1, 2) or not p.size or not (np.all(p >= -1e-10) and abs(p.sum() - 1) <= PRINTED):
        raise bad(name, value, _ALLOWED)
    p = p.clip(0, None)
    return p / p.sum()


def guessing_probability(p: Numbers) -> float:
    """How often the best guess of an output is right.

    Parameters
    ----------
    p : array_like
        Probabilities of the outputs, with a total of 1; or those of pairs, of shape (outputs, what is known), when whoever
        guesses knows the second of each pair.

    Returns
    -------
    float
        The largest probability; or Σₑ maxₓ p(x, e), the best guess being made anew for each e.

    Raises
    ------
    ValueError
        If these are no probabilities.

    Notes
    -----
    Konig, Renner and Schaffner, IEEE Trans. Inf. Theory 55, 4337 (2009), doi:10.1109/TIT.2009.2025545.  What is known
    may also be a quantum state: then the best guess is that of `qedu.states.helstrom`, or `purified_guess`.  Derived in the
    chapter on randomness.

    Examples
    --------
    A fair bit, and one of which somebody knows the value in half of the rounds, and nothing in the others:

    >>> guessing_probability([0.5, 0.5]), guessing_probability([[0.25, 0.0, 0.25], [0.0, 0.25, 0.25]])
    (0.5, 0.75)
    """
    table = _distribution("p", p)
    return min(1.0, float(table.max(0).sum()))


def min_entropy(p: Numbers) -> float:
    """Min-entropy: how many fair bits an output is worth against the best single guess.

    Parameters
    ----------
    p : array_like
        Probabilities, as in `guessing_probability`.

    Returns
    -------
    float
        −log₂ of the guessing probability, in bits, at least 0.

    Raises
    ------
    ValueError
        If these are no probabilities.

    Notes
    -----
    Defined as in `guessing_probability`.  Never above `shannon_entropy`, which says how long a description is on average and
    promises nothing about a single guess.  Derived in the chapter on randomness.

    Examples
    --------
    One value comes half of the time and shares the rest with 1024 others.  To say which one came takes six bits on average, and
    yet the first guess is as good as with a fair bit:

    >>> p = [0.5] + [0.5 / 1024] * 1024
    >>> min_entropy(p), shannon_entropy(p)
    (1.0, 6.0)
    """
    return -math.log2(guessing_probability(p)) + 0.0


def shannon_entropy(p: Numbers) -> float:
    """Shannon entropy of an output: bits that it takes on average to say which one it was.

    Parameters
    ----------
    p : array_like
        Probabilities, as in `guessing_probability`.

    Returns
    -------
    float
        −Σ p log₂ p in bits; or H(X|E) = H(X, E) − H(E), if the table has two axes.

    Raises
    ------
    ValueError
        If these are no probabilities.

    Notes
    -----
    Shannon, Bell Syst. Tech. J. 27, 379 (1948), doi:10.1002/j.1538-7305.1948.tb01338.x.  Derived in the chapter on randomness.

    Examples
    --------
    >>> shannon_entropy([0.5, 0.25, 0.25]), shannon_entropy([[0.25, 0.0, 0.25], [0.0, 0.25, 0.25]])
    (1.5, 0.5)
    """
    table = _distribution("p", p)
    known = entropy(table.sum(0)) if table.ndim == 2 else 0.0
    return max(0.0, entropy(table) - known)


def purified_guess(state: qutip.Qobj, axis: Axis = "Z") -> float:
    """How well the outcome of a qubit's measurement can be guessed by whoever holds all that the qubit is entangled with.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of the qubit before the measurement.
    axis : str or sequence of float
        The basis in which it is measured, as in `qedu.states.basis`.

    Returns
    -------
    float
        ½ (1 + √(1 − 4|c|²)), where c is the coherence ⟨0|ρ|1⟩ between the two outcomes: ½ for (|0⟩ + |1⟩)/√2, and 1 for a
        mixture of |0⟩ and |1⟩ in any shares.

    Raises
    ------
    ValueError
        If the state or the axis is not one.

    Notes
    -----
    If the rest of the world has |e₀⟩ or |e₁⟩ when the outcome is 0 or 1, with probabilities p₀ and p₁, then
    |c| = √(p₀p₁) |⟨e₀|e₁⟩|, and telling the two apart succeeds with ½ (1 + √(1 − 4p₀p₁|⟨e₀|e₁⟩|²)) (`qedu.states.helstrom`).
    Outcomes that come half and half look the same in both examples: it is the coherence that makes them random, and only a
    measurement in another basis shows it.  Derived in the chapter on randomness.

    Examples
    --------
    >>> import qutip
    >>> plus = states.basis("X")[0]
    >>> purified_guess(plus), purified_guess(qutip.qeye(2) / 2)
    (0.5, 1.0)
    """
    rho, (zero, one) = qubit("state", state), states.basis(axis)
    coherence = abs(complex(zero.dag() * rho * one))
    return (1 + math.sqrt(max(0.0, 1 - 4 * coherence**2))) / 2
