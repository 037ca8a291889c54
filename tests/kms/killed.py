"""Kills a key server again and again while eight applications ask it, and then accounts for every bit.

    python -m tests.kms.killed [KILLS [SEED]]
"""

import http.client
import json
import multiprocessing
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from contextlib import closing, suppress
from pathlib import Path

import numpy as np

from qedu.kms import Client, Refused, Store
from qedu.kms.certificates import Authority
from qedu.kms.https import listening, serve
from qedu.kms.server import application

PAIRS = 4
BLOCK = 8
BLOCKS = 2**17

#: Keys that a server gives out, to either side, before it is killed while it serves.
ENOUGH = 5

#: Broken by a kill, or asked while no server was there.
GONE = (OSError, http.client.HTTPException)


def server(folder, port, ready):
    """What is killed: a program that opens the file, listens and serves, as if it had just been started."""
    store = Store(folder / "keys.sqlite")
    serve(application(store), Authority(folder / "certificates").server(), at=listening(port), ready=lambda _: ready.send_bytes(b"ready"))


class Asking(threading.Thread):
    """An application that asks until it is told to stop."""

    def __init__(self, folder, port, name, other, seed):
        super().__init__()
        self.client = Client(port, Authority(folder / "certificates").application(name), timeout=20)
        self.other, self.dice, self.stop = other, random.Random(seed), threading.Event()
        self.got, self.counts, self.wrong = [], Counter(), None

    def run(self):
        while not self.stop.is_set():
            try:
                self.ask()
            except GONE:
                self.counts["broken"] += 1
                time.sleep(0.005)
            except Exception as error:                  # a refusal where there is no reason for one, say
                self.wrong = error
                break
            self.counts["asked"] += 1
        self.client.close()


class Master(Asking):
    """Asks for one to three keys at a time, and tells the slave their names."""

    def __init__(self, *arguments, tell):
        super().__init__(*arguments)
        self.tell = tell

    def ask(self):
        made = self.client.keys(self.other, number=self.dice.randint(1, 3), size=8 * BLOCK)
        self.got += made
        self.tell.append([key.id for key in made])


class Slave(Asking):
    """Collects what it is told of; if the answer to that was lost, it asks once more, and may be told that it has had them."""

    def __init__(self, *arguments, told):
        super().__init__(*arguments)
        self.told, self.had, self.again = told, [], False

    def ask(self):
        if not self.told:
            time.sleep(0.002)
            return
        ids = self.told[0]
        try:
            self.got += self.client.keys_named(self.other, ids)
        except GONE:
            self.again = True
            raise
        except Refused as refused:
            # A refusal is right only where an answer was lost before.
            assert self.again and refused.message == "one or more keys specified are not found on KME", refused.message
            self.had += ids
        self.told.popleft()
        self.again = False


