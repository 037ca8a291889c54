"""What a run of distillation says and shows: whose hashes, in which order and words, and how its results show themselves."""

from xml.etree import ElementTree

import numpy as np
import pytest

import qedu
from qedu import channels, keys, protocols
from qedu.keys import KeyBudget
from tests.library.keys.test_distill import RECORDS, Watched


def rows(thing):
    """The tables that an object shows in a notebook: the caption of each, and the cells of its rows."""
    tables = ElementTree.fromstring(f"<body>{thing._repr_html_()}</body>").iter("table")
    return [(table.find("caption").text, [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]) for table in tables]


# ---------------------------------------------------------------- what is said


def test_everything_that_is_said_in_its_order():
    made = keys.distill(RECORDS, seed=3)
    said = [(message.sender, message.subject) for message in made.transcript]
    ours = [one for one in said if not one[1].startswith("pass ") and not one[1].endswith("tag")]
    assert ours == [
        ("Bob", "sifting: bases, 2 for no click"), ("Alice", "sifting: bases"),
        ("Alice", "estimation: places of the test bits"), ("Alice", "estimation: test bits"), ("Bob", "estimation: errors"),
        *[one for one in ours if "shuffle" in one[1]],
        ("Alice", "verification: which hash"), ("Alice", "verification: hash"), ("Bob", "verification: equal"),
        ("Alice", "amplification: which hash"),
        ("Alice", "confirmation: which hash"), ("Alice", "confirmation: encrypted hash"), ("Bob", "confirmation: equal")]
    tags = [one for one in said if one[1].endswith("tag")]
    assert tags == [(who, f"{step}: tag") for step in ("sifting", "estimation", "reconciliation", "verification", "amplification", "confirmation")
                    for who in ("Alice", "Bob")]
    for subject in ("verification: which", "verification: hash", "verification: equal", "amplification: which", "confirmation: which", "confirmation: equal"):
        [message] = made.transcript.about(subject)
        assert message.payload.dtype == np.uint8, subject
    assert [message.payload.tolist() for step in ("verification", "confirmation") for message in made.transcript.about(f"{step}: equal")] == [[1], [1]]


@pytest.mark.parametrize("step, hashed", [("reconciled", "verification"), ("amplified", "confirmation")])
def test_the_hash_is_that_of_alice_s_key(step, hashed):
    """Where the keys differ: then it is not Bob's."""
    held = {}

    def differ(now, alice, bob):
        if now == step:
            bob[3] ^= 1
            held["alice"], held["bob"] = alice.copy(), bob.copy()

    shared = np.random.default_rng(7).integers(0, 2, 4000, dtype=np.uint8)
    budgets = Watched(shared), KeyBudget(shared)
    made = keys.distill(RECORDS, seed=3, disturb=differ, budget=budgets)
    [choice], [said] = (made.transcript.about(f"{hashed}: {what}") for what in ("which hash", "hash" if hashed == "verification" else "encrypted hash"))
    pad = np.zeros(len(said.payload), np.uint8)
    if hashed == "confirmation":
        [(start, end, _)] = [taken for taken in budgets[0].taken if taken[2] == "confirmation"]
        pad = shared[start:end]
    alice, bob = (keys.verification_hash(held[who], choice.payload) ^ pad for who in ("alice", "bob"))
    assert made.aborted and (said.payload == alice).all() and (said.payload != bob).any()


# ---------------------------------------------------------------- reasons and refusals


def test_too_much_published_is_a_reason():
    def wasteful(alice, bob, qber, *, seed):
        return keys.Reconciled(alice, len(alice), (keys.Message("Alice", "everything", alice, key_bits=len(alice)),), 0, "aloud")

    made = keys.distill(RECORDS, seed=3, method=wasteful)
    n = made.accounts.sifted - made.test_bits
    assert made.aborted == f"reconciliation published {n} of {n} bits, and what is left holds no key"


def test_unequal_bases_are_refused_with_their_numbers():
    taken = qedu.exchange(protocols.bb84(p_z=0.6), channel=channels.depolarizing(0.02)).records(20_000, seed=1)
    x = int(taken.alice_setting[taken.sifted].sum())
    with pytest.raises(ValueError) as error:
        keys.distill(taken, seed=1)
    assert str(error.value) == (f"key_basis = None is not allowed: 0 or 1, because the bases left {int(taken.sifted.sum()) - x} and {x} bits, and "
                                "a test drawn from both is fair only where they are equally likely")


def test_bits_of_a_budget_and_errors_of_a_key_are_named():
    with pytest.raises(ValueError, match=r"^bits = \[0, 2\] is not allowed"):
        KeyBudget(np.zeros(3, np.uint8)).add([0, 2])
    found = keys.Reconciled(np.zeros(4, np.uint8), 2, (), 0, "aloud")
    assert found.efficiency(1) == pytest.approx(2 / (4 * 0.8112781244591328), rel=1e-12)      # h(1/4), by hand
    for wrong, allowed in ((0, "a whole number of at least 1"), (4, "from 1 to 3, one bit fewer than the key has; else nothing need be leaked")):
        with pytest.raises(ValueError, match=f"^errors = {wrong} is not allowed: {allowed}"):
            found.efficiency(wrong)


# ---------------------------------------------------------------- how results show themselves


def test_a_key_shows_itself():
    made = keys.distill(RECORDS, seed=3)
    eps = sum(made.eps.values())
    assert repr(made) == (f"Distilled({made.length} bits; {made.net_length} net; QBER {made.qber:.4g}; {made.leaked_bits} leaked; "
                          f"{made.test_bits} tested; ε {eps:.2g})")
    head, sifted, budget = rows(made)
    assert head == ("A key distilled", [["length", str(made.length)], ["net of the key budget", str(made.net_length)],
                                        ["QBER of the test", f"{made.qber:.4g}"], *([f"ε, {what}", f"{e:.4g}"] for what, e in made.eps.items())])
    assert [sifted, budget] == rows(made.accounts)


def test_an_aborted_run_shows_why():
    made = keys.distill(RECORDS, seed=3, budget=0)
    assert repr(made) == f"Distilled(aborted: {made.aborted})"
    assert [row[-1] for row in rows(made)[0][1] if row[0] == "aborted"] == [made.aborted]


def test_accounts_show_themselves():
    accounts = keys.Accounts(1000, 300, {"tested": 500, "published": 200}, 90, {"tags": 60}, 30)
    assert repr(accounts) == "Accounts(1000 sifted; 300 made; 700 burnt; budget 90; 60 spent)"
    assert rows(accounts) == [
        ("From sifted bits to the key", [["sifted", "1000"], ["− tested", "-500"], ["− published", "-200"], ["= final key", "300"]]),
        ("The key budget", [["shared before", "90"], ["− tags", "-60"], ["= left", "30"]])]


def test_a_transcript_shows_a_row_for_each_kind_of_message():
    some = np.zeros(3, np.uint8)
    heard = keys.Transcript((keys.Message("Alice", "parities", some, key_bits=3), keys.Message("Bob", "blocks", some),
                             keys.Message("Alice", "parities", some[:2], key_bits=2)))
    assert repr(heard) == "Transcript(3 messages; 5 key bits disclosed)" and repr(heard.about("blocks")) == "Transcript(1 message; 0 key bits disclosed)"
    assert rows(heard) == [("What was said in public", [
        ["message", "how many", "numbers", "key bits disclosed"], ["Alice: parities", "2", "5", "5"], ["Bob: blocks", "1", "3", "0"]])]
