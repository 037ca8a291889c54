"""What the errors of states, channels, cloners and pairs say, word for word: a reader has nothing else to go by."""

import math
import re

import numpy as np
import pytest
import qutip

from qedu import channels, cloners, states
from qedu import entanglement as ent

PAIR = ent.bell()
TABLE = ent.bell_table(PAIR)
LOSSY = ent.detect(TABLE, 0.5)
LESS = TABLE.copy()
LESS[0, 0] = [[0.6, -0.1], [0, 0.5]]
SILENT = ent.local_table([(0, 0, 2, 2)])

ISOMETRY = "an isometry V from one qubit to two or more, V†V = I (qutip.Qobj)"
CHOI = "the Choi operator of a channel on a qubit, of shape (4, 4) or (6, 6)"
MAP = ("a Channel, Kraus operators of shape (2, 2) or (3, 2), a superoperator or Choi operator of a qubit, "
       "or a linear function of 2 × 2 operators")
BELLS = "one of 'phi+', 'phi-', 'psi+', 'psi-'"
SETTING = "an angle in degrees, 'Z', 'X', 'Y' or a non-zero Bloch vector of three numbers"
FOUR = "four settings: a and a' of Alice, b and b' of Bob"
ODDS = ("a table of shape (2, 2, 2, 2), or (2, 2, 3, 3) with silence: probabilities that sum to 1 for each "
        "pair of settings")
ROUNDS = "whole numbers of rounds, shape (2, 2, 2, 2) or (2, 2, 3, 3)"
ROWS = "rows of four outcomes 0, 1 or 2 (silence), for a, a', b and b'"


def squared(rho):
    return rho * rho


def traced(rho):
    return rho.tr()


