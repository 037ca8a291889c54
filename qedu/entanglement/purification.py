"""Entanglement purification: two copies of a noisy pair are spent for one that is better, if a comparison agrees.

A pair is described by its weights on the four Bell states, in the order of `BELL_ORDER`: Φ⁺, Ψ⁻, Ψ⁺, Φ⁻, called A, B, C
and D.  Papers label them in different ways; this is the order of Deutsch et al. (1996), in which DEJMPS takes

    A' = (A² + B²)/N,  B' = 2CD/N,  C' = (C² + D²)/N,  D' = 2AB/N,  N = (A + B)² + (C + D)².
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import qutip

from qedu import _shown
from qedu._arguments import bad, count, one_of, probability, renamed
from qedu._operators import Value, pair
from qedu._types import Floats, Number, Whole
from qedu.entanglement.pairs import bell, werner

__all__ = ["BELL_ORDER", "bell_diagonal", "twirl", "purify", "PurificationRounds", "purification_rounds"]

#: The order of Bell states in `bell_diagonal`: A, B, C, D of the formulas.
BELL_ORDER: tuple[str, str, str, str] = ("phi+", "psi-", "psi+", "phi-")

_METHODS = ("bbpssw", "dejmps")


def _method(method: object) -> str:
    if not one_of(method, _METHODS):
        raise bad("method", method, "'bbpssw' or 'dejmps'")
    return str(method)


def bell_diagonal(state: qutip.Qobj) -> Floats:
    """Weights of a pair on the four Bell states.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of two qubits.

    Returns
    -------
    numpy.ndarray
        Shape (4,): ⟨Bell|ρ|Bell⟩ in the order of `BELL_ORDER`, Φ⁺, Ψ⁻, Ψ⁺, Φ⁻; total 1.  The first is the
        fidelity.

    Raises
    ------
    ValueError
        If `state` is not a two-qubit state.

    Notes
    -----
    What a state has beside these weights, coherences between Bell states, neither teleportation nor
    purification can see.  Used in chapter C11.

    Examples
    --------
    >>> from qedu import channels
    >>> noisy = channels.on_half(channels.dephasing(0.1), bell())
    >>> bell_diagonal(noisy).round(12).tolist()                    # flips of the sign: Φ⁺ and Φ⁻
    [0.9, 0.0, 0.0, 0.1]
    """
    rho = pair("state", state)
    weights = np.array([qutip.expect(bell(name).proj(), rho).real for name in BELL_ORDER]).clip(0, 1)
    return weights / weights.sum()


def twirl(state: qutip.Qobj) -> qutip.Qobj:
    """The Werner pair of the same fidelity: what random rotations of both qubits leave.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of two qubits.

    Returns
    -------
    qutip.Qobj
        `werner` of the fidelity with Φ⁺.

    Raises
    ------
    ValueError
        If `state` is not a two-qubit state.

    Notes
    -----
    The average of (U ⊗ U*)ρ(U ⊗ U*)† over all U.  Bennett et al., Phys. Rev. Lett. 76, 722 (1996),
    doi:10.1103/PhysRevLett.76.722, for the singlet.  Used in chapter C11.

    Examples
    --------
    >>> from qedu import channels
    >>> noisy = channels.on_half(channels.dephasing(0.1), bell())
    >>> bell_diagonal(twirl(noisy)).round(6).tolist()
    [0.9, 0.033333, 0.033333, 0.033333]
    """
    return werner(float(bell_diagonal(state)[0]))


@cache
def _compare() -> tuple[qutip.Qobj, qutip.Qobj, qutip.Qobj]:
    """On the qubits A1 B1 A2 B2: a CNOT at each side, the same after DEJMPS's turns, and whether A2 and B2 agree in Z."""
    zero, one = (qutip.basis(2, bit).proj() for bit in (0, 1))
    idle, flip = qutip.qeye(2), qutip.sigmax()
    alice = qutip.tensor(zero, idle, idle, idle) + qutip.tensor(one, idle, flip, idle)
    bob = qutip.tensor(idle, zero, idle, idle) + qutip.tensor(idle, one, idle, flip)
    # A quarter turn about x, forwards at Alice's and backwards at Bob's: it exchanges Ψ⁻ and Φ⁻.
    turn = (idle - 1j * flip) / 2**0.5
    agree = qutip.tensor(idle, idle, zero, zero) + qutip.tensor(idle, idle, one, one)
    return alice * bob, alice * bob * qutip.tensor(turn, turn.dag(), turn, turn.dag()), agree


