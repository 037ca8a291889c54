"""How much entanglement a pair has, and how its outcomes hang together."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import qutip

from qedu._arguments import bad, probability
from qedu._numerics import binary_entropy
from qedu._operators import direction, pair
from qedu._types import Floats, Number, Setting

__all__ = ["schmidt", "is_product", "concurrence", "entanglement_of_formation", "correlation",
           "correlation_matrix"]


def schmidt(state: qutip.Qobj) -> Floats:
    """Schmidt coefficients of a pure state of two qubits.

    Parameters
    ----------
    state : qutip.Qobj
        Normalised ket of two qubits.

    Returns
    -------
    numpy.ndarray
        Shape (2,): s₀ ≥ s₁ ≥ 0 with s₀² + s₁² = 1 in |ψ⟩ = s₀|u₀⟩|v₀⟩ + s₁|u₁⟩|v₁⟩.
        A product state has s₁ = 0, a maximally entangled one s₀ = s₁.

    Raises
    ------
    ValueError
        If `state` is not such a ket.

    Notes
    -----
    Singular values of the matrix of amplitudes; Nielsen and Chuang, theorem 2.7.
    Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell
    >>> schmidt(bell()).round(4).tolist()
    [0.7071, 0.7071]
    """
    pair("state", state)
    if not state.isket:
        raise bad("state", state, "a ket; for a mixed state ask for its concurrence")
    return np.linalg.svd(state.unit().full().reshape(2, 2), compute_uv=False)


def is_product(state: qutip.Qobj, tolerance: Number = 1e-9) -> bool:
    """Whether a pure state of two qubits is one state for Alice times one for Bob.

    Parameters
    ----------
    state : qutip.Qobj
        Normalised ket of two qubits.
    tolerance : float
        Largest s₁ of `schmidt` that counts as zero.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If `state` is not such a ket.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell
    >>> from qedu import states
    >>> import qutip
    >>> plus = states.basis("X")[0]
    >>> is_product(qutip.tensor(plus, plus)), is_product(bell())       # both are superpositions
    (True, False)
    """
    return bool(schmidt(state)[1] <= probability("tolerance", tolerance))


def concurrence(state: qutip.Qobj) -> float:
    """Wootters' concurrence of a two-qubit state: 0 if separable, 1 if maximally entangled.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of two qubits.

    Returns
    -------
    float
        max(0, λ₁ − λ₂ − λ₃ − λ₄); 2s₀s₁ for a pure state, max(0, 2F − 1) for a Werner state.

    Raises
    ------
    ValueError
        If `state` is not a two-qubit state.

    Notes
    -----
    Wootters, Phys. Rev. Lett. 80, 2245 (1998), doi:10.1103/PhysRevLett.80.2245.  The λ
    are here the singular values of ⟨vᵢ|σ_y⊗σ_y|vⱼ*⟩ for ρ = Σ|vᵢ⟩⟨vᵢ|.  Their squares are
    the eigenvalues of ρ·ρ̃, from which qutip.concurrence takes roots: that loses half the
    digits for pure states.  Used in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import werner
    >>> round(concurrence(werner(0.75)), 12)
    0.5
    """
    values, vectors = np.linalg.eigh(pair("state", state).full())
    parts = vectors * np.sqrt(values.clip(0, None))
    flip = np.fliplr(np.diag([-1, 1, 1, -1]))                  # σ_y ⊗ σ_y
    found = np.linalg.svd(parts.conj().T @ flip @ parts.conj(), compute_uv=False)
    return float(np.clip(2 * found[0] - found.sum(), 0, 1))


def entanglement_of_formation(state: qutip.Qobj) -> float:
    """Entanglement of formation: Bell pairs per copy that it takes to mix the state from pure ones.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of two qubits.

    Returns
    -------
    float
        h((1 + √(1 − C²))/2) in ebits, C the concurrence and h the binary entropy.  For a
        pure state the entropy of either half.

    Raises
    ------
    ValueError
        If `state` is not a two-qubit state.

    Notes
    -----
    Wootters, Phys. Rev. Lett. 80, 2245 (1998), doi:10.1103/PhysRevLett.80.2245.  It is what
    a copy costs in the cheapest mixture of pure states, each kind made in large numbers.  Used in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell, werner
    >>> round(entanglement_of_formation(bell()), 12), round(entanglement_of_formation(werner(0.5)), 12)
    (1.0, 0.0)
    """
    root = math.sqrt(1 - min(1.0, concurrence(state)) ** 2)
    small = (1 - root) / 2
    return float(binary_entropy(small))


def correlation_matrix(state: qutip.Qobj) -> Floats:
    """All correlations of a pair: T[i, j] = ⟨σᵢ ⊗ σⱼ⟩.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of two qubits.

    Returns
    -------
    numpy.ndarray
        Shape (3, 3), rows Alice's X, Y, Z, columns Bob's.  E(a, b) = a·T·b.

    Raises
    ------
    ValueError
        If `state` is not a two-qubit state.

    Notes
    -----
    Horodecki, Horodecki and Horodecki, Phys. Lett. A 200, 340 (1995),
    doi:10.1016/0375-9601(95)00214-N.  Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell
    >>> (correlation_matrix(bell()).round(12) + 0.0).tolist()
    [[1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    rho = pair("state", state)
    return np.array([[qutip.expect(both, rho).real for both in row] for row in _products()])


@cache
def _products():
    """The nine observables σᵢ ⊗ σⱼ, made once: most of what a CHSH value would cost."""
    paulis = (qutip.sigmax(), qutip.sigmay(), qutip.sigmaz())
    return [[qutip.tensor(p, q) for q in paulis] for p in paulis]


def correlation(state: qutip.Qobj, a: Setting, b: Setting) -> float:
    """Correlation E(a, b): how often the outcomes agree minus how often they differ.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of two qubits.
    a, b : setting
        Directions of Alice and of Bob (an angle in degrees from Z towards X, a basis name
        or a Bloch vector).

    Returns
    -------
    float
        From −1 to 1.  cos(a − b) for Φ⁺ in the X–Z plane; −cos of the angle for the singlet.

    Raises
    ------
    ValueError
        If `state` is not a two-qubit state or a setting is none.

    Notes
    -----
    ⟨(a·σ) ⊗ (b·σ)⟩.  Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell
    >>> round(correlation(bell("psi-"), 0, 60), 12)
    -0.5
    """
    return float(direction("a", a) @ correlation_matrix(state) @ direction("b", b))
