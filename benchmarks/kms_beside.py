"""The key server under mutual TLS, beside a bare starlette route in the same process and a bare step of SQLite on the same disk.

    python benchmarks/kms_beside.py FOLDER       serves, and prints the port; `measure` starts it
"""

import http.client
import json
import sqlite3
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

ROUNDS, CONNECTIONS, SECONDS = 400, 4, 2.0
KEYS = "/api/v1/keys"


def server(folder):
    """Serve keys and, at /bare, an answer of the same size that is the same each time."""
    import numpy as np
    from starlette.applications import Starlette
    from starlette.responses import JSONResponse
    from starlette.routing import Mount, Route

    from qedu.kms import Store
    from qedu.kms.certificates import Authority
    from qedu.kms.https import listening, serve
    from qedu.kms.server import application

    answer = {"keys": [{"key_ID": "0" * 36, "key": "A" * 44}]}

    async def bare(_):
        return JSONResponse(answer)

    authority, store, at = Authority(folder / "certificates"), Store(folder / "keys.sqlite"), listening()
    for name, place in (("alice", "A"), ("bob", "B")):
        store.enrol(name, place)
        authority.application(name)
    store.fill("A", "B", np.random.default_rng(1).integers(0, 2, 2**23, dtype=np.uint8))
    serve(Starlette(routes=[Route("/bare", bare), Mount("/", app=application(store))]), authority.server(), at=at,
          ready=lambda _: print(at.getsockname()[1], flush=True))


def connection(port, folder, name):
    context = ssl.create_default_context(cafile=folder / "authority.pem")
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    return http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=60)


def get(one, path):
    one.request("GET", path)
    answer = one.getresponse()
    found = answer.read()
    assert answer.status == 200, (answer.status, found)
    return json.loads(found)


def in_a_row(port, folder, path):
    """Requests a second of several connections at once."""
    counts, start = [0] * CONNECTIONS, threading.Barrier(CONNECTIONS)

    def ask(which):
        with closing(connection(port, folder, "alice")) as one:
            get(one, "/bare")
            start.wait()
            end = time.perf_counter() + SECONDS
            while time.perf_counter() < end:
                get(one, path)
                counts[which] += 1

    threads = [threading.Thread(target=ask, args=(which,)) for which in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def measure():
    """Seconds of each request, one after the other in turn, and requests a second of four connections at once."""
    with tempfile.TemporaryDirectory(prefix="qedu-kms-") as name:
        folder = Path(name)
        with subprocess.Popen([sys.executable, __file__, name], stdout=subprocess.PIPE, text=True) as process:
            try:
                port, certificates = int(process.stdout.readline()), folder / "certificates"
                alice, bob = connection(port, certificates, "alice"), connection(port, certificates, "bob")
                disk = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
                for line in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "CREATE TABLE kept (data BLOB)"):
                    disk.execute(line)
                times = {"bare": [], "disk": [], "enc_keys": [], "dec_keys": []}

                def timed(what, step):
                    begun = time.perf_counter()
                    found = step()
                    times[what].append(time.perf_counter() - begun)
                    return found

                for _ in range(ROUNDS):
                    timed("bare", lambda: get(alice, "/bare"))
                    timed("disk", lambda: disk.execute("INSERT INTO kept VALUES (?)", (bytes(32),)))
                    made = timed("enc_keys", lambda: get(alice, f"{KEYS}/bob/enc_keys"))["keys"]
                    assert timed("dec_keys", lambda: get(bob, f"{KEYS}/alice/dec_keys?key_ID={made[0]['key_ID']}"))["keys"] == made
                for one in (alice, bob, disk):
                    one.close()
                rates = {path: in_a_row(port, certificates, where) for path, where in
                         (("bare", "/bare"), ("enc_keys", f"{KEYS}/bob/enc_keys"))}
                for pair in times.values():
                    del pair[:20]                       # of the first ones some find nothing warm
                return times, rates
            finally:
                process.kill()


def middle(values):
    return statistics.median(values)


def slowest(values):
    """The time that 99 in 100 do not exceed."""
    return statistics.quantiles(values, n=100)[98]


if __name__ == "__main__":
    server(Path(sys.argv[1]))
