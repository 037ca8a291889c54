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

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import qutip

from qedu import _operators, _shown, entanglement, states
from qedu._arguments import PRINTED, bad, probability
from qedu._types import Complexes, Number, Vector

__all__ = ["Protocol", "bb84", "six_state", "b92", "sarg04", "bbm92", "e91"]

#: For each setting its probability, and its states or effects.
_Choices: TypeAlias = Mapping[str, tuple[float, Sequence[qutip.Qobj]]]

#: From settings and outcomes to the two key bits.
_Sift: TypeAlias = Callable[..., Sequence[int] | None]

#: From Alice's setting and outcome to the odds of what she announces.
_Announce: TypeAlias = Callable[[str, int], Mapping[str, float]]


@dataclass(frozen=True, eq=False)
class Protocol(_operators.Value):
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
    public : tuple of str, or str
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
        optional argument does not fit the settings.  What single precision or a
        print-out leaves of a difference is mended.

    Notes
    -----
    Protocols with equal data and the same functions are equal.  Functions written at
    the top of a module travel with `pickle`, to other processes, say; a lambda does not.

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
    alice: Mapping[str, tuple[float, tuple[qutip.Qobj, ...]]] = field(repr=False)
    bob: Mapping[str, tuple[float, tuple[qutip.Qobj, ...]]] = field(repr=False)
    sift: _Sift = field(repr=False)
    public: tuple[str, ...] = ("alice_setting", "bob_setting")
    bases: Mapping[str, Vector] = field(default=None, repr=False)         # type: ignore[arg-type]  # filled in below
    announce: _Announce | None = field(default=None, repr=False)
    pair: qutip.Qobj | None = field(default=None, repr=False)
    bell: Mapping[tuple[str, str], int] | None = field(default=None, repr=False)

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, name: str, alice: _Choices, bob: _Choices, sift: _Sift, public: Iterable[str] = ...,
                     bases: Mapping[str, Vector] | None = None, announce: _Announce | None = None,
                     pair: qutip.Qobj | None = None, bell: Mapping[tuple[str, str], int] | None = None) -> None: ...

    def __post_init__(self) -> None:
        if not callable(self.sift):
            raise bad("sift", self.sift, "a callable that takes both settings and outcomes")
        object.__setattr__(self, "public", _public(self.public))
        if self.pair is not None:
            object.__setattr__(self, "pair", _operators.pair("pair", self.pair))
        for side in ("alice", "bob"):
            settings = _settings(side, getattr(self, side))
            if side == "bob" or self.pair is not None:
                settings = {name: (weight, _measurement(f"{side}[{name!r}]", operators))
                            for name, (weight, operators) in settings.items()}
            else:
                settings = {name: (weight, _sent(f"{side}[{name!r}]", operators))
                            for name, (weight, operators) in settings.items()}
            object.__setattr__(self, side, settings)
        if self.bases is None:
            object.__setattr__(self, "bases", {
                name: tuple(states.bloch_vector(signal[0].unit()).tolist())
                for name, (_, signal) in self.alice.items()})
        for both, sign in (self.bell or {}).items():
            known = isinstance(both, tuple) and len(both) == 2 and both[0] in self.alice and both[1] in self.bob
            if not known or isinstance(sign, bool) or sign not in (1, -1):
                raise bad("bell", {both: sign}, "pairs of Alice's and Bob's settings, each with 1 or -1")
        for name in self.alice if self.announce else ():
            for outcome in (0, 1):
                self.announcements(name, outcome)

    def __repr__(self) -> str:
        sides = []
        for who, side in (("Alice", self.alice), ("Bob", self.bob)):
            weights = [weight for weight, _ in side.values()]
            told = len(side) > 1 and max(weights) - min(weights) > PRINTED
            sides.append(f"{who}: " + ", ".join(f"{name} {_shown.number(weight)}" if told else name
                                                for name, (weight, _) in side.items()))
        return _shown.line("Protocol", self.name, *sides, None if self.pair is None else "entangled pair")

    def _repr_html_(self) -> str:
        sends = self.pair is None
        settings = [(f"{who} {does} {name}", weight, ", ".join(_written(operator, usual) for operator in operators))
                    for who, does, usual, side in (("Alice", "sends" if sends else "measures", 0.5 if sends else 1, self.alice),
                                                   ("Bob", "measures", 1, self.bob))
                    for name, (weight, operators) in side.items()]
        shown = _shown.table(f"Protocol {self.name}", settings, ("setting", "probability", "states for outcomes 0, 1, ..."))
        kept = _shown.known(self._kept)
        if kept:
            share = _shown.number(sum(map(sum, kept.values())))
            shown += _shown.table(f"Share of all rounds that is kept, {share} in all, if nothing happens on the way",
                                  [(f"Alice {name}", *shares) for name, shares in kept.items()],
                                  ("setting", *(f"Bob {name}" for name in self.bob)))
        said = dict.fromkeys(word for name in self.alice for outcome in (0, 1) for word, _ in self._said(name, outcome))
        return shown + _shown.table("In public", [
            ("Settings", ", ".join(f"{name.partition('_')[0].capitalize()}'s" for name in self.public) or "none"),
            ("Alice says", ", ".join(map(str, said)) if self.announce else None),
            ("Bell test", ", ".join(f"{'+' if sign > 0 else '-'} E({x}, {y})" for (x, y), sign in self.bell.items())
             if self.bell else None)])

    def _kept(self):
        """For each of Alice's settings, the shares of all rounds that Bob's settings leave, with nothing on the way."""
        found = {name: [0.0] * len(self.bob) for name in self.alice}
        for (x, signals), a in product(zip(self.alice, self.signals()), (0, 1)):
            for (word, p), (place, (y, (weight, effects))) in product(self._said(x, a), enumerate(self.bob.items())):
                for b, effect in enumerate(effects):
                    if self.sift(x, a, y, b, *([word] if self.announce else [])) is not None:
                        found[x][place] += p * weight * float(np.trace(signals[a] @ effect.full()).real)
        return {name: [share if share > 1e-15 else 0.0 for share in shares] for name, shares in found.items()}

    def _said(self, alice_setting, outcome):
        """What Alice may announce, and how often, as `announcements` has it; None where she announces nothing."""
        return list(self.announcements(alice_setting, outcome).items()) if self.announce else [(None, 1.0)]

    def announcements(self, alice_setting: str, outcome: int) -> dict[str, float]:
        """What Alice may announce given her setting and outcome: a dict from announcement to probability."""
        if self.announce is None:
            raise bad("protocol", self.name, "one with announcements, as SARG04")
        try:
            found = {word: probability("announce", p) for word, p in self.announce(alice_setting, outcome).items()}
        except AttributeError:
            raise bad("announce", self.announce, "a callable that returns a dict from announcement to probability") from None
        whole = sum(found.values())
        if not abs(whole - 1) <= PRINTED:
            raise bad("announce", f"odds of total {whole:g} for {alice_setting!r}, {outcome}", "a total of 1")
        return {word: p / whole for word, p in found.items()}

    def signals(self, pair: qutip.Qobj | None = None) -> Complexes:
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
        held = np.array([[weight * operator.full() for operator in operators]
                         for weight, operators in self.alice.values()])
        if self.pair is None:
            return held
        pair = (self.pair if pair is None else pair).full().reshape(2, 2, 2, 2)
        return np.einsum("xaji,ikjl->xakl", held, pair)