def _depolarize(state: qutip.Qobj, qubits: tuple[int, int], gate: float) -> qutip.Qobj:
    """White noise on two of the four qubits, with probability 1 − gate."""
    others = [j for j in range(4) if j not in qubits]
    noise = qutip.tensor(state.ptrace(others), qutip.qeye([2, 2]) / 4)      # others first, then the two
    order = [(*others, *qubits).index(j) for j in range(4)]
    return gate * state + (1 - gate) * noise.permute(order)


@renamed(rho="state")
def purify(state: qutip.Qobj, method: str = "bbpssw", *, gate: Number = 1.0) -> tuple[qutip.Qobj, float]:
    """One round of purification: two copies of a pair make one, with some probability of success.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of the pair; a second copy of it is spent.
    method : str
        "bbpssw" makes Werner pairs of the copies before, and of the kept pair afterwards (`twirl`).  "dejmps"
        turns Alice's qubits by a quarter about x, and Bob's back, and does not twirl.
    gate : float
        How often a CNOT works; otherwise both its qubits are white noise after it.

    Returns
    -------
    pair : qutip.Qobj
        The pair that is kept, a density operator of dims [[2, 2], [2, 2]].
    success : float
        Probability that it is kept.

    Raises
    ------
    ValueError
        If `state` is not a two-qubit state, there is no such method or `gate` is not from 0 to 1.

    Notes
    -----
    Each side does a CNOT from the first pair to the second and measures the second in Z; the first pair is
    kept where both find the same.  "bbpssw": Bennett et al., Phys. Rev. Lett. 76, 722 (1996),
    doi:10.1103/PhysRevLett.76.722, where the reference state is the singlet: for a Werner pair
    F' = (F² + ((1 − F)/3)²)/N, N = F² + 2F(1 − F)/3 + 5((1 − F)/3)².  "dejmps": Deutsch et al., Phys. Rev.
    Lett. 77, 2818 (1996), doi:10.1103/PhysRevLett.77.2818: A' = (A² + B²)/N, B' = 2CD/N, C' = (C² + D²)/N,
    D' = 2AB/N, N = (A + B)² + (C + D)², in the order of `bell_diagonal`.  Noise of gates as in Dür, Briegel,
    Cirac and Zoller, Phys. Rev. A 59, 169 (1999), doi:10.1103/PhysRevA.59.169; their measurements may fail too, these
    do not.  Derived in chapter C11.

    Examples
    --------
    >>> kept, success = purify(werner(0.75))
    >>> round(float(bell_diagonal(kept)[0]), 3), round(success, 3)
    (0.788, 0.722)
    """
    rho, way, works = pair("state", state), _method(method), probability("gate", gate)
    plain, turned, agree = _compare()
    if way == "bbpssw":
        rho = twirl(rho)
    circuit = plain if way == "bbpssw" else turned
    joint = circuit * qutip.tensor(rho, rho) * circuit.dag()
    if works < 1:
        joint = _depolarize(_depolarize(joint, (0, 2), works), (1, 3), works)
    success = float(qutip.expect(agree, joint).real)
    kept = (agree * joint * agree).ptrace([0, 1]) / success
    return twirl(kept) if way == "bbpssw" else kept, success


def _round(weights: Floats, method: str, gate: float) -> tuple[Floats, float]:
    """One round on Bell weights: the weights of the kept pair, and the probability of success."""
    a, b, c, d = weights
    if method == "dejmps":
        kept = np.array([a * a + b * b, 2 * c * d, c * c + d * d, 2 * a * b])
    else:
        b = c = d = (1 - a) / 3
        kept = np.array([a * a + d * d, 2 * b * c, b * b + c * c, 2 * a * d])
    # One CNOT of the two that fails leaves white noise in the place of both pairs: half of it is kept.
    kept = gate**2 * kept + (1 - gate**2) / 8
    success = kept.sum()
    kept = kept / success
    if method == "bbpssw":
        kept[1:] = (1 - kept[0]) / 3
    return kept, float(success)


