"""Eve as data: what she does to the signal, and the record she keeps.

An attack is a quantum instrument: one Kraus operator for each thing that Eve
may write into her notebook.  The operator may also block the photon, or leave
Eve with a quantum memory, which she reads once everything public is announced.
One of one's own takes a few lines; this Eve measures in Z but always sends on
|+⟩, hoping that nobody tests X alone:

>>> import qedu
>>> from qedu.states import basis
>>> (zero, one), (plus, minus) = basis("Z"), basis("X")
>>> clumsy = Attack("measure Z, send plus", [
...     ("saw 0", plus * zero.dag()),
...     ("saw 1", plus * one.dag()),
... ])
>>> run = qedu.exchange(qedu.protocols.bb84(), attack=clumsy)
>>> round(run.qber, 12), round(run.eve_information, 12)
(0.5, 0.5)
"""

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qedu import _operators, cloners, entanglement, links, protocols, states
from qedu._arguments import PRINTED, bad, count, probability

__all__ = ["Attack", "UNTOUCHED", "none", "partial", "intercept_resend", "helstrom_resend",
           "unambiguous_resend", "universal_cloner", "phase_covariant_cloner", "entangling_probe",
           "at_source", "photon_number_splitting", "Branch", "Pair", "pairs"]

#: Eve's record in a round that she let pass.
UNTOUCHED = "untouched"

