"""The best copies that quantum mechanics allows: floor 0, isometries as QuTiP operators.

No machine copies every state of a qubit without error.  The machines here make two
imperfect copies, and none makes better ones.  Each is an isometry V from the signal
(2 levels) to several qubits:

- first the **signal**, which goes on to Bob,
- then the **copy**, which Eve keeps,
- then, for the universal cloner, the **machine**, which Eve keeps too.

Both are set by `qber`, the error that the machine causes in the signal: fidelity
1 − qber.  A larger error buys a better copy.
"""

from __future__ import annotations

import math

import qutip

from qedu import _operators
from qedu._arguments import PRINTED, bad, probability
from qedu._types import Number

__all__ = ["universal", "phase_covariant", "clones"]


def universal(qber: Number = 1 / 6) -> qutip.Qobj:
    """Cloner that treats all states of a qubit alike, with the best trade-off between both copies.

    Parameters
    ----------
    qber : float
        Error of the signal in every basis, from 0 (no copy made) to 1/2 (Eve keeps
        the signal).  At 1/6, the default, both copies have fidelity 5/6.

    Returns
    -------
    qutip.Qobj
        Isometry V, dims [[2, 2, 2], [2]]: signal ⊗ copy ⊗ machine.  With
        a² + ab + b² = 1, V|ψ⟩ = a|ψ⟩⊗Φ⁺(copy, machine) + b|ψ⟩(copy)⊗Φ⁺(signal, machine);
        the errors are D = b²/2 of the signal and d = a²/2 of the copy, and
        D + d + √(Dd) = 1/2.

    Raises
    ------
    ValueError
        If `qber` is not from 0 to 1/2.

    Notes
    -----
    Equal copies: Bužek and Hillery, Phys. Rev. A 54, 1844 (1996),
    doi:10.1103/PhysRevA.54.1844.  Unequal copies are due to Niu and Griffiths and to
    Cerf; reviewed by Scarani et al., Rev. Mod. Phys. 77, 1225 (2005),
    doi:10.1103/RevModPhys.77.1225, and proved optimal by Fiurášek, Filip and Cerf,
    arXiv:quant-ph/0505212.  Explained in chapter C03B.

    Examples
    --------
    >>> from qedu import states
    >>> psi = states.ket(1.0, 2.0)
    >>> [round(states.fidelity(psi, copy), 12) for copy in clones(universal(), psi)]
    [0.833333333333, 0.833333333333]
    """
    b = math.sqrt(2 * probability("qber", qber, 0, 0.5))
    a = (math.sqrt(4 - 3 * b**2) - b) / 2
    pair = (qutip.ket("00") + qutip.ket("11")).unit()
    kept = qutip.tensor(qutip.qeye(2), pair)                        # signal, copy, machine
    given = qutip.tensor(qutip.gates.swap(), qutip.qeye(2)).full() @ kept.full()   # what came in is the copy
    return qutip.Qobj(a * kept.full() + b * given, dims=[[2, 2, 2], [2]])


def phase_covariant(qber: Number = 0.5 - 8**-0.5) -> qutip.Qobj:
    """Cloner for the states of BB84, and of the whole X–Z circle, with the best trade-off.

    Parameters
    ----------
    qber : float
        Error of the signal in Z, in X and in every basis between, from 0 (no copy
        made) to 1/2 (Eve keeps the signal).  At 1/2 − 1/√8, the default, both copies
        have fidelity 1/2 + 1/√8 = 0.8536.

    Returns
    -------
    qutip.Qobj
        Isometry V, dims [[2, 2], [2]]: signal ⊗ copy; no machine is needed.  The error
        of the copy is d = 1/2 − √(D(1 − D)), D = `qber`.  States off the circle fare
        worse or better; |+i⟩ comes out twice, without error.

    Raises
    ------
    ValueError
        If `qber` is not from 0 to 1/2.

    Notes
    -----
    With Y as the pole, |+i⟩ → |+i⟩|+i⟩ and |−i⟩ → cos η|−i⟩|+i⟩ + sin η|+i⟩|−i⟩,
    cos η = 1 − 2D.  Niu and Griffiths, Phys. Rev. A 60, 2764 (1999),
    doi:10.1103/PhysRevA.60.2764.  How often Eve guesses a bit with it is the most that attacks on one
    photon at a time reach at this error: Fuchs, Gisin, Griffiths, Niu and
    Peres, Phys. Rev. A 56, 1163 (1997), doi:10.1103/PhysRevA.56.1163.  Explained in
    chapter C03B.

    Examples
    --------
    >>> from qedu import states
    >>> for state in (states.ket(0), states.basis("X")[1]):
    ...     print([round(states.fidelity(state, copy), 4) for copy in clones(phase_covariant(), state)])
    [0.8536, 0.8536]
    [0.8536, 0.8536]
    """
    from qutip import tensor

    from qedu.states import basis

    d = probability("qber", qber, 0, 0.5)
    cos, sin = 1 - 2 * d, 2 * math.sqrt(d * (1 - d))
    up, down = basis("Y")
    # The phase of |−i⟩ makes the circle of X and Z the set of (|+i⟩ + e^{iφ}|−i⟩)/√2; any would do.
    images = tensor(up, up), cos * tensor(down, up) + sin * tensor(up, down)
    matrix = sum(image.full() @ state.dag().full() for image, state in zip(images, (up, down)))
    return qutip.Qobj(matrix, dims=[[2, 2], [2]])


def clones(cloner: qutip.Qobj, state: qutip.Qobj) -> tuple[qutip.Qobj, qutip.Qobj]:
    """What the two receivers get, each looking at their own qubit alone.

    Parameters
    ----------
    cloner : qutip.Qobj
        Isometry from one qubit to two or more, signal first, copy second.
    state : qutip.Qobj
        Ket or density operator of one qubit.

    Returns
    -------
    signal, copy : qutip.Qobj
        Density operators of one qubit.

    Raises
    ------
    ValueError
        If `cloner` is no such isometry or `state` no state of a qubit.

    Notes
    -----
    Partial traces of VρV†.  Explained in chapter C03B.

    Examples
    --------
    >>> from qedu import states
    >>> signal, copy = clones(phase_covariant(0.5), states.basis("X")[0])     # Eve keeps it all
    >>> round(states.fidelity(copy, states.basis("X")[0]), 12)
    1.0
    """
    allowed = "an isometry V from one qubit to two or more, V†V = I (qutip.Qobj)"
    if not isinstance(cloner, qutip.Qobj):
        raise bad("cloner", cloner, allowed)
    if cloner.shape[1] != 2 or cloner.shape[0] < 4:
        raise bad("cloner", cloner, f"{allowed}; this has the shape {cloner.shape}")
    if set(cloner.dims[0]) != {2}:
        raise bad("cloner", cloner, f"{allowed}; this goes to parts of {cloner.dims[0]} levels")
    root, excess = _operators.mending((cloner.dag() * cloner).full())
    if not excess <= PRINTED:                         # NaN is refused, too
        raise bad("cloner", cloner, f"{allowed}; this has V†V off by {excess:.2g}")
    if root is not None:
        cloner = cloner * qutip.Qobj(root, dims=[cloner.dims[1]] * 2)
    joint = cloner * _operators.qubit("state", state) * cloner.dag()
    return joint.ptrace(0), joint.ptrace(1)
