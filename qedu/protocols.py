"""Protocols as data: what Alice sends, how Bob measures, which rounds make key.

A protocol of one's own is one call of `Protocol`; this one uses only the
diagonal bases, and runs under every attack and channel of the library:

>>> import qedu
>>> from qedu.states import basis
>>> slanted = {"plus": (1, 0, 1), "minus": (1, 0, -1)}
>>> mine = Protocol(
...     name="BB84 turned by 45 degrees",
...     alice={name: (0.5, basis(axis)) for name, axis in slanted.items()},
...     bob={name: (0.5, basis(axis)) for name, axis in slanted.items()},
...     sift=lambda alice_setting, alice, bob_setting, bob:
...         (alice, bob) if alice_setting == bob_setting else None,
... )
>>> round(qedu.exchange(mine, attack=qedu.attacks.intercept_resend()).qber, 12)
0.25
"""

import math
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping

from qedu import entanglement, states
from qedu._arguments import bad, probability

__all__ = ["Protocol", "bb84", "six_state", "b92", "sarg04", "bbm92", "e91"]


@dataclass(frozen=True)
class Protocol:
    """One round of a key-distribution protocol, written as data.

    Parameters
    ----------
    name : str
        Name of the protocol.
    alice : mapping of str to (float, sequence of qutip.Qobj)
        For each of Alice's settings: its probability, and the states she sends
        for outcomes 0, 1.  Kets are equally likely; density operators carry
        their probability as their trace.  With a `pair`: what she measures on
        the first half of it, as in `bob`.
    bob : mapping of str to (float, sequence of qutip.Qobj)
        For each of Bob's settings: its probability, and the kets he projects on,
        or the effects (positive operators that sum to I), for outcomes 0, 1, ...
    sift : callable
        ``sift(alice_setting, alice, bob_setting, bob)`` with the settings' names
        and the outcomes as ints.  Returns the two key bits ``(alice, bob)``, or
        None where the round is dropped.  Rounds without a click are always dropped.
        With `announce`, the announcement is a fifth argument.
    public : tuple of str
        Which settings are announced, hence known to Eve: any of "alice_setting"
        and "bob_setting".
    bases : mapping of str to Bloch vector, optional
        The bases that make key bits, for attacks that choose among them.  By
        default the axis of Alice's state 0 in each setting.
    announce : callable, optional
        ``announce(alice_setting, alice)`` returns what Alice says in public about
        the round besides her setting, as a dict from announcement (a str) to
        probability.
    pair : qutip.Qobj, optional
        Entangled source: ket or density operator of two qubits, Alice's first.
        The signal that Eve and the channel meet is the second half.
    bell : mapping of (str, str) to int, optional
        Bell test: for pairs of Alice's and Bob's settings, the sign (1 or -1) with
        which their correlation enters the CHSH value.

    Raises
    ------
    ValueError
        If probabilities do not sum to 1, or states or effects do not either, or an
        optional argument does not fit the settings.

    Notes
    -----
    Source replacement: what Alice finds on her half of a pair prepares the signal,
    Tr_A[(Π ⊗ I)ρ], and nobody outside can tell this from a source of signals.  Bennett,
    Brassard and Mermin, Phys. Rev. Lett. 68, 557 (1992), doi:10.1103/PhysRevLett.68.557.
    Used from chapter C06 on; pairs and announcements from C07 on.

    Examples
    --------
    >>> sorted(bb84().bases)
    ['X', 'Z']
    """

    name: str
    alice: Mapping = field(repr=False)
    bob: Mapping = field(repr=False)
    sift: Callable = field(repr=False)
    public: tuple = ("alice_setting", "bob_setting")
    bases: Mapping = field(default=None, repr=False)
    announce: Callable = field(default=None, repr=False)
    pair: Any = field(default=None, repr=False)
    bell: Mapping = field(default=None, repr=False)

    def __post_init__(self):
        for side in ("alice", "bob"):
            settings = {str(name): (probability(f"{side}[{name!r}]", weight), tuple(operators))
                        for name, (weight, operators) in dict(getattr(self, side)).items()}
            total = sum(weight for weight, _ in settings.values())
            if not abs(total - 1) < 1e-9:
                raise bad(side, f"settings with total probability {total:g}", "a total of 1")
            object.__setattr__(self, side, settings)
        unknown = set(self.public) - {"alice_setting", "bob_setting"}
        if unknown:
            raise bad("public", self.public, "'alice_setting' and 'bob_setting', or fewer")
        for name, (_, signal) in self.alice.items():
            if len(signal) != 2:
                raise bad(f"alice[{name!r}]", f"{len(signal)} states", "two, for outcomes 0 and 1")
        share = 2 if self.pair is None else 1          # of a ket: half the odds, or a projector
        object.__setattr__(self, "alice", {
            name: (weight, tuple(s.unit().proj() / share if s.isket else s for s in signal))
            for name, (weight, signal) in self.alice.items()})
        object.__setattr__(self, "bob", {
            name: (weight, tuple(e.unit().proj() if e.isket else e for e in effects))
            for name, (weight, effects) in self.bob.items()})
        measured = [("bob", self.bob)]
        if self.pair is None:
            for name, (_, signal) in self.alice.items():
                trace = sum(s.tr().real for s in signal)
                if not abs(trace - 1) < 1e-9:
                    raise bad(f"alice[{name!r}]", f"states of total trace {trace:g}", "a total of 1")
        else:
            object.__setattr__(self, "pair", entanglement._pair("pair", self.pair))
            measured.append(("alice", self.alice))
        for side, settings in measured:
            for name, (_, effects) in settings.items():
                excess = abs(sum(effects).full() - [[1, 0], [0, 1]]).max()
                if not excess < 1e-9:
                    raise bad(f"{side}[{name!r}]", f"effects with a sum off by {excess:.2g}",
                              "effects that sum to the identity")
        if self.bases is None:
            object.__setattr__(self, "bases", {
                name: states.bloch_vector(signal[0].unit())
                for name, (_, signal) in self.alice.items()})
        for settings, sign in (self.bell or {}).items():
            known = len(settings) == 2 and settings[0] in self.alice and settings[1] in self.bob
            if not known or sign not in (1, -1):
                raise bad("bell", {settings: sign}, "pairs of Alice's and Bob's settings, each with 1 or -1")
        for name in self.alice if self.announce else ():
            for outcome in (0, 1):
                odds = self.announce(name, outcome)
                total = sum(probability("announce", p) for p in odds.values())
                if not abs(total - 1) < 1e-9:
                    raise bad("announce", f"odds of total {total:g} for {name!r}, {outcome}", "a total of 1")

    def signals(self, pair=None):
        """The states that leave Alice, each with its probability as its trace.

        Parameters
        ----------
        pair : qutip.Qobj, optional
            Two-qubit density operator to use in place of the protocol's own, of any
            trace; only for a protocol with a pair.

        Returns
        -------
        numpy.ndarray
            Complex, shape (settings, 2, 2, 2): operator for each of Alice's settings
            and outcomes, the setting's probability included.

        Examples
        --------
        >>> bbm92().signals()[0, 1].real.round(12).tolist()  # Alice finds 1 in Z, so Bob gets |1⟩
        [[0.0, 0.0], [0.0, 0.25]]
        """
        import numpy as np

        held = np.array([[weight * operator.full() for operator in operators]
                         for weight, operators in self.alice.values()])
        if self.pair is None:
            return held
        pair = (self.pair if pair is None else pair).full().reshape(2, 2, 2, 2)
        return np.einsum("xaji,ikjl->xakl", held, pair)