@dataclass(frozen=True, eq=False)
class Attack(_operators.Value):
    """What Eve does to each signal.

    Parameters
    ----------
    name : str
        Name of the attack.
    instrument : sequence of (str, qutip.Qobj), or a callable
        Pairs of Eve's classical record and the Kraus operator that goes with it.
        It takes the qubit to a qubit (2 levels); to a qubit or |vac⟩ (3 levels: Eve
        lets nothing through); or, with dims [[2, m], [2]] or [[3, m], [2]], to these
        and a memory of m levels, in one part or several, which Eve keeps until all
        announcements are public.  Instead of a Kraus operator there may be a
        two-qubit density operator: the pair that Eve puts in place of the
        protocol's own, its probability as its trace.  A callable takes the
        `Protocol` and returns such pairs, for attacks that depend on the protocol.
        The record `UNTOUCHED` marks rounds she let pass.
    pulses : callable, optional
        For attacks that read the photon number: takes the `qedu.links.Setup` and returns,
        for each photon number of its `photon_odds`, the list of `Branch` with what she
        may do to such a pulse.  Over a link this takes the place of `instrument`, which
        may then be None.

    Raises
    ------
    ValueError
        If two records have the same name, Σ K†K (plus the trace of the pairs, if
        there are any) is not the identity, or the operator of `UNTOUCHED` changes
        the signal.  What single precision or a print-out leaves of a difference is
        mended.

    Notes
    -----
    Attacks with equal operators, or the same function, are equal.  Functions written at
    the top of a module travel with `pickle`, to other processes, say; a lambda does not.

    Quantum instrument: Davies and Lewis, Commun. Math. Phys. 17, 239 (1970),
    doi:10.1007/BF01647093.  Used from chapter C06 on; memories from C07 on, photon
    numbers from C09 on.

    Over a link (`exchange(…, link=…)`) an instrument acts on the polarisation of a pulse as
    it would on that of one photon, and the pulse goes on as bright as it came, over the same
    link; where she blocks it, no photon goes on, and pulses without a photon pass untouched.
    An Eve with an instrument does not count photons: her record is all she has.

    Examples
    --------
    >>> none().name
    'none'
    """

    name: str
    instrument: Any = field(repr=False)
    pulses: Any = field(default=None, repr=False)

    def __post_init__(self):
        if self.pulses is not None and not callable(self.pulses):
            raise bad("pulses", self.pulses, "None or a callable that takes a qedu.links.Setup")
        if callable(self.instrument) or self.instrument is None and self.pulses:
            return
        try:
            pairs = tuple((str(record), operator) for record, operator in self.instrument)
        except (TypeError, ValueError):
            raise bad("instrument", self.instrument, "pairs of a record and an operator, or a callable that takes "
                                                     "the protocol and returns them") from None
        object.__setattr__(self, "instrument", pairs)
        object.__setattr__(self, "instrument", self.on(None))

    def on(self, protocol):
        """Eve's records and operators when she attacks `protocol`, checked.

        Raises ValueError, naming both, if she cannot attack this protocol.
        """
        if self.instrument is None and self.pulses:
            raise _unfit(self.name, protocol, "only over a link, which has photon numbers to read, as "
                                              "link=qedu.links.GYS.at(50, 0.48)")
        pairs = self.instrument(protocol) if callable(self.instrument) else self.instrument
        pairs = [(str(record), operator) for record, operator in pairs]
        records = [record for record, _ in pairs]
        if len(set(records)) < len(records):
            raise bad("instrument", records, "records that differ from each other")
        pairs = tuple(zip(records, _complete([operator for _, operator in pairs])))
        for record, operator in pairs:
            if record == UNTOUCHED and not _passes(operator):
                raise bad("instrument", f"an {UNTOUCHED} signal with an operator that changes it",
                          "for that record a multiple of the identity on the qubit")
        if protocol is not None and protocol.pair is None and any(_is_pair(k) for _, k in pairs):
            raise _unfit(self.name, protocol, "it prepares entangled pairs, so only against protocols "
                                              "with a pair, as BBM92 and E91")
        return pairs

    def on_pulses(self, setup):
        """What she may do to pulses of 0, 1, 2, … photons over this setup, checked: lists of `Branch`."""
        choices = [list(branches) for branches in self.pulses(setup)]
        numbers = setup.photon_odds.shape[1]
        if len(choices) != numbers:
            raise bad("pulses", f"branches for {len(choices)} photon numbers",
                      f"one list for each of the {numbers} photon numbers of {setup}")
        kept = {}
        for n, branches in enumerate(choices):
            total = sum(probability("odds", branch.odds) for branch in branches)
            if not abs(total - 1) <= PRINTED:
                raise bad("pulses", f"odds of total {total:g} for {n} photons", "a total of 1")
            for branch in branches:
                taken = count("kept", branch.kept, 0) + count("sent", branch.sent, 0)
                if taken > n:
                    raise bad("pulses", branch, f"of {n} photons at most {n} kept and sent")
                if branch.kept != kept.setdefault(branch.record, branch.kept):
                    raise bad("pulses", branch.record, "the same number of kept photons wherever "
                                                       "the record is the same")
                probability("transmittance", branch.transmittance)
            if abs(total - 1) > 1e-12:
                choices[n] = [branch._replace(odds=branch.odds / total) for branch in branches]
        if kept.get(UNTOUCHED):
            raise bad("pulses", UNTOUCHED, "for that record no photon kept")
        return choices


class Branch(NamedTuple):
    """One thing that Eve may do to a pulse whose photons she has counted.

    Attributes
    ----------
    record : str
        What she writes into her notebook; the photon number is known to her besides.
    odds : float
        Probability of this, given the photon number.
    sent : int
        Photons that she sends on, in the state they have.
    kept : int
        Photons that she keeps until all announcements are public.
    transmittance : float
        Probability that a photon sent on reaches the receiver's entrance; at 1, the
        default, her line is lossless.  What the receiver itself loses comes on top.

    Examples
    --------
    An Eve who only keeps one photon of each pulse of three or more:

    >>> import qedu
    >>> def keep_one_of_three(setup):
    ...     eta = setup.channel_transmittance
    ...     return [[Branch("kept", 1.0, n - 1, 1) if n > 2 else Branch(UNTOUCHED, 1.0, n, 0, eta)]
    ...             for n in range(setup.photon_odds.shape[1])]
    >>> careful = Attack("one of three", None, keep_one_of_three)
    >>> run = qedu.exchange(qedu.protocols.bb84(), careful, link=qedu.links.GYS.at(50, 0.48))
    >>> round(run.eve_information, 3)
    0.406
    """

    record: str
    odds: float
    sent: int
    kept: int = 0
    transmittance: float = 1.0


