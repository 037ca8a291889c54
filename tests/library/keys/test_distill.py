"""Distillation from end to end: equal keys or none, no longer than a second writing of the formula, every bit accounted for."""

import math
from dataclasses import replace

import numpy as np
import pytest

import qedu
from qedu import attacks, channels, keys, links, protocols
from qedu.keys import KeyBudget, Message
from tests.library.keys.eve import hash_rows, heard, parity_checks, rank

X = 1
TAG, HASH = 128, 50
#: Twelve tags, the key of their hash, and the encrypted hash of the confirmation.
COST = 12 * TAG + TAG + HASH


def h(p):
    return 0.0 if p in (0, 1) else -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def longest(n, k, q, *, leaked, sec, cor):
    """Tomamichel et al. 2012, theorem 2, with the bits that were published; leaked without the hash, which 2/ε_cor pays for."""
    phase = q + math.sqrt((n + k) * (k + 1) * math.log(4 / sec) / (n * k * k))
    return 0 if phase >= 0.5 else max(0, math.floor(n * (1 - h(phase)) - leaked - math.log2(2 / (sec**2 * cor))))


def records(rounds=40_000, *, p=0.03, p_z=0.5, seed=1, attack=None):
    return qedu.exchange(protocols.bb84(p_z=p_z), attack, channel=channels.depolarizing(p)).records(rounds, seed=seed)


RECORDS = records()
OVER_LINK = qedu.exchange(protocols.bb84(), link=links.GYS.at(50, 0.5)).records(10**6, seed=1)
#: A short run whose failure probabilities let it make a key nevertheless.
SHORT, LOOSE = records(2600, p=0.005), {"eps_sec": 0.3, "eps_cor": 0.1}


@pytest.mark.parametrize("run", range(24))
def test_keys_are_equal_or_aborted_and_never_too_long(run):
    """Random channels, spies, bases, sizes, failure probabilities and seeds."""
    rng = np.random.default_rng([8, run])
    p_z, sec, cor = float(rng.choice([0.5, 0.5, 0.2, 0.9])), float(rng.choice([1e-3, 1e-10])), float(rng.choice([1e-6, 1e-15]))
    spied = attacks.intercept_resend(fraction=float(rng.choice([0, 0.05, 0.1, 1])))
    taken = records(int(rng.integers(50, 40_000)), p=float(rng.choice([0, 0.01, 0.04, 0.1, 0.3])), p_z=p_z, attack=spied, seed=rng)
    basis, share = None if p_z == 0.5 and run % 2 else int(p_z < 0.5), float(rng.uniform(0.1, 0.9))
    made = keys.distill(taken, key_basis=basis, test_share=share, eps_sec=sec, eps_cor=cor, seed=rng,
                        method=str(rng.choice(["original", "two_parameter"])))
    sifted = int(taken.sifted.sum())
    tested = round(share * sifted) if basis is None else int((taken.alice_setting[taken.sifted] != basis).sum())
    hashed = math.ceil(-math.log2(cor))
    assert made.accounts.closed and made.accounts.sifted == sifted
    assert made.net_length == made.length - sum(made.accounts.spent.values())
    assert made.transcript.key_bits == made.test_bits + made.leaked_bits
    assert made.length == made.accounts.made == len(made.key_alice) == len(made.key_bob)
    if made.aborted:
        assert not made.length and isinstance(made.aborted, str) and made.net_length < 0
        return
    assert (made.key_alice == made.key_bob).all() and made.test_bits == tested
    told, talk = heard(made.transcript)
    rows, _ = parity_checks(talk, sifted - tested) if sifted < 4000 else (None, None)
    leaked = sum(message.key_bits for message in talk)
    assert made.leaked_bits == leaked + hashed and (rows is None or len(rows) == leaked)
    errors = int(told["estimation: errors"].sum())
    assert made.qber == errors / tested
    assert made.length == longest(sifted - tested, tested, errors / tested, leaked=leaked, sec=sec, cor=cor)


def test_the_property_test_sees_both_ends():
    """What is drawn above leaves keys and aborts, in some numbers."""
    assert not keys.distill(RECORDS, seed=1).aborted and keys.distill(records(300), seed=1).aborted