#: Bloch vectors with a ket of their own.
_KETS: dict[tuple[float, ...], str] = {
    (0, 0, 1): "|0⟩", (0, 0, -1): "|1⟩", (1, 0, 0): "|+⟩", (-1, 0, 0): "|−⟩", (0, 1, 0): "|+i⟩", (0, -1, 0): "|−i⟩"}


def _written(operator, usual):
    """A state or effect for a reader: its ket or Bloch vector, after its trace where that is not the usual one."""
    trace = operator.tr().real
    if not trace > PRINTED:
        return "0"
    vector = tuple(round(float(component), 3) + 0.0 for component in states.bloch_vector(operator / trace))
    name = _KETS.get(vector) or f"({', '.join(map(_shown.number, vector))})"
    return name if abs(trace - usual) <= PRINTED else f"{_shown.number(float(trace))} {name}"


def _public(names: Iterable[str]) -> tuple[str, ...]:
    """The settings that are announced, in the order of the table's axes; one name alone will do."""
    both = ("alice_setting", "bob_setting")
    try:
        found = {names} if isinstance(names, str) else set(names)
    except TypeError:
        found = {""}
    if not found <= set(both):
        raise bad("public", names, "'alice_setting' and 'bob_setting', or fewer")
    return tuple(name for name in both if name in found)