def _is_pair(operator):
    """Whether this entry of an instrument is a two-qubit state that Eve prepares."""
    return operator.shape == (4, 4)


def _passes(operator):
    """Whether this Kraus operator is a multiple of the identity on the qubit."""
    if operator.shape != (2, 2):
        return False
    (first, up), (down, second) = operator.full()
    return max(abs(first - second), abs(up), abs(down)) <= PRINTED


def _unfit(attack, protocol, allowed):
    """The error for an attack that makes no sense against this protocol."""
    return bad("attack", attack, f"against {protocol.name}: {allowed}")


def _complete(operators):
    """Return the operators of an instrument on a qubit with Σ K†K = I, or raise ValueError."""
    import numpy as np
    import qutip

    allowed = ("Kraus operators from a qubit to 2 or 3 levels, alone or ⊗ a memory, with Σ K†K = I; for an "
               "entangled source also two-qubit states ρ, Σ K†K + Σ tr ρ = I")
    total, entries = np.zeros((2, 2)), []
    for operator in operators:
        if not isinstance(operator, qutip.Qobj):
            raise bad("instrument", operator, allowed)
        if _is_pair(operator):
            operator = _operators.effect("instrument", operator, allowed, levels=4)
            total = total + operator.tr().real * np.eye(2)
        elif operator.shape[1] == 2 and operator.dims[0][0] in (2, 3):
            total = total + (operator.dag() * operator).full()
        else:
            raise bad("instrument", operator, f"{allowed}; this has the dims {operator.dims}")
        entries.append(operator)
    root, excess = _operators.mending(total)
    if not excess <= PRINTED:
        raise bad("instrument", f"operators with Σ K†K off by {excess:.2g}", allowed)
    if root is None:
        return entries
    share, root = 2 / np.trace(total).real, qutip.Qobj(root)
    return [share * operator if _is_pair(operator) else operator * root for operator in entries]


def none():
    """No attack: Eve lets every signal pass.

    Returns
    -------
    Attack
        The identity.

    Examples
    --------
    >>> import qedu
    >>> qedu.exchange(qedu.protocols.bb84(), attack=none()).eve_information
    0.0
    """
    import qutip

    return Attack("none", [(UNTOUCHED, qutip.qeye(2))])


def partial(attack, fraction):
    """Apply `attack` to a random fraction of the signals and let the others pass.

    Parameters
    ----------
    attack : Attack
        What Eve does when she attacks.
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        The mixture; Eve knows which signals she touched.

    Raises
    ------
    ValueError
        If `fraction` is not a probability, or `attack` not an attack; from `exchange`,
        if the attack's record `UNTOUCHED` goes with an operator that is not ∝ I.

    Notes
    -----
    Used in chapter C06.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), attack=partial(intercept_resend(), 0.2))
    >>> round(run.qber, 12)
    0.05
    """
    fraction = probability("fraction", fraction)
    if not isinstance(attack, Attack):
        raise bad("attack", attack, "a qedu.attacks.Attack")
    if fraction == 1:
        return attack

    return Attack(f"{attack.name}, fraction {fraction:g}", _SomeSignals(attack, fraction),
                  _SomePulses(attack, fraction) if attack.pulses else None)


# What depends on the protocol or the setup is a small object with its parameters, not a function within a
# function: so attacks compare, hash and travel to other processes.


@dataclass(frozen=True)
class _SomeSignals:
    """Instrument of an attack on a fraction of the signals."""

    attack: Attack
    fraction: float

    def __call__(self, protocol):
        import qutip

        fraction = self.fraction
        touched = dict(self.attack.on(protocol))
        passed = math.sqrt(1 - fraction) * qutip.qeye(2)
        if UNTOUCHED in touched:      # already a mixture: K ∝ I there, so the odds add up
            rest = touched.pop(UNTOUCHED)
            passed = math.sqrt(1 - fraction + fraction * (rest.dag() * rest).tr().real / 2) * qutip.qeye(2)
        # The odds of a prepared pair are its trace, those of a Kraus operator its square.
        return [(UNTOUCHED, passed),
                *((record, (fraction if _is_pair(operator) else math.sqrt(fraction)) * operator)
                  for record, operator in touched.items())]


