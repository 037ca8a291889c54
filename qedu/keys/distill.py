"""From records to two equal keys: sift, estimate, reconcile, verify, amplify, confirm, and each step authenticated."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qedu import engine, links, rates
from qedu._arguments import bad, bits, count, failure, generator, probability
from qedu._types import Bytes, Flags, Number, Seed, Whole
from qedu.keys.authentication import Authenticator, KeyBudget, forging_bound
from qedu.keys.cascade import cascade
from qedu.keys.distilled import Accounts, Distilled
from qedu.keys.hashing import toeplitz_hash, verification_bits, verification_hash
from qedu.keys.ldpc import ldpc
from qedu.keys.transcript import Message, Reconciled, Transcript

__all__ = ["distill"]

#: Ways to reconcile that have a name.
_METHODS: dict[str, Callable[..., Reconciled]] = {
    "original": lambda alice, bob, qber, *, seed: cascade(alice, bob, qber, variant="original", seed=seed),
    "two_parameter": lambda alice, bob, qber, *, seed: cascade(alice, bob, qber, variant="two_parameter", seed=seed),
    # One block in a hundred does not decode: it is given up, so that the rest of the key is not.
    "ldpc": lambda alice, bob, qber, *, seed: ldpc(alice, bob, qber, open_failed=True, seed=seed),
}

#: Bases count as equally likely unless the difference of their bits is so many standard deviations: once in 10⁹.
_UNEQUAL = 6.2


def distill(records: engine.Records, *, link: links.Setup | None = None, key_basis: int | None = None, test_share: Number = 0.5,
            method: str | Callable[..., Reconciled] = "original", eps_sec: Number = 1e-10, eps_cor: Number = 1e-15,
            budget: Whole | tuple[KeyBudget, KeyBudget] = 2048, tag_bits: int = 128, seed: Seed,
            wire: Callable[[Message], Message | None] | None = None,
            disturb: Callable[[str, Bytes, Bytes], None] | None = None) -> Distilled:
    """Make a secret key of the records of BB84, or say why there is none.

    Parameters
    ----------
    records : qedu.engine.Records
        Rounds of a protocol with two bases, as BB84 and BBM92.
    link : qedu.links.Setup or None
        Over a link: the setup they were taken over, for its intensities.
    key_basis : int or None
        Index of the basis that makes key; all bits of the other one are tested.  None: with single
        photons, both make key and a random part of the bits is tested, which asks for bases that are
        equally likely; with decoys, the basis that has left more bits makes key.
    test_share : float
        Share of the sifted bits that is tested where both bases make key; above 0 and below 1.
    method : str or callable
        How errors are corrected: "original" or "two_parameter" (`cascade`), "ldpc" (`ldpc`, where blocks that do not
        decode are published and lost), or a function of Alice's bits, Bob's bits, error rate and ``seed=`` that
        returns a `Reconciled`, with what it counts as leaked in its messages too.
    eps_sec, eps_cor : float
        Secrecy and correctness: the failure probabilities of the key, above 0 and below 1.
    budget : int or (KeyBudget, KeyBudget)
        Secret bits that Alice and Bob share beforehand, for tags and confirmation: so many, drawn from
        the seed, or what each of them keeps.
    tag_bits : int
        Bits of a tag: 8, 16, 32, 64 or 128.
    seed : int or numpy.random.Generator
        For the choices that Alice makes, such as the test bits.
    wire : callable or None
        The man in the middle: it gets each message, and what it returns is what the other one hears; None
        for what it swallows.
    disturb : callable or None
        Called after each step with its name ("sifted", "estimated", "reconciled", "verified", "amplified")
        and with Alice's and Bob's bits, which it may change in place.

    Returns
    -------
    Distilled
        Both keys with length, accounts and transcript, or the reason for aborting.

    Raises
    ------
    ValueError
        If an argument is not of its kind, or the records do not fit: a protocol with other sifting, a
        test that would not be fair, a link that is missing.

    Notes
    -----
    The key is as long as `rates.finite_bb84` or `rates.finite_decoy_bb84` allow, with what
    reconciliation did publish.  Behind these stand, against an Eve who may do what quantum mechanics allows
    (general attacks):

    - single photons, equally likely bases: Tomamichel and Leverrier, Quantum 1, 14 (2017),
      doi:10.22331/q-2017-07-14-14, where the tested bits are drawn from all;
    - single photons, one basis for key and one for the test: Tomamichel, Lim, Gisin and Renner, Nat.
      Commun. 3, 634 (2012), doi:10.1038/ncomms1631;
    - three intensities: Lim, Curty, Walenta, Xu and Zbinden, Phys. Rev. A 89, 022307 (2014),
      doi:10.1103/PhysRevA.89.022307.

    They assume that Alice's source sends what it should (perfect qubits, or pulses of random phase whose
    photons follow Poisson), that whether Bob's detectors click does not depend on his basis, and that
    nothing else leaves the two laboratories.  The theorems fix in advance the error rate that is
    tolerated; here the length follows the one that was measured.

    Cascade's questions tell where the errors were.  With perfect qubits this leaves the length as it is, since the
    errors of one basis can be found without a trace in the other; with decoys the clicks of empty pulses are
    no longer counted as secret, because of those Eve may know Bob's bit (Tupkary and Lütkenhaus,
    arXiv:2307.00576, on why what Bob says has to be accounted for).

    Each step ends with a tag from both on all that they sent and heard in it, so that anything altered,
    repeated, reordered or lost ends the run.  After privacy amplification a hash of the final key, encrypted
    with bits of the budget, shows that the keys are still equal.  Chapter C08.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), channel=qedu.channels.depolarizing(0.04))
    >>> made = distill(run.records(100_000, seed=1), seed=2)
    >>> made.aborted, made.length > 8000, bool((made.key_alice == made.key_bob).all()), made.accounts.closed
    (False, True, True, True)

    >>> spied = qedu.exchange(qedu.protocols.bb84(), qedu.attacks.intercept_resend())
    >>> print(distill(spied.records(100_000, seed=1), seed=2).aborted[:38])
    at an error rate of 25.3 % in 25066 te
    """
    _check(records, link)
    if not (method in _METHODS if isinstance(method, str) else callable(method)):
        raise bad("method", method, f"one of {', '.join(map(repr, _METHODS))}, or a function that returns a qedu.keys.Reconciled")
    if not (key_basis is None or isinstance(key_basis, (int, np.integer)) and key_basis in (0, 1)):
        raise bad("key_basis", key_basis, "None, or the index of a basis, 0 or 1")
    share = probability("test_share", test_share)
    if not 0 < share < 1:
        raise bad("test_share", test_share, "a number above 0 and below 1")
    for name, function in (("wire", wire), ("disturb", disturb)):
        if function is not None and not callable(function):
            raise bad(name, function, "None or a function")
    forging_bound(0, tag_bits=tag_bits)                                # which refuses what is no size of a tag
    rng = generator(seed)
    run = _Run(_Line(_budgets(budget, rng), tag_bits, wire), rng, disturb or (lambda step, alice, bob: None),
               failure("eps_sec", eps_sec), failure("eps_cor", eps_cor))
    try:
        run.line.open()
        basis, intensity = run.sift(records)
        run.estimate(basis, intensity, link, key_basis, share)
        run.reconcile(_METHODS[method] if isinstance(method, str) else method)
        run.verify()
        run.amplify()
        run.confirm()
    except _Abort as reason:
        return run.result(str(reason))
    return run.result(False)


class _Abort(Exception):
    """The run ends without a key; the reason is for a reader."""


class _Line:
    """The public channel: what is said goes over the wire, and both keep what they sent and heard for the next tag."""

    def __init__(self, budgets: tuple[KeyBudget, KeyBudget], tag_bits: int, wire: Callable[[Message], Message | None] | None) -> None:
        self.budgets, self.tag_bits = dict(zip(("Alice", "Bob"), budgets)), tag_bits
        self.given = budgets[0].left
        self.before = dict(budgets[0].spent)
        self.wire = wire or (lambda message: message)
        self.said: list[Message] = []
        self.known: dict[str, list[Message]] = {"Alice": [], "Bob": []}
        self.ends: dict[str, Authenticator] = {}

    def open(self) -> None:
        self.need(self.tag_bits, "the key of the hash")
        self.ends = {name: Authenticator(budget, tag_bits=self.tag_bits) for name, budget in self.budgets.items()}

    def need(self, number: int, purpose: str) -> None:
        left = min(budget.left for budget in self.budgets.values())
        if left < number:
            raise _Abort(f"the key budget has run out: {purpose} takes {number} bits, and {left} are left")

    def say(self, sender: str, subject: str, payload: NDArray, key_bits: int = 0) -> None:
        self.pass_on(Message(sender, subject, payload, key_bits))

    def pass_on(self, message: Message) -> Message | None:
        """Send one message; what is heard of it, which the tags compare with what was sent."""
        self.said.append(message)
        heard = self.wire(message)
        self.known[message.sender].append(message)
        if isinstance(heard, Message):
            self.known[_other(message.sender)].append(heard)
        return heard if isinstance(heard, Message) else None

    def seal(self, step: str) -> None:
        """Both send a tag on all that they sent and heard in this step, and check the other's."""
        step_known, self.known = self.known, {"Alice": [], "Bob": []}
        for sender in ("Alice", "Bob"):
            self.need(self.tag_bits, f"a tag on the {step}")
            tag = Message(sender, f"{step}: tag", self.ends[sender].tag(step_known[sender], sender=sender))
            heard, fits = self.pass_on(tag), tag.payload.shape
            # What does not look like a tag is taken for one of zeros, so that the pads stay in step.
            right = heard is not None and heard.payload.shape == fits and heard.payload.max() <= 1 and heard.payload.min() >= 0
            if not self.ends[_other(sender)].check(step_known[_other(sender)], heard.payload if heard is not None and right else
                                                   np.zeros(fits, np.uint8), sender=sender):
                raise _Abort(f"{_other(sender)} refused the {step}: {sender}'s tag does not fit what was heard, so a message was "
                             "altered, repeated, reordered or lost, or the key budgets differ")
        self.known = {"Alice": [], "Bob": []}


