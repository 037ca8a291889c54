"""What a station does that does not swap as it says, or whose memory fades: the pair that two users are left with.

Each function returns what the users hold after the station has announced two bits and they have corrected as after a swap.
Whether they notice is a question for a Bell test (`qedu.entanglement.chsh`): no station that has no entanglement to give
gets past 2.
"""

from __future__ import annotations

import qutip

from qedu import channels, states
from qedu._arguments import bad
from qedu._operators import pair
from qedu.entanglement import bell, swap

__all__ = ["measuring_station", "idle_station", "fading_station"]


def _two(rho1, rho2):
    """Both pairs, as density operators; Φ⁺ where none is given."""
    return (pair(name, bell() if rho is None else rho) for name, rho in (("rho1", rho1), ("rho2", rho2)))


def measuring_station(rho1: qutip.Qobj | None = None, rho2: qutip.Qobj | None = None, *, basis: str = "Z") -> qutip.Qobj:
    """A trusted node that pretends to be a repeater: it measures both its qubits, and knows what the users will find.

    Parameters
    ----------
    rho1, rho2 : qutip.Qobj, optional
        The pairs of A with the station and of the station with C.  None: Φ⁺.
    basis : str
        "Z" or "X": what it measures, and in which the users' outcomes will agree.  It announces the parity of what it found
        as that bit of a Bell measurement, and tosses a coin for the other.

    Returns
    -------
    qutip.Qobj
        Density operator of A and C, dims [[2, 2], [2, 2]].  From perfect pairs `qedu.entanglement.classically_correlated` in
        this basis: whoever compares outcomes in it alone sees no error, and S reaches 2 at most.

    Raises
    ------
    ValueError
        If an argument is no pair, or the basis is neither "Z" nor "X".

    Notes
    -----
    Measuring leaves the users a mixture of product states.  Chapter C12.

    Examples
    --------
    >>> from qedu.entanglement import chsh, correlation
    >>> left = measuring_station()
    >>> round(correlation(left, "Z", "Z"), 12), round(correlation(left, "X", "X"), 12), round(chsh(left), 12)
    (1.0, 0.0, 2.0)
    """
    first, second = _two(rho1, rho2)
    if not isinstance(basis, str) or basis.upper() not in ("Z", "X"):
        raise bad("basis", basis, "'Z' or 'X'")
    kets = states.basis(basis.upper())
    flip, coin = (qutip.sigmax(), qutip.sigmaz()) if basis.upper() == "Z" else (qutip.sigmaz(), qutip.sigmax())
    left = 0
    for i, mine in enumerate(kets):
        alice = (qutip.tensor(qutip.qeye(2), mine.proj()) * first).ptrace(0)
        for j, yours in enumerate(kets):
            charlie = (qutip.tensor(yours.proj(), qutip.qeye(2)) * second).ptrace(1)
            turn = flip ** (i ^ j)
            turned = turn * charlie * turn.dag()
            left = left + qutip.tensor(alice, (turned + coin * turned * coin) / 2)
    return left


def idle_station(rho1: qutip.Qobj | None = None, rho2: qutip.Qobj | None = None) -> qutip.Qobj:
    """A station that keeps its qubits, swaps nothing, and announces two random bits.

    Parameters
    ----------
    rho1, rho2 : qutip.Qobj, optional
        The pairs of A with the station and of the station with C.  None: Φ⁺.

    Returns
    -------
    qutip.Qobj
        Density operator of A and C: no correlation at all, and C's qubit is white noise.  The entanglement is still there, of
        each user with the station.

    Raises
    ------
    ValueError
        If an argument is no pair.

    Notes
    -----
    C's corrections are random, and so a full depolarisation.  Chapter C12.

    Examples
    --------
    >>> from qedu.entanglement import chsh
    >>> round(chsh(idle_station()), 12)
    0.0
    """
    first, second = _two(rho1, rho2)
    return qutip.tensor(first.ptrace(0), channels.depolarizing(1.0)(second.ptrace(1)))


def fading_station(rho1: qutip.Qobj | None = None, rho2: qutip.Qobj | None = None, *, memory: channels.Channel) -> qutip.Qobj:
    """An honest station whose first qubit has waited in a memory before the swap.

    Parameters
    ----------
    rho1, rho2 : qutip.Qobj, optional
        The pairs of A with the station and of the station with C.  None: Φ⁺.
    memory : qedu.channels.Channel
        What waiting has done to the station's half of the first pair, such as `memory_channel`.

    Returns
    -------
    qutip.Qobj
        Density operator of A and C after the swap.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    A Bell test cannot tell it from an eavesdropper: it sees that entanglement is missing, and not why.  Chapter C12.

    Examples
    --------
    >>> from qedu.entanglement import chsh
    >>> from qedu.repeaters import memory_channel
    >>> [round(chsh(fading_station(memory=memory_channel(wait, t1=100, t2=50))), 3) for wait in (0, 10, 50)]
    [2.828, 2.441, 1.419]
    """
    first, second = _two(rho1, rho2)
    if not isinstance(memory, channels.Channel) or memory.loses:
        raise bad("memory", memory, "a qedu.channels.Channel that loses no qubit")
    return swap(channels.on_half(memory, first), second)