@dataclass(frozen=True)
class _SomePulses:
    """What an attack on a fraction of the pulses does to each."""

    attack: Attack
    fraction: float

    def __call__(self, setup):
        eta = setup.channel_transmittance
        return [[Branch(UNTOUCHED, 1 - self.fraction, n, 0, eta),
                 *(branch._replace(odds=self.fraction * branch.odds) for branch in branches)]
                for n, branches in enumerate(self.attack.on_pulses(setup))]


def _word(basis):
    """What `basis` is called in labels, or raise ValueError if it names no basis."""
    word = basis.lower() if isinstance(basis, str) else None
    if word not in ("random", "breidbart"):
        try:
            states.basis(basis)
        except ValueError:
            raise bad("basis", basis, "'random', 'z', 'x', 'y', 'breidbart' or a Bloch vector "
                                      "of three numbers, not all zero") from None
    return word or "along a given axis"


def _plain(basis):
    """A basis as what can be compared: its name in lower case, or its unit vector."""
    return basis.lower() if isinstance(basis, str) else states._axis(basis)


def _axes(basis, protocol):
    """Eve's bases, as of `_plain`, against this protocol: a dict from a label to a Bloch axis."""
    word = basis if isinstance(basis, str) else None
    if word == "random":
        return dict(protocol.bases)
    if word == "breidbart":
        return {"B": [sum(parts) for parts in zip(*protocol.bases.values())]}
    return {word.upper() if word else "V": basis}


def intercept_resend(fraction=1.0, basis="random"):
    """Eve measures the signal and sends on the state that she found.

    Parameters
    ----------
    fraction : float
        Probability of attacking a signal, from 0 to 1.
    basis : str or sequence of float
        Her basis.  "random": each time one of the protocol's key bases, with
        equal odds (Z or X; six-state also Y; E91 its two key directions, 45° and
        90°); "z", "x", "y"; "breidbart": halfway between the key bases, along the
        sum of their Bloch vectors ((Z+X)/√2 for BB84, (1,1,1)/√3 for six-state;
        B92's two states look alike there, and only `helstrom_resend` tells them
        apart well); or a Bloch vector.

    Returns
    -------
    Attack
        Records such as "Z0": the basis measured and the outcome.

    Raises
    ------
    ValueError
        If `fraction` is not a probability or `basis` not a basis.

    Notes
    -----
    Breidbart basis: Bennett et al., J. Cryptology 5, 3 (1992),
    doi:10.1007/BF00191318.  Derived in chapter C06.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), attack=intercept_resend(basis="breidbart"))
    >>> round(run.qber, 12), round(run.eve_guess, 4)
    (0.25, 0.8536)
    """
    fraction = probability("fraction", fraction)
    word = _word(basis)
    return partial(Attack(f"intercept-resend ({word})", _Intercept(_plain(basis))), fraction)


@dataclass(frozen=True)
class _Intercept:
    basis: object

    def __call__(self, protocol):
        axes = _axes(self.basis, protocol)
        return [(f"{label}{outcome}", found.proj() / math.sqrt(len(axes)))
                for label, axis in axes.items()
                for outcome, found in enumerate(states.basis(axis))]


def _two_states(name, protocol):
    """The two states, as kets, of a protocol that sends no others, both equally often."""
    import qutip

    signals = [qutip.Qobj(signal) for signal in protocol.signals().reshape(-1, 2, 2)]
    if (protocol.pair is not None or len(signals) != 2
            # Two traces that sum to 1: only pure states of odds 1/2 each give 1 here, both.
            or any(abs((2 * signal).purity() - 1) > 8 * PRINTED for signal in signals)):
        raise _unfit(name, protocol, "only against protocols that send two pure states equally often, as B92")
    return [states.basis(states.bloch_vector(2 * signal))[0] for signal in signals]


