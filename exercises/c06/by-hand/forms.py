import numpy as np

import qedu


def _rounds():
    run = qedu.exchange(qedu.protocols.bb84(), attack=qedu.attacks.intercept_resend())
    return run.records(16, seed=141)


_r = _rounds()

_kept = [i for i in range(16) if _r.alice_setting[i] == _r.bob_setting[i]]

_R = qedu.exchange(qedu.protocols.bb84(), attack=qedu.attacks.intercept_resend()).records(16, seed=141)


def _by_hand(rows, shift=1):
    return {"kept": [i + shift for i in rows], "alice_key": [int(_R.alice[i]) for i in rows],
            "bob_key": [int(_R.bob[i]) for i in rows]}


def _as_arrays(answer):
    return {key: np.array(row) for key, row in answer.items()}


_EQUAL = [i for i in range(16) if _R.alice[i] == _R.bob[i]]

_KEPT = [i for i in range(16) if _R.alice_setting[i] == _R.bob_setting[i]]

_OTHER = [i for i in range(16) if i not in _KEPT]

_CLEAN = [i for i in _KEPT if i in _EQUAL]

right__loop = {"kept": [i + 1 for i in _kept], "alice_key": [int(_r.alice[i]) for i in _kept],
                     "bob_key": [int(_r.bob[i]) for i in _kept]}

right__arrays = {"bob_key": _r.bob[_r.sifted], "alice_key": _r.alice[_r.sifted],
                       "kept": np.arange(1, 17)[_r.sifted], "errors": 2}

right__words = {"kept": {1, 2, 4, 5, 7, 8, 11, 12, 13}, "alice_key": "010001001", "bob_key": "1100 0100 0"}

equal_bits__lists = _by_hand(_EQUAL)

equal_bits__arrays = _as_arrays(_by_hand(_EQUAL))

all_rounds__lists = _by_hand(range(16))

all_rounds__columns = {"kept": np.arange(1, 17), "alice_key": _R.alice, "bob_key": _R.bob}

unequal_bases__lists = _by_hand(_OTHER)

unequal_bases__arrays = _as_arrays(_by_hand(_OTHER))

errors_removed__lists = _by_hand(_CLEAN)

errors_removed__arrays = _as_arrays(_by_hand(_CLEAN))

counted_from_zero__lists = _by_hand(_KEPT, 0)

counted_from_zero__flatnonzero = {
    "kept": np.flatnonzero(_R.sifted), "alice_key": _R.alice[_R.sifted], "bob_key": _R.bob[_R.sifted]}

corrected__lists = {**_by_hand(_KEPT), "bob_key": _by_hand(_KEPT)["alice_key"]}

corrected__arrays = {"kept": np.array(_KEPT) + 1, "alice_key": _R.alice[_R.sifted],
                                  "bob_key": _R.alice[_R.sifted]}

keys_swapped__lists = {**_by_hand(_KEPT), "alice_key": _by_hand(_KEPT)["bob_key"],
                                    "bob_key": _by_hand(_KEPT)["alice_key"]}

keys_swapped__set = {"kept": {i + 1 for i in _KEPT}, "alice_key": _R.bob[_R.sifted],
                                  "bob_key": _R.alice[_R.sifted]}

bob_twice__lists = {**_by_hand(_KEPT), "alice_key": _by_hand(_KEPT)["bob_key"]}

bob_twice__words = {"kept": [i + 1 for i in _KEPT],
                                 **dict.fromkeys(("alice_key", "bob_key"), "".join(map(str, _R.bob[_R.sifted])))}
