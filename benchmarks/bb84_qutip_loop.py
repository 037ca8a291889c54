"""BB84 under partial intercept-resend, one photon at a time in QuTiP.

The other yardstick: the direct way, which asks quantum mechanics anew for every
pulse.  It returns the same arrays as `bb84_numpy`.
"""

import numpy as np
import qutip

_Z = (qutip.basis(2, 0), qutip.basis(2, 1))
_X = ((_Z[0] + _Z[1]).unit(), (_Z[0] - _Z[1]).unit())
_BASES = (_Z, _X)


def _measure(state, setting, rng):
    p_one = abs(_BASES[setting][1].overlap(state)) ** 2
    return int(rng.random() < p_one)


def bb84(pulses, fraction=0.4, p_noise=0.02, seed=1):
    """Return alice, bob, alice_setting, bob_setting, sifted, attacked, eve_guess."""
    rng = np.random.default_rng(seed)
    rows = np.zeros((pulses, 7), np.uint8)
    for row in rows:
        alice, alice_setting, bob_setting = rng.integers(0, 2, 3)
        state = _BASES[alice_setting][alice]
        attacked = rng.random() < fraction
        eve_guess = 0
        if attacked:
            eve_setting = rng.integers(0, 2)
            found = _measure(state, eve_setting, rng)
            state = _BASES[eve_setting][found]
            eve_guess = found if eve_setting == alice_setting else 0
        if rng.random() < p_noise:
            state = _Z[rng.integers(0, 2)]
        bob = _measure(state, bob_setting, rng)
        row[:] = alice, bob, alice_setting, bob_setting, alice_setting == bob_setting, attacked, eve_guess
    return tuple(rows.T)