def helstrom_resend(fraction=1.0):
    """Eve guesses which of B92's two states was sent, as well as can be, and sends that one on.

    Parameters
    ----------
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        Records "guess 0" and "guess 1".  The QBER is her chance of a wrong guess,
        (1 − √(1 − overlap²))/2; as many rounds as ever are kept.

    Raises
    ------
    ValueError
        If `fraction` is not a probability.  Against a protocol that sends other than
        two states: raised by `exchange`.

    Notes
    -----
    Helstrom, Quantum Detection and Estimation Theory (1976); see `states.helstrom`.
    Derived in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.b92(), attack=helstrom_resend())
    >>> round(run.qber, 4), round(run.eve_guess, 4)
    (0.1464, 0.8536)
    """
    return partial(Attack(_HELSTROM, _guess_resend), probability("fraction", fraction))


_HELSTROM = "Helstrom resend"


def _guess_resend(protocol):
    sent = _two_states(_HELSTROM, protocol)
    # Ascending: the eigenvector of the larger eigenvalue speaks for state 0.
    _, (speaks_for_1, speaks_for_0) = (sent[0].proj() - sent[1].proj()).eigenstates()
    return [("guess 0", sent[0] * speaks_for_0.dag()), ("guess 1", sent[1] * speaks_for_1.dag())]


def unambiguous_resend(fraction=1.0):
    """Eve learns for certain which of B92's two states was sent, or lets nothing through.

    Parameters
    ----------
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        Records "sure 0", "sure 1" and "blocked".  She is sure with probability
        1 − overlap and then sends that state on; else Bob's detectors see nothing.
        There is no error, and she knows every bit: the attack shows only as loss.

    Raises
    ------
    ValueError
        If `fraction` is not a probability.  Against a protocol that sends other than
        two states: raised by `exchange`.

    Notes
    -----
    Unambiguous discrimination: Ivanovic, Phys. Lett. A 123, 257 (1987),
    doi:10.1016/0375-9601(87)90222-2; Dieks, ibid. 126, 303 (1988),
    doi:10.1016/0375-9601(88)90840-7; Peres, ibid. 128, 19 (1988),
    doi:10.1016/0375-9601(88)91034-1.  Derived in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.b92(), attack=unambiguous_resend())
    >>> round(run.qber, 12), round(run.eve_information, 12), round(run.sifted_fraction, 4)
    (0.0, 1.0, 0.0732)
    """
    return partial(Attack(_UNAMBIGUOUS, _sure_or_blocked), probability("fraction", fraction))


_UNAMBIGUOUS = "unambiguous resend"


def _sure_or_blocked(protocol):
    import qutip

    sent = _two_states(_UNAMBIGUOUS, protocol)
    on_line = qutip.Qobj([[1, 0], [0, 1], [0, 0]])          # a qubit, among the levels 0, 1 and |vac⟩
    # To be sure of one state is to find what is orthogonal to the other one.
    opposite = [states.basis(states.bloch_vector(ket))[1] for ket in sent]
    weight = 1 / (1 + abs(sent[0].overlap(sent[1])))
    sure = [math.sqrt(weight) * on_line * sent[bit] * opposite[1 - bit].dag() for bit in (0, 1)]
    left = qutip.qeye(2) - weight * (opposite[0].proj() + opposite[1].proj())
    odds, found = left.eigenstates()                        # of rank one
    blocked = math.sqrt(max(0.0, odds[1])) * qutip.basis(3, 2) * found[1].dag()
    return [("sure 0", sure[0]), ("sure 1", sure[1]), ("blocked", blocked)]


