"""The client, and certificates to try it with."""

import os
import ssl
import stat
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from qedu.kms import Client, Refused, certificates
from qedu.kms.certificates import Authority
from qedu.kms.https import listening, serve


def test_two_applications_come_to_have_a_key(server):
    with Client(server.port, server.authority.application("alice")) as alice, Client(server.port, server.authority.application("bob")) as bob:
        made = alice.keys("bob", number=3, size=128)
        assert [len(key.data) for key in made] == [16] * 3 and alice.status("bob")["slave_SAE_ID"] == "bob"
        assert bob.keys_named("alice", [key.id for key in made[::-1]]) == made[::-1]
        message = b"sixteen letters."
        sent = bytes(np.frombuffer(message, np.uint8) ^ np.frombuffer(made[0].data, np.uint8))
        assert bytes(np.frombuffer(sent, np.uint8) ^ np.frombuffer(made[0].data, np.uint8)) == message != sent
        with pytest.raises(Refused, match="one or more keys specified are not found on KME") as raised:
            bob.keys_named("alice", [made[0].id])
        assert raised.value.status == 400
        with pytest.raises(Refused) as raised:
            alice.keys("a/b c?d=ä")
        assert raised.value.status == 404
        with pytest.raises(Refused) as raised:
            alice.keys_named("bob", [made[0].id])
        assert raised.value.status == 401 and raised.value.message == ""
        with pytest.raises(Refused, match="size shall be a multiple of 8"):
            alice.keys("bob", size=100)
        assert len(alice.keys("bob")) == 1              # the same connection goes on


@pytest.mark.parametrize("port", [0, 65_536, "8014", 1.5])
def test_a_port_is_a_number(server, port):
    with pytest.raises(ValueError, match="port"):
        Client(port, server.authority.application("alice"))


def test_a_connection_that_the_server_has_ended_is_opened_anew(tmp_path, monkeypatch):
    """As after some seconds of silence: the next request asks on a new one, once, and no key is lost."""
    from qedu.kms import https

    monkeypatch.setattr(https.uvicorn.Config, "__init__", at_once(https.uvicorn.Config.__init__))
    from tests.library.kms.conftest import running

    with running(tmp_path) as quick, Client(quick.port, quick.authority.application("alice")) as alice:
        got = b""
        for _ in range(3):
            got += alice.keys("bob")[0].data
            used = alice._connection.sock
            for _ in range(200):                        # the server ends it as soon as it has answered
                if alice._ended():
                    break
                time.sleep(0.01)
            assert used is not None and alice._ended()
        assert got == quick.filled[:96]


def at_once(real):
    return lambda self, *arguments, **more: real(self, *arguments, **more, timeout_keep_alive=0)


def test_no_server_is_said_to_be_none(server):
    with closing(listening()) as at:
        port = at.getsockname()[1]
    with Client(port, server.authority.application("alice"), timeout=5) as alice, pytest.raises(OSError):
        alice.status("bob")


def test_a_client_that_trusts_another_authority_does_not_talk(server, tmp_path):
    with Client(server.port, Authority(tmp_path).application("alice")) as alice, pytest.raises(ssl.SSLCertVerificationError):
        alice.keys("bob")


def test_an_authority_stays_the_same_and_keeps_its_secrets(tmp_path):
    first, again = Authority(tmp_path).application("alice"), Authority(tmp_path).application("alice")
    texts = [path.read_bytes() for path in (first.certificate, first.key, first.authority)]
    assert first == again and texts == [path.read_bytes() for path in (again.certificate, again.key, again.authority)]
    Authority(tmp_path).server()
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.{end}" for name in ("authority", "alice", "server") for end in ("pem", "key")}
    assert os.name != "posix" or {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*.key")} == {0o600}


def test_what_has_run_out_is_made_anew(tmp_path, monkeypatch):
    """Also what an authority signed that is not there any more; a half-made folder is finished."""
    files = Authority(tmp_path, days=30).application("alice")
    old, root = files.certificate.read_bytes(), files.authority.read_bytes()

    now = datetime.now(UTC)
    later = SimpleNamespace(datetime=SimpleNamespace(now=lambda zone: now + timedelta(days=31)), timedelta=timedelta, UTC=UTC)
    monkeypatch.setattr(certificates, "datetime", later)
    assert Authority(tmp_path, days=30).application("alice") == files
    assert files.authority.read_bytes() != root and files.certificate.read_bytes() != old
    context = ssl.create_default_context(cafile=files.authority)
    context.load_cert_chain(files.certificate, files.key)                       # the key is that of the certificate
    renewed = files.certificate.read_bytes()
    (tmp_path / "authority.pem").unlink()               # as if ended after its key was written
    Authority(tmp_path).application("alice")
    assert files.certificate.read_bytes() != renewed
    (tmp_path / "authority.key").write_bytes(files.key.read_bytes())
    with pytest.raises(ValueError, match="authority.key belongs to its authority.pem"):
        Authority(tmp_path).application("bob")


@pytest.mark.parametrize("name", ["", "a/b", "..", ".x", "a b", "ä", "server", "Authority", "x" * 65, 3, "a\n", "-x"])
def test_names_of_files_are_plain(tmp_path, name):
    with pytest.raises(ValueError, match="name = "):
        Authority(tmp_path).application(name)


def test_names_that_share_a_file_are_not_taken_for_each_other(tmp_path):
    """Where the disk does not tell alice from Alice, one does not get the certificate of the other."""
    authority = Authority(tmp_path)
    files = authority.application("alice")
    for end in ("pem", "key"):
        if not (tmp_path / f"Alice.{end}").exists():
            (tmp_path / f"Alice.{end}").write_bytes((tmp_path / f"alice.{end}").read_bytes())
    with pytest.raises(ValueError, match="a name that is not 'alice' in other letters"):
        authority.application("Alice")
    assert authority.application("alice") == files


def test_serving_ends_when_told(tmp_path):
    """From another thread; without anybody who waits for it to be ready, too."""
    ends = []

    async def nothing(scope, receive, send):
        raise AssertionError

    with closing(listening()) as at:
        thread = threading.Thread(target=serve, args=(nothing, Authority(tmp_path).server()), kwargs={"at": at, "ready": ends.append})
        thread.start()
        begun = time.monotonic()
        while not ends and time.monotonic() < begun + 20:
            time.sleep(0.01)
        ends[0]()
        thread.join(20)
    assert not thread.is_alive()
