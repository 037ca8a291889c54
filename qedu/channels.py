"""What noise does to a qubit on its way: floor 0, lists of QuTiP Kraus operators.

A channel is a completely positive, trace-preserving map ρ → Σ K ρ K†.  A photon
that is lost goes to a third level, |vac⟩: the detectors see nothing.

The same map has three more forms.  Its Choi operator is what it makes of one half
of the pair Σ|jj⟩ (QuTiP's convention: input first, trace 2, columns stacked).  Its
superoperator is a matrix on columns-stacked density operators.  And its Bloch map
turns the ball of states into an ellipsoid: r → M r + t.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import qutip

from qedu import _operators, _shown
from qedu._arguments import PRINTED as _ROUNDING
from qedu._arguments import bad, probability
from qedu._types import Complexes, Floats, Number

__all__ = ["Channel", "identity", "depolarizing", "dephasing", "amplitude_damping", "loss", "erasure",
           "from_choi", "compose", "on_half", "Diagnosis", "diagnose"]


@dataclass(frozen=True, eq=False)
class Channel(_operators.Value):
    """A noisy channel for one qubit.

    Parameters
    ----------
    name : str
        What it is, for labels.
    kraus : tuple of qutip.Qobj
        Kraus operators from a qubit (2) to a qubit, or to a qubit or nothing (3).

    Raises
    ------
    ValueError
        If the shapes are wrong or Σ K†K is not the identity; what single precision leaves of a
        difference is mended.

    Notes
    -----
    Channels of equal name and equal operators are equal.  Nielsen and Chuang, section 8.2,
    doi:10.1017/CBO9780511976667.  Chapter C03 derives the forms.

    Examples
    --------
    >>> import qutip
    >>> flip = Channel("bit flip", (math.sqrt(0.9) * qutip.qeye(2), math.sqrt(0.1) * qutip.sigmax()))
    >>> flip(qutip.ket2dm(qutip.basis(2, 0)))[1, 1].real.round(12).item()
    0.1
    """

    name: str
    kraus: tuple[qutip.Qobj, ...] = field(repr=False)

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, name: str, kraus: Iterable[qutip.Qobj]) -> None: ...

    def __post_init__(self) -> None:
        object.__setattr__(self, "kraus", complete(self.kraus, "kraus"))

    def __call__(self, state: qutip.Qobj) -> qutip.Qobj:
        """Apply the channel to a ket or density operator (Schrödinger picture)."""
        if not _finite(state, (2, 1), (2, 2)):
            raise bad("state", state, "a ket or an operator of one qubit (qutip.Qobj)")
        rho = state.proj() if state.isket else state
        return sum(k * rho * k.dag() for k in self.kraus)

    def pull_back(self, effect: qutip.Qobj) -> qutip.Qobj:
        """Apply the channel to a measurement operator (Heisenberg picture)."""
        levels = self.kraus[0].shape[0]
        if not _finite(effect, (levels, levels)):
            raise bad("effect", effect, f"an operator of shape ({levels}, {levels}) (qutip.Qobj)")
        return sum(k.dag() * effect * k for k in self.kraus)

    def __repr__(self):
        return _shown.line("Channel", self.name, f"{len(self.kraus)} Kraus operator{'s' * (len(self.kraus) > 1)}",
                           "loses photons" if self.loses else None)

    def _repr_html_(self):
        shown = _shown.table(f"Channel: {self.name}", [("Kraus operators", len(self.kraus)),
                                                       ("Loses photons", "yes" if self.loses else "no")])
        if self.loses:
            return shown
        matrix, shift = self.bloch_map
        entries = np.column_stack([matrix, shift]).round(12) + 0.0
        return shown + _shown.table("What becomes of a Bloch vector", [
            (f"{axis} becomes", *map(float, row)) for axis, row in zip("xyz", entries)],
            ("component", "times x", "times y", "times z", "and added"))

    @property
    def loses(self) -> bool:
        """Whether the channel can lose the photon."""
        return self.kraus[0].shape[0] == 3

    @property
    def choi(self) -> qutip.Qobj:
        """Choi operator Σᵢⱼ |i⟩⟨j| ⊗ 𝓔(|i⟩⟨j|), a 4 × 4 (with loss 6 × 6) `qutip.Qobj` of trace 2."""
        return qutip.kraus_to_choi(list(self.kraus))

    @property
    def superoperator(self) -> qutip.Qobj:
        """Matrix of the channel on columns-stacked density operators, a `qutip.Qobj`."""
        # kraus_to_super of QuTiP 5.3 gives the wrong shape if input and output differ in size.
        return sum(qutip.sprepost(k, k.dag()) for k in self.kraus)

    @property
    def bloch_map(self) -> tuple[Floats, Floats]:
        """What the channel does to Bloch vectors: M of shape (3, 3) and t of shape (3,) in r → M r + t.

        Raises ValueError for a channel with loss, whose output is no qubit.
        """
        if self.loses:
            raise bad("channel", self.name, "a channel that does not lose the photon")
        paulis = qutip.qeye(2), qutip.sigmax(), qutip.sigmay(), qutip.sigmaz()
        # Pauli components of 𝓔(σ/2): the first column is the shift, the others the matrix.
        image = np.array([[qutip.expect(out, self(into)) / 2 for into in paulis] for out in paulis[1:]])
        return image[:, 1:], image[:, 0]


def _finite(operator: object, *shapes: tuple[int, int]) -> bool:
    """Whether this is a `qutip.Qobj` of one of these shapes, every entry a number."""
    return (isinstance(operator, qutip.Qobj) and operator.shape in shapes
            and bool(np.isfinite(operator.full()).all()))


def complete(kraus: Iterable[qutip.Qobj], name: str) -> tuple[qutip.Qobj, ...]:
    """Return Kraus operators on a qubit as a tuple with Σ K†K = I, or raise ValueError."""
    allowed = "Kraus operators on a qubit, of one shape (2, 2) or (3, 2), with Σ K†K = I"
    try:
        kraus = tuple(kraus)
    except TypeError:
        raise bad(name, kraus, allowed) from None
    shapes = {getattr(k, "shape", None) for k in kraus}
    if len(shapes) != 1 or not shapes <= {(2, 2), (3, 2)}:
        raise bad(name, f"operators of shapes {sorted(map(str, shapes))}", allowed)
    for k in kraus:
        if not isinstance(k, qutip.Qobj):
            raise bad(name, k, f"{allowed}, each a qutip.Qobj")
    root, excess = _operators.mending(sum(k.dag() * k for k in kraus).full())
    if not excess <= _ROUNDING:
        raise bad(name, f"operators with Σ K†K off by {excess:.2g}", allowed)
    return kraus if root is None else tuple(k * qutip.Qobj(root, dims=[k.dims[1]] * 2) for k in kraus)


def identity() -> Channel:
    """The channel that does nothing.

    Returns
    -------
    Channel
        One Kraus operator, I.

    Examples
    --------
    >>> identity().name
    'identity'
    """
    return Channel("identity", (qutip.qeye(2),))


def depolarizing(p: Number) -> Channel:
    """With probability `p`, replace the qubit by the maximally mixed state.

    Parameters
    ----------
    p : float
        Probability, from 0 to 1.

    Returns
    -------
    Channel
        ρ → (1 − p)ρ + p·I/2.  BB84 and six-state then have QBER p/2.

    Raises
    ------
    ValueError
        If `p` is not a probability.

    Notes
    -----
    Nielsen and Chuang, eq. (8.100).  Derived in chapter C03, used in C06.

    Examples
    --------
    >>> import qedu
    >>> round(qedu.exchange(qedu.protocols.bb84(), channel=depolarizing(0.1)).qber, 12)
    0.05
    """
    p = probability("p", p)
    return Channel(f"depolarizing({p:g})", (
        math.sqrt(1 - 3 * p / 4) * qutip.qeye(2),
        *(math.sqrt(p / 4) * pauli for pauli in (qutip.sigmax(), qutip.sigmay(), qutip.sigmaz()))))


def dephasing(p: Number) -> Channel:
    """With probability `p`, apply Z.

    Parameters
    ----------
    p : float
        Probability, from 0 to 1.

    Returns
    -------
    Channel
        ρ → (1 − p)ρ + p·ZρZ: errors in X and Y, none in Z.

    Raises
    ------
    ValueError
        If `p` is not a probability.

    Notes
    -----
    Nielsen and Chuang, section 8.3.3 ("phase flip").  Derived in chapter C03.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), channel=dephasing(0.1))
    >>> {name: round(qber, 12) for name, qber in run.qber_by_basis.items()}
    {'Z': 0.0, 'X': 0.1}
    """
    p = probability("p", p)
    return Channel(f"dephasing({p:g})",
                   (math.sqrt(1 - p) * qutip.qeye(2), math.sqrt(p) * qutip.sigmaz()))


def amplitude_damping(gamma: Number) -> Channel:
    """|1⟩ decays to |0⟩ with probability `gamma`.

    Parameters
    ----------
    gamma : float
        Probability, from 0 to 1.

    Returns
    -------
    Channel
        Kraus operators diag(1, √(1 − γ)) and √γ|0⟩⟨1|.

    Raises
    ------
    ValueError
        If `gamma` is not a probability.

    Notes
    -----
    Nielsen and Chuang, eq. (8.108).  Derived in chapter C03.

    Examples
    --------
    >>> import qutip
    >>> amplitude_damping(0.3)(qutip.ket2dm(qutip.basis(2, 1)))[0, 0].real.round(12).item()
    0.3
    """
    gamma = probability("gamma", gamma)
    return Channel(f"amplitude_damping({gamma:g})", (
        qutip.Qobj([[1, 0], [0, math.sqrt(1 - gamma)]]),
        qutip.Qobj([[0, math.sqrt(gamma)], [0, 0]])))


def loss(p: Number) -> Channel:
    """With probability `p` the photon is gone and no detector clicks; also called `erasure`.

    Parameters
    ----------
    p : float
        Probability, from 0 to 1.

    Returns
    -------
    Channel
        From a qubit to a qubit or |vac⟩.

    Raises
    ------
    ValueError
        If `p` is not a probability.

    Notes
    -----
    The erasure channel; losses in fibre are the subject of chapter C09.

    Examples
    --------
    >>> import qedu
    >>> round(qedu.exchange(qedu.protocols.bb84(), channel=loss(0.9)).sifted_fraction, 12)
    0.05
    """
    p = probability("p", p)
    vacuum = qutip.basis(3, 2)
    return Channel(f"loss({p:g})", (
        math.sqrt(1 - p) * qutip.Qobj([[1, 0], [0, 1], [0, 0]]),
        *(math.sqrt(p) * vacuum * qutip.basis(2, level).dag() for level in (0, 1))))


def erasure(p: Number) -> Channel:
    """The other name of `loss`: a lost photon is an erased qubit, and the receiver knows which ones are gone.

    Parameters
    ----------
    p : float
        Probability, from 0 to 1.

    Returns
    -------
    Channel
        The Kraus operators of `loss`, under the name "erasure".

    Raises
    ------
    ValueError
        If `p` is not a probability.

    Notes
    -----
    Explained in chapter C03.

    Examples
    --------
    >>> erasure(0.2).name, erasure(0.2).kraus == loss(0.2).kraus
    ('erasure(0.2)', True)
    """
    lost = loss(p)
    return replace(lost, name=lost.name.replace("loss", "erasure"))


def from_choi(choi: qutip.Qobj, *, name: str = "channel") -> Channel:
    """The channel with a given Choi operator, with as few Kraus operators as possible.

    Parameters
    ----------
    choi : qutip.Qobj
        Shape (4, 4), or (6, 6) for a channel that loses photons; input first,
        trace 2, as in `Channel.choi`.
    name : str
        What it is, for labels.

    Returns
    -------
    Channel
        Its Kraus operators are the eigenvectors, reshaped and scaled.

    Raises
    ------
    ValueError
        If `choi` is not an operator of this shape, or not that of a channel; the
        message says what fails.

    Notes
    -----
    Choi, Linear Algebra Appl. 10, 285 (1975), doi:10.1016/0024-3795(75)90075-0.
    Explained in chapter C03.

    Examples
    --------
    >>> again = from_choi(dephasing(0.1).choi)
    >>> len(again.kraus), bool(abs((again.choi - dephasing(0.1).choi).full()).max() < 1e-12)
    (2, True)
    """
    allowed = "the Choi operator of a channel on a qubit, of shape (4, 4) or (6, 6)"
    if not _finite(choi, (4, 4), (6, 6)):
        raise bad("choi", choi, allowed)
    if choi.superrep not in (None, "choi"):
        raise bad("choi", choi, f"{allowed}; this is a superoperator: take qutip.to_choi of it")
    found = diagnose(choi)
    if not found:
        raise bad("choi", choi, f"{allowed}; this one is not: {found.reason}")
    levels = choi.shape[0] // 2
    values, vectors = qutip.Qobj(choi.full()).eigenstates()
    return Channel(name, [
        math.sqrt(value) * qutip.Qobj(vector.full().reshape(2, levels).T)
        for value, vector in zip(values[::-1], vectors[::-1]) if value > 1e-14])


def compose(*channels: Channel) -> Channel:
    """Channels one after another, as one channel.

    Parameters
    ----------
    *channels : Channel
        At least one, in the order in which the photon meets them.  A lost photon
        stays lost.

    Returns
    -------
    Channel
        With as few Kraus operators as possible.

    Raises
    ------
    ValueError
        If there is none, or one is not a `Channel`.

    Notes
    -----
    Its superoperator is the product of theirs.  Explained in chapter C03.

    Examples
    --------
    >>> both = compose(dephasing(0.1), dephasing(0.1))
    >>> bool(abs((both.choi - dephasing(0.18).choi).full()).max() < 1e-12)
    True
    >>> both.name
    'dephasing(0.1), dephasing(0.1)'
    """
    if not channels:
        raise bad("channels", channels, "at least one channel")
    for channel in channels:
        if not isinstance(channel, Channel):
            raise bad("channels", channel, "qedu.channels.Channel objects")
    loses = any(channel.loses for channel in channels)

    def operators(channel):
        """Kraus operators as matrices; with loss, on the qubit and the empty line."""
        found = [k.full() for k in channel.kraus]
        if loses:
            found = [np.pad(k, ((0, 3 - len(k)), (0, 1))) for k in found]
            found.append(np.diag([0, 0, 1]))           # nothing in, nothing out
        return found

    products = operators(channels[0])
    for channel in channels[1:]:
        products = [after @ before for before in products for after in operators(channel)]
        # Keeps the list short: a map has no more than (levels in) × (levels out) of them.
        products = _fewest(products)
    name = ", ".join(channel.name for channel in channels)
    return Channel(name, [qutip.Qobj(k[:, :2]) for k in _fewest([k[:, :2] for k in products])])


def _fewest(kraus: Sequence[Complexes]) -> list[Complexes]:
    """The same map with linearly independent Kraus operators (NumPy arrays of one shape)."""
    stacked = np.array([k.ravel() for k in kraus])
    _, sizes, rows = np.linalg.svd(stacked, full_matrices=False)
    return [size * row.reshape(kraus[0].shape) for size, row in zip(sizes, rows) if size > 1e-12]


def on_half(channel: Channel, state: qutip.Qobj, *, half: int = 1) -> qutip.Qobj:
    """Send one half of a pair of qubits through a channel.

    Parameters
    ----------
    channel : Channel
        What happens to this half; nothing happens to the other one.
    state : qutip.Qobj
        Normalised ket or density operator of two qubits, shape (4, 1) or (4, 4).
    half : int
        0 for the first half (Alice's), 1 for the second (Bob's).

    Returns
    -------
    qutip.Qobj
        Density operator, dims [[2, 2], [2, 2]]; the half that went through a channel
        with loss has three levels.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    (1 ⊗ 𝓔)(ρ).  That this is a state for every pair is what complete positivity
    means.  Explained in chapter C03, used from C04 on.

    Examples
    --------
    >>> import qutip
    >>> pair = on_half(depolarizing(0.2), qutip.bell_state("00"))
    >>> round(qutip.expect(pair, qutip.bell_state("00")), 12)
    0.85
    """
    if not isinstance(channel, Channel):
        raise bad("channel", channel, "a qedu.channels.Channel")
    rho = _operators.pair("state", state, "a normalised ket or density operator of two qubits (qutip.Qobj)")
    if not isinstance(half, numbers.Integral) or isinstance(half, bool) or half not in (0, 1):
        raise bad("half", half, "0 (the first qubit) or 1 (the second)")
    other = qutip.qeye(2)
    wide = [qutip.tensor(other, k) if half else qutip.tensor(k, other) for k in channel.kraus]
    return sum(k * rho * k.dag() for k in wide)


@dataclass(frozen=True)
class Diagnosis:
    """Whether a map of qubit operators is a channel, and if not, what fails.

    Made by `diagnose`; true if the map is a channel.

    Attributes
    ----------
    completely_positive, trace_preserving : bool
        The two things that a channel must be.
    smallest_eigenvalue : float
        Of the Choi operator; below 0 the map gives some pair a negative probability.
    trace_error : float
        Largest entry of |Σ K†K − I|.
    reason : str
        One sentence.
    choi : qutip.Qobj
        The Choi operator, in whatever form the map came.
    """

    completely_positive: bool
    trace_preserving: bool
    smallest_eigenvalue: float
    trace_error: float
    reason: str
    choi: qutip.Qobj = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        return self.completely_positive and self.trace_preserving


def diagnose(operation: Channel | Sequence[qutip.Qobj] | qutip.Qobj | Callable[[qutip.Qobj], qutip.Qobj]) -> Diagnosis:
    """Say whether a map of qubit operators is a channel, and what fails if it is not.

    Parameters
    ----------
    operation : Channel, sequence of qutip.Qobj, qutip.Qobj or callable
        A channel; its Kraus operators, of shape (2, 2) or (3, 2); a superoperator or
        Choi operator of QuTiP (a plain operator of shape (4, 4) or (6, 6) is taken as
        a Choi operator, input first); or a linear function from operators to operators.

    Returns
    -------
    Diagnosis
        True if the map is completely positive and preserves the trace.

    Raises
    ------
    ValueError
        If `operation` is none of these.

    Notes
    -----
    Completely positive: the Choi operator has no negative eigenvalue (Choi 1975,
    doi:10.1016/0024-3795(75)90075-0).  Trace preserving: tracing its output out
    leaves the identity.  Both up to 2e-6, so that operators in single precision or
    from a print-out pass.  Explained in chapter C03.

    Examples
    --------
    >>> bool(diagnose(amplitude_damping(0.3)))
    True
    >>> diagnose(lambda rho: rho.trans()).reason
    'not completely positive: the Choi operator has the eigenvalue -1'
    """
    choi = _choi_matrix(operation)
    if not np.isfinite(choi).all():
        raise bad("operation", operation, "a map whose entries are all finite numbers")
    levels = len(choi) // 2
    skew = abs(choi - choi.conj().T).max()
    smallest = float(np.linalg.eigvalsh(choi + choi.conj().T)[0] / 2)
    traced = np.trace(choi.reshape(2, levels, 2, levels), axis1=1, axis2=3)
    off = float(abs(traced - np.eye(2)).max())
    faults = []
    if skew > _ROUNDING:
        faults.append("not completely positive: it makes Hermitian operators non-Hermitian")
    elif smallest < -_ROUNDING:
        faults.append(f"not completely positive: the Choi operator has the eigenvalue {smallest:.4g}")
    positive = not faults
    if off > _ROUNDING:
        faults.append(f"not trace preserving: Σ K†K is off by {off:.4g}")
    return Diagnosis(positive, off <= _ROUNDING, smallest, off,
                     "; ".join(faults) or "completely positive and trace preserving",
                     qutip.Qobj(choi, dims=[[[2], [levels]]] * 2, superrep="choi"))


def _choi_matrix(operation):
    """Choi operator of a map in any form, as an array of shape (4, 4) or (6, 6)."""
    allowed = ("a Channel, Kraus operators of shape (2, 2) or (3, 2), a superoperator or Choi operator "
               "of a qubit, or a linear function of 2 × 2 operators")
    if isinstance(operation, Channel):
        return operation.choi.full()
    if isinstance(operation, qutip.Qobj):
        matrix, shape = operation.full(), operation.shape
        if operation.superrep == "super" and shape in ((4, 4), (9, 4)):
            levels = math.isqrt(shape[0])
            stacked = matrix.reshape(levels, levels, 2, 2)          # column and row out, column and row in
            return stacked.transpose(3, 1, 2, 0).reshape(2 * levels, -1)
        if operation.superrep in (None, "choi") and shape in ((4, 4), (6, 6)):
            return matrix
    elif callable(operation):
        def image(matrix):
            made = operation(qutip.Qobj(matrix))
            if not isinstance(made, qutip.Qobj) or made.shape not in ((2, 2), (3, 3)):
                raise bad("operation", operation, allowed)
            return made.full()

        units = np.eye(4).reshape(2, 2, 2, 2)          # units[i, j] is |i⟩⟨j|
        images = np.array([[image(units[i, j]) for j in (0, 1)] for i in (0, 1)])
        weights = np.array([[0.3, 0.7 - 0.2j], [0.5j, -0.4]])
        straight = np.einsum("ij,ijkl->kl", weights, images)
        if abs(image(weights) - straight).max() > _ROUNDING:
            raise bad("operation", operation, allowed + "; this function is not linear")
        return images.transpose(0, 2, 1, 3).reshape(2 * images.shape[2], -1)
    elif (isinstance(operation, (list, tuple)) and all(isinstance(k, qutip.Qobj) for k in operation)
          and {k.shape for k in operation} in ({(2, 2)}, {(3, 2)})):
        return qutip.kraus_to_choi(list(operation)).full()
    raise bad("operation", operation, allowed)
