"""Entangled pairs and Bell tests: floor 0, everything as QuTiP objects or NumPy arrays.

The reference state is Φ⁺ = (|00⟩ + |11⟩)/√2; two-qubit objects have dims
[[2, 2], [2, 2]], Alice's qubit first.  A *setting* is a Bloch direction: a basis name
("Z", "X", "Y"), a vector of three numbers, or one number, an angle in degrees from
Z towards X (0 is Z, 90 is X).  Outcome 0 counts +1 and outcome 1 counts −1.

A Bell test has two settings on each side, a and a' for Alice, b and b' for Bob, and

    S = E(a, b) − E(a, b') + E(a', b) + E(a', b').

Local models keep |S| ≤ 2.  In the whole library `s_value` is S with its sign, and `chsh` its size
|S|.  The sign matters where S stands for a game: with this S the CHSH game is won with probability
½ + S/8 (`win_probability`), so a pair of S = −2√2, the singlet at the `STANDARD_ANGLES`, loses it
85 times of 100.

Its odds are one table ``table[x, y, A, B]``: the probability of the outcomes A and B
when Alice has her setting number x and Bob his number y.  A third outcome, number 2, is
silence: the detector did not click.
"""

import math
import numbers
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from qedu import _arguments, states
from qedu._arguments import array as _numbers
from qedu._arguments import bad, count, degrees, generator, probability
from qedu._arguments import scalar_or_array as _scalar_or_array
from qedu._operators import Value
from qedu._operators import pair as _pair

__all__ = ["STANDARD_ANGLES", "bell", "werner", "classically_correlated", "schmidt", "is_product",
           "concurrence", "entanglement_of_formation", "correlation", "correlation_matrix", "chsh",
           "best_settings", "steer", "bell_table", "s_value", "win_probability", "signalling",
           "BellCounts", "bell_test", "local_strategies", "local_table", "detect", "assign_silence",
           "efficiency_threshold", "loophole_cheat", "p_value", "Plan", "rounds_needed"]

#: Settings (a, a', b, b') at which Φ⁺ reaches 2√2: degrees from Z towards X.
STANDARD_ANGLES = (0, 90, 45, 135)

#: By name: the Bell state as amplitudes of |00⟩, |01⟩, |10⟩, |11⟩, times √2.
_BELL = {"phi+": (1, 0, 0, 1), "phi-": (1, 0, 0, -1), "psi+": (0, 1, 1, 0), "psi-": (0, 1, -1, 0)}

_SIGNS = ((1, -1), (1, 1))          # of E(x, y) in S


# ---------------------------------------------------------------- states

def bell(name="phi+"):
    """One of the four Bell states.

    Parameters
    ----------
    name : str
        "phi+", "phi-", "psi+" or "psi-" (the singlet): (|00⟩ ± |11⟩)/√2 and
        (|01⟩ ± |10⟩)/√2.

    Returns
    -------
    qutip.Qobj
        Normalised ket, dims [[2, 2], [1]].

    Raises
    ------
    ValueError
        If there is no such state.

    Notes
    -----
    Nielsen and Chuang, section 1.3.6.  Introduced in chapter C04.

    Examples
    --------
    >>> [round(float(correlation(bell("psi-"), axis, axis)), 12) for axis in "XYZ"]
    [-1.0, -1.0, -1.0]
    """
    return _bell("name", name)


def _bell(argument, name):
    import qutip

    if not isinstance(name, str) or name not in _BELL:
        raise bad(argument, name, "one of " + ", ".join(map(repr, _BELL)))
    return qutip.Qobj([[amplitude / math.sqrt(2)] for amplitude in _BELL[name]], dims=[[2, 2], [1]])


def werner(fidelity=None, *, visibility=None, state="phi+"):
    """A Bell state with white noise, by its fidelity or by its visibility.

    Parameters
    ----------
    fidelity : float, optional
        F = ⟨Bell|ρ|Bell⟩, from 0 to 1; each of the three other Bell states has (1 − F)/3.
    visibility : float, optional
        v = (4F − 1)/3, from −1/3 to 1, in place of the fidelity: ρ = v·Bell + (1 − v)·I/4.
    state : str
        The Bell state, as in `bell`.

    Returns
    -------
    qutip.Qobj
        Density operator, dims [[2, 2], [2, 2]].

    Raises
    ------
    ValueError
        Unless exactly one of fidelity and visibility is given, within its range.

    Notes
    -----
    Werner, Phys. Rev. A 40, 4277 (1989), doi:10.1103/PhysRevA.40.4277, for the singlet.
    Entangled for v > 1/3 (F > ½); S > 2 for v > 1/√2.  Derived in chapter C04.

    Examples
    --------
    >>> rho = werner(visibility=0.5)             # entangled, and no CHSH test shows it
    >>> round(concurrence(rho), 12), round(chsh(rho), 12)
    (0.25, 1.414213562373)
    """
    import qutip

    if (fidelity is None) == (visibility is None):
        given = f"{fidelity!r} with visibility = {visibility!r}"
        raise bad("fidelity", given, "exactly one of fidelity and visibility")
    if visibility is None:
        visibility = (4 * probability("fidelity", fidelity) - 1) / 3
    else:
        visibility = probability("visibility", visibility, -1 / 3, 1)
    noise = qutip.qeye([2, 2]) / 4
    return visibility * _bell("state", state).proj() + (1 - visibility) * noise


