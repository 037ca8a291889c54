"""The file of keys: every bit that was filled in is given once, in order, and nothing is lost that was not given."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing

import numpy as np
import pytest

import qedu
from qedu import channels, keys, protocols
from qedu.kms import Key, NotEnough, NotThere, NotYours, Store, fill_by_qkd

#: As if killed: on Windows this ends a program at once, too.
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)

NOISY = qedu.exchange(protocols.bb84(), channel=channels.depolarizing(0.4))


def opened(folder, **more):
    store = Store(folder / "keys.sqlite", **more)
    for name, place in {"alice": "A", "bob": "B", "carol": "A", "dora": "C"}.items():
        store.enrol(name, place)
    return store


@pytest.fixture
def store(tmp_path):
    with closing(opened(tmp_path)) as store:
        yield store


def random_bytes(number, seed=1):
    return np.random.default_rng(seed).bytes(number)


def unpacked(data):
    return np.unpackbits(np.frombuffer(data, np.uint8))


def numbered(blocks):
    """Blocks of eight bytes that are their own numbers: each is known again, wherever it turns up."""
    return b"".join(number.to_bytes(8, "big") for number in range(1, blocks + 1))


def test_bits_come_out_as_they_went_in_each_once(store):
    """Fills and keys of many sizes, in turn; what was given and what is left is what was filled in, in this order."""
    rng, filled, given = np.random.default_rng(3), b"", b""
    for turn in range(20):
        data = random_bytes(int(rng.integers(1, 3000)), seed=turn)
        assert store.fill("A", "B", unpacked(data)) == 8 * len(data)
        filled += data
        number, size = int(rng.integers(1, 9)), 8 * int(rng.integers(1, 129))
        if number * size <= store.bits("A", "B"):
            made = store.give("alice", "bob", number=number, size=size)
            assert [len(key.data) * 8 for key in made] == [size] * number
            given += b"".join(key.data for key in made)
    left = store.bits("B", "A") // 8
    given += b"".join(key.data for key in store.give("bob", "alice", number=1, size=8 * left))
    assert given == filled and store.bits("A", "B") == 0 and len(given) > 20_000


def test_what_does_not_fill_a_byte_is_left_out(store):
    assert store.fill("A", "B", unpacked(b"\xa5\x0f")[:15]) == 8
    assert store.give("alice", "bob", size=8)[0].data == b"\xa5"
    assert store.fill("A", "B", [0, 1, 1]) == store.bits("A", "B") == 0


def test_pools_and_both_directions(store):
    """Two places have one pool, whoever begins; other places have others."""
    store.fill("A", "B", unpacked(b"ab"))
    store.fill("C", "A", unpacked(b"c"))
    assert (store.bits("A", "B"), store.bits("B", "A"), store.bits("A", "C"), store.bits("B", "C")) == (16, 16, 8, 0)
    assert store.give("bob", "carol", size=8)[0].data == b"a" and store.give("alice", "bob", size=8)[0].data == b"b"
    assert store.give("dora", "alice", size=8)[0].data == b"c"


def test_a_request_is_met_whole_or_not_at_all(store):
    store.fill("A", "B", unpacked(random_bytes(100)))
    with pytest.raises(NotEnough, match="800 bits are there, and 808 are asked for"):
        store.give("alice", "bob", number=101, size=8)
    assert store.bits("A", "B") == 800
    made = store.give("alice", "bob", number=100, size=8)
    with pytest.raises(NotYours):
        store.collect("bob", "alice", [made[0].id, made[1].id, "00000000-0000-4000-8000-000000000000"])
    collected = store.collect("bob", "alice", [made[1].id, made[0].id])
    assert collected == [made[1], made[0]]              # in the order asked for
    with pytest.raises(NotThere):
        store.collect("bob", "alice", [made[2].id, made[0].id])
    with pytest.raises(NotThere):
        store.collect("bob", "alice", [made[2].id, made[2].id])
    assert store.collect("bob", "alice", [key.id for key in made[2:]]) == made[2:]
    assert store.collect("bob", "alice", []) == []


@pytest.mark.parametrize("slave, master", [("alice", "bob"), ("alice", "alice"), ("dora", "alice"), ("bob", "dora"), ("eve", "alice"), ("bob", "eve")])
def test_another_s_key_is_as_one_that_does_not_exist(store, slave, master):
    store.fill("A", "B", unpacked(random_bytes(100)))
    [key] = store.give("alice", "bob")
    for name in (key.id, "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NotYours) as raised:
            store.collect(slave, master, [name])
        assert raised.value.args == ()
    assert store.collect("bob", "alice", [key.id]) == [key]


@pytest.mark.parametrize("master, slave", [("alice", "eve"), ("eve", "bob"), ("alice", "carol"), ("alice", "alice")])
def test_no_keys_for_whom_no_pool_serves(store, master, slave):
    store.fill("A", "B", unpacked(random_bytes(100)))
    with pytest.raises(NotYours):
        store.give(master, slave)
    assert store.bits("A", "B") == 800


def test_a_pool_takes_in_no_more_than_it_has_room_for(tmp_path):
    with closing(opened(tmp_path, capacity_bits=8 * 3000)) as store:
        data = random_bytes(4000)
        assert [store.fill("A", "B", unpacked(data[:2000])), store.fill("B", "A", unpacked(data[2000:]))] == [16_000, 8_000]
        assert store.fill("A", "B", unpacked(data)) == 0 and store.fill("A", "C", unpacked(data)) == 24_000
        assert store.give("alice", "bob", size=24_000)[0].data == data[:3000]
        assert store.fill("A", "B", unpacked(data)) == 24_000


def test_two_threads_each_get_other_bits(store):
    blocks, got = 400, []
    store.fill("A", "B", unpacked(numbered(blocks)))

    def take():
        while True:
            try:
                got.append(store.give("alice", "bob", number=2, size=64))
            except NotEnough:
                return

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(key.data for pair in got for key in pair) == [numbered(blocks)[at:at + 8] for at in range(0, 8 * blocks, 8)]
    assert len({key.id for pair in got for key in pair}) == blocks


TAKER = """
import sys
from qedu.kms.store import Store
store = Store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    print(store.give("alice", "bob", size=64)[0].data.hex(), flush=True)
"""


def test_two_programs_each_get_other_bits(tmp_path):
    """Each takes half of the pool, both at once."""
    half = 150
    with closing(opened(tmp_path)) as store:
        store.fill("A", "B", unpacked(numbered(2 * half)))
        with subprocess.Popen([sys.executable, "-c", TAKER, store.path, str(half)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as other:
            assert other.stdout.readline() == "ready\n"
            other.stdin.write("go\n")
            other.stdin.flush()
            got = [other.stdout.readline().strip()]     # it has begun; now we take, too
            got += [store.give("alice", "bob", size=64)[0].data.hex() for _ in range(half)]
            got += other.communicate(timeout=60)[0].split()
        assert store.bits("A", "B") == 0
    assert sorted(got) == [numbered(2 * half)[at:at + 8].hex() for at in range(0, 16 * half, 8)]


KILLED = f"""
import os, sys, uuid
from qedu.kms import store as kms
store = kms.Store(sys.argv[1])
real = uuid.uuid4