def play(folder, kills, seed):
    """Eight applications, and a server that is killed at random times: one time in four while it begins, else while it serves.

    Returns the applications, with what they got, and how many times the server had served something before it was killed.
    """
    dice, authority, context = random.Random(seed), Authority(folder / "certificates"), multiprocessing.get_context(
        "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")
    context.set_forkserver_preload(["qedu.kms.server", "qedu.kms.https", "qedu.kms.certificates"])      # what takes a program long
    authority.server()
    with closing(Store(folder / "keys.sqlite")) as store:
        for pair in range(PAIRS):
            store.enrol(f"alice{pair}", "A")
            store.enrol(f"bob{pair}", "B")
        data = np.arange(1, BLOCKS + 1, dtype=">u8").view(np.uint8)            # each block is its own number
        assert store.fill("A", "B", np.unpackbits(data)) == 8 * BLOCK * BLOCKS
    with closing(listening()) as at:
        port = at.getsockname()[1]
    clients, served = [], 0
    for pair in range(PAIRS):
        names = deque()
        clients.append(Master(folder, port, f"alice{pair}", f"bob{pair}", dice.random(), tell=names))
        clients.append(Slave(folder, port, f"bob{pair}", f"alice{pair}", dice.random(), told=names))
    for client in clients:
        client.start()
    try:
        for _ in range(kills):
            hears, tells = context.Pipe(duplex=False)
            process = context.Process(target=server, args=(folder, port, tells))
            process.start()
            try:
                if dice.random() < 0.25:
                    time.sleep(dice.uniform(0, 0.2))
                else:
                    assert hears.poll(60) and hears.recv_bytes() == b"ready"
                    before, late = sum(len(client.got) for client in clients), time.monotonic() + 60
                    while sum(len(client.got) for client in clients) < before + ENOUGH:
                        assert time.monotonic() < late
                        time.sleep(0.001)
                    served += 1
                    time.sleep(dice.uniform(0, 0.2))
            finally:
                process.kill()                          # SIGKILL: nothing is written, closed or said any more
                process.join()
                hears.close()
                tells.close()
    finally:
        for client in clients:
            client.stop.set()
        for client in clients:
            client.join()
    for client in clients:
        if client.wrong:
            raise AssertionError(f"what {client.other} shares with another was answered wrongly") from client.wrong
    return clients, served


def account(folder, clients):
    """Hold what the applications got against the file, which SQLite alone reads here; figures."""
    with closing(sqlite3.connect(folder / "keys.sqlite")) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        pool = b"".join(data for data, in file.execute("SELECT data FROM bits ORDER BY id"))
        given = {name: (data, collected) for name, data, collected in file.execute("SELECT id, data, collected FROM given")}
    masters, slaves = (([client for client in clients if isinstance(client, kind)]) for kind in (Master, Slave))
    served, collected = ([key for client in side for key in client.got] for side in (masters, slaves))
    for keys in (served, collected):                    # at most once to one side, by name and by bits
        assert len({key.id for key in keys}) == len({key.data for key in keys}) == len(keys)
    # Whole and in order: what is left is the end of what was filled in, and as much is missing as was written down as given.
    assert pool == np.arange(len(given) + 1, BLOCKS + 1, dtype=">u8").tobytes() and 0 < len(given) < BLOCKS
    gone = {number.to_bytes(BLOCK, "big") for number in range(1, len(given) + 1)}
    known = {name: data for name, (data, _) in given.items() if data is not None}
    waiting = len(known)
    for key in served + collected:
        assert known.setdefault(key.id, key.data) == key.data and key.id in given          # both sides have the same
    assert len(set(known.values())) == len(known) and set(known.values()) <= gone
    unknown = len(given) - len(known)                   # given and collected, and both answers lost: none knows their bits
    assert all(given[key.id][1] is not None for key in collected)
    had = {name for client in slaves for name in client.had}
    assert not had & {key.id for key in collected} and all(given[name][1] is not None for name in had)
    # The end of one who was stopped may have been lost as well: of these alone nobody was told.
    last = {name for client in slaves if client.again for name in client.told[0]}
    assert {name for name, (data, _) in given.items() if data is None} <= {key.id for key in collected} | had | last
    counts = sum((client.counts for client in clients), Counter())
    return {"asked": counts["asked"], "broken": counts["broken"], "given": len(given), "served": len(served), "collected": len(collected),
            "lost on the way to a master": len(given) - len(served), "lost on the way to a slave": len(had), "waiting": waiting,
            "known to nobody": unknown, "left": len(pool) // BLOCK}


def run(kills, seed=1):
    """Kill a server so many times; the figures of the account, which raises AssertionError where a bit is not accounted for."""
    with tempfile.TemporaryDirectory(prefix="qedu-killed-") as folder:
        begun = time.monotonic()
        clients, lives = play(Path(folder), kills, seed)
        found = account(Path(folder), clients)
        return {"kills": kills, "while it served": lives, **found, "seconds": round(time.monotonic() - begun, 1)}


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        print(json.dumps(run(*map(int, sys.argv[1:] or ["5"])), indent=2))
