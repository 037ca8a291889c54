"""What an attack is: records with operators, or branches for each photon number."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import qutip

from qedu import _shown
from qedu._arguments import PRINTED, bad, count, detectors, probability
from qedu._operators import Value, effect, is_pair, mending
from qedu._types import Number
from qedu.attacks.rigged import EMPTY, Arrays, Rig, Rigged, arrays
from qedu.links import Setup
from qedu.protocols import Protocol

__all__ = ["Attack", "UNTOUCHED", "none", "partial", "Branch"]

#: Eve's record in a round that she let pass.
UNTOUCHED = "untouched"


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
    efficiency : (float, float) or None
        Efficiencies that detector 0 and detector 1 have for this pulse, where she can choose
        them, by its colour or its time of arrival, say.  None: those of the link.

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
    efficiency: tuple[float, float] | None = None


#: Eve's records with their operators; made of the protocol where they depend on it.
_Entries: TypeAlias = Iterable[tuple[str, qutip.Qobj]]
_Instrument: TypeAlias = Callable[[Protocol], _Entries]

#: For each photon number what she may do.
_Pulses: TypeAlias = Callable[[Setup], Iterable[Iterable[Branch]]]


@dataclass(frozen=True, eq=False)
class Attack(Value):
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
    rigged : callable, optional
        For attacks on the devices: takes the `Protocol` and returns the `Rigged` that may
        happen.  It takes the place of `instrument`, which is then None, and of `pulses`.

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
    instrument: tuple[tuple[str, qutip.Qobj], ...] | _Instrument | None = field(repr=False)
    pulses: _Pulses | None = field(default=None, repr=False)
    rigged: Rig | None = field(default=None, repr=False)

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, name: str, instrument: _Entries | _Instrument | None, pulses: _Pulses | None = None,
                     rigged: Rig | None = None) -> None: ...

    def __post_init__(self) -> None:
        if self.pulses is not None and not callable(self.pulses):
            raise bad("pulses", self.pulses, "None or a callable that takes a qedu.links.Setup")
        if self.rigged is not None and (not callable(self.rigged) or self.instrument is not None or self.pulses is not None):
            raise bad("rigged", self.rigged, "None, or a callable that takes the protocol and returns qedu.attacks.Rigged entries; "
                                             "instrument and pulses are then None")
        if callable(self.instrument) or self.instrument is None and (self.pulses or self.rigged):
            return
        given: Any = self.instrument                # None, too, is refused here
        try:
            entries = tuple((str(record), operator) for record, operator in given)
        except (TypeError, ValueError):
            raise bad("instrument", self.instrument, "pairs of a record and an operator, or a callable that takes "
                                                     "the protocol and returns them") from None
        object.__setattr__(self, "instrument", _checked(entries))

    @property
    def _known_records(self) -> str | None:
        """Eve's records as a text, where they do not depend on the protocol; else None."""
        entries = self.instrument
        return None if entries is None or callable(entries) else ", ".join(record for record, _ in entries)

    def __repr__(self) -> str:
        records = self._known_records
        return _shown.line("Attack", self.name, records and f"records: {records}", "counts photons" if self.pulses else None,
                           "has a hand in the devices" if self.rigged else None)

    def _repr_html_(self) -> str:
        return _shown.table(f"Attack: {self.name}", [
            ("Eve's records", self._known_records or "depend on the protocol"),
            ("Devices", "she has a hand in them" if self.rigged else None),
            ("Over a link", "she counts the photons of each pulse" if self.pulses else
             "she treats each pulse as one photon")])

    def on(self, protocol: Protocol) -> tuple[tuple[str, qutip.Qobj], ...]:
        """Eve's records and operators when she attacks `protocol`, checked.

        Raises ValueError, naming both, if she cannot attack this protocol.
        """
        given = self.instrument
        if given is None:
            raise unfit(self.name, protocol, "only over a link, which has photon numbers to read, as "
                                              "link=qedu.links.GYS.at(50, 0.48)")
        entries = _checked(given(protocol) if callable(given) else given)
        if protocol.pair is None and any(is_pair(k) for _, k in entries):
            raise unfit(self.name, protocol, "it prepares entangled pairs, so only against protocols "
                                              "with a pair, as BBM92 and E91")
        return entries

    def on_devices(self, protocol: Protocol) -> list[Arrays]:
        """What happens to the signals of `protocol`, as arrays, checked; for attacks on the devices."""
        if self.rigged is None:
            raise bad("attack", self.name, "one with a hand in the devices, as those of qedu.devices")
        return arrays(self.rigged(protocol), protocol)

    def on_pulses(self, setup: Setup) -> list[list[Branch]]:
        """What she may do to pulses of 0, 1, 2, … photons over this setup, checked: lists of `Branch`."""
        if self.pulses is None:
            raise bad("attack", self.name, "one that reads the photon number, as photon_number_splitting()")
        choices = [list(branches) for branches in self.pulses(setup)]
        numbers = setup.photon_odds.shape[1]
        if len(choices) != numbers:
            raise bad("pulses", f"branches for {len(choices)} photon numbers",
                      f"one list for each of the {numbers} photon numbers of {setup}")
        kept: dict[str, int] = {}
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
                if branch.efficiency is not None:
                    detectors("efficiency", branch.efficiency, alone=False)
            if abs(total - 1) > 1e-12:
                choices[n] = [branch._replace(odds=branch.odds / total) for branch in branches]
        if kept.get(UNTOUCHED):
            raise bad("pulses", UNTOUCHED, "for that record no photon kept")
        return choices


