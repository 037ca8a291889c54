"""GHZ states: entanglement of three and more, which one lost qubit ends."""

from __future__ import annotations

import math

import qutip

from qedu._arguments import bad, count
from qedu._types import Whole

__all__ = ["ghz", "ghz_after_loss"]

#: More parties than this would make matrices of more than some megabytes.
_MOST = 10


def ghz(parties: Whole = 3) -> qutip.Qobj:
    """A GHZ state: all qubits 0, and all 1, in superposition.

    Parameters
    ----------
    parties : int
        How many hold a qubit each, 2 to 10; two hold Φ⁺.

    Returns
    -------
    qutip.Qobj
        The ket (|0…0⟩ + |1…1⟩)/√2, dims [[2, …, 2], [1]].

    Raises
    ------
    ValueError
        If `parties` is no whole number from 2 to 10.

    Notes
    -----
    Greenberger, Horne, Shimony and Zeilinger, Am. J. Phys. 58, 1131 (1990), doi:10.1119/1.16243.
    Chapter C11.

    Examples
    --------
    >>> import qutip
    >>> x, y = qutip.sigmax(), qutip.sigmay()
    >>> [round(qutip.expect(qutip.tensor(*axes), ghz(3)).real) for axes in ((x, x, x), (x, y, y))]
    [1, -1]
    """
    n = count("parties", parties, 2, _MOST)
    zeros, ones = (qutip.tensor(*[qutip.basis(2, bit)] * n) for bit in (0, 1))
    return (zeros + ones) / math.sqrt(2)


def ghz_after_loss(parties: Whole = 3, *, lost: Whole = 1) -> qutip.Qobj:
    """What remains of a GHZ state when some of its qubits are lost.

    Parameters
    ----------
    parties : int
        Qubits of the whole state, 2 to 10.
    lost : int
        How many are lost, 1 to parties − 1; which ones does not matter.

    Returns
    -------
    qutip.Qobj
        Density operator of the others: ½|0…0⟩⟨0…0| + ½|1…1⟩⟨1…1|.  One lost qubit leaves a coin toss that
        all share, and no entanglement.

    Raises
    ------
    ValueError
        If `parties` or `lost` is out of range.

    Notes
    -----
    The partial trace; Dür, Vidal and Cirac, Phys. Rev. A 62, 062314 (2000), doi:10.1103/PhysRevA.62.062314,
    set it against the W state, of which a loss leaves entanglement.  Chapter C11.

    Examples
    --------
    >>> from qedu.entanglement import classically_correlated, concurrence
    >>> rest = ghz_after_loss(3)
    >>> concurrence(rest) < 1e-12, bool(abs((rest - classically_correlated()).full()).max() < 1e-12)
    (True, True)
    """
    n = count("parties", parties, 2, _MOST)
    gone = count("lost", lost, 1)
    if gone >= n:
        raise bad("lost", lost, f"fewer than the {n} parties")
    return ghz(n).ptrace(list(range(n - gone)))