def universal_cloner(qber=1 / 6, fraction=1.0):
    """Eve makes the best copy that treats all states alike, and reads it after the announcements.

    Parameters
    ----------
    qber : float
        D, the error that the cloner causes in every basis, from 0 to 1/2; at 1/6, the
        default, both copies are equally good.
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        Record "clone" with a memory of four levels, the copy and the cloner's ancilla.

    Raises
    ------
    ValueError
        If `qber` is not from 0 to 1/2 or `fraction` not a probability.

    Notes
    -----
    See `cloners.universal`.  Bužek and Hillery, Phys. Rev. A 54, 1844 (1996),
    doi:10.1103/PhysRevA.54.1844.  Used in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), attack=universal_cloner())
    >>> round(run.eve_information, 4), round(run.eve_guess, 4), round(run.eve_holevo, 4)
    (0.3984, 0.8333, 0.5575)
    """
    qber, fraction = probability("qber", qber, 0, 0.5), probability("fraction", fraction)
    isometry = cloners.universal(qber)
    return partial(Attack(f"universal cloner ({qber:.4g})", [("clone", isometry)]), fraction)


def phase_covariant_cloner(qber=0.5 - 8**-0.5, fraction=1.0):
    """Eve makes the best copy of states in the X–Z plane, and reads it after the announcements.

    Parameters
    ----------
    qber : float
        D, the error that the cloner causes in Z, in X and in between, from 0 to 1/2;
        at 1/2 − 1/√8, the default, both copies are equally good.
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        Record "clone" with a memory of one qubit.  Against BB84 she learns
        1 − h(½ + √(D(1 − D))) bits, the most that an attack on one signal at a time
        can at this QBER.  In Y, which only six-state uses, the error is 2D(1 − D).

    Raises
    ------
    ValueError
        If `qber` is not from 0 to 1/2 or `fraction` not a probability.

    Notes
    -----
    See `cloners.phase_covariant`.  Optimal: Fuchs, Gisin, Griffiths, Niu and Peres,
    Phys. Rev. A 56, 1163 (1997), doi:10.1103/PhysRevA.56.1163.  Used in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), attack=phase_covariant_cloner(qber=0.11))
    >>> round(run.qber, 12), round(run.eve_information, 4)
    (0.11, 0.3046)
    """
    qber, fraction = probability("qber", qber, 0, 0.5), probability("fraction", fraction)
    isometry = cloners.phase_covariant(qber)
    return partial(Attack(f"phase-covariant cloner ({qber:.4g})", [("clone", isometry)]), fraction)


def entangling_probe(overlap=0.0, basis="z", fraction=1.0):
    """Eve lets a probe take note of the signal's basis state, and reads it after the announcements.

    Parameters
    ----------
    overlap : float
        ⟨e₀|e₁⟩ of the two states of the probe, from 0 (as good as a measurement) to 1
        (no note at all).
    basis : str or sequence of float
        Basis of which the probe takes note, as in `intercept_resend`.
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        |0⟩ → |0⟩|e₀⟩, |1⟩ → |1⟩|e₁⟩ in that basis; records such as "Z", with a memory
        of one qubit.  No error in this basis, (1 − overlap)/2 in those at right angles.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Fuchs and Peres, Phys. Rev. A 53, 2038 (1996), doi:10.1103/PhysRevA.53.2038.  Derived
    in chapter C03, used in C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), attack=entangling_probe(overlap=0.6))
    >>> {name: round(qber, 12) for name, qber in run.qber_by_basis.items()}, round(run.eve_guess, 12)
    ({'Z': 0.0, 'X': 0.2}, 0.7)
    """
    overlap = probability("overlap", overlap)
    fraction = probability("fraction", fraction)
    word = _word(basis)
    return partial(Attack(f"entangling probe ({word}, overlap {overlap:.4g})", _Probe(_plain(basis), overlap)), fraction)


@dataclass(frozen=True)
class _Probe:
    basis: object
    overlap: float

    def __call__(self, protocol):
        from qutip import tensor

        axes = _axes(self.basis, protocol)
        probes = states.ket(0.0), states.ket(2 * math.acos(self.overlap))
        return [(label, sum(tensor(ket, probe) * ket.dag() for ket, probe in zip(states.basis(axis), probes))
                 / math.sqrt(len(axes))) for label, axis in axes.items()]