def _same_basis(alice_setting, alice, bob_setting, bob):
    """Keep the rounds in which both chose the same basis; their outcomes are the bits."""
    return (alice, bob) if alice_setting == bob_setting else None


def _in_bases(name, weights):
    """A protocol in which both choose one of the mutually unbiased bases, with given odds."""
    choices = {label: (weight, states.basis(label)) for label, weight in weights.items()}
    return Protocol(name, alice=choices, bob=choices, sift=_same_basis)


def bb84(p_z=0.5):
    """BB84: four states in two bases; the rounds with equal bases make the key.

    Parameters
    ----------
    p_z : float
        Probability, from 0 to 1, with which Alice, and independently Bob,
        chooses Z rather than X.

    Returns
    -------
    Protocol
        Kept are p_z² + (1 − p_z)² of the rounds.

    Raises
    ------
    ValueError
        If `p_z` is not a probability.

    Notes
    -----
    Bennett and Brassard 1984, reprinted in Theor. Comput. Sci. 560, 7 (2014),
    doi:10.1016/j.tcs.2014.05.025.  Biased bases: Lo, Chau and Ardehali,
    J. Cryptology 18, 133 (2005), doi:10.1007/s00145-004-0142-y.  Derived in
    chapter C06.

    Examples
    --------
    >>> import qedu
    >>> round(qedu.exchange(bb84(p_z=0.9)).sifted_fraction, 12)
    0.82
    """
    p_z = probability("p_z", p_z)
    return _in_bases("BB84", {"Z": p_z, "X": 1 - p_z})


