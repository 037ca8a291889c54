"""Entangled pairs, Bell tests, teleportation, swapping and purification: floor 0, everything as QuTiP objects or NumPy arrays.

The reference state is Φ⁺ = (|00⟩ + |11⟩)/√2; two-qubit objects have dims
[[2, 2], [2, 2]], Alice's qubit first.  A *setting* is a Bloch direction: a basis name
("Z", "X", "Y"), a vector of three numbers, or one number, an angle in degrees from
Z towards X (0 is Z, 90 is X).  Outcome 0 counts +1 and outcome 1 counts −1.

A Bell test has two settings on each side, a and a' for Alice, b and b' for Bob, and

    S = E(a, b) − E(a, b') + E(a', b) + E(a', b').

Local models keep |S| ≤ 2.  In the whole library `s_value` is S with its sign, and `chsh` its size
|S|.  The sign matters where S stands for a game: with this S the CHSH game is won with probability
½ + S/8 (`win_probability`), so a pair of S = −2√2, the singlet at the `STANDARD_ANGLES`, loses it
85 times of 100.

Its odds are one table ``table[x, y, A, B]``: the probability of the outcomes A and B
when Alice has her setting number x and Bob his number y.  A third outcome, number 2, is
silence: the detector did not click.
"""

from qedu.entanglement.bell_tests import (
    STANDARD_ANGLES,
    BellCounts,
    bell_table,
    bell_test,
    best_settings,
    chsh,
    s_value,
    signalling,
    win_probability,
)
from qedu.entanglement.ghz import ghz, ghz_after_loss
from qedu.entanglement.local_models import (
    assign_silence,
    detect,
    efficiency_threshold,
    local_strategies,
    local_table,
    loophole_cheat,
)
from qedu.entanglement.measures import (
    concurrence,
    correlation,
    correlation_matrix,
    entanglement_of_formation,
    is_product,
    schmidt,
)
from qedu.entanglement.pairs import bell, classically_correlated, steer, werner
from qedu.entanglement.purification import (
    BELL_ORDER,
    PurificationRounds,
    bell_diagonal,
    purification_rounds,
    purify,
    twirl,
)
from qedu.entanglement.swapping import SwapOutcome, swap, swap_outcomes, werner_after_swaps
from qedu.entanglement.teleportation import (
    CLASSICAL_LIMIT,
    TeleportOutcome,
    average_fidelity,
    bob_before,
    corrections,
    teleport,
    teleport_outcomes,
)
from qedu.statistics import Plan, p_value, rounds_needed

__all__ = ["STANDARD_ANGLES", "bell", "werner", "classically_correlated", "schmidt", "is_product",
           "concurrence", "entanglement_of_formation", "correlation", "correlation_matrix", "chsh",
           "best_settings", "steer", "bell_table", "s_value", "win_probability", "signalling", "BellCounts",
           "bell_test", "local_strategies", "local_table", "detect", "assign_silence", "efficiency_threshold",
           "loophole_cheat", "p_value", "Plan", "rounds_needed", "CLASSICAL_LIMIT", "corrections", "TeleportOutcome", "teleport",
           "teleport_outcomes", "bob_before", "average_fidelity", "SwapOutcome", "swap", "swap_outcomes", "werner_after_swaps",
           "BELL_ORDER", "bell_diagonal", "twirl", "purify", "PurificationRounds", "purification_rounds", "ghz",
           "ghz_after_loss"]
