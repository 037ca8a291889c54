"""A server that answers over HTTPS, in a thread."""

import threading
from contextlib import closing, contextmanager
from types import SimpleNamespace

import numpy as np
import pytest

from qedu.kms import Store
from qedu.kms.certificates import Authority
from qedu.kms.https import listening, serve
from qedu.kms.server import application


@contextmanager
def running(folder):
    """A server with alice at A and bob and dora at B, and 32,768 bits for them: its port, authority, store and what was filled in."""
    authority, data, begun, end = Authority(folder / "certificates"), np.random.default_rng(1).bytes(4096), threading.Event(), []
    with closing(Store(folder / "keys.sqlite")) as store, closing(listening()) as at:
        for name, place in {"alice": "A", "bob": "B", "dora": "B"}.items():
            store.enrol(name, place)
        store.fill("A", "B", np.unpackbits(np.frombuffer(data, np.uint8)))

        def ready(stop):
            end.append(stop)
            begun.set()

        thread = threading.Thread(target=serve, args=(application(store), authority.server()), kwargs={"at": at, "ready": ready})
        thread.start()
        try:
            assert begun.wait(30)
            yield SimpleNamespace(port=at.getsockname()[1], authority=authority, store=store, filled=data, folder=folder)
        finally:
            for stop in end:
                stop()
            thread.join(30)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("kms")) as server:
        yield server