def classically_correlated(axis="Z"):
    """A spoofed pair: two qubits in the same basis state, which of the two by a coin toss.

    Parameters
    ----------
    axis : setting
        The basis in which both outcomes always agree.

    Returns
    -------
    qutip.Qobj
        ½|0⟩⟨0|⊗|0⟩⟨0| + ½|1⟩⟨1|⊗|1⟩⟨1| in that basis: separable, dims [[2, 2], [2, 2]].

    Raises
    ------
    ValueError
        If the axis is no setting.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> fake = classically_correlated("Z")
    >>> round(float(correlation(fake, "Z", "Z")), 12), round(float(correlation(fake, "X", "X")), 12)
    (1.0, 0.0)
    """
    import qutip

    kets = states.basis(_direction("axis", axis))
    return sum(qutip.tensor(ket.proj(), ket.proj()) for ket in kets) / 2


def _direction(name, setting):
    """Return a setting as a unit Bloch vector, an array of three floats."""
    import numpy as np

    if isinstance(setting, numbers.Real) and not isinstance(setting, bool):
        turn = math.radians(degrees(name, setting))
        return np.array([math.sin(turn), 0.0, math.cos(turn)])
    try:
        return states.bloch_vector(states.basis(setting)[0])
    except ValueError:
        allowed = "an angle in degrees, 'Z', 'X', 'Y' or a non-zero Bloch vector of three numbers"
        raise bad(name, setting, allowed) from None


# ---------------------------------------------------------------- how much entanglement

def schmidt(state):
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
    >>> schmidt(bell()).round(4).tolist()
    [0.7071, 0.7071]
    """
    import numpy as np

    _pair("state", state)
    if not state.isket:
        raise bad("state", state, "a ket; for a mixed state ask for its concurrence")
    return np.linalg.svd(state.unit().full().reshape(2, 2), compute_uv=False)


def is_product(state, tolerance=1e-9):
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
    >>> import qutip
    >>> plus = states.basis("X")[0]
    >>> is_product(qutip.tensor(plus, plus)), is_product(bell())       # both are superpositions
    (True, False)
    """
    return bool(schmidt(state)[1] <= probability("tolerance", tolerance))


def concurrence(state):
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
    >>> round(concurrence(werner(0.75)), 12)
    0.5
    """
    import numpy as np

    values, vectors = np.linalg.eigh(_pair("state", state).full())
    parts = vectors * np.sqrt(values.clip(0, None))
    flip = np.fliplr(np.diag([-1, 1, 1, -1]))                  # σ_y ⊗ σ_y
    found = np.linalg.svd(parts.conj().T @ flip @ parts.conj(), compute_uv=False)
    return float(np.clip(2 * found[0] - found.sum(), 0, 1))


def entanglement_of_formation(state):
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
    >>> round(entanglement_of_formation(bell()), 12), round(entanglement_of_formation(werner(0.5)), 12)
    (1.0, 0.0)
    """
    from scipy.special import entr       # −x ln x, 0 at 0

    root = math.sqrt(1 - min(1.0, concurrence(state)) ** 2)
    small = (1 - root) / 2
    return float((entr(small) + entr(1 - small)) / math.log(2))


# ---------------------------------------------------------------- correlations

