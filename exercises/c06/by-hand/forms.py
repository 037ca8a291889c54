import numpy as np

import qedu


def _rounds():
    run = qedu.exchange(qedu.protocols.bb84(), attack=qedu.attacks.intercept_resend())
    return run.records(16, seed=141)


_r = _rounds()

_kept = [i for i in range(16) if _r.alice_setting[i] == _r.bob_setting[i]]

_R = qedu.exchange(qedu.protocols.bb84(), attack=qedu.attacks.intercept_resend()).records(16, seed=141)

_EQUAL = [i for i in range(16) if _R.alice[i] == _R.bob[i]]

_KEPT = [i for i in range(16) if _R.alice_setting[i] == _R.bob_setting[i]]

_OTHER = [i for i in range(16) if i not in _KEPT]

_CLEAN = [i for i in _KEPT if i in _EQUAL]

right__loop = {"kept": [i + 1 for i in _kept], "alice_key": [int(_r.alice[i]) for i in _kept],
                     "bob_key": [int(_r.bob[i]) for i in _kept]}

right__arrays = {"bob_key": _r.bob[_r.sifted], "alice_key": _r.alice[_r.sifted],
                       "kept": np.arange(1, 17)[_r.sifted], "errors": 2}

right__words = {"kept": {1, 2, 4, 5, 7, 8, 11, 12, 13}, "alice_key": "010001001", "bob_key": "1100 0100 0"}


EDITS = {
    "equal_bits": [("rounds.alice_setting == rounds.bob_setting", "rounds.alice == rounds.bob"),
                   ("_r.sifted", "_r.alice == _r.bob"), ("in _kept", "in range(16) if _r.alice[i] == _r.bob[i]")],
    "all_rounds": [("rounds.alice_setting == rounds.bob_setting", "rounds.alice < 2"), ("_r.sifted", ":"),
                   ("_kept", "range(16)")],
    "unequal_bases": [("==", "!="), ("_r.sifted", "~_r.sifted"), ("in _kept", "in range(16) if i not in _kept")],
    "errors_removed": [("rounds.bob_setting", "rounds.bob_setting\nsame_basis &= rounds.alice == rounds.bob"),
                       ("_r.sifted", "_r.sifted & (_r.alice == _r.bob)"),
                       ("in _kept", "in _kept if _r.alice[i] == _r.bob[i]")],
    "counted_from_zero": [("i + 1 for", "i for"), ("np.arange(1, 17)", "np.arange(16)")],
    "corrected": [("rounds.bob[", "rounds.alice["), ("_r.bob[", "_r.alice[")],
    "keys_swapped": [("rounds.alice[", "rounds.bob [", "rounds.bob[", "rounds.alice["),
                     ("_r.alice[i]", "_r.bob [i]", "_r.bob[i]", "_r.alice[i]")],
    "bob_twice": [("rounds.alice[", "rounds.bob["), ("_r.alice[", "_r.bob[")],
}