class _Run:
    """The steps, each a method; Alice's and Bob's bits go from one to the next."""

    def __init__(self, line: _Line, rng: np.random.Generator, disturb: Callable[[str, Bytes, Bytes], None],
                 eps_sec: float, eps_cor: float) -> None:
        self.line, self.rng, self.disturb, self.eps_sec, self.eps_cor = line, rng, disturb, eps_sec, eps_cor
        self.alice = self.bob = np.zeros(0, np.uint8)
        self.sifted = self.tested = self.published = self.made = 0
        self.qber, self.two_way = 0.0, False
        #: Bits of the key that the proof allows if so many were published.
        self.allowed: Callable[[int], int] = lambda published: 0

    def sift(self, records: engine.Records) -> tuple[Bytes, Bytes | None]:
        clicked, kept = records.bob != 2, records.sifted
        # Bob speaks first: until he has measured nobody hears Alice's bases.
        self.line.say("Bob", "sifting: bases, 2 for no click", np.where(clicked, records.bob_setting, 2).astype(np.uint8))
        self.line.say("Alice", "sifting: bases", records.alice_setting)
        if records.intensity is not None:
            self.line.say("Alice", "sifting: intensities", records.intensity)
        self.line.seal("sifting")
        self.alice, self.bob = records.alice[kept].copy(), records.bob[kept].copy()
        self.sifted, self.rounds = len(self.alice), records.rounds
        self.disturb("sifted", self.alice, self.bob)
        return records.alice_setting[kept], None if records.intensity is None else records.intensity[kept]

    def estimate(self, basis: Bytes, intensity: Bytes | None, link: links.Setup | None, key_basis: int | None, share: float) -> None:
        decoys = link is not None and any(source.multiphoton for source in link.sources)
        if key_basis is None and decoys:
            key_basis = int(2 * np.count_nonzero(basis) >= self.sifted)
        tested = self._drawn(basis, share) if key_basis is None else basis != key_basis
        if not (k := int(tested.sum())) or k == self.sifted:
            raise _Abort(f"of {self.sifted} sifted bits {k} are for the test, so that there is nothing to compare or nothing to keep")
        self.line.say("Alice", "estimation: test bits", self.alice[tested], key_bits=k)
        self.tested, wrong = k, self.alice[tested] != self.bob[tested]
        groups = np.zeros(k, np.uint8) if intensity is None else intensity[tested]
        size = 1 if link is None else len(link.intensities)
        errors = np.bincount(groups, weights=wrong, minlength=size).astype(np.int64)
        self.line.say("Bob", "estimation: errors", errors)
        self.line.seal("estimation")
        self.alice, self.bob, self.qber = self.alice[~tested], self.bob[~tested], float(wrong.mean())
        n = len(self.alice)
        if decoys and link is not None and intensity is not None:
            clicks = [np.bincount(intensity[which], minlength=size) for which in (~tested, tested)]
            counts = links.DecoyCounts(self.rounds, link.intensities, link.probabilities, clicks[0], 0 * clicks[0], clicks[1], errors)
            empty = math.ceil(rates.decoy_bounds(counts, eps=self.eps_sec / 21).vacuum_x)
            self.allowed = lambda published: int(rates.finite_decoy_bb84(
                counts, eps_sec=self.eps_sec, eps_cor=self.eps_cor, published=published + self.two_way * empty))
        else:
            self.allowed = lambda published: rates.finite_bb84(n, k, min(self.qber, 0.5), eps_sec=self.eps_sec, eps_cor=self.eps_cor,
                                                               published=published)
        # Shannon's limit: no reconciliation gets by with less.
        if not self.allowed(math.ceil(n * rates.h2(min(self.qber, 0.5)))):
            raise _Abort(f"at an error rate of {100 * self.qber:.1f} % in {k} test bits, the {n} bits that are left hold no key, "
                         "however well their errors are corrected")
        self.disturb("estimated", self.alice, self.bob)

    def _drawn(self, basis: Bytes, share: float) -> Flags:
        """A test of bits of both bases, drawn at random."""
        x = np.count_nonzero(basis)
        if abs(2 * x - self.sifted) > _UNEQUAL * math.sqrt(self.sifted):
            raise bad("key_basis", None, f"0 or 1, because the bases left {self.sifted - x} and {x} bits, and a test drawn from both is "
                                         "fair only where they are equally likely")
        places = np.sort(self.rng.permutation(self.sifted)[:round(share * self.sifted)])
        self.line.say("Alice", "estimation: places of the test bits", places)
        tested = np.zeros(self.sifted, bool)
        tested[places] = True
        return tested

    def reconcile(self, method: Callable[..., Reconciled]) -> None:
        found = method(self.alice, self.bob, min(self.qber, 0.5), seed=self.rng)
        if not isinstance(found, Reconciled) or len(found.key) != len(self.bob):
            raise bad("method", method, f"a function that returns a qedu.keys.Reconciled of {len(self.bob)} bits")
        if sum(message.key_bits for message in found.messages) != found.leaked_bits:
            raise bad("method", method, f"a function whose messages disclose the {found.leaked_bits} key bits that it counts")
        for message in found.messages:
            self.line.pass_on(message)
        self.line.seal("reconciliation")
        self.bob, self.published = bits("key", found.key), found.leaked_bits
        self.two_way = any(message.sender == "Bob" for message in found.messages)
        self.disturb("reconciled", self.alice, self.bob)

    def verify(self) -> None:
        n, size = len(self.alice), verification_bits(self.eps_cor)
        choice = self.rng.integers(0, 2, n + size - 1, dtype=np.uint8)
        hashes = [verification_hash(key, choice, eps_cor=self.eps_cor) for key in (self.alice, self.bob)]
        self.line.say("Alice", "verification: which hash", choice)
        self.line.say("Alice", "verification: hash", hashes[0], key_bits=size)
        self._answer("verification", hashes, "the hashes differ, so errors were left after the reconciliation")
        self.disturb("verified", self.alice, self.bob)

    def amplify(self) -> None:
        n, length = len(self.alice), self.allowed(self.published)
        if not length:
            raise _Abort(f"reconciliation published {self.published} of {n} bits, and what is left holds no key")
        choice = self.rng.integers(0, 2, n + length - 1, dtype=np.uint8)
        self.line.say("Alice", "amplification: which hash", choice)
        self.line.seal("amplification")
        self.alice, self.bob = (toeplitz_hash(key, length, choice) for key in (self.alice, self.bob))
        self.disturb("amplified", self.alice, self.bob)

    def confirm(self) -> None:
        n, size = len(self.alice), verification_bits(self.eps_cor)
        self.line.need(size, "the confirmation")
        choice = self.rng.integers(0, 2, n + size - 1, dtype=np.uint8)
        hidden = [verification_hash(key, choice, eps_cor=self.eps_cor) ^ budget.take(size, purpose="confirmation")
                  for key, budget in zip((self.alice, self.bob), self.line.budgets.values())]
        self.line.say("Alice", "confirmation: which hash", choice)
        self.line.say("Alice", "confirmation: encrypted hash", hidden[0])
        self._answer("confirmation", hidden, "the final keys differ: something has changed since the verification")
        self.made = n

    def _answer(self, step: str, hashes: list[Bytes], reason: str) -> None:
        """Bob says whether his hash is Alice's."""
        equal = bool(np.array_equal(hashes[0], hashes[1]))
        self.line.say("Bob", f"{step}: equal", np.array([equal], np.uint8))
        self.line.seal(step)
        if not equal:
            raise _Abort(reason)

    def result(self, aborted: str | Literal[False]) -> Distilled:
        transcript, budget = Transcript(tuple(self.line.said)), self.line.budgets["Alice"]
        leaked = transcript.key_bits - self.tested
        hashed = sum(message.key_bits for message in transcript.about("verification"))
        rest = self.sifted - self.tested - leaked - self.made
        spent = {what: number - self.line.before.get(what, 0) for what, number in budget.spent.items()}
        accounts = Accounts(self.sifted, self.made, {
            "tested": self.tested, "published by reconciliation": leaked - hashed, "hash of the verification": hashed,
            "thrown away" if aborted else "removed by privacy amplification": rest}, self.line.given, spent, budget.left)
        # Lim et al., Eq. (B4): of 21 equal parts twelve are spent on estimates.
        estimation = 12 / 21 if transcript.about("sifting: intensities").messages else 1 / 2
        keys = (self.alice, self.bob) if not aborted else (np.zeros(0, np.uint8),) * 2
        return Distilled(*keys, self.made, self.made - sum(spent.values()), leaked, self.tested, self.qber, {
            "estimation": estimation * self.eps_sec, "amplification": (1 - estimation) * self.eps_sec, "correctness": self.eps_cor,
            # Each end has counted every tag, those it made and those it checked.
            "authentication": max((end.eps for end in self.line.ends.values()), default=0.0)}, transcript, accounts, aborted)