def correlation_matrix(rho):
    """All correlations of a pair: T[i, j] = ⟨σᵢ ⊗ σⱼ⟩.

    Parameters
    ----------
    rho : qutip.Qobj
        Ket or density operator of two qubits.

    Returns
    -------
    numpy.ndarray
        Shape (3, 3), rows Alice's X, Y, Z, columns Bob's.  E(a, b) = a·T·b.

    Raises
    ------
    ValueError
        If `rho` is not a two-qubit state.

    Notes
    -----
    Horodecki, Horodecki and Horodecki, Phys. Lett. A 200, 340 (1995),
    doi:10.1016/0375-9601(95)00214-N.  Derived in chapter C04.

    Examples
    --------
    >>> (correlation_matrix(bell()).round(12) + 0.0).tolist()
    [[1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    import numpy as np
    import qutip

    rho = _pair("rho", rho)
    return np.array([[qutip.expect(both, rho).real for both in row] for row in _products()])


@lru_cache(maxsize=None)
def _products():
    """The nine observables σᵢ ⊗ σⱼ, made once: most of what a CHSH value would cost."""
    import qutip

    paulis = (qutip.sigmax(), qutip.sigmay(), qutip.sigmaz())
    return [[qutip.tensor(p, q) for q in paulis] for p in paulis]


def correlation(rho, a, b):
    """Correlation E(a, b): how often the outcomes agree minus how often they differ.

    Parameters
    ----------
    rho : qutip.Qobj
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
        If `rho` is not a two-qubit state or a setting is none.

    Notes
    -----
    ⟨(a·σ) ⊗ (b·σ)⟩.  Derived in chapter C04.

    Examples
    --------
    >>> round(correlation(bell("psi-"), 0, 60), 12)
    -0.5
    """
    return float(_direction("a", a) @ correlation_matrix(rho) @ _direction("b", b))


def _four(name, settings):
    """Return the settings a, a', b, b' as an array of four unit vectors."""
    import numpy as np

    try:
        given = list(settings)
    except TypeError:
        given = []
    if isinstance(settings, str) or len(given) != 4:
        raise bad(name, settings, "four settings: a and a' of Alice, b and b' of Bob")
    return np.array([_direction(name, setting) for setting in given])


def chsh(rho, angles=None):
    """CHSH value |S| of a pair: for given settings, or the most that any settings give.

    Parameters
    ----------
    rho : qutip.Qobj
        Ket or density operator of two qubits.
    angles : sequence of four settings, optional
        (a, a', b, b'); numbers are degrees from Z towards X.  None: the maximum over all
        directions.

    Returns
    -------
    float
        |E(a, b) − E(a, b') + E(a', b) + E(a', b')|, from 0; with its sign it is the `s_value`
        of the `bell_table`.  Local models reach 2, quantum states 2√2 (Tsirelson).

    Warns
    -----
    UserWarning
        If an angle looks like radians: math.pi / 4 in place of 45.

    Raises
    ------
    ValueError
        If `rho` is not a two-qubit state or `angles` are not four settings.

    Notes
    -----
    Clauser, Horne, Shimony and Holt, Phys. Rev. Lett. 23, 880 (1969),
    doi:10.1103/PhysRevLett.23.880.  The maximum is 2√(t₁² + t₂²), t₁ and t₂ the two largest
    singular values of `correlation_matrix`: Horodecki, Horodecki and Horodecki, Phys. Lett. A
    200, 340 (1995), doi:10.1016/0375-9601(95)00214-N.  Derived in chapter C04.

    Examples
    --------
    >>> round(chsh(bell(), STANDARD_ANGLES), 9), round(chsh(bell("psi-")), 9)
    (2.828427125, 2.828427125)
    """
    import numpy as np

    matrix = correlation_matrix(rho)
    if angles is None:
        first, second, _ = np.linalg.svd(matrix, compute_uv=False)
        return float(2 * math.hypot(first, second))
    a, a2, b, b2 = _four("angles", angles)
    return float(abs(a @ matrix @ (b - b2) + a2 @ matrix @ (b + b2)))


def best_settings(rho):
    """Settings at which a pair reaches its largest S.

    Parameters
    ----------
    rho : qutip.Qobj
        Ket or density operator of two qubits.

    Returns
    -------
    numpy.ndarray
        Shape (4, 3): Bloch directions a, a', b, b'.  Other settings may do as well; for Φ⁺
        and Φ⁺ with white noise these are the `STANDARD_ANGLES`.

    Raises
    ------
    ValueError
        If `rho` is not a two-qubit state.

    Notes
    -----
    From the singular vectors of `correlation_matrix`; references as for `chsh`.  Derived in
    chapter C04.

    Examples
    --------
    >>> rho = werner(0.9)
    >>> abs(chsh(rho, best_settings(rho)) - chsh(rho)) < 1e-12
    True
    """
    import numpy as np

    order = [2, 0, 1]                    # Z first, then X: among equals these are taken
    left, sizes, right = np.linalg.svd(correlation_matrix(rho)[np.ix_(order, order)])
    back = np.argsort(order)
    a, a2 = left.T[0][back], left.T[1][back]
    v, v2 = right[0][back], right[1][back]
    tilt = math.atan2(sizes[1], sizes[0])
    b, b2 = math.cos(tilt) * v + math.sin(tilt) * v2, -math.cos(tilt) * v + math.sin(tilt) * v2
    return np.array([a, a2, b, b2]) + 0.0


def steer(rho, axis):
    """What Bob has after Alice measured: his states, each with its probability as its trace.

    Parameters
    ----------
    rho : qutip.Qobj
        Ket or density operator of two qubits.
    axis : setting
        Alice's direction.

    Returns
    -------
    tuple of qutip.Qobj
        Operators of Bob's qubit for Alice's outcomes 0 and 1.  Their sum is Bob's state
        before he hears from her: it does not depend on the axis.

    Raises
    ------
    ValueError
        If `rho` is not a two-qubit state or the axis is no setting.

    Notes
    -----
    Tr_A[(Π ⊗ I)ρ].  Derived in chapter C04.

    Examples
    --------
    >>> first, second = steer(bell(), "X")
    >>> states.bloch_vector(first / first.tr()).round(12).tolist()
    [1.0, 0.0, 0.0]
    >>> bool(abs((first + second - bell().proj().ptrace(1)).full()).max() < 1e-12)
    True
    """
    import qutip

    rho = _pair("rho", rho)
    kets = states.basis(_direction("axis", axis))
    return tuple((qutip.tensor(ket.proj(), qutip.qeye(2)) * rho).ptrace(1) for ket in kets)


# ---------------------------------------------------------------- tables of a Bell test

def bell_table(rho, angles=STANDARD_ANGLES):
    """The odds of a Bell test: probability of both outcomes for each pair of settings.

    Parameters
    ----------
    rho : qutip.Qobj
        Ket or density operator of two qubits.
    angles : sequence of four settings
        (a, a', b, b'); numbers are degrees from Z towards X.

    Returns
    -------
    numpy.ndarray
        Shape (2, 2, 2, 2): ``table[x, y, A, B]`` = ⟨Π_A ⊗ Π_B⟩ sums to 1 for each x, y.

    Raises
    ------
    ValueError
        If `rho` is not a two-qubit state or `angles` are not four settings.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> bell_table(bell(), (0, 90, 0, 90))[0, 0].round(12).tolist()     # both along Z: always equal
    [[0.5, 0.0], [0.0, 0.5]]
    """
    import numpy as np
    import qutip

    rho = _pair("rho", rho)
    bases = [states.basis(setting) for setting in _four("angles", angles)]
    table = np.array([[[[qutip.expect(rho, qutip.tensor(left, right)).real for right in bob]
                        for left in alice] for bob in bases[2:]] for alice in bases[:2]])
    table = table.clip(0, 1)
    return table / table.sum(axis=(2, 3), keepdims=True)


def _table(name, table):
    """Return a Bell table, with or without silence, as a float array, or raise ValueError."""
    import numpy as np

    allowed = ("a table of shape (2, 2, 2, 2), or (2, 2, 3, 3) with silence: probabilities that sum "
               "to 1 for each pair of settings")
    try:
        array = _arguments.reals(table)
    except Exception:
        raise bad(name, table, allowed) from None
    if array.shape not in ((2, 2, 2, 2), (2, 2, 3, 3)):
        raise bad(name, f"an array of shape {array.shape}", allowed)
    whole = array.sum(axis=(2, 3), keepdims=True)
    if not np.isfinite(array).all():
        raise bad(name, "a table of other numbers", f"{allowed}; some entries are no finite numbers")
    if array.min() < -_arguments.PRINTED:
        raise bad(name, "a table of other numbers", f"{allowed}; the least entry is {array.min():.3g}")
    if abs(whole - 1).max() > _arguments.PRINTED:
        raise bad(name, "a table of other numbers", f"{allowed}; these sum to {whole.ravel().round(6).tolist()}")
    array = array.clip(0, None)
    whole = array.sum(axis=(2, 3), keepdims=True)
    return array / whole if abs(whole - 1).max() > 1e-12 else array


def _correlations(array):
    """E(x, y) over the rounds in which both clicked, from probabilities or counts."""
    import numpy as np

    both = np.asarray(array)[:, :, :2, :2]
    kept = both.sum(axis=(2, 3))
    if not kept.min() > 0:
        raise bad("table", "one without a round in which both clicked",
                  "at least one such round for each pair of settings")
    return (both[..., 0, 0] - both[..., 0, 1] - both[..., 1, 0] + both[..., 1, 1]) / kept, kept


def s_value(table):
    """S of a table, with its sign: quantum, local, or made up.

    Parameters
    ----------
    table : array_like
        Shape (2, 2, 2, 2); or (2, 2, 3, 3), and then only the rounds in which both clicked
        count, as in an experiment that assumes fair sampling.

    Returns
    -------
    float
        E(0, 0) − E(0, 1) + E(1, 0) + E(1, 1), from −4 to 4; local models stay from −2 to 2.

    Raises
    ------
    ValueError
        If it is no such table, or some pair of settings has no round left.

    Notes
    -----
    Its size is `chsh`.  Derived in chapter C04.

    Examples
    --------
    >>> round(s_value(bell_table(bell())), 9), round(s_value(bell_table(bell("psi-"))), 9)
    (2.828427125, -2.828427125)
    """
    found, _ = _correlations(_table("table", table))
    return float((found * _SIGNS).sum())


def win_probability(s):
    """How often a source of this S wins the CHSH game, all four question pairs equally likely.

    Parameters
    ----------
    s : float or array_like
        S with its sign, as `s_value` gives it, from −4 to 4.

    Returns
    -------
    float or numpy.ndarray
        ½ + S/8: 0.75 for S = 2, 0.8536 for 2√2, 0.25 for −2.

    Raises
    ------
    ValueError
        If `s` leaves [−4, 4].

    Notes
    -----
    The players win when their answers agree, except for the questions a and b', where they
    must differ.  Cleve, Høyer, Toner and Watrous, CCC 2004, doi:10.1109/CCC.2004.1313847.
    Derived in chapter C04.

    Examples
    --------
    >>> win_probability(2.0)
    0.75
    """
    value = 0.5 + _numbers("s", s, -4, 4) / 8
    return _scalar_or_array(value)


def signalling(table):
    """How much one side's odds depend on the other side's setting: 0 in every quantum table.

    Parameters
    ----------
    table : array_like
        Shape (2, 2, 2, 2), or (2, 2, 3, 3) with silence.

    Returns
    -------
    float
        The largest change of the probability of any outcome on one side that a change of the
        setting on the other side causes.

    Raises
    ------
    ValueError
        If it is no such table.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> signalling(bell_table(werner(0.9))) < 1e-12
    True
    """
    array = _table("table", table)
    alice, bob = array.sum(axis=3), array.sum(axis=2)       # [x, y, outcome]
    return float(max(abs(alice[:, 0] - alice[:, 1]).max(), abs(bob[0] - bob[1]).max()))


# ---------------------------------------------------------------- counts

@dataclass(frozen=True, eq=False)
class BellCounts(Value):
    """What a Bell test found.

    Parameters
    ----------
    counts : numpy.ndarray
        Shape (2, 2, 2, 2), or (2, 2, 3, 3) with silence: rounds by setting x of Alice, y of
        Bob, and both outcomes.

    Raises
    ------
    ValueError
        If these are no counts.

    Notes
    -----
    Everything below counts the rounds in which both clicked.  Standard errors are those of
    independent rounds: √((1 − E²)/n) for a correlation from n rounds, and the root of the sum
    of squares for S.  Derived in chapter C04.

    Examples
    --------
    >>> found = bell_test(bell_table(bell()), shots=10**6, seed=1)
    >>> abs(found.s_value - 2 * math.sqrt(2)) < 5 * found.s_error
    True
    """

    counts: object = field(repr=False)

    def __post_init__(self):
        import numpy as np

        allowed = "whole numbers of rounds, shape (2, 2, 2, 2) or (2, 2, 3, 3)"
        try:
            array = _arguments.reals(self.counts)
            with np.errstate(invalid="ignore"):
                whole = array.astype(np.int64)
        except Exception:
            raise bad("counts", self.counts, allowed) from None
        if whole.shape not in ((2, 2, 2, 2), (2, 2, 3, 3)) or (whole != array).any() or whole.min() < 0:
            raise bad("counts", self.counts, allowed)
        if array.sum(axis=(2, 3)).max() > 1e18:                # whose sums would leave 64 bits
            raise bad("counts", "counts of that many rounds", "at most 10**18 rounds for each pair of settings")
        object.__setattr__(self, "counts", whole)

    @property
    def n(self):
        """Rounds with two clicks for each pair of settings, shape (2, 2)."""
        return self.counts[:, :, :2, :2].sum(axis=(2, 3))

    @property
    def correlations(self):
        """Estimates of E(x, y), shape (2, 2)."""
        return _correlations(self.counts)[0]

    @property
    def errors(self):
        """Standard errors of the correlations, shape (2, 2)."""
        found, kept = _correlations(self.counts)
        return ((1 - found**2) / kept) ** 0.5

    @property
    def s_value(self):
        """Estimate of S with its sign: E(0, 0) − E(0, 1) + E(1, 0) + E(1, 1)."""
        return float((self.correlations * _SIGNS).sum())

    @property
    def s_error(self):
        """Standard error of `s_value`."""
        return float((self.errors**2).sum() ** 0.5)

    @property
    def wins(self):
        """Rounds won in the CHSH game: outcomes that agree, or differ for settings 0 and 1."""
        both = self.counts[:, :, :2, :2]
        equal, differ = both[..., 0, 0] + both[..., 1, 1], both[..., 0, 1] + both[..., 1, 0]
        return int(equal[0, 0] + differ[0, 1] + equal[1, 0] + equal[1, 1])


def bell_test(table, shots, seed):
    """Play a Bell test: the same number of rounds for each of the four pairs of settings.

    Parameters
    ----------
    table : array_like
        From `bell_table`, `local_table` or `detect`: shape (2, 2, 2, 2) or (2, 2, 3, 3).
    shots : int
        Rounds for each pair of settings, 1 to 10¹⁸; the cost does not depend on it.
    seed : int or numpy.random.Generator
        Source of randomness.

    Returns
    -------
    BellCounts

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    One multinomial draw for each pair of settings.  Derived in chapter C04.

    Examples
    --------
    >>> bell_test(bell_table(bell(), (0, 90, 0, 90)), shots=1000, seed=1).n.tolist()
    [[1000, 1000], [1000, 1000]]
    """
    array = _table("table", table)
    shots, rng = count("shots", shots), generator(seed)
    if shots > 10**18:
        raise bad("shots", shots, "at most 10**18")
    cells = array.reshape(2, 2, -1)
    cells = cells / cells.sum(axis=2, keepdims=True)
    return BellCounts(rng.multinomial(shots, cells).reshape(array.shape))


# ---------------------------------------------------------------- local models

def local_strategies():
    """The 16 deterministic local strategies: an answer for each question, fixed beforehand.

    Returns
    -------
    numpy.ndarray
        Shape (16, 4): outcomes (0 or 1) for a, a', b, b'.

    Notes
    -----
    Every local model is a mixture of these; Fine, Phys. Rev. Lett. 48, 291 (1982),
    doi:10.1103/PhysRevLett.48.291.  Derived in chapter C04.

    Examples
    --------
    >>> sorted({s_value(local_table([strategy])) for strategy in local_strategies()})
    [-2.0, 2.0]
    """
    import numpy as np

    return np.array([[number >> bit & 1 for bit in (3, 2, 1, 0)] for number in range(16)])


def local_table(strategies, weights=None):
    """The odds of a local model: a mixture of instructions that were fixed beforehand.

    Parameters
    ----------
    strategies : array_like
        Shape (m, 4): for each strategy the outcomes for a, a', b, b': 0, 1, or 2 for silence.
    weights : sequence of float, optional
        Probabilities of the strategies; equal if left out.

    Returns
    -------
    numpy.ndarray
        Shape (2, 2, 2, 2), or (2, 2, 3, 3) if some strategy is ever silent.

    Raises
    ------
    ValueError
        If strategies are no such outcomes or weights no probabilities.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> round(s_value(local_table(local_strategies())), 12)        # all sixteen, equally often
    0.0
    """
    import numpy as np

    allowed = "rows of four outcomes 0, 1 or 2 (silence), for a, a', b and b'"
    try:
        rows = _arguments.reals(strategies)
    except Exception:
        raise bad("strategies", strategies, allowed) from None
    if rows.ndim != 2 or rows.shape[1] != 4 or not len(rows) or not np.isin(rows, (0, 1, 2)).all():
        raise bad("strategies", strategies, allowed)
    rows = rows.astype(int)
    share = np.full(len(rows), 1 / len(rows)) if weights is None else _arguments.odds(
        "weights", weights, f"{len(rows)} probabilities that sum to 1", len(rows))
    size = 3 if (rows == 2).any() else 2
    table = np.zeros((2, 2, size, size))
    for x in (0, 1):
        for y in (0, 1):
            np.add.at(table[x, y], (rows[:, x], rows[:, 2 + y]), share)
    return table


# ---------------------------------------------------------------- lost photons

def detect(table, efficiency):
    """The same test with detectors that miss photons, each by chance and for itself.

    Parameters
    ----------
    table : array_like
        Shape (2, 2, 2, 2).
    efficiency : float
        Probability from 0 to 1 that a detector clicks, the same on both sides.

    Returns
    -------
    numpy.ndarray
        Shape (2, 2, 3, 3): outcome 2 is silence.

    Raises
    ------
    ValueError
        If it is no table of two outcomes or no probability.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> detect(bell_table(bell()), 0.8)[0, 0, 2, 2].round(12).item()       # neither clicks
    0.04
    """
    import numpy as np

    array, eta = _table("table", table), probability("efficiency", efficiency)
    if array.shape[2] != 2:
        raise bad("table", f"an array of shape {array.shape}", "shape (2, 2, 2, 2)")
    seen = np.array([[eta, 0], [0, eta], [1 - eta, 1 - eta]])
    return np.einsum("ia,jb,xyab->xyij", seen, seen, array)


def assign_silence(table, alice=0, bob=0):
    """Count silence as an outcome: no round is thrown away, and fair sampling need not be assumed.

    Parameters
    ----------
    table : array_like
        Shape (2, 2, 3, 3).
    alice, bob : int
        The outcome, 0 or 1, that each side writes down when nothing clicked.

    Returns
    -------
    numpy.ndarray
        Shape (2, 2, 2, 2).

    Raises
    ------
    ValueError
        If it is no table with silence, or no outcomes.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> lossy = detect(bell_table(bell()), 0.7)
    >>> round(s_value(lossy), 3), round(s_value(assign_silence(lossy)), 3)
    (2.828, 1.566)
    """
    import numpy as np

    array = _table("table", table)
    if array.shape[2] != 3:
        raise bad("table", f"an array of shape {array.shape}", "shape (2, 2, 3, 3)")
    maps = []
    for name, outcome in (("alice", alice), ("bob", bob)):
        if count(name, outcome, 0) > 1:
            raise bad(name, outcome, "outcome 0 or 1")
        maps.append(np.eye(2)[:, [0, 1, int(outcome)]])
    return np.einsum("ai,bj,xyij->xyab", *maps, array)


def efficiency_threshold(s=2 * math.sqrt(2)):
    """Detector efficiency above which a violation survives when silence counts as an outcome.

    Parameters
    ----------
    s : float or array_like
        S that the pairs give with perfect detectors, from 2 to 4.

    Returns
    -------
    float or numpy.ndarray
        4/(2 + S): 0.8284 for maximally entangled pairs.  Up to here `loophole_cheat` shows this S
        on the rounds with two clicks, and above it does not.

    Raises
    ------
    ValueError
        If `s` leaves [2, 4].

    Notes
    -----
    η²S + 2(1 − η)² > 2, for pairs whose single outcomes are even.  Garg and Mermin,
    Phys. Rev. D 35, 3831 (1987), doi:10.1103/PhysRevD.35.3831.  Pairs that are less than
    maximally entangled bring it down towards 2/3: Eberhard, Phys. Rev. A 47, R747 (1993),
    doi:10.1103/PhysRevA.47.R747.  Derived in chapter C04.

    Examples
    --------
    >>> round(efficiency_threshold(), 4)
    0.8284
    """
    return _scalar_or_array(4 / (2 + _numbers("s", s, 2, 4)))


def loophole_cheat(efficiency, s=None):
    """A local model that breaks S = 2 on the rounds it lets through (detection loophole).

    Parameters
    ----------
    efficiency : float
        How often each side is to click, above 0 and at most 1.
    s : float, optional
        S on the rounds in which both click, from 0 to the most that is possible, which is the
        default: 4/η − 2, and 4 for η ≤ 2/3.

    Returns
    -------
    strategies : numpy.ndarray
        Shape (m, 4): fixed outcomes for a, a', b, b', 2 for silence.
    weights : numpy.ndarray
        Shape (m,): how often each is sent.  `local_table` turns both into a table.  Single
        clicks (η) and double clicks (η²) come as often as with honest detectors, and each
        click is 0 or 1 evenly.  For s = 2√2 the table is that of Φ⁺ at the
        `STANDARD_ANGLES` with detectors of this efficiency, silence included.

    Raises
    ------
    ValueError
        If an argument is not in its range.

    Notes
    -----
    4/η − 2 is the most that a local model can do if a click on one side finds one on the other with
    probability η, as here and with independent detectors: Larsson, Phys. Rev. A 57, 3304 (1998),
    doi:10.1103/PhysRevA.57.3304.  Models with fewer double clicks than η² show more.  Derived in
    chapter C04.

    Examples
    --------
    >>> model = loophole_cheat(0.8)
    >>> round(s_value(local_table(*model)), 12)
    3.0
    """
    import numpy as np

    eta = probability("efficiency", efficiency)
    if eta <= 0:
        raise bad("efficiency", efficiency, "a number above 0 and at most 1")
    base = max(eta, 2 / 3)              # below 2/3, lose some more photons at random
    most = 4 / base - 2
    s = most if s is None else probability("s", s, 0, most)
    full = [row for row in local_strategies() if row[0] == 0 and _wins(row) == 3]
    # Silent for one question of one side: all the pairs that are left can be won.
    silent = [(2, 0, 0, 0), (0, 2, 0, 1), (0, 1, 2, 1), (0, 0, 0, 2)]
    model = ([(base * (3 * base - 2) / len(full), row) for row in full]
             + [(base * (1 - base), row) for row in silent] + [((1 - base) ** 2, (2, 2, 2, 2))])
    keep, flip = eta / base, (1 - s / most) / 2
    merged = {}
    for (weight, row), both, bob, left, right in product(model, (0, 1), (0, 1), (0, 1), (0, 1)):
        # Flip both sides half of the time, so that single outcomes are even; Bob's alone to lower
        # S; silence each side at random to lower the efficiency.
        weight *= (0.5 * (flip if bob else 1 - flip) * (keep if left else 1 - keep)
                   * (keep if right else 1 - keep))
        answers = ([a ^ both if left and a != 2 else 2 for a in row[:2]]
                   + [b ^ both ^ bob if right and b != 2 else 2 for b in row[2:]])
        if weight > 0:
            merged[tuple(map(int, answers))] = merged.get(tuple(map(int, answers)), 0.0) + weight
    return np.array(list(merged)), np.array(list(merged.values()))


def _wins(row):
    """For how many of the four pairs of questions fixed answers win the CHSH game."""
    a, a2, b, b2 = row
    return int(a == b) + int(a != b2) + int(a2 == b) + int(a2 == b2)


# ---------------------------------------------------------------- how many rounds

def p_value(wins, rounds, bound=0.75):
    """Chance that a source below a bound wins a game this often, or more often.

    Parameters
    ----------
    wins, rounds : int
        Rounds won, and rounds played with questions drawn anew for each, 1 to 10¹⁸.
    bound : float
        Most that such a source wins per round: 0.75 for local models in the CHSH game.

    Returns
    -------
    float
        P(K ≥ wins) for K binomial with `rounds` trials of probability `bound`.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    The rounds need not be alike: a source with memory, too, wins each with at most `bound`
    given the past, so the bound holds.  Elkouss and Wehner, npj Quantum Inf. 2, 16026 (2016),
    doi:10.1038/npjqi.2016.26.  Derived in chapter C04.

    Examples
    --------
    >>> round(p_value(196, 245), 3)              # 245 rounds with S = 2.4
    0.039
    """
    from scipy.special import betainc

    rounds = count("rounds", rounds)
    if rounds > 10**18:
        raise bad("rounds", rounds, "at most 10**18")
    wins = count("wins", wins, low=0)
    if wins > rounds:
        raise bad("wins", wins, f"at most the {rounds} rounds played")
    bound = probability("bound", bound)
    return float(betainc(wins, rounds - wins + 1, bound)) if wins else 1.0


class Plan(NamedTuple):
    """A test that was fixed beforehand.

    Parameters
    ----------
    rounds : int
        Rounds to play.
    wins : int
        Rounds that must be won before anything is claimed.

    Examples
    --------
    >>> Plan(20, 19).wins
    19
    """

    rounds: int
    wins: int


def rounds_needed(win, bound=0.75, confidence=0.99, power=0.9):
    """Rounds it takes to know that a source wins more often than a bound allows.

    Parameters
    ----------
    win : float
        How often the source wins a round, above `bound`: `win_probability` of its S, say.
    bound : float
        Most that the sources to be ruled out win per round.  CHSH game against local models:
        0.75.  Guessing each other's outcome in Z or X at random, against separable states:
        0.75; in X, Y or Z at random: 2/3.
    confidence : float
        1 − α: a source at the bound is taken for a better one with probability α at most.
    power : float
        The source itself passes with this probability at least.

    Returns
    -------
    Plan
        The smallest number of rounds for which such a test exists, and the rounds to win.

    Raises
    ------
    ValueError
        If a number is out of its range, or `win` is not above `bound` by 1e-5 at least.

    Notes
    -----
    Exact binomial tails, no approximation; see `p_value` for why they hold.  Derived in
    chapter C04.

    Examples
    --------
    >>> rounds_needed(win_probability(2 * math.sqrt(2)))
    Plan(rounds=197, wins=162)
    """
    from scipy.special import betainc

    bound, given = probability("bound", bound, 1e-6, 1 - 1e-6), win
    win = probability("win", win)
    if not win > bound + 1e-5:
        raise bad("win", given, f"a number above {bound:g}, by 1e-05 at least: else no number of rounds is enough")
    alpha = 1 - probability("confidence", confidence, 0.5)
    if alpha < 1e-15:
        raise bad("confidence", confidence, "a number from 0.5 to below 1")
    given, power = power, probability("power", power, 0.01)
    if power > 1 - 1e-9:
        raise bad("power", given, "a number from 0.01 to below 1")

    # Tests are gone through by the outcomes that are rarer at the bound: so many losses allowed, or one win
    # fewer than demanded.  Then the fewest rounds for which one of the two conditions holds are found by
    # halving, and the other one is looked at.
    if bound > 0.5:
        def holds(n, few):
            return betainc(n - few, few + 1, bound) <= alpha

        def also(n, few):
            return betainc(n - few, few + 1, win) >= power
    else:
        def holds(n, few):
            return betainc(few + 1, n - few, win) >= power

        def also(n, few):
            return betainc(few + 1, n - few, bound) <= alpha

    def shortest(few, low):
        """Fewest rounds for which it holds, above a number for which it does not."""
        step = 1
        while not holds(low + step, few):
            low, step = low + step, 2 * step
        high = low + step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if holds(middle, few) else (middle, high)
        return high

    low, high = -1, 1
    while not also(shortest(high, high), high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if also(shortest(middle, middle), middle) else (middle, high)
    # Whole numbers make the borderline ragged: fewer may do as well.  What rounding `shortest` up to a whole
    # number does to the mean of the outcomes is made up for, near the borderline, within so many of them.
    rare = (1 - bound) * (1 - win) if bound > 0.5 else bound * win
    ragged = 64 + math.ceil(2 * rare / (win - bound))
    few = max(0, high - ragged)
    rounds = shortest(few, few)
    while not also(rounds, few):
        few += 1
        rounds = shortest(few, rounds)             # one outcome more takes at least one round more
    return Plan(rounds, rounds - few if bound > 0.5 else few + 1)
