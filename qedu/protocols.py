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

from dataclasses import dataclass, field
from typing import Callable, Mapping

from qedu import states
from qedu._arguments import bad, probability

__all__ = ["Protocol", "bb84", "six_state"]


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
        their probability as their trace, as Bob's half of an entangled pair
        does once Alice has measured hers (source replacement).
    bob : mapping of str to (float, sequence of qutip.Qobj)
        For each of Bob's settings: its probability, and the kets he projects on,
        or the effects (positive operators that sum to I), for outcomes 0, 1, ...
    sift : callable
        ``sift(alice_setting, alice, bob_setting, bob)`` with the settings' names
        and the outcomes as ints.  Returns the two key bits ``(alice, bob)``, or
        None where the round is dropped.  Rounds without a click are always dropped.
    public : tuple of str
        Which settings are announced, hence known to Eve: any of "alice_setting"
        and "bob_setting".
    bases : mapping of str to Bloch vector, optional
        The bases that make key bits, for attacks that choose among them.  By
        default the axis of Alice's state 0 in each setting.

    Raises
    ------
    ValueError
        If probabilities do not sum to 1, or states or effects do not either.

    Notes
    -----
    Source replacement: Bennett, Brassard and Mermin, Phys. Rev. Lett. 68, 557
    (1992), doi:10.1103/PhysRevLett.68.557.  Used from chapter C06 on.

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
        object.__setattr__(self, "alice", {
            name: (weight, tuple(s.unit().proj() / len(signal) if s.isket else s for s in signal))
            for name, (weight, signal) in self.alice.items()})
        object.__setattr__(self, "bob", {
            name: (weight, tuple(e.unit().proj() if e.isket else e for e in effects))
            for name, (weight, effects) in self.bob.items()})
        for name, (_, signal) in self.alice.items():
            trace = sum(s.tr().real for s in signal)
            if not abs(trace - 1) < 1e-9:
                raise bad(f"alice[{name!r}]", f"states of total trace {trace:g}", "a total of 1")
        for name, (_, effects) in self.bob.items():
            excess = abs(sum(effects).full() - [[1, 0], [0, 1]]).max()
            if not excess < 1e-9:
                raise bad(f"bob[{name!r}]", f"effects with a sum off by {excess:.2g}",
                          "effects that sum to the identity")
        if self.bases is None:
            object.__setattr__(self, "bases", {
                name: states.bloch_vector(signal[0].unit())
                for name, (_, signal) in self.alice.items()})


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
