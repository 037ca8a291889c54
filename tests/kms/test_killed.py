"""A server that is killed under eight applications: each bit is accounted for (`make audit`: 200 kills)."""

import os

from tests.kms import killed

KILLS = 200 if os.environ.get("QEDU_AUDIT") else 5


def test_a_server_that_is_killed_gives_no_key_twice_and_loses_none():
    found = killed.run(KILLS, seed=1)
    print(found)                                        # shown by `make audit`
    # Kills met requests, or nothing was tried.
    assert found["while it served"] >= KILLS / 2 and found["broken"] >= KILLS
    assert found["served"] + found["collected"] >= killed.ENOUGH * found["while it served"]
    assert found["given"] + found["left"] == killed.BLOCKS
