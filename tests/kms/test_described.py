"""The server does what its description in OpenAPI says: schemathesis asks it whatever the description allows, and what it does not.

It asks as an application with a certificate, twice: of one that is enrolled, and of any name at all.  All checks that schemathesis
knows are made but two.  `ignored_auth` takes credentials out of a request, and ours are in the TLS connection (test_https.py asks
without).  `object_level_authorization` and its like look for objects that one creates and deletes; here are none, and it finds that
itself.  With a seed the same is asked each time; `make audit` asks more.
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import closing

import numpy as np
import pytest

from qedu.kms import Limits, Store, description
from qedu.kms.certificates import Authority
from qedu.kms.https import listening, serve
from qedu.kms.server import application

EXAMPLES = 300 if os.environ.get("QEDU_AUDIT") else 15

#: Small enough that the pool is not drained: an answer of 503 would be no failure of the server's.
LIMITS = Limits(max_key_size=512, max_key_per_request=8)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder, begun, end = tmp_path_factory.mktemp("described"), threading.Event(), []
    authority = Authority(folder / "certificates")
    with closing(Store(folder / "keys.sqlite")) as store, closing(listening()) as at:
        store.enrol("alice", "A")
        store.enrol("bob", "B")
        store.fill("A", "B", np.random.default_rng(1).integers(0, 2, 2**23, dtype=np.uint8))

        def ready(stop):
            end.append(stop)
            begun.set()

        thread = threading.Thread(target=serve, args=(application(store, limits=LIMITS), authority.server()), kwargs={"at": at, "ready": ready})
        thread.start()
        assert begun.wait(30)
        try:
            yield at.getsockname()[1], authority, store
        finally:
            end[0]()
            thread.join(30)


@pytest.mark.parametrize("whom", ["an enrolled one", "anybody"])
def test_schemathesis_finds_no_failure(server, tmp_path, whom):
    port, authority, store = server
    files, before = authority.application("alice"), store.bits("A", "B")
    (tmp_path / "openapi.json").write_text(json.dumps(description(LIMITS)), encoding="utf-8")
    fixed = '[parameters]\n"path.slave_SAE_ID" = "bob"\n"path.master_SAE_ID" = "bob"\n' if whom == "an enrolled one" else ""
    (tmp_path / "schemathesis.toml").write_text(fixed, encoding="utf-8")
    found = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "--config-file", "schemathesis.toml", "run", "openapi.json", "--url", f"https://127.0.0.1:{port}",
         "--request-cert", str(files.certificate), "--request-cert-key", str(files.key), "--tls-verify", str(files.authority),
         "--checks", "all", "--exclude-checks", "ignored_auth", "--mode", "all", "--seed", "1", "--max-examples", str(EXAMPLES),
         "--generation-database", "none", "--no-color", "--warnings", "off", "--report", "ndjson", "--report-ndjson-path", "said.ndjson"],
        cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, encoding="utf-8")
    print(found.stdout)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "No issues found" in found.stdout
    # It was asked in earnest: keys were given where they could be, and none where not.
    assert (store.bits("A", "B") < before) == (whom == "an enrolled one") and store.bits("A", "B") > 0