@pytest.mark.parametrize("method", ["original", "two_parameter"])
def test_eve_hears_no_more_than_was_counted(method):
    """She rebuilds from the transcript alone which bits are key, and what she was told of them: the rank is what counts."""
    made = keys.distill(SHORT, seed=3, method=method, **LOOSE)
    told, talk = heard(made.transcript)
    assert not made.aborted and made.length > 100
    # Sifting, as she hears it, is that of the records; and so are the test bits.
    clicks, bases = told["sifting: bases, 2 for no click"], told["sifting: bases"]
    kept = clicks == bases
    assert (kept == SHORT.sifted).all()
    alice, places = SHORT.alice[kept], told["estimation: places of the test bits"]
    assert (told["estimation: test bits"] == alice[places]).all() and len(np.unique(places)) == made.test_bits
    key = np.delete(alice, places)
    n, size = len(key), math.ceil(-math.log2(LOOSE["eps_cor"]))
    rows, parities = parity_checks(talk, n)
    hashed = hash_rows(told["verification: which hash"], size, n)
    assert (rows.astype(int) @ key % 2 == parities).all() and (hashed.astype(int) @ key % 2 == told["verification: hash"]).all()
    assert rank(np.vstack([rows, hashed])) <= made.leaked_bits == len(rows) + size
    # The final key is a hash of what she does not know; with all that she heard it is still free to be anything.
    final = hash_rows(told["amplification: which hash"], made.length, n)
    assert (final.astype(int) @ key % 2 == made.key_alice).all()
    assert rank(np.vstack([rows, hashed, final])) == rank(np.vstack([rows, hashed])) + made.length


def test_the_hash_that_confirms_is_hidden_by_bits_of_the_budget():
    """Known budgets: the encrypted hash is the hash of the final key and the bits that follow the tags so far."""
    shared = np.random.default_rng(7).integers(0, 2, COST, dtype=np.uint8)
    made = keys.distill(RECORDS, budget=(KeyBudget(shared), KeyBudget(shared)), seed=3)
    told, _ = heard(made.transcript)
    plain = keys.verification_hash(made.key_alice, told["confirmation: which hash"])
    pad = shared[TAG + 10 * TAG:][:HASH]
    assert (told["confirmation: encrypted hash"] == plain ^ pad).all() and made.accounts.left == 0


def forgeries(transcript):
    """The chance that one of the tags is forged: for each, once, the blocks of 16 bytes that it is of, and one for their length, over 2¹²⁸."""
    blocks, step, tags = 0, [], 0
    for message in transcript:
        if not message.subject.endswith("tag"):
            step.append(8 + len(message.to_bytes()))
            continue
        tags += 1
        blocks += math.ceil((len(f"{tags} {message.sender} {len(step)} ") + sum(step)) / 16) + 1
        step = step if tags % 2 else []                  # Alice's tag and Bob's are on the same words
    assert tags == 12
    return blocks / 2**128


def test_the_accounts_say_where_everything_went():
    made = keys.distill(RECORDS, seed=3)
    sifted = int(RECORDS.sifted.sum())
    assert made.accounts.spent == {"hash": TAG, "tags": 12 * TAG, "confirmation": HASH} and made.accounts.left == 2048 - COST
    burnt = made.accounts.burnt
    assert burnt["tested"] == made.test_bits == round(sifted / 2) and burnt["hash of the verification"] == HASH
    assert burnt["published by reconciliation"] == made.leaked_bits - HASH
    assert sum(burnt.values()) + made.length == sifted == made.accounts.sifted and made.net_length == made.length - COST
    assert set(made.eps) == {"estimation", "amplification", "correctness", "authentication"}
    assert made.eps["estimation"] + made.eps["amplification"] == pytest.approx(1e-10, rel=1e-12, abs=0) and made.eps["correctness"] == 1e-15
    assert made.eps["authentication"] == pytest.approx(forgeries(made.transcript), rel=1e-12, abs=0)
    assert repr(made).startswith(f"Distilled({made.length} bits; {made.net_length} net; QBER ") and made == keys.distill(RECORDS, seed=3)
    assert "<td>0.0" in made._repr_html_() and "removed by privacy amplification" in made._repr_html_()
    assert replace(made.accounts, made=made.length + 1).closed is replace(made.accounts, left=0).closed is False


# ---------------------------------------------------------------- the man in the middle


