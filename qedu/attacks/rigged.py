"""What an Eve may do who has a hand in the devices: she knows of Alice's choices, or commands Bob's detectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import qutip

from qedu._arguments import PRINTED, bad
from qedu._types import Complexes, Floats, Vector
from qedu.protocols import Protocol

__all__ = ["Rigged", "EMPTY"]

#: Her record of a pulse that held no photon, where Bob's detectors obey her.
EMPTY = "no photon"


class Rigged(NamedTuple):
    """One thing that happens to a signal whose sender or receiver is not what it should be.

    Attributes
    ----------
    record : str
        What Eve writes into her notebook.
    operator : qutip.Qobj, or mapping of (str, int) to qutip.Qobj
        What she does to the signal, as in an `Attack`: a Kraus operator from the qubit to a qubit,
        or to a qubit ⊗ her memory.  If it depends on what she knows of Alice's choice: one for
        each of Alice's settings with each of her outcomes 0 and 1, as ``{("Z", 0): …}``.
    response : mapping of str to (float, float), or None
        If Bob's detectors obey her: for each of his settings, the probabilities with which he then
        finds 0 and 1; otherwise nothing clicks.  None: the signal goes on to him as ever.
    needs_photon : bool
        Whether she does this only to pulses that hold a photon.  False for what goes by Alice's
        devices alone.

    Notes
    -----
    Over a link, a pulse without a photon passes as it was, unless a `Rigged` of the record `EMPTY` has
    a `response` for it; its operator says nothing.  Where she answers in Bob's place, channel, loss and
    dark counts have no say.

    Examples
    --------
    An Eve who is told Alice's bit, and leaves the photon alone:

    >>> import qedu, qutip
    >>> def told(protocol):
    ...     return [Rigged(f"bit {bit}", {(setting, outcome): qutip.qeye(2) * (outcome == bit)
    ...                                   for setting in protocol.alice for outcome in (0, 1)}) for bit in (0, 1)]
    >>> run = qedu.exchange(qedu.protocols.bb84(), qedu.attacks.Attack("told", None, rigged=told))
    >>> run.qber, run.eve_guess
    (0.0, 1.0)
    """

    record: str
    operator: qutip.Qobj | Mapping[tuple[str, int], qutip.Qobj]
    response: Mapping[str, Vector] | None = None
    needs_photon: bool = True


#: What happens in all, for a protocol.
Rig: TypeAlias = Callable[[Protocol], Iterable[Rigged]]

#: A `Rigged` as arrays: record, Kraus operators (settings, 2, levels, memory, 2), response (settings, 3) or None, if it needs a photon.
Arrays: TypeAlias = tuple[str, Complexes, Floats | None, bool]


def arrays(entries: Iterable[Rigged], protocol: Protocol) -> list[Arrays]:
    """What happens in all, checked, as arrays; that of the record `EMPTY` last, with a Kraus operator of 0."""
    found: list[Arrays] = []
    empty: list[Arrays] = []
    total = np.zeros((len(protocol.alice), 2, 2, 2), complex)
    for entry in entries:
        if not isinstance(entry, Rigged):
            raise bad("rigged", entry, "a callable that takes the protocol and returns qedu.attacks.Rigged entries")
        response = None if entry.response is None else _response(entry.response, protocol)
        if entry.record == EMPTY:
            empty.append((EMPTY, np.zeros((len(protocol.alice), 2, 2, 1, 2), complex), response, True))
            continue
        kraus = _kraus(entry.operator, protocol)
        total += np.einsum("xasmi,xasmj->xaij", kraus.conj(), kraus)
        found.append((str(entry.record), kraus, response, entry.needs_photon))
    records = [record for record, *_ in found + empty]
    if len(set(records)) < len(records):
        raise bad("rigged", records, "records that differ from each other")
    excess = abs(total - np.eye(2)).max()
    if not excess <= PRINTED:
        raise bad("rigged", f"operators with Σ K†K off by {excess:.2g}", "Σ K†K = I for each of Alice's choices")
    return found + empty


def _kraus(operator: Any, protocol: Protocol) -> Complexes:
    """Kraus operators for each of Alice's choices: axes settings, outcomes, levels, memory, 2."""
    allowed = ("a Kraus operator from a qubit to a qubit, alone or ⊗ a memory, or one for each of "
               f"{[(setting, bit) for setting in protocol.alice for bit in (0, 1)]}")
    each: list[Any] = [operator.get((setting, bit)) if isinstance(operator, Mapping) else operator
                       for setting in protocol.alice for bit in (0, 1)]
    if not all(isinstance(one, qutip.Qobj) and one.shape[1] == 2 and one.dims[0][0] == 2 and one.shape == each[0].shape for one in each):
        raise bad("operator", operator, allowed)
    return np.array([one.full().reshape(2, -1, 2) for one in each]).reshape(len(protocol.alice), 2, 2, -1, 2)


def _response(response: Any, protocol: Protocol) -> Floats:
    """Odds of 0, 1 and no click, for each of Bob's settings."""
    allowed = f"for each of {list(protocol.bob)} the probabilities of 0 and of 1, of a total of at most 1"
    try:
        odds = np.array([response[setting] for setting in protocol.bob], np.float64)
    except (TypeError, KeyError, ValueError):
        raise bad("response", response, allowed) from None
    if odds.shape != (len(protocol.bob), 2) or not (odds >= -PRINTED).all() or not (odds.sum(axis=1) <= 1 + PRINTED).all():
        raise bad("response", response, allowed)
    odds = odds.clip(0, 1) / np.maximum(odds.sum(axis=1, keepdims=True), 1)
    return np.concatenate([odds, 1 - odds.sum(axis=1, keepdims=True)], axis=1)