def _settings(side: str, given: _Choices) -> dict[str, tuple[float, tuple[qutip.Qobj, ...]]]:
    """Settings by name, each with its odds, which sum to 1, and a tuple of operators; or raise ValueError."""
    try:
        settings = {str(name): (weight, tuple(operators)) for name, (weight, operators) in dict(given).items()}
    except (TypeError, ValueError):
        raise bad(side, given, "a mapping from each setting to its probability and its states") from None
    weights = [probability(f"{side}[{name!r}]", weight) for name, (weight, _) in settings.items()]
    whole = sum(weights)
    if not abs(whole - 1) <= PRINTED:
        raise bad(side, f"settings with total probability {whole:g}", "a total of 1")
    if abs(whole - 1) > 1e-12:
        weights = [weight / whole for weight in weights]
    settings = {name: (weight, operators) for weight, (name, (_, operators)) in zip(weights, settings.items())}
    if side == "alice":
        for name, (_, signal) in settings.items():
            if len(signal) != 2:
                raise bad(f"alice[{name!r}]", f"{len(signal)} states", "two, for outcomes 0 and 1")
    return settings


def _sent(name: str, signal: Sequence[qutip.Qobj]) -> tuple[qutip.Qobj, ...]:
    """The two states of one setting, each with its odds as its trace: kets have ½ each."""
    allowed = "kets or density operators of a qubit (qutip.Qobj)"
    signal = [_operators.effect(name, s, allowed) / (2 if s.isket else 1) for s in signal]
    trace = sum(s.tr().real for s in signal)
    if not abs(trace - 1) <= PRINTED:
        raise bad(name, f"states of total trace {trace:g}", "a total of 1")
    return tuple(s / trace for s in signal) if abs(trace - 1) > 1e-12 else tuple(signal)


def _measurement(name: str, effects: Sequence[qutip.Qobj]) -> tuple[qutip.Qobj, ...]:
    """The effects of one setting, projectors for kets, which sum to the identity."""
    if not effects:
        raise bad(name, effects, "one effect or more")
    effects = [_operators.effect(name, e, "kets, or positive operators on a qubit (qutip.Qobj)") for e in effects]
    root, excess = _operators.mending(sum(effects).full())
    if not excess <= PRINTED:
        raise bad(name, f"effects with a sum off by {excess:.2g}", "effects that sum to the identity")
    if root is not None:
        root = qutip.Qobj(root)
        effects = [root * e * root for e in effects]
    return tuple(effects)


def _same_basis(alice_setting, alice, bob_setting, bob):
    """Keep the rounds in which both chose the same basis; their outcomes are the bits."""
    return (alice, bob) if alice_setting == bob_setting else None


def _in_bases(name, weights):
    """A protocol in which both choose one of the mutually unbiased bases, with given odds."""
    choices = {label: (weight, states.basis(label)) for label, weight in weights.items()}
    return Protocol(name, alice=choices, bob=choices, sift=_same_basis)


def bb84(p_z: Number = 0.5) -> Protocol:
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


def six_state() -> Protocol:
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


def b92(overlap: Number = 2**-0.5) -> Protocol:
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
        sift=_excluded,
        public=(),
        bases={"Z": (0, 0, 1), "X": (1, 0, 0)})


def _excluded(_, bit, test, outcome):
    """B92: keep what rules a state out, which its own test cannot."""
    return (bit, outcome) if test != f"u{outcome}" else None


def sarg04() -> Protocol:
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
    four = {label: (0.5, states.basis(label)) for label in ("Z", "X")}
    return Protocol("SARG04", alice=four, bob=four, sift=_opposite_found, public=(), announce=_one_of_two)


#: How SARG04 writes the states of each basis down.
_SIGNS = {"Z": "01", "X": "+-"}


def _one_of_two(basis, outcome):
    """SARG04: announce the state sent and, at random, one of the other basis."""
    sent = _SIGNS[basis][outcome]
    return {sent + other if basis == "Z" else other + sent: 0.5 for other in _SIGNS["X" if basis == "Z" else "Z"]}


def _opposite_found(alice_basis, _, bob_basis, found, announced):
    """SARG04: keep the rounds in which Bob found the opposite of an announced state; it was the other one."""
    if _SIGNS[bob_basis][found] in announced:
        return None
    return int(alice_basis == "X"), int(bob_basis == "Z")


def bbm92(visibility: Number = 1.0) -> Protocol:
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


def e91(visibility: Number = 1.0) -> Protocol:
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