def at_source(basis="random", fraction=1.0):
    """Eve takes the source's place and sends out product states, of which she knows both halves.

    Parameters
    ----------
    basis : str or sequence of float
        The axis of the two spins, as in `intercept_resend`: by default each time one of
        the protocol's key bases.
    fraction : float
        Probability of replacing a pair, from 0 to 1.

    Returns
    -------
    Attack
        Records such as "Z0": Alice's half points along Z.  Bob's half points where the
        source's own correlations would have it, so that rounds measured along this axis
        look as they should.  The pairs are not entangled: the CHSH value is at most 2,
        and with E91's measurements at most √2.

    Raises
    ------
    ValueError
        If an argument is not of its kind.  Against a protocol without a pair: raised by
        `exchange`.

    Notes
    -----
    Bob's direction is Tᵀn for Alice's n, with T the correlation matrix of the source.
    On a maximally entangled pair this is interception by another road.  Ekert, Phys.
    Rev. Lett. 67, 661 (1991), doi:10.1103/PhysRevLett.67.661.  Derived in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.e91(), attack=at_source())
    >>> round(run.chsh, 4), round(run.qber, 12)
    (1.4142, 0.125)
    """
    fraction = probability("fraction", fraction)
    name = f"Eve at the source ({_word(basis)})"
    return partial(Attack(name, _Products(name, _plain(basis))), fraction)


@dataclass(frozen=True)
class _Products:
    name: str
    basis: object

    def __call__(self, protocol):
        import numpy as np
        from qutip import tensor

        if protocol.pair is None:
            raise _unfit(self.name, protocol, "only against protocols with an entangled source, as BBM92 and E91")
        axes = _axes(self.basis, protocol)
        turned = entanglement.correlation_matrix(protocol.pair).T
        found = []
        for label, axis in axes.items():
            half = states.basis(axis)
            there = turned @ states.bloch_vector(half[0])
            # A source without any correlation along this axis leaves Bob without any: always the same half.
            other = states.basis(there) if np.linalg.norm(there) > 1e-9 else half[:1] * 2
            found += [(f"{label}{outcome}", tensor(mine, his).proj() / (2 * len(axes)))
                      for outcome, (mine, his) in enumerate(zip(half, other))]
        return found


def photon_number_splitting(fraction=1.0, blocked=None):
    """Eve counts the photons of each pulse, keeps one where there are several, and blocks single ones.

    Parameters
    ----------
    fraction : float
        Probability of attacking a pulse, from 0 to 1.
    blocked : float or None
        Share of the single photons that she blocks, from 0 to 1; every pulse of several
        photons is then split.  None: she does as much as leaves Bob's clicks as frequent
        as they were, over all intensities together.

    Returns
    -------
    Attack
        Records "kept", with one photon as her memory, "blocked", and `UNTOUCHED`; she
        knows the photon number besides.  What she does not block goes on over a lossless
        line, to detectors which stay as they are.

    Raises
    ------
    ValueError
        If `fraction` or `blocked` is not from 0 to 1.  Without a link: raised by `exchange`.

    Notes
    -----
    Huttner, Imoto, Gisin and Mor, Phys. Rev. A 51, 1863 (1995), doi:10.1103/PhysRevA.51.1863;
    Brassard, Lütkenhaus, Mor and Sanders, Phys. Rev. Lett. 85, 1330 (2000),
    doi:10.1103/PhysRevLett.85.1330.  Derived in chapter C09.

    With `blocked` None, the light that her line saves is spent in this order: first she splits
    pulses of several photons, a share of them until it is all; then she blocks single photons;
    and where pulses of several photons alone would click too often, she blocks a share of those.
    An error rate of one source stays exactly what it was, as light and dark counts keep their
    shares.  She cannot see the intensity, so what each photon number yields is the same for all
    intensities, but no longer what the link would yield.

    Examples
    --------
    >>> import qedu
    >>> link = qedu.links.GYS.at(50, 0.48)
    >>> run = qedu.exchange(qedu.protocols.bb84(), photon_number_splitting(), link=link)
    >>> round(run.gain / link.gain[0], 9), round(run.qber / link.qber[0], 9)
    (1.0, 1.0)
    >>> round(run.eve_guess, 4), round(run.yield_by_photons[1], 8)
    (0.9996, 1.7e-06)
    """
    fraction = probability("fraction", fraction)
    blocked = None if blocked is None else probability("blocked", blocked)
    name = "photon-number splitting" + ("" if blocked is None else f" (blocks {blocked:g})")
    return partial(Attack(name, None, _Split(blocked)), fraction)


