"""Qubit states, bases and measurements: floor 0, everything as QuTiP objects.

Conventions
-----------
|0⟩ and |1⟩ are the eigenstates of Z, at the north and south pole of the Bloch
sphere.  For polarised light |0⟩ is horizontal and |1⟩ vertical; a polariser
turned by an angle θ stands at the polar angle 2θ on the sphere, so orthogonal
states are opposite points, never perpendicular arrows.

A state may come from a simulation in single precision or from a print-out: where trace,
adjoint or an eigenvalue is off by 2·10⁻⁶ at most, it is taken and mended.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import qutip

from qedu import _arguments, _operators
from qedu._arguments import MOST, bad, count, degrees, generator, probability, radians
from qedu._operators import density, qubit, unit_axis
from qedu._types import Axis, Floats, Integers, Number, Seed, Vector, Whole

__all__ = ["BASES", "ket", "polarization", "basis", "bloch_vector", "probabilities",
           "measure", "sample", "overlap", "helstrom", "square_root_guess",
           "mixture", "purity", "fidelity", "trace_distance"]

#: Bloch axes of the three mutually unbiased qubit bases.

#: Unit Bloch vectors of the three bases, by name.
BASES = _operators.BASES


def ket(theta: Number, phi: Number = 0.0) -> qutip.Qobj:
    """Pure state at polar angle `theta` and azimuth `phi` of the Bloch sphere.

    |ψ⟩ = cos(θ/2)|0⟩ + e^{iφ} sin(θ/2)|1⟩.

    Parameters
    ----------
    theta, phi : float
        Angles on the sphere, in radians, as in the formula; `polarization` and the settings of
        `qedu.entanglement` take degrees.

    Returns
    -------
    qutip.Qobj
        Normalised ket, dims [[2], [1]].

    Raises
    ------
    ValueError
        If an angle is not a finite number.

    Warns
    -----
    UserWarning
        If an angle looks like degrees: 90 in place of math.pi / 2.

    Notes
    -----
    Nielsen and Chuang, Quantum Computation and Quantum Information, eq. (1.4).
    Derived in chapter C02.

    Examples
    --------
    >>> import math
    >>> overlap(ket(math.pi / 2), ket(-math.pi / 2)) < 1e-12    # |+⟩ and |−⟩
    True
    """
    theta, phi = radians("theta", theta), radians("phi", phi)
    amplitude = complex(math.cos(phi), math.sin(phi)) * math.sin(theta / 2)
    return qutip.Qobj([[math.cos(theta / 2)], [amplitude]])


def polarization(angle_deg: Number) -> qutip.Qobj:
    """State of one photon, linearly polarised at `angle_deg` from the horizontal.

    Parameters
    ----------
    angle_deg : float
        Angle in the laboratory, in degrees; the Bloch angle is twice as large.

    Returns
    -------
    qutip.Qobj
        cos θ|H⟩ + sin θ|V⟩ with |H⟩ = |0⟩ and |V⟩ = |1⟩.

    Raises
    ------
    ValueError
        If the angle is not finite.

    Notes
    -----
    Derived in chapter C02.

    Examples
    --------
    >>> bloch_vector(polarization(45)).round(12).tolist()
    [1.0, 0.0, 0.0]
    """
    return ket(2 * math.radians(degrees("angle_deg", angle_deg)))


def basis(axis: Axis) -> tuple[qutip.Qobj, qutip.Qobj]:
    """The two states of the basis along a Bloch axis.

    Parameters
    ----------
    axis : str or sequence of float
        "Z", "X", "Y" (upper or lower case), or a Bloch vector of any length > 0.

    Returns
    -------
    tuple of qutip.Qobj
        Kets of outcome 0 (along the axis) and outcome 1 (opposite).

    Raises
    ------
    ValueError
        If the axis is neither.

    Notes
    -----
    Derived in chapter C02.

    Examples
    --------
    >>> plus, minus = basis("X")
    >>> float(bloch_vector(minus)[0].round(12))
    -1.0
    """
    x, y, z = unit_axis(axis)
    # atan2 keeps full precision near the poles, where acos(z) loses half the digits.
    theta, phi = math.atan2(math.hypot(x, y), z), math.atan2(y, x)
    return ket(theta, phi), ket(theta + math.pi, phi)


def _several(states: Iterable[qutip.Qobj]) -> Iterable[qutip.Qobj]:
    """Return what can be run through state by state, or raise ValueError."""
    # A Qobj can be run through as well, number by number.
    if not isinstance(states, Iterable) or hasattr(states, "isket") or getattr(states, "ndim", 1) == 0:
        raise bad("states", states, "a sequence of kets or density operators")
    return states


def bloch_vector(state: qutip.Qobj) -> Floats:
    """Bloch vector (⟨X⟩, ⟨Y⟩, ⟨Z⟩) of a qubit state.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of one qubit.

    Returns
    -------
    numpy.ndarray
        Shape (3,); length 1 for a pure state, less for a mixed one.

    Raises
    ------
    ValueError
        If `state` is not a normalised qubit state.

    Notes
    -----
    Derived in chapter C02.

    Examples
    --------
    >>> bloch_vector(ket(0)).tolist()
    [0.0, 0.0, 1.0]
    """
    rho = qubit("state", state)
    return np.array([qutip.expect(op, rho)
                     for op in (qutip.sigmax(), qutip.sigmay(), qutip.sigmaz())])


def probabilities(state: qutip.Qobj, axis: Axis) -> Floats:
    """Born rule: probabilities of outcomes 0 and 1 in one basis.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of one qubit.
    axis : str or sequence of float
        The basis, as in `basis`.

    Returns
    -------
    numpy.ndarray
        Shape (2,), sums to 1.

    Raises
    ------
    ValueError
        If the state or the axis is not one.

    Notes
    -----
    p(i) = ⟨i|ρ|i⟩.  Derived in chapter C02.

    Examples
    --------
    >>> probabilities(polarization(30), "Z").round(12).tolist()    # Malus: cos² 30°
    [0.75, 0.25]
    """
    rho = qubit("state", state)
    p = np.array([qutip.expect(rho, outcome) for outcome in basis(axis)]).clip(0, 1)
    return p / p.sum()


def measure(state: qutip.Qobj, axis: Axis, *, seed: Seed) -> tuple[int, qutip.Qobj]:
    """Measure one qubit once; the state afterwards is the outcome's state.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of one qubit.
    axis : str or sequence of float
        The basis, as in `basis`.
    seed : int or numpy.random.Generator
        Source of randomness.

    Returns
    -------
    outcome : int
        0 or 1.
    after : qutip.Qobj
        Ket of the basis state found: the measurement prepares it.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Projective (von Neumann) measurement.  Derived in chapter C02.

    Examples
    --------
    >>> outcome, after = measure(ket(0), "X", seed=1)
    >>> float(probabilities(after, "X")[outcome].round(12))     # the same question, the same answer
    1.0
    """
    outcome = int(generator(seed).random() >= probabilities(state, axis)[0])
    return outcome, basis(axis)[outcome]


def sample(state: qutip.Qobj, axis: Axis, *, shots: Whole, seed: Seed) -> Integers:
    """Measure many qubits, all prepared in the same state, once each.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of one qubit.
    axis : str or sequence of float
        The basis, as in `basis`.
    shots : int
        Number of qubits, 1 to 10¹⁸; the cost does not depend on it.
    seed : int or numpy.random.Generator
        Source of randomness.

    Returns
    -------
    numpy.ndarray
        Shape (2,), counts of outcomes 0 and 1.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Derived in chapter C02.

    Examples
    --------
    >>> sample(ket(0), "Z", shots=100, seed=1).tolist()
    [100, 0]
    """
    shots = count("shots", shots, high=MOST)
    zeros = generator(seed).binomial(shots, probabilities(state, axis)[0])
    return np.array([zeros, shots - zeros])


def overlap(state0: qutip.Qobj, state1: qutip.Qobj) -> float:
    """Overlap |⟨ψ₀|ψ₁⟩| of two pure qubit states.

    Parameters
    ----------
    state0, state1 : qutip.Qobj
        Normalised kets.

    Returns
    -------
    float
        From 0 (orthogonal) to 1 (the same state); global phases do not matter.

    Raises
    ------
    ValueError
        If an argument is not a normalised qubit ket.

    Notes
    -----
    Derived in chapter C02.

    Examples
    --------
    >>> round(overlap(polarization(0), polarization(60)), 12)
    0.5
    """
    for name, state in (("state0", state0), ("state1", state1)):
        qubit(name, state)
        if not state.isket:
            raise bad(name, state, "a normalised qubit ket")
    return min(1.0, abs(state0.unit().overlap(state1.unit())))


def helstrom(state0: qutip.Qobj, state1: qutip.Qobj, *, p0: Number = 0.5) -> float:
    """Best probability of telling two states apart by any one measurement.

    Parameters
    ----------
    state0, state1 : qutip.Qobj
        Kets or density operators of one qubit.
    p0 : float
        Prior probability of `state0`, from 0 to 1.

    Returns
    -------
    float
        ½(1 + ‖p₀ρ₀ − p₁ρ₁‖₁); for equally likely pure states
        ½(1 + √(1 − |⟨ψ₀|ψ₁⟩|²)).

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Helstrom, J. Stat. Phys. 1, 231 (1969), doi:10.1007/BF01007479.  Derived in
    chapter C02.

    Examples
    --------
    >>> round(helstrom(polarization(0), polarization(45)), 4)
    0.8536
    """
    p0 = probability("p0", p0)
    gamma = p0 * qubit("state0", state0) - (1 - p0) * qubit("state1", state1)
    return min(1.0, float(1 + sum(abs(gamma.eigenenergies()))) / 2)


def square_root_guess(states: Iterable[qutip.Qobj]) -> float:
    """How often the square-root measurement names the right one of some states.

    Parameters
    ----------
    states : sequence of qutip.Qobj
        At least one qubit state, all equally likely.

    Returns
    -------
    float
        Guess probability.  Optimal for symmetric sets such as N states equally
        spaced on a great circle, where it is 2/N; a lower bound on the best in general.

    Raises
    ------
    ValueError
        If the list is empty or holds something that is not a qubit state.

    Notes
    -----
    "Pretty good" measurement Eᵢ = S^{-1/2} ρᵢ S^{-1/2}, S = Σρᵢ; Hausladen and
    Wootters, J. Mod. Opt. 41, 2385 (1994), doi:10.1080/09500349414552221.  Used
    in chapter C02.

    Examples
    --------
    >>> round(square_root_guess([polarization(angle) for angle in (0, 45, 90, 135)]), 12)
    0.5
    """
    rhos = [qubit("states", state) for state in _several(states)]
    if not rhos:
        raise bad("states", states, "at least one qubit state")
    values, vectors = sum(rhos[1:], rhos[0]).eigenstates()
    # On the support only: a single state, or copies of one, leave S singular.
    root = sum(vector.proj() / math.sqrt(value)
               for value, vector in zip(values, vectors) if value > 1e-12)
    return float(sum((root * rho * root * rho).tr().real for rho in rhos) / len(rhos))


def mixture(states: Iterable[qutip.Qobj], weights: Vector | None = None) -> qutip.Qobj:
    """Density operator of a source that sends one of some states at random.

    Parameters
    ----------
    states : sequence of qutip.Qobj
        At least one ket or density operator, all of the same dimensions.
    weights : sequence of float, optional
        Their probabilities, which sum to 1; all equal if not given.

    Returns
    -------
    qutip.Qobj
        ρ = Σᵢ pᵢ ρᵢ, with ρᵢ = |ψᵢ⟩⟨ψᵢ| for kets.

    Raises
    ------
    ValueError
        If a state is not one or the weights are not probabilities.

    Notes
    -----
    Nielsen and Chuang, section 2.4.1, doi:10.1017/CBO9780511976667.  Derived in
    chapter C03.

    Examples
    --------
    >>> bloch_vector(mixture(basis("Z"), [0.9, 0.1])).round(12).tolist()
    [0.0, 0.0, 0.8]
    """
    rhos = [density("states", state) for state in _several(states)]
    if not rhos:
        raise bad("states", states, "at least one state")
    if any(rho.dims != rhos[0].dims for rho in rhos):
        raise bad("states", [rho.dims for rho in rhos], "states of the same dimensions")
    weights = [1 / len(rhos)] * len(rhos) if weights is None else weights
    allowed = f"{len(rhos)} probabilities that sum to 1, one for each state"
    weights = _arguments.odds("weights", weights, allowed, len(rhos)).tolist()
    return sum(weight * rho for weight, rho in zip(weights, rhos))


def purity(state: qutip.Qobj) -> float:
    """Purity tr ρ²: 1 for a pure state, 1/d for the maximally mixed state of d levels.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of any dimension.

    Returns
    -------
    float
        For a qubit with a Bloch vector of length r, (1 + r²)/2.

    Raises
    ------
    ValueError
        If `state` is not a normalised state.

    Notes
    -----
    Derived in chapter C03.

    Examples
    --------
    >>> purity(ket(1.0)), round(purity(mixture(basis("Z"))), 12)
    (1.0, 0.5)
    """
    rho = density("state", state)
    return 1.0 if state.isket else min(1.0, float(rho.purity()))


def fidelity(state0: qutip.Qobj, state1: qutip.Qobj) -> float:
    """Fidelity of two states, the *squared* one: |⟨ψ|φ⟩|² for pure states.

    Parameters
    ----------
    state0, state1 : qutip.Qobj
        Kets or density operators of the same dimensions.

    Returns
    -------
    float
        F = (tr √(√ρ σ √ρ))², from 0 to 1; with one state pure, ⟨ψ|ρ|ψ⟩: the
        probability that ρ passes a test for |ψ⟩.

    Raises
    ------
    ValueError
        If an argument is not a normalised state or their dimensions differ.

    Notes
    -----
    Jozsa, J. Mod. Opt. 41, 2315 (1994), doi:10.1080/09500349414552171.  Nielsen and
    Chuang, and `qutip.fidelity`, call the square root of this the fidelity.
    Explained in chapter C03.

    Examples
    --------
    >>> round(fidelity(ket(0), basis("X")[0]), 12)
    0.5
    >>> round(fidelity(mixture(basis("Z")), ket(1.0)), 12)
    0.5
    """
    rho, sigma = _pair(state0, state1)
    if max(purity(rho), purity(sigma)) > 1 - 1e-12:
        return float(np.clip((rho * sigma).tr().real, 0, 1))
    # tr √(√ρ σ √ρ) is the sum of the singular values of √ρ√σ.  qutip.fidelity takes roots of rounded
    # zeros instead, which leaves errors of 1e-8 for states without full rank.
    roots = [sum(math.sqrt(value) * vector.proj() for value, vector in zip(*state.eigenstates())
                 if value > 1e-15).full() for state in (rho, sigma)]
    return float(min(1.0, np.linalg.svd(roots[0] @ roots[1], compute_uv=False).sum() ** 2))


def trace_distance(state0: qutip.Qobj, state1: qutip.Qobj) -> float:
    """Trace distance ½‖ρ − σ‖₁: half the distance of the Bloch vectors, for qubits.

    Parameters
    ----------
    state0, state1 : qutip.Qobj
        Kets or density operators of the same dimensions.

    Returns
    -------
    float
        From 0 (the same state) to 1 (orthogonal states).  One measurement tells two
        equally likely states apart with probability (1 + T)/2 at best.

    Raises
    ------
    ValueError
        If an argument is not a normalised state or their dimensions differ.

    Notes
    -----
    Nielsen and Chuang, section 9.2.1, doi:10.1017/CBO9780511976667.  Explained in
    chapter C03.

    Examples
    --------
    >>> round(trace_distance(ket(0), mixture(basis("Z"))), 12)
    0.5
    """
    rho, sigma = _pair(state0, state1)
    # Eigenvalues of the Hermitian difference: qutip.tracedist squares them first and loses half the digits.
    return min(1.0, float(sum(abs((rho - sigma).eigenenergies()))) / 2)


def _pair(state0: qutip.Qobj, state1: qutip.Qobj) -> tuple[qutip.Qobj, qutip.Qobj]:
    """Two states of the same dimensions as density operators, or raise ValueError."""
    rho, sigma = density("state0", state0), density("state1", state1)
    if rho.dims != sigma.dims:
        alike = rho.shape == sigma.shape and state0.type == state1.type
        hint = f"; write qutip.Qobj(x, dims={state0.dims})" if alike else ""
        raise bad("state1", state1, f"a state with the dimensions of state0, {rho.dims}{hint}")
    return rho, sigma