def six_state():
    """Six-state protocol: like BB84 with the third basis Y, each chosen 1/3 of the time.

    Returns
    -------
    Protocol
        Kept are 1/3 of the rounds.

    Notes
    -----
    Bruss, Phys. Rev. Lett. 81, 3018 (1998), doi:10.1103/PhysRevLett.81.3018.
    Derived in chapter C06.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(six_state(), attack=qedu.attacks.intercept_resend())
    >>> round(run.qber, 9), round(run.eve_information, 9)
    (0.333333333, 0.333333333)
    """
    return _in_bases("six-state", {"Z": 1 / 3, "X": 1 / 3, "Y": 1 / 3})


def b92(overlap=2**-0.5):
    """B92: two states that are not orthogonal; Bob keeps the rounds that rule one of them out.

    Parameters
    ----------
    overlap : float
        ⟨u₀|u₁⟩ from 0 to 1 of the two states u₀ = |0⟩ and u₁, which lies on the way to
        |1⟩ in the X–Z plane; at 1/√2, the default, u₁ = |+⟩.

    Returns
    -------
    Protocol
        Alice's bit j goes out as u_j.  Bob picks at random the test {u₀, u₀⊥} or
        {u₁, u₁⊥}.  Its outcomes are named by the bit that they speak for: u₀ and u₁⊥
        are 0, u₁ and u₀⊥ are 1.  Finding u_j⊥ rules j out; finding u_j rules nothing
        out.  Kept are (1 − overlap²)/2 of the rounds.  Neither setting is public.
        "random" interception is in Z or X.

    Raises
    ------
    ValueError
        If `overlap` is not from 0 to 1.

    Notes
    -----
    Bennett, Phys. Rev. Lett. 68, 3121 (1992), doi:10.1103/PhysRevLett.68.3121.
    Derived in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(b92(), attack=qedu.attacks.intercept_resend())
    >>> round(run.sifted_fraction, 9), round(run.qber, 9)
    (0.375, 0.333333333)
    """
    tilt = 2 * math.acos(probability("overlap", overlap))
    u0, not_u0, u1, not_u1 = (states.ket(theta) for theta in (0, math.pi, tilt, tilt + math.pi))
    return Protocol(
        "B92",
        alice={"u": (1.0, (u0, u1))},
        bob={"u0": (0.5, (u0, not_u0)), "u1": (0.5, (not_u1, u1))},
        sift=lambda _, bit, test, outcome: (bit, outcome) if test != f"u{outcome}" else None,
        public=(),
        bases={"Z": (0, 0, 1), "X": (1, 0, 0)})