def _checked(entries: _Entries) -> tuple[tuple[str, qutip.Qobj], ...]:
    """Return the records and operators of an instrument, or raise ValueError."""
    entries = [(str(record), operator) for record, operator in entries]
    records = [record for record, _ in entries]
    if len(set(records)) < len(records):
        raise bad("instrument", records, "records that differ from each other")
    found = tuple(zip(records, _complete([operator for _, operator in entries])))
    for record, operator in found:
        if record == UNTOUCHED and not _passes(operator):
            raise bad("instrument", f"an {UNTOUCHED} signal with an operator that changes it",
                      "for that record a multiple of the identity on the qubit")
    return found


def _passes(operator: qutip.Qobj) -> bool:
    """Whether this Kraus operator is a multiple of the identity on the qubit."""
    if operator.shape != (2, 2):
        return False
    (first, up), (down, second) = operator.full()
    return max(abs(first - second), abs(up), abs(down)) <= PRINTED


def unfit(attack: str, protocol: Protocol, allowed: str) -> ValueError:
    """The error for an attack that makes no sense against this protocol."""
    return bad("attack", attack, f"against {protocol.name}: {allowed}")


def _complete(operators: Iterable[qutip.Qobj]) -> list[qutip.Qobj]:
    """Return the operators of an instrument on a qubit with Σ K†K = I, or raise ValueError."""
    allowed = ("Kraus operators from a qubit to 2 or 3 levels, alone or ⊗ a memory, with Σ K†K = I; for an "
               "entangled source also two-qubit states ρ, Σ K†K + Σ tr ρ = I")
    total, entries = np.zeros((2, 2)), []
    for operator in operators:
        if not isinstance(operator, qutip.Qobj):
            raise bad("instrument", operator, allowed)
        if is_pair(operator):
            operator = effect("instrument", operator, allowed, levels=4)
            total = total + operator.tr().real * np.eye(2)
        elif operator.shape[1] == 2 and operator.dims[0][0] in (2, 3):
            total = total + (operator.dag() * operator).full()
        else:
            raise bad("instrument", operator, f"{allowed}; this has the dims {operator.dims}")
        entries.append(operator)
    root, excess = mending(total)
    if not excess <= PRINTED:
        raise bad("instrument", f"operators with Σ K†K off by {excess:.2g}", allowed)
    if root is None:
        return entries
    share, root = 2 / np.trace(total).real, qutip.Qobj(root)
    return [share * operator if is_pair(operator) else operator * root for operator in entries]


def none() -> Attack:
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
    return Attack("none", [(UNTOUCHED, qutip.qeye(2))])


def partial(attack: Attack, fraction: Number) -> Attack:
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
    >>> from qedu.attacks import intercept_resend
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

    if attack.rigged is not None:
        return Attack(f"{attack.name}, fraction {fraction:g}", None, rigged=_SomeDevices(attack.rigged, fraction))
    return Attack(f"{attack.name}, fraction {fraction:g}", _SomeSignals(attack, fraction),
                  _SomePulses(attack, fraction) if attack.pulses else None)


@dataclass(frozen=True)
class _SomeSignals:
    """Instrument of an attack on a fraction of the signals."""

    attack: Attack
    fraction: float

    def __call__(self, protocol: Protocol) -> _Entries:
        fraction = self.fraction
        touched = dict(self.attack.on(protocol))
        passed = math.sqrt(1 - fraction) * qutip.qeye(2)
        if UNTOUCHED in touched:      # already a mixture: K ∝ I there, so the odds add up
            rest = touched.pop(UNTOUCHED)
            passed = math.sqrt(1 - fraction + fraction * (rest.dag() * rest).tr().real / 2) * qutip.qeye(2)
        # The odds of a prepared pair are its trace, those of a Kraus operator its square.
        return [(UNTOUCHED, passed),
                *((record, (fraction if is_pair(operator) else math.sqrt(fraction)) * operator)
                  for record, operator in touched.items())]


@dataclass(frozen=True)
class _SomeDevices:
    """What an attack on the devices does, on a fraction of the signals."""

    rigged: Rig
    fraction: float

    def __call__(self, protocol: Protocol) -> Iterable[Rigged]:
        share, passed = math.sqrt(self.fraction), math.sqrt(1 - self.fraction)
        for entry in self.rigged(protocol):
            operator: Any = entry.operator
            if entry.record == UNTOUCHED:                 # already a mixture: K ∝ I there
                passed = math.sqrt(passed**2 + self.fraction * (operator.dag() * operator).tr().real / 2)
            elif entry.record == EMPTY:
                yield entry
            elif isinstance(operator, Mapping):
                yield entry._replace(operator={choice: share * one for choice, one in operator.items()})
            else:
                yield entry._replace(operator=share * operator)
        yield Rigged(UNTOUCHED, passed * qutip.qeye(2))


@dataclass(frozen=True)
class _SomePulses:
    """What an attack on a fraction of the pulses does to each."""

    attack: Attack
    fraction: float

    def __call__(self, setup: Setup) -> list[list[Branch]]:
        eta = setup.channel_transmittance
        return [[Branch(UNTOUCHED, 1 - self.fraction, n, 0, eta),
                 *(branch._replace(odds=self.fraction * branch.odds) for branch in branches)]
                for n, branches in enumerate(self.attack.on_pulses(setup))]