def dies():
    os.kill(os.getpid(), {int(KILL)})

if sys.argv[2] == "before":                     # bits were taken out in the file, and are not written down for good
    kms.uuid.uuid4 = dies
store.give("alice", "bob", number=3, size=64)
dies()
"""


def test_killed_before_or_after_it_is_written_down(tmp_path):
    """Killed before: all bits are still there.  After: they are spent, though no answer came, and wait for the slave."""
    cases = {"before": 10, "after": 7}
    running = {}
    for when in cases:
        (tmp_path / when).mkdir()
        with closing(opened(tmp_path / when)) as store:
            store.fill("A", "B", unpacked(numbered(10)))
        running[when] = subprocess.Popen([sys.executable, "-c", KILLED, store.path, when], stderr=subprocess.PIPE, text=True)
    for when, process in running.items():
        said = process.communicate(timeout=60)[1]
        assert process.returncode not in (0, 1), said
        with closing(Store(tmp_path / when / "keys.sqlite")) as store:
            assert store.bits("A", "B") == 64 * cases[when]
            rows = store._connection().execute("SELECT id, data FROM given ORDER BY data").fetchall()
            kept = [key.data for key in store.collect("bob", "alice", [name for name, _ in rows])]
            rest = [key.data for key in store.give("bob", "alice", number=cases[when], size=64)]
        assert len(kept) == 10 - cases[when] and b"".join(kept + rest) == numbered(10)


def test_a_full_disk_takes_no_key(store):
    store.fill("A", "B", unpacked(random_bytes(50_000)))
    pages = store._connection().execute("PRAGMA page_count").fetchone()[0]
    store._connection().execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        store.fill("A", "B", unpacked(random_bytes(100_000)))
    assert store.bits("A", "B") == 400_000
    store._connection().execute("PRAGMA max_page_count = 1000000")
    assert store.give("alice", "bob", size=8)[0].data == random_bytes(1)


def test_a_file_for_its_owner_alone(tmp_path):
    before = os.umask(0)
    try:
        with closing(opened(tmp_path)) as store:
            store.fill("A", "B", unpacked(random_bytes(100)))
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert {"keys.sqlite", "keys.sqlite-wal"} <= set(modes) and (os.name != "posix" or set(modes.values()) == {0o600})


def test_a_file_is_found_again(tmp_path):
    with closing(opened(tmp_path)) as store:
        store.fill("A", "B", unpacked(random_bytes(100)))
        [key] = store.give("alice", "bob")
    with closing(Store(tmp_path / "keys.sqlite")) as store:
        assert store.place("alice") == "A" and store.place("eve") is None and store.places("alice", "bob") == ("A", "B")
        assert store.bits("A", "B") == 800 - 256 and store.collect("bob", "alice", [key.id]) == [key]
    assert random_bytes(32) not in (tmp_path / "keys.sqlite").read_bytes()       # what was collected is gone from the file


def test_a_key_does_not_show_its_bits():
    key = Key("00000000-0000-4000-8000-000000000000", b"secret")
    assert "secret" not in repr(key) and b"secret".hex() not in repr(key) and key.id in repr(key)


ABORTED = keys.distill(NOISY.records(20_000, seed=1), seed=1)


@pytest.mark.parametrize("call, said", [
    (lambda s: s.enrol("", "A"), "application = ''"), (lambda s: s.enrol("x" * 129, "A"), "application = "), (lambda s: s.enrol("a\n", "A"), "application = "),
    (lambda s: s.enrol("\ud800", "A"), "application = "), (lambda s: s.enrol(3, "A"), "application = 3"), (lambda s: s.enrol("a/b", "A"), "without /"),
    (lambda s: s.enrol("..", "A"), "neither . nor .."), (lambda s: s.enrol("x", " "), "place = ' '"), (lambda s: s.enrol("alice", "B"), "'A', where 'alice'"),
    (lambda s: s.fill("A", "A", [0] * 8), "other = 'A'"), (lambda s: s.fill("A", "B", [0, 2] * 8), "key"), (lambda s: s.fill("A", "B", ABORTED), "aborted"),
    (lambda s: s.give("alice", "bob", size=12), "size = 12"), (lambda s: s.give("alice", "bob", size=0), "size = 0"),
    (lambda s: s.give("alice", "bob", number=0), "number = 0"), (lambda s: s.give("alice", "bob", number=1.5), "number = 1.5"),
    (lambda s: s.collect("bob", "alice", [3]), "ids = 3"), (lambda s: s.collect("bob", "alice", ["\ud800"]), "ids = "),
    (lambda s: Store(s.path, capacity_bits=7), "capacity_bits = 7")])
def test_errors_speak(store, call, said):
    with pytest.raises(ValueError) as raised:
        call(store)
    assert said in str(raised.value)


def test_two_keys_that_differ_are_no_key(store):
    found = keys.distill(qedu.exchange(protocols.bb84()).records(20_000, seed=1), seed=1)
    assert not found.aborted and store.fill("A", "B", found) == len(found.key_alice) // 8 * 8
    assert store.give("alice", "bob", size=store.bits("A", "B"))[0].data == np.packbits(found.key_alice).tobytes()[:len(found.key_alice) // 8]
    found.key_bob[0] ^= 1
    with pytest.raises(ValueError, match="two keys are equal"):
        store.fill("A", "B", found)


def test_pools_are_filled_by_exchanging_photons(tmp_path):
    """With a seed the bits are those that `distill` makes; a line with too many errors fills nothing, and says why."""
    with closing(opened(tmp_path, capacity_bits=20_000)) as store:
        run, dice = qedu.exchange(protocols.bb84(), channel=channels.depolarizing(0.02)), np.random.default_rng(1)
        added = fill_by_qkd(store, "A", "B", bits=3000, rounds=30_000, seed=1)
        expected = keys.distill(run.records(30_000, seed=dice), seed=dice).key_alice
        assert added == store.bits("A", "B") == len(expected) // 8 * 8 >= 3000
        assert store.give("alice", "bob", size=added)[0].data == np.packbits(expected[:added]).tobytes()
        assert fill_by_qkd(store, "A", "B", bits=10**9, rounds=60_000, seed=2) == 20_000 == store.bits("A", "B")
        assert fill_by_qkd(store, "A", "B", bits=20_000, seed=2) == 0
        with pytest.raises(RuntimeError, match="no key for A and C: "):
            fill_by_qkd(store, "A", "C", bits=100, run=NOISY, rounds=20_000, seed=1)
        assert store.bits("A", "C") == 0