def _other(sender: str) -> str:
    return "Bob" if sender == "Alice" else "Alice"


def _budgets(budget: Whole | tuple[KeyBudget, KeyBudget], rng: np.random.Generator) -> tuple[KeyBudget, KeyBudget]:
    """What Alice and Bob keep of the bits that they share."""
    if isinstance(budget, tuple) and len(budget) == 2 and all(isinstance(one, KeyBudget) for one in budget):
        if budget[0] is budget[1]:
            raise bad("budget", budget, "one KeyBudget for Alice and another one for Bob, of the same bits")
        return budget
    if isinstance(budget, (tuple, list)):
        raise bad("budget", budget, "a number of bits, or a pair of qedu.keys.KeyBudget, Alice's and Bob's")
    shared = rng.integers(0, 2, count("budget", budget, 0, 10**8), dtype=np.uint8)
    return KeyBudget(shared), KeyBudget(shared)


def _check(records: engine.Records, link: links.Setup | None) -> None:
    """Whether these are records that the proofs speak of."""
    if not isinstance(records, engine.Records):
        raise bad("records", records, "qedu.engine.Records, as qedu.exchange(…).records(10**6, seed=1)")
    if not (link is None or isinstance(link, links.Setup)):
        raise bad("link", link, "None or a qedu.links.Setup, as qedu.links.GYS.at(50, 0.48)")
    fits = records.announcement is None and max(records.alice_setting.max(initial=0), records.bob_setting.max(initial=0)) <= 1
    if not fits or not np.array_equal(records.sifted, (records.alice_setting == records.bob_setting) & (records.bob != 2)):
        raise bad("records", records, "those of a protocol with two bases that keeps rounds of equal ones, as BB84 and BBM92")
    if (link is None) != (records.intensity is None):
        raise bad("link", link, "for these records None, as they were taken without one" if link is not None else
                  "for these records the qedu.links.Setup that they were taken over")
    if link is not None and any(source.multiphoton for source in link.sources) and any(
            source.probabilities != links.weak_coherent(source.mean).probabilities for source in link.sources):
        raise bad("link", str(link), "single photons, or laser pulses of three intensities")
