"""Qubit states, bases and measurements: floor 0, everything as QuTiP objects.

Conventions
-----------
|0⟩ and |1⟩ are the eigenstates of Z, at the north and south pole of the Bloch
sphere.  For polarised light |0⟩ is horizontal and |1⟩ vertical; a polariser
turned by an angle θ stands at the polar angle 2θ on the sphere, so orthogonal
states are opposite points, never perpendicular arrows.
"""

import math

from qedu._arguments import angle, bad, count, generator, probability

__all__ = ["BASES", "ket", "polarization", "basis", "bloch_vector", "probabilities",
           "measure", "sample", "overlap", "helstrom", "square_root_guess"]

#: Bloch axes of the three mutually unbiased qubit bases.
BASES = {"Z": (0.0, 0.0, 1.0), "X": (1.0, 0.0, 0.0), "Y": (0.0, 1.0, 0.0)}


def ket(theta, phi=0.0):
    """Pure state at polar angle `theta` and azimuth `phi` of the Bloch sphere.

    |ψ⟩ = cos(θ/2)|0⟩ + e^{iφ} sin(θ/2)|1⟩.

    Parameters
    ----------
    theta, phi : float
        Angles in radians.

    Returns
    -------
    qutip.Qobj
        Normalised ket, dims [[2], [1]].

    Raises
    ------
    ValueError
        If an angle is not a finite number.

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
    import qutip

    theta, phi = angle("theta", theta), angle("phi", phi)
    amplitude = complex(math.cos(phi), math.sin(phi)) * math.sin(theta / 2)
    return qutip.Qobj([[math.cos(theta / 2)], [amplitude]])


def polarization(angle_deg):
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
    return ket(2 * math.radians(angle("angle_deg", angle_deg)))


def _axis(axis):
    """Return a basis name or a Bloch vector as a unit vector of three floats."""
    if isinstance(axis, str):
        if axis.upper() not in BASES:
            raise bad("axis", axis, "'Z', 'X', 'Y' or a Bloch vector of three numbers")
        return BASES[axis.upper()]
    try:
        vector = [float(component) for component in axis]
    except (TypeError, ValueError):
        vector = []
    length = math.hypot(*vector) if len(vector) == 3 else 0.0
    if not (math.isfinite(length) and length > 1e-9):
        raise bad("axis", axis, "'Z', 'X', 'Y' or a non-zero Bloch vector of three numbers")
    return tuple(component / length for component in vector)


def basis(axis):
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
    x, y, z = _axis(axis)
    # atan2 keeps full precision near the poles, where acos(z) loses half the digits.
    theta, phi = math.atan2(math.hypot(x, y), z), math.atan2(y, x)
    return ket(theta, phi), ket(theta + math.pi, phi)


def _qubit(name, state):
    """Return a qubit state as a density operator of trace 1, or raise ValueError."""
    import qutip

    allowed = "a normalised qubit ket or density operator (qutip.Qobj)"
    if not isinstance(state, qutip.Qobj) or state.shape not in ((2, 1), (2, 2)):
        raise bad(name, state, allowed)
    rho = state.proj() if state.isket else state
    if not abs(rho.tr() - 1) < 1e-9 or not rho.isherm or min(rho.eigenenergies()) < -1e-9:
        raise bad(name, state, allowed)
    return rho


def bloch_vector(state):
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
    import numpy as np
    import qutip

    rho = _qubit("state", state)
    return np.array([qutip.expect(op, rho)
                     for op in (qutip.sigmax(), qutip.sigmay(), qutip.sigmaz())])


def probabilities(state, axis):
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
    import numpy as np
    import qutip

    rho = _qubit("state", state)
    p = np.array([qutip.expect(rho, outcome) for outcome in basis(axis)]).clip(0, 1)
    return p / p.sum()


def measure(state, axis, seed):
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


def sample(state, axis, shots, seed):
    """Measure many qubits, all prepared in the same state, once each.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of one qubit.
    axis : str or sequence of float
        The basis, as in `basis`.
    shots : int
        Number of qubits, at least 1; the cost does not depend on it.
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
    >>> sample(ket(0), "Z", 100, seed=1).tolist()
    [100, 0]
    """
    import numpy as np

    shots = count("shots", shots)
    zeros = generator(seed).binomial(shots, probabilities(state, axis)[0])
    return np.array([zeros, shots - zeros])


def overlap(state0, state1):
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
        if not _qubit(name, state) or not state.isket:
            raise bad(name, state, "a normalised qubit ket")
    return min(1.0, abs(state0.overlap(state1)))


def helstrom(state0, state1, p0=0.5):
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
    gamma = p0 * _qubit("state0", state0) - (1 - p0) * _qubit("state1", state1)
    return min(1.0, float(1 + sum(abs(gamma.eigenenergies()))) / 2)


def square_root_guess(states):
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
    rhos = [_qubit("states", state) for state in states]
    if not rhos:
        raise bad("states", states, "at least one qubit state")
    values, vectors = sum(rhos[1:], rhos[0]).eigenstates()
    # On the support only: a single state, or copies of one, leave S singular.
    root = sum(vector.proj() / math.sqrt(value)
               for value, vector in zip(values, vectors) if value > 1e-12)
    return float(sum((root * rho * root * rho).tr().real for rho in rhos) / len(rhos))