@dataclass(frozen=True)
class _Split:
    blocked: float | None

    def __call__(self, setup):
        whole, singles, several = (0.0, 1 - self.blocked, 1.0) if self.blocked is not None else _unseen(setup)
        found = [[Branch(UNTOUCHED, 1.0, 0)],
                 [Branch(UNTOUCHED, singles, 1), Branch("blocked", 1 - singles, 0)]]
        for n in range(2, setup.photon_odds.shape[1]):
            found.append([Branch(UNTOUCHED, whole, n), Branch("kept", several * (1 - whole), n - 1, 1),
                          Branch("blocked", (1 - several) * (1 - whole), 0)])
        return found


def _unseen(setup):
    """Shares that leave Bob's clicks as frequent: unsplit among several, single photons let through, and several.

    Dark counts are the same whatever she does, so it is enough to compare the light detected.
    """
    import numpy as np

    efficiency = setup.link.efficiency
    odds = np.array(setup.probabilities) @ setup.photon_odds
    n = np.arange(len(odds))
    due = odds @ links.arrivals(n, setup.channel_transmittance * efficiency)
    split = odds[2:] @ links.arrivals(n[2:] - 1, efficiency)
    singles = odds[1] * efficiency
    gained = odds[2:] @ (efficiency * (1 - efficiency) ** (n[2:] - 1))     # by not splitting; 0 if all is seen
    return _share(due - split - singles, gained), _share(due - split, singles), _share(due, split)


def _share(part, whole):
    """part/whole, from 0 to 1; 0 where there is nothing to share out."""
    return 0.0 if part <= 0 or whole <= 0 else min(1.0, float(part / whole))


class Pair(NamedTuple):
    """A protocol and an attack of the library, and whether they go together.

    Made by `pairs`.

    Attributes
    ----------
    protocol : qedu.protocols.Protocol
    attack : Attack
    error : str or None
        Why `exchange` refuses this pair; None if it does not.
    """

    protocol: protocols.Protocol
    attack: Attack
    error: str | None


def pairs(fraction=1.0):
    """Every protocol of the library with every attack on single photons, and which pairs make no sense.

    Parameters
    ----------
    fraction : float
        Fraction of the signals that each attack touches, from 0 to 1.

    Returns
    -------
    list of Pair
        Protocol by protocol, in one order; where `Pair.error` is None, `exchange` builds.

    Raises
    ------
    ValueError
        If `fraction` is not a probability.

    Notes
    -----
    The table of pairs in chapter C07 and the tests of the library run through this list.

    Examples
    --------
    >>> [pair.protocol.name for pair in pairs() if pair.attack.name == "Helstrom resend" and not pair.error]
    ['B92']
    """
    fraction = probability("fraction", fraction)
    family = (protocols.bb84(), protocols.six_state(), protocols.b92(), protocols.sarg04(),
              protocols.bbm92(), protocols.e91())
    kinds = (none(), *(intercept_resend(fraction, basis) for basis in ("random", "z", "x", "y", "breidbart")),
             helstrom_resend(fraction), unambiguous_resend(fraction),
             universal_cloner(fraction=fraction), phase_covariant_cloner(fraction=fraction),
             *(entangling_probe(0.5, basis, fraction) for basis in ("z", "random")),
             *(at_source(basis, fraction) for basis in ("random", "z")))
    found = []
    for protocol in family:
        for attack in kinds:
            try:
                attack.on(protocol)
                error = None
            except ValueError as refused:
                error = str(refused)
            found.append(Pair(protocol, attack, error))
    return found