def sarg04():
    """SARG04: the four states of BB84; Alice announces two states, and the bit is the basis.

    Returns
    -------
    Protocol
        The bit is 0 where Alice sends a state of Z, 1 where she sends one of X.  She
        announces the state and, at random, one of the other basis, as "0+", "0-", "1+"
        or "1-".  Bob keeps the rounds in which he found the opposite of one of the two:
        it was the other.  Kept are 1/4 of the rounds.  Neither setting is public.

    Notes
    -----
    Scarani, Acín, Ribordy and Gisin, Phys. Rev. Lett. 92, 057901 (2004),
    doi:10.1103/PhysRevLett.92.057901.  Derived in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(sarg04(), attack=qedu.attacks.intercept_resend())
    >>> round(run.sifted_fraction, 9), round(run.qber, 9)
    (0.375, 0.333333333)
    """
    signs = {"Z": "01", "X": "+-"}

    def announce(basis, outcome):
        sent = signs[basis][outcome]
        return {sent + other if basis == "Z" else other + sent: 0.5
                for other in signs["X" if basis == "Z" else "Z"]}

    def sift(alice_basis, _, bob_basis, found, announced):
        if signs[bob_basis][found] in announced:
            return None
        return int(alice_basis == "X"), int(bob_basis == "Z")

    four = {label: (0.5, states.basis(label)) for label in ("Z", "X")}
    return Protocol("SARG04", alice=four, bob=four, sift=sift, public=(), announce=announce)


def bbm92(visibility=1.0):
    """BBM92: both measure the halves of an entangled pair in Z or X, at random.

    Parameters
    ----------
    visibility : float
        V from 0 to 1 in the source's state V|Φ⁺⟩⟨Φ⁺| + (1 − V)I/4.

    Returns
    -------
    Protocol
        Kept are 1/2 of the rounds, with QBER (1 − V)/2 before noise and attack.

    Raises
    ------
    ValueError
        If `visibility` is not from 0 to 1.

    Notes
    -----
    Bennett, Brassard and Mermin, Phys. Rev. Lett. 68, 557 (1992),
    doi:10.1103/PhysRevLett.68.557.  Derived in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> round(qedu.exchange(bbm92(visibility=0.9)).qber, 12)
    0.05
    """
    pair = entanglement.werner(visibility=probability("visibility", visibility))
    both = {label: (0.5, states.basis(label)) for label in ("Z", "X")}
    return Protocol("BBM92", alice=both, bob=both, sift=_same_basis, pair=pair)


def e91(visibility=1.0):
    """E91: three directions each on the halves of a singlet; equal ones make key, others a Bell test.

    Parameters
    ----------
    visibility : float
        V from 0 to 1 in the source's state V|Ψ⁻⟩⟨Ψ⁻| + (1 − V)I/4.

    Returns
    -------
    Protocol
        Settings are angles from Z towards X: 0°, 45°, 90° for Alice and 45°, 90°, 135°
        for Bob, each 1/3 of the time.  Bob stores his bits flipped, since the singlet
        has opposite outcomes in equal directions.  Kept are 2/9 of the rounds; 4/9 give
        S = |E(0, 45) − E(0, 135) + E(90, 45) + E(90, 135)|, which is 2√2·V.

    Raises
    ------
    ValueError
        If `visibility` is not from 0 to 1.

    Notes
    -----
    Ekert, Phys. Rev. Lett. 67, 661 (1991), doi:10.1103/PhysRevLett.67.661.  Derived in
    chapter C07.

    Examples
    --------
    >>> import qedu
    >>> spied = qedu.exchange(e91(), attack=qedu.attacks.intercept_resend())
    >>> round(qedu.exchange(e91()).chsh, 4), round(spied.chsh, 4)
    (2.8284, 1.4142)
    """
    def along(degrees):
        return math.sin(math.radians(degrees)), 0, math.cos(math.radians(degrees))

    pair = entanglement.werner(visibility=probability("visibility", visibility), state="psi-")
    return Protocol(
        "E91",
        alice={f"{angle}°": (1 / 3, states.basis(along(angle))) for angle in (0, 45, 90)},
        bob={f"{angle}°": (1 / 3, states.basis(along(angle))[::-1]) for angle in (45, 90, 135)},
        sift=_same_basis,
        bases={f"{angle}°": along(angle) for angle in (45, 90)},
        pair=pair,
        bell={("0°", "45°"): 1, ("0°", "135°"): -1, ("90°", "45°"): 1, ("90°", "135°"): 1})
