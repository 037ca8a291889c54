"""What noise does to a qubit on its way: floor 0, lists of QuTiP Kraus operators.

A channel is a completely positive, trace-preserving map ρ → Σ K ρ K†.  A photon
that is lost goes to a third level, |vac⟩: the detectors see nothing.
"""

import math
from dataclasses import dataclass, field

from qedu._arguments import bad, probability

__all__ = ["Channel", "identity", "depolarizing", "dephasing", "amplitude_damping", "loss"]


@dataclass(frozen=True)
class Channel:
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
        If the shapes are wrong or Σ K†K is not the identity.

    Notes
    -----
    Nielsen and Chuang, section 8.2.  Chapter C03 derives the forms.

    Examples
    --------
    >>> import qutip
    >>> flip = Channel("bit flip", (math.sqrt(0.9) * qutip.qeye(2), math.sqrt(0.1) * qutip.sigmax()))
    >>> flip(qutip.ket2dm(qutip.basis(2, 0)))[1, 1].real.round(12).item()
    0.1
    """

    name: str
    kraus: tuple = field(repr=False)

    def __post_init__(self):
        object.__setattr__(self, "kraus", tuple(self.kraus))
        complete(self.kraus, "kraus")

    def __call__(self, rho):
        """Apply the channel to a density operator (Schrödinger picture)."""
        return sum(k * rho * k.dag() for k in self.kraus)

    def pull_back(self, effect):
        """Apply the channel to a measurement operator (Heisenberg picture)."""
        return sum(k.dag() * effect * k for k in self.kraus)

    @property
    def loses(self):
        """Whether the channel can lose the photon."""
        return self.kraus[0].shape[0] == 3


def complete(kraus, name):
    """Raise ValueError unless the operators act on a qubit and Σ K†K = I."""
    allowed = "Kraus operators on a qubit, of one shape (2, 2) or (3, 2), with Σ K†K = I"
    shapes = {getattr(k, "shape", None) for k in kraus}
    if len(shapes) != 1 or not shapes <= {(2, 2), (3, 2)}:
        raise bad(name, f"operators of shapes {sorted(map(str, shapes))}", allowed)
    total = sum(k.dag() * k for k in kraus).full()
    excess = abs(total - [[1, 0], [0, 1]]).max()
    if not excess < 1e-9:
        raise bad(name, f"operators with Σ K†K off by {excess:.2g}", allowed)


def identity():
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
    import qutip

    return Channel("identity", (qutip.qeye(2),))


def depolarizing(p):
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
    import qutip

    p = probability("p", p)
    return Channel(f"depolarizing({p:g})", (
        math.sqrt(1 - 3 * p / 4) * qutip.qeye(2),
        *(math.sqrt(p / 4) * pauli for pauli in (qutip.sigmax(), qutip.sigmay(), qutip.sigmaz()))))


def dephasing(p):
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
    import qutip

    p = probability("p", p)
    return Channel(f"dephasing({p:g})",
                   (math.sqrt(1 - p) * qutip.qeye(2), math.sqrt(p) * qutip.sigmaz()))


def amplitude_damping(gamma):
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
    import qutip

    gamma = probability("gamma", gamma)
    return Channel(f"amplitude_damping({gamma:g})", (
        qutip.Qobj([[1, 0], [0, math.sqrt(1 - gamma)]]),
        qutip.Qobj([[0, math.sqrt(gamma)], [0, 0]])))


def loss(p):
    """With probability `p` the photon is gone and no detector clicks (erasure).

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
    import qutip

    p = probability("p", p)
    vacuum = qutip.basis(3, 2)
    return Channel(f"loss({p:g})", (
        math.sqrt(1 - p) * qutip.Qobj([[1, 0], [0, 1], [0, 0]]),
        *(math.sqrt(p) * vacuum * qutip.basis(2, level).dag() for level in (0, 1))))