REFUSED = [
    (lambda: states.mixture([]), "states", "[]", "at least one state"),
    (lambda: states.mixture([states.ket(0), qutip.basis(3, 0)]), "states", "[[[2], [2]], [[3], [3]]]", "states of the same dimensions"),
    (lambda: states.mixture([states.ket(0), 3]), "states", "3", "a normalised ket or density operator (qutip.Qobj)"),
    (lambda: states.mixture(states.basis("Z"), [0.5, 0.6]), "weights", "[0.5, 0.6]", "2 probabilities that sum to 1, one for each state"),
    (lambda: cloners.universal(0.51), "qber", "0.51", "a number from 0 to 0.5"),
    (lambda: cloners.phase_covariant(0.6), "qber", "0.6", "a number from 0 to 0.5"),
    (lambda: cloners.clones("copy", states.ket(0)), "cloner", "'copy'", ISOMETRY),
    (lambda: cloners.clones(qutip.qeye(2), states.ket(0)), "cloner", "…", f"{ISOMETRY}; this has the shape (2, 2)"),
    (lambda: cloners.clones(qutip.qeye(4), states.ket(0)), "cloner", "…", f"{ISOMETRY}; this has the shape (4, 4)"),
    (lambda: cloners.clones(qutip.Qobj(np.eye(6)[:, :2], dims=[[2, 3], [2]]), states.ket(0)), "cloner", '…',
     f"{ISOMETRY}; this goes to parts of [2, 3] levels"),
    (lambda: cloners.clones(0.5 * cloners.universal(), states.ket(0)), "cloner", "…", f"{ISOMETRY}; this has V†V off by 0.75"),
    (lambda: cloners.clones(cloners.universal(), 3), "state", "3", "a normalised qubit ket or density operator (qutip.Qobj)"),
    (lambda: channels.from_choi(3), "choi", "3", CHOI),
    (lambda: channels.from_choi(qutip.Qobj(np.eye(4)[[0, 2, 1, 3]])), "choi", '…',
     f"{CHOI}; this one is not: not completely positive: the Choi operator has the eigenvalue -1"),
    (lambda: channels.compose(), "channels", "()", "at least one channel"),
    (lambda: channels.compose(channels.identity(), 3), "channels", "3", "qedu.channels.Channel objects"),
    (lambda: channels.on_half(3, PAIR), "channel", "3", "a qedu.channels.Channel"),
    (lambda: channels.on_half(channels.identity(), 3), "state", "3", "a normalised ket or density operator of two qubits (qutip.Qobj)"),
    (lambda: channels.on_half(channels.identity(), PAIR, half=2), "half", "2", "0 (the first qubit) or 1 (the second)"),
    (lambda: channels.on_half(channels.identity(), PAIR, half=True), "half", "True", "0 (the first qubit) or 1 (the second)"),
    (lambda: channels.on_half(channels.identity(), PAIR, half=1.0), "half", "1.0", "0 (the first qubit) or 1 (the second)"),
    (lambda: channels.diagnose(3), "operation", "3", MAP),
    (lambda: channels.diagnose([]), "operation", "[]", MAP),
    (lambda: channels.diagnose([3]), "operation", "[3]", MAP),
    (lambda: channels.diagnose([np.eye(2)]), "operation", "[array([[1., 0.], [0., 1.]])]", MAP),
    (lambda: channels.diagnose(qutip.Qobj(np.full((4, 4), math.nan))), "operation", "…", "a map whose entries are all finite numbers"),
    (lambda: channels.diagnose(squared), "operation", "…", f"{MAP}; this function is not linear"),
    (lambda: channels.diagnose(traced), "operation", "…", MAP),
    (lambda: channels.identity()("up"), "state", "'up'", "a ket or an operator of one qubit (qutip.Qobj)"),
    (lambda: channels.identity().pull_back("click"), "effect", "'click'", "an operator of shape (2, 2) (qutip.Qobj)"),
    (lambda: channels.loss(0.5).pull_back("click"), "effect", "'click'", "an operator of shape (3, 3) (qutip.Qobj)"),
    (lambda: channels.loss(0.5).bloch_map, "channel", "'loss(0.5)'", "a channel that does not lose the photon"),
    (lambda: ent.bell("ghz"), "name", "'ghz'", BELLS),
    (lambda: ent.werner(), "fidelity", "'None with visibility = None'", "exactly one of fidelity and visibility"),
    (lambda: ent.werner(0.5, visibility=0.25), "fidelity", "'0.5 with visibility = 0.25'", "exactly one of fidelity and visibility"),
    (lambda: ent.werner(0.5, state="ghz"), "state", "'ghz'", BELLS),
    (lambda: ent.werner(1.5), "fidelity", "1.5", "a number from 0 to 1"),
    (lambda: ent.werner(visibility=-0.5), "visibility", "-0.5", "a number from -0.333333 to 1"),
    (lambda: ent.schmidt(3), "state", "3", "a normalised two-qubit ket or density operator (qutip.Qobj)"),
    (lambda: ent.correlation(PAIR, "Q", 0), "a", "'Q'", SETTING),
    (lambda: ent.correlation(PAIR, 0, "Q"), "b", "'Q'", SETTING),
    (lambda: ent.chsh(PAIR, (0, 45, 90)), "settings", "(0, 45, 90)", FOUR),
    (lambda: ent.chsh(PAIR, 7), "settings", "7", FOUR),
    (lambda: ent.classically_correlated("W"), "axis", "'W'", SETTING),
    (lambda: ent.steer(PAIR, None), "axis", "None", SETTING),
    (lambda: ent.bell_table(PAIR, (0, 90, 45, "Q")), "settings", "'Q'", SETTING),
    (lambda: ent.s_value("table"), "table", "'table'", ODDS),
    (lambda: ent.s_value(np.ones((2, 2))), "table", "'an array of shape (2, 2)'", ODDS),
    (lambda: ent.s_value(np.full((2, 2, 2, 2), 0.3)), "table", "'a table of other numbers'", f"{ODDS}; these sum to [1.2, 1.2, 1.2, 1.2]"),
    (lambda: ent.signalling(np.full((2, 2, 2, 2), np.nan)), "table", "'a table of other numbers'",
     f"{ODDS}; some entries are no finite numbers"),
    (lambda: ent.detect(LESS, 0.5), "table", "'a table of other numbers'", f"{ODDS}; the least entry is -0.1"),
    (lambda: ent.s_value(SILENT), "table", "'one without a round in which both clicked'",
     "at least one such round for each pair of settings"),
    (lambda: ent.win_probability(4.1), "s", "4.1", "numbers from -4 to 4"),
    (lambda: ent.BellCounts("counts"), "counts", "'counts'", ROUNDS),
    (lambda: ent.BellCounts(3), "counts", "3", ROUNDS),
    (lambda: ent.BellCounts([[[[0.5, 1], [1, 1]]] * 2] * 2), "counts", '[[[[0.5, 1], [1, 1]], [[0.5, 1], [1, 1]]], [[[0.5, 1], [1, 1]], [[0.5, 1], [1, 1]]]]',
     ROUNDS),
    (lambda: ent.bell_test(TABLE, 0, seed=1), "shots", "0", "a whole number of at least 1"),
    (lambda: ent.local_table([(0, 1, 2)]), "strategies", "[(0, 1, 2)]", ROWS),
    (lambda: ent.local_table("cards"), "strategies", "'cards'", ROWS),
    (lambda: ent.local_table([(0, 0, 0, 0)], [0.5]), "weights", "[0.5]", "1 probabilities that sum to 1"),
    (lambda: ent.local_table([(0, 0, 0, 0)], [0.5, 0.5]), "weights", "[0.5, 0.5]", "1 probabilities that sum to 1"),
    (lambda: ent.detect(TABLE, 1.1), "efficiency", "1.1", "a number from 0 to 1"),
    (lambda: ent.detect(ent.detect(TABLE, 0.9), 0.9), "table", "'an array of shape (2, 2, 3, 3)'", "shape (2, 2, 2, 2)"),
    (lambda: ent.assign_silence(TABLE), "table", "'an array of shape (2, 2, 2, 2)'", "shape (2, 2, 3, 3)"),
    (lambda: ent.assign_silence(LOSSY, alice=2), "alice", "2", "outcome 0 or 1"),
    (lambda: ent.assign_silence(LOSSY, bob=2), "bob", "2", "outcome 0 or 1"),
    (lambda: ent.assign_silence(LOSSY, alice=-1), "alice", "-1", "a whole number of at least 0"),
    (lambda: ent.assign_silence(LOSSY, bob=0.5), "bob", "0.5", "a whole number of at least 0"),
    (lambda: ent.assign_silence(3), "table", "'an array of shape ()'", ODDS),
    (lambda: ent.efficiency_threshold(1.9), "s", "1.9", "numbers from 2 to 4"),
    (lambda: ent.loophole_cheat(0), "efficiency", "0", "a number above 0 and at most 1"),
    (lambda: ent.loophole_cheat(1.5), "efficiency", "1.5", "a number from 0 to 1"),
    (lambda: ent.loophole_cheat(0.9, s=2.9), "s", "2.9", "a number from 0 to 2.44444"),
    (lambda: ent.loophole_cheat(0.9, s=-1), "s", "-1", "a number from 0 to 2.44444"),
    (lambda: ent.p_value(11, 10), "wins", "11", "at most the 10 rounds played"),
    (lambda: ent.p_value(-1, 10), "wins", "-1", "a whole number of at least 0"),
    (lambda: ent.p_value(1, 0), "rounds", "0", "a whole number of at least 1"),
    (lambda: ent.p_value(1, 10, bound=2), "bound", "2", "a number from 0 to 1"),
    (lambda: ent.rounds_needed(0.75), "win", "0.75", "a number above 0.75, by 1e-05 at least: else no number of rounds is enough"),
    (lambda: ent.rounds_needed(0.6, bound=0.625), "win", '0.6',
     "a number above 0.625, by 1e-05 at least: else no number of rounds is enough"),
    (lambda: ent.rounds_needed(1.5), "win", "1.5", "a number from 0 to 1"),
    (lambda: ent.rounds_needed(0.9, bound=0), "bound", "0", "a number from 1e-06 to 0.999999"),
    (lambda: ent.rounds_needed(0.9, bound=1), "bound", "1", "a number from 1e-06 to 0.999999"),
    (lambda: ent.rounds_needed(0.9, confidence=1.0), "confidence", "1.0", "a number from 0.5 to below 1"),
    (lambda: ent.rounds_needed(0.9, confidence=0.4), "confidence", "0.4", "a number from 0.5 to 1"),
    (lambda: ent.rounds_needed(0.9, power=1.0), "power", "1.0", "a number from 0.01 to below 1"),
    (lambda: ent.rounds_needed(0.9, power=0.001), "power", "0.001", "a number from 0.01 to 1"),
    (lambda: ent.p_value(1, 10**19), "rounds", "10000000000000000000", "at most 10**18"),
]


@pytest.mark.parametrize("call, name, value, allowed", REFUSED)
def test_errors_word_for_word(call, name, value, allowed):
    """Operators and functions, "…" here, are shown as QuTiP and Python show them."""
    with pytest.raises(ValueError) as error:
        call()
    said = re.sub(r" = (Quantum object|<function).*? is not allowed", " = … is not allowed", str(error.value))
    assert said == f"{name} = {value} is not allowed: {allowed}"