@dataclass(frozen=True, eq=False)
class PurificationRounds(Value):
    """What rounds of purification give and cost.

    Parameters
    ----------
    method : str
        "bbpssw" or "dejmps".
    weights : numpy.ndarray
        Shape (rounds + 1, 4): Bell weights in the order of `BELL_ORDER`, before the first round and after each.
    success : numpy.ndarray
        Shape (rounds,): probability of success of each round.
    target : float or None
        The fidelity that was asked for.

    Notes
    -----
    Made by `purification_rounds`.  Equal if all entries are.  Chapter C11.

    Examples
    --------
    >>> purification_rounds(0.75, 3)
    PurificationRounds(bbpssw; 3 rounds; fidelity 0.75 to 0.8635; 18.37 raw pairs a kept one)
    """

    method: str
    weights: Floats
    success: Floats
    target: float | None = None

    @property
    def fidelity(self) -> Floats:
        """Shape (rounds + 1,): F before the first round, and after each."""
        return self.weights[:, 0]

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        return len(self.success)

    @property
    def raw_pairs(self) -> Floats:
        """Raw pairs spent, on average, on each kept one: 1 before the first round, and 2/p times as many after each."""
        return np.concatenate([[1.0], np.cumprod(2 / self.success)])

    @property
    def yields(self) -> Floats:
        """Kept pairs for each raw one: 1 over `raw_pairs`."""
        return 1 / self.raw_pairs

    @property
    def helps(self) -> bool:
        """Whether the last fidelity is above the first one: not for a Werner pair of F = ½ or less, nor for a perfect one."""
        return bool(self.fidelity[-1] > self.fidelity[0] + 1e-12)

    @property
    def reached(self) -> bool:
        """Whether the target is reached; True if there is none."""
        return self.target is None or bool(self.fidelity[-1] >= self.target - 1e-12)

    def __repr__(self) -> str:
        return _shown.line(
            "PurificationRounds", self.method, f"{self.rounds} round{'s' * (self.rounds != 1)}",
            None if self.reached else f"target {self.target:.4g} not reached",
            f"fidelity {self.fidelity[0]:.4g} to {self.fidelity[-1]:.4g}", f"{self.raw_pairs[-1]:.4g} raw pairs a kept one")

    def _repr_html_(self) -> str:
        success = ["", *map(float, self.success)]
        return _shown.table(f"Purification by {self.method.upper()}", [
            (j, float(self.fidelity[j]), success[j], float(self.raw_pairs[j]), float(self.yields[j])) for j in range(self.rounds + 1)],
            ("round", "fidelity", "success", "raw pairs a kept one", "yield"))


def purification_rounds(state: qutip.Qobj | Number, rounds: Whole = 5, *, target: Number | None = None,
                        method: str = "bbpssw", gate: Number = 1.0) -> PurificationRounds:
    """Rounds of purification, each on two pairs that came through the round before.

    Parameters
    ----------
    state : qutip.Qobj or float
        The raw pair, or the fidelity of a Werner pair.
    rounds : int
        How many, 0 to 100.
    target : float, optional
        A fidelity at which to stop: the rounds end with the first that reaches it, and if none does, with the last
        and ``reached`` False.
    method : str
        "bbpssw" or "dejmps", as in `purify`.
    gate : float
        How often a CNOT works; otherwise both its qubits are white noise after it.

    Returns
    -------
    PurificationRounds
        Fidelity, probability of success and expected cost of each round.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    By the formulas of `purify`, which need only the Bell weights of the raw pair.  A kept pair costs two pairs of
    the round before, divided by the probability of success.  A Werner pair of F = ½ stays where it is, and one
    below ½ gets worse: ``helps`` says so.  With noisy gates fidelity ends below 1, and rounds beyond
    that are wasted.  Derived in chapter C11.

    Examples
    --------
    >>> purification_rounds(0.75).fidelity.round(3).tolist()
    [0.75, 0.788, 0.827, 0.863, 0.896, 0.923]
    >>> purification_rounds(0.75, method="dejmps").fidelity.round(4).tolist()
    [0.75, 0.7885, 0.9024, 0.97, 0.9899, 0.9995]
    >>> purification_rounds(0.5, 20).helps, purification_rounds(0.75, 20, target=0.9).rounds
    (False, 5)
    """
    weights = bell_diagonal(state) if isinstance(state, qutip.Qobj) else _werner_weights(state)
    most, way, works = count("rounds", rounds, 0, 100), _method(method), probability("gate", gate)
    goal = None if target is None else probability("target", target)
    found, success = [weights], list[float]()
    while len(success) < most and not (goal is not None and found[-1][0] >= goal):
        weights, odds = _round(weights, way, works)
        found.append(weights)
        success.append(odds)
    return PurificationRounds(way, np.array(found), np.array(success, dtype=float), goal)


def _werner_weights(fidelity: object) -> Floats:
    try:
        f = probability("state", fidelity)
    except ValueError:
        raise bad("state", fidelity, "a two-qubit state (qutip.Qobj), or the fidelity of a Werner pair from 0 to 1") from None
    return np.array([f, *[(1 - f) / 3] * 3])