def altered(message):
    payload = message.payload.copy()
    payload.flat[len(payload.flat) // 2] ^= 1
    return Message(message.sender, message.subject, payload, message.key_bits)


def meddle(number, what):
    """A wire that does something to the message of one number, the rest goes through."""
    sent = []

    def wire(message):
        sent.append(message)
        return what(sent) if len(sent) == number + 1 else message
    return wire


@pytest.mark.parametrize("what", [
    lambda sent: altered(sent[-1]), lambda sent: None, lambda sent: "nonsense", lambda sent: sent[-2],
    lambda sent: Message(sent[-1].sender, sent[-1].subject, sent[-1].payload[:-1])], ids=["altered", "lost", "nonsense", "replayed", "cut"])
def test_what_is_altered_lost_or_replayed_ends_the_run(what):
    """Any single message, tags included."""
    said = keys.distill(SHORT, seed=3, **LOOSE).transcript
    for number in [*range(1, 8), *range(8, len(said) - 14, 13), *range(len(said) - 14, len(said))]:
        made = keys.distill(SHORT, seed=3, wire=meddle(number, what), **LOOSE)
        assert made.aborted and "'s tag does not fit what was heard" in made.aborted, said[number]
        assert made.length == 0 and made.accounts.closed and not len(made.key_alice) and made.accounts.made == 0
        assert len(made.transcript) <= len(said)                 # nothing is said after a refusal


def test_two_messages_that_change_places_end_the_run():
    held = []

    def swap(message):
        if message.subject == "sifting: bases, 2 for no click":
            held.append(message)
            return Message("Alice", "sifting: bases", SHORT.alice_setting)
        return held.pop() if held else message
    assert "refused the sifting" in keys.distill(SHORT, seed=3, wire=swap, **LOOSE).aborted


def test_a_message_of_another_run_is_refused():
    """The same step, of the same form, with a good tag: but of yesterday, when the budget was another part."""
    shared = np.random.default_rng(7).integers(0, 2, 4 * COST, dtype=np.uint8)
    budgets = KeyBudget(shared), KeyBudget(shared)
    yesterday = {message.subject: message for message in keys.distill(SHORT, budget=budgets, seed=3, **LOOSE).transcript}
    replayed = keys.distill(SHORT, budget=budgets, seed=3, wire=lambda message: yesterday[message.subject]
                            if message.subject == "sifting: tag" else message, **LOOSE)
    assert "Bob refused the sifting" in replayed.aborted


def test_who_only_listens_changes_nothing():
    seen = []
    made = keys.distill(SHORT, seed=3, wire=lambda message: seen.append(message) or message, **LOOSE)
    assert made == keys.distill(SHORT, seed=3, **LOOSE) and tuple(seen) == made.transcript.messages


@pytest.mark.parametrize("whose", [0, 1])
@pytest.mark.parametrize("step, reason", [
    ("sifted", None), ("estimated", None), ("reconciled", "the hashes differ, so errors were left after the reconciliation"),
    ("verified", "the final keys differ: something has changed since the verification"),
    ("amplified", "the final keys differ: something has changed since the verification")])
def test_a_bit_that_flips(step, reason, whose):
    """Before the reconciliation it is an error like any other; after it, it ends the run."""
    steps = []

    def flip(now, alice, bob):
        steps.append(now)
        if now == step:
            (alice, bob)[whose][17] ^= 1
    made = keys.distill(RECORDS, seed=3, disturb=flip)
    assert made.aborted == (reason or False)
    assert steps == ["sifted", "estimated", "reconciled", "verified", "amplified"][:len(steps)] and step in steps
    if not reason:
        assert made.length > 3000 and (made.key_alice == made.key_bob).all()


# ---------------------------------------------------------------- the key budget


class Watched(KeyBudget):
    """A budget that notes which of its bits were taken."""

    def __init__(self, bits):
        super().__init__(bits)
        self.taken, self.at = [], 0

    def take(self, number, *, purpose):
        found = super().take(number, purpose=purpose)
        self.taken.append((self.at, self.at + number, purpose))
        self.at += number
        return found


def test_no_bit_of_a_budget_is_used_twice_over_several_runs():
    shared = np.random.default_rng(7).integers(0, 2, 3 * COST, dtype=np.uint8)
    alice, bob = Watched(shared), Watched(shared)
    pads = []
    for seed in (1, 2):
        made = keys.distill(RECORDS, budget=(alice, bob), seed=seed)
        assert not made.aborted and made.accounts.closed and sum(made.accounts.spent.values()) == COST
        pads.append([message.payload.tobytes() for message in made.transcript if message.subject.endswith("tag")])
    aborted = keys.distill(RECORDS, budget=(alice, bob), seed=4, wire=meddle(0, lambda sent: None))
    assert aborted.aborted and alice.left == bob.left == 3 * COST - 2 * COST - TAG - TAG
    assert alice.taken == bob.taken
    for (_, end, _), (start, _, _) in zip(alice.taken, alice.taken[1:]):
        assert start == end                              # each range begins where the last one ended
    assert len({*pads[0], *pads[1]}) == 24
    assert alice.spent == {"hash": 3 * TAG, "tags": 25 * TAG, "confirmation": 2 * HASH}


@pytest.mark.parametrize("left, reason", [
    (0, "the key of the hash takes 128 bits, and 0 are left"), (TAG, "a tag on the sifting takes 128 bits, and 0 are left"),
    (4 * TAG, "a tag on the estimation takes 128 bits, and 0 are left"),
    (11 * TAG + 3, "the confirmation takes 50 bits, and 3 are left"),
    (COST - 1, "a tag on the confirmation takes 128 bits, and 127 are left")])
def test_a_budget_that_runs_out_is_the_reason(left, reason):
    made = keys.distill(RECORDS, budget=left, seed=1)
    assert made.aborted == f"the key budget has run out: {reason}" and made.accounts.closed and made.accounts.budget == left
    assert not keys.distill(RECORDS, budget=COST, seed=1).aborted


def test_budgets_that_differ_are_noticed():
    shared = np.random.default_rng(7).integers(0, 2, COST, dtype=np.uint8)
    other = shared.copy()
    other[5] ^= 1
    assert "refused the sifting" in keys.distill(RECORDS, budget=(KeyBudget(shared), KeyBudget(other)), seed=1).aborted


# ---------------------------------------------------------------- what is refused


def test_losses_and_pairs_are_taken():
    lossy = qedu.exchange(protocols.bb84(), channel=channels.loss(0.3)).records(60_000, seed=1)
    made = keys.distill(lossy, seed=1)
    assert not made.aborted and made.accounts.sifted == lossy.sifted.sum()
    assert not keys.distill(qedu.exchange(protocols.bbm92()).records(30_000, seed=1), seed=1).aborted


@pytest.mark.parametrize("protocol", [protocols.six_state(), protocols.b92(), protocols.sarg04(), protocols.e91()], ids=lambda p: p.name)
def test_other_protocols_are_refused(protocol):
    with pytest.raises(ValueError, match="^records = Records.* is not allowed: those of a protocol with two bases"):
        keys.distill(qedu.exchange(protocol).records(1000, seed=1), seed=1)


def test_a_test_of_both_bases_wants_them_equally_likely():
    biased = records(5000, p_z=0.8)
    with pytest.raises(ValueError, match=r"^key_basis = None is not allowed: 0 or 1, because the bases left \d+ and \d+ bits, and a test"):
        keys.distill(biased, seed=1)
    assert keys.distill(biased, key_basis=0, seed=1).test_bits == (biased.alice_setting[biased.sifted] == X).sum()


def test_nothing_to_compare():
    assert keys.distill(records(1), seed=1).aborted.startswith("of ") and keys.distill(records(50, p_z=1.0), key_basis=0, seed=1).aborted


@pytest.mark.parametrize("given, message", [
    ({"records": 3}, "records = 3 is not allowed: qedu.engine.Records, as qedu.exchange(…).records(10**6, seed=1)"),
    ({"link": links.GYS.at(50, 0.5)}, "link = Setup(GYS, 50 km, weak coherent(0.5)) is not allowed: for these records None, as they were taken without one"),
    ({"records": OVER_LINK}, "link = None is not allowed: for these records the qedu.links.Setup that they were taken over"),
    ({"method": "winnow"}, "method = 'winnow' is not allowed: one of 'original', 'two_parameter', 'ldpc', or a function that returns a "
                           "qedu.keys.Reconciled"),
    ({"key_basis": 2}, "key_basis = 2 is not allowed: None, or the index of a basis, 0 or 1"),
    ({"test_share": 1}, "test_share = 1 is not allowed: a number above 0 and below 1"),
    ({"wire": 1}, "wire = 1 is not allowed: None or a function"), ({"disturb": 1}, "disturb = 1 is not allowed: None or a function"),
    ({"budget": (1, 2)}, "budget = (1, 2) is not allowed: a number of bits, or a pair of qedu.keys.KeyBudget, Alice's and Bob's"),
    ({"seed": None}, "seed = None is not allowed: a non-negative int or a numpy.random.Generator"),
], ids=[str(number) for number in range(10)])
def test_errors_word_for_word(given, message):
    with pytest.raises(ValueError) as error:
        keys.distill(**{"records": SHORT, "seed": 1, **given})
    assert str(error.value) == message


def test_one_budget_for_both_is_refused():
    budget = KeyBudget(np.zeros(2048, np.uint8))
    with pytest.raises(ValueError, match="is not allowed: one KeyBudget for Alice and another one for Bob, of the same bits$"):
        keys.distill(SHORT, budget=(budget, budget), seed=1)


def test_a_method_must_give_a_key():
    with pytest.raises(ValueError, match="^method = .* is not allowed: a function that returns a qedu.keys.Reconciled of "):
        keys.distill(RECORDS, method=lambda alice, bob, qber, *, seed: alice, seed=1)

    def secretive(alice, bob, qber, *, seed):
        return replace(keys.cascade(alice, bob, qber, seed=seed), leaked_bits=3)
    with pytest.raises(ValueError, match="is not allowed: a function whose messages disclose the 3 key bits that it counts$"):
        keys.distill(RECORDS, method=secretive, seed=1)
