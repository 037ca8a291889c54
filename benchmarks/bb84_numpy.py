"""BB84 under partial intercept-resend, written by hand in vectorised NumPy.

The yardstick for `Exchange.records`: what a careful person writes who simulates
each pulse with small integers and `np.where`, without tables.  It returns the
same arrays.  Depolarising noise is a coin toss with probability `p_noise`.
"""

import numpy as np


def bb84(pulses, fraction=0.4, p_noise=0.02, seed=1):
    """Return alice, bob, alice_setting, bob_setting, sifted, attacked, eve_guess."""
    rng = np.random.default_rng(seed)

    def bits():
        return rng.integers(0, 2, pulses, dtype=np.uint8)

    def happens(p):
        return rng.random(pulses, dtype=np.float32) < p

    alice, alice_setting, bob_setting = bits(), bits(), bits()
    attacked = happens(fraction)
    eve_setting = bits()
    eve_knows = attacked & (eve_setting == alice_setting)
    eve_bit = np.where(eve_setting == alice_setting, alice, bits())

    # What travels on: Alice's state, or the one that Eve found.
    sent_setting = np.where(attacked, eve_setting, alice_setting)
    sent_bit = np.where(attacked, eve_bit, alice)
    scrambled = happens(p_noise)
    bob = np.where((bob_setting == sent_setting) & ~scrambled, sent_bit, bits())

    sifted = alice_setting == bob_setting
    eve_guess = np.where(eve_knows, eve_bit, np.uint8(0))
    return alice, bob, alice_setting, bob_setting, sifted, attacked, eve_guess
