"""HTTPS as it is on the wire: who shows no certificate of the authority gets no answer, and a connection has one name."""

import datetime
import http.client
import json
import socket
import ssl
import warnings

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from qedu.kms import Files
from qedu.kms.certificates import Authority
from qedu.kms.https import listening, tls

KEYS = "/api/v1/keys"


def signed(server, folder, common, *, days=(-1, 1), usage=ExtendedKeyUsageOID.CLIENT_AUTH, ca=False):
    """A certificate of the server's authority that `Authority` would not make."""
    own = x509.load_pem_x509_certificate((server.authority.folder / "authority.pem").read_bytes())
    ours = serialization.load_pem_private_key((server.authority.folder / "authority.key").read_bytes(), None)
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    made = (x509.CertificateBuilder().subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name) for name in common]))
            .issuer_name(own.subject).public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now + datetime.timedelta(days=days[0])).not_valid_after(now + datetime.timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False).sign(ours, hashes.SHA256()))
    files = Files(folder / "own.pem", folder / "own.key", server.authority.folder / "authority.pem")
    files.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return files


def context(server, files=None, strict=True):
    made = ssl.create_default_context(cafile=server.authority.folder / "authority.pem")
    if strict:                                          # as from Python 3.13 on
        made.verify_flags |= ssl.VERIFY_X509_STRICT
    if files:
        made.load_cert_chain(files.certificate, files.key)
    return made


def connection(server, files=None):
    return http.client.HTTPSConnection("127.0.0.1", server.port, context=context(server, files), timeout=20)


def answer(open_one, path, method="GET", body=None, **how):
    open_one.request(method, path, body, **how)
    found = open_one.getresponse()
    return found.status, found.read()


def refused(server, made):
    """A client with this context gets no answer.  Why, the server's side of TLS says; on the wire it just ends the connection."""
    with pytest.raises((ssl.SSLError, ConnectionError)):
        answer(http.client.HTTPSConnection("127.0.0.1", server.port, context=made, timeout=20), f"{KEYS}/bob/status")
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = (tls(server.authority.server()).wrap_bio(to_server, to_client, server_side=True),
             made.wrap_bio(to_client, to_server, server_hostname="127.0.0.1"))
    with pytest.raises(ssl.SSLError) as raised:
        for side in sides * 5:
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                pass
    return str(raised.value)


def test_an_application_gets_keys(server):
    alice, bob = (connection(server, server.authority.application(name)) for name in ("alice", "bob"))
    before = server.store.bits("A", "B")
    status, body = answer(alice, f"{KEYS}/bob/enc_keys?number=2")
    made = json.loads(body)["keys"]
    assert status == 200 and len(made) == 2 and server.store.bits("A", "B") == before - 512
    status, body = answer(bob, f"{KEYS}/alice/dec_keys", "POST", json.dumps({"key_IDs": [{"key_ID": each["key_ID"]} for each in made]}),
                          headers={"Content-Type": "application/json"})
    assert status == 200 and json.loads(body)["keys"] == made
    assert alice.sock.version() == "TLSv1.3"


def test_no_certificate(server):
    assert "PEER_DID_NOT_RETURN_A_CERTIFICATE" in refused(server, context(server))


def test_a_certificate_of_another_authority(server, tmp_path):
    """Of the same name, too; and its owner does not take our server for the one he knows."""
    foreign = Authority(tmp_path)
    assert "certificate verify failed" in refused(server, context(server, foreign.application("alice")))
    with pytest.raises(ssl.SSLCertVerificationError):
        theirs = ssl.create_default_context(cafile=foreign.server().authority)
        answer(http.client.HTTPSConnection("127.0.0.1", server.port, context=theirs, timeout=20), f"{KEYS}/bob/status")


@pytest.mark.parametrize("days, said", [((-2, -1), "certificate has expired"), ((1, 2), "certificate is not yet valid")])
def test_a_certificate_out_of_its_time(server, tmp_path, days, said):
    assert said in refused(server, context(server, signed(server, tmp_path, ["alice"], days=days)))


def test_the_server_s_own_certificate_is_no_application_s(server, tmp_path):
    assert "purpose" in refused(server, context(server, server.authority.server()))
    assert "purpose" in refused(server, context(server, signed(server, tmp_path, ["alice"], usage=ExtendedKeyUsageOID.SERVER_AUTH)))


@pytest.mark.parametrize("common", [["alice", "bob"], ["alice", "alice"], [], ["stranger"], ["Alice"], ["alice "]])
def test_two_names_or_none_in_a_certificate_are_nobody(server, tmp_path, common):
    files = signed(server, tmp_path, common)
    assert answer(connection_loose(server, files), f"{KEYS}/bob/status") == (401, b"")


def connection_loose(server, files):
    return http.client.HTTPSConnection("127.0.0.1", server.port, context=context(server, files, strict=False), timeout=20)


def test_tls_1_1_is_refused_and_1_2_is_not(server):
    files = server.authority.application("alice")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old = context(server, files)
        old.set_ciphers("DEFAULT:@SECLEVEL=0")          # or our own side would not even ask
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    assert "UNSUPPORTED_PROTOCOL" in refused(server, old)
    newer = context(server, files)
    newer.maximum_version = ssl.TLSVersion.TLSv1_2
    one = http.client.HTTPSConnection("127.0.0.1", server.port, context=newer, timeout=20)
    assert answer(one, f"{KEYS}/bob/status")[0] == 200 and one.sock.version() == "TLSv1.2" and "GCM" in one.sock.cipher()[0]
    newer = context(server, files)
    newer.maximum_version = ssl.TLSVersion.TLSv1_2
    newer.set_ciphers("ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA")         # which TLS 1.0 had
    assert "NO_SHARED_CIPHER" in refused(server, newer)


def test_without_tls_there_is_no_answer(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as plain:
        plain.sendall(f"GET {KEYS}/bob/status HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        try:
            assert b"HTTP" not in plain.recv(100)
        except ConnectionError:
            pass


def test_a_connection_keeps_its_name(server):
    """One connection asks for its own and for another's, and says who it would like to be."""
    alice, bob = (connection(server, server.authority.application(name)) for name in ("alice", "bob"))
    name = json.loads(answer(alice, f"{KEYS}/bob/enc_keys")[1])["keys"][0]["key_ID"]
    socket_before = alice.sock
    for headers in ({}, {"qedu.caller": "bob"}, {"X-SSL-Client-CN": "bob", "X-Forwarded-For": "127.0.0.2", "Forwarded": "for=bob"}):
        assert answer(alice, f"{KEYS}/alice/dec_keys?key_ID={name}", headers=headers) == (401, b"")
        assert answer(alice, f"{KEYS}/bob/dec_keys?key_ID={name}", headers=headers) == (401, b"")
    assert answer(alice, f"{KEYS}/bob/status")[0] == 200 and alice.sock is socket_before
    assert answer(bob, f"{KEYS}/alice/dec_keys?key_ID={name}")[0] == 200
    assert json.loads(answer(bob, f"{KEYS}/alice/status")[1])["master_SAE_ID"] == "bob"


def test_stranger_and_another_are_answered_alike_on_the_wire(server, tmp_path):
    """All that a stranger sees and all that an application sees of another's key; the date alone may differ."""
    alice, dora, stranger = (connection(server, server.authority.application(name)) for name in ("alice", "dora", "stranger"))
    name = json.loads(answer(alice, f"{KEYS}/bob/enc_keys")[1])["keys"][0]["key_ID"]
    seen = set()
    for one, path in ((stranger, f"alice/dec_keys?key_ID={name}"), (dora, f"alice/dec_keys?key_ID={name}"), (stranger, "bob/status"),
                      (dora, "alice/dec_keys?key_ID=00000000-0000-4000-8000-000000000000"), (stranger, "bob/enc_keys"), (alice, "nobody/enc_keys")):
        one.request("GET", f"{KEYS}/{path}")
        found = one.getresponse()
        seen.add((found.version, found.status, found.reason, tuple(head for head in found.getheaders() if head[0] != "date"), found.read()))
    [one] = seen
    assert one[1] == 401 and one[4] == b"" and not any(head[0] == "server" for head in one[3])


def test_too_long_in_pieces_and_no_answer_to_head(server):
    alice, before = connection(server, server.authority.application("alice")), server.store.bits("A", "B")
    pieces = (b" " * 1000 for _ in range(70))
    headers = {"Content-Type": "application/json"}
    assert answer(alice, f"{KEYS}/bob/enc_keys", "POST", pieces, headers=headers, encode_chunked=True) == (413, b"")
    assert answer(alice, f"{KEYS}/bob/enc_keys", "POST", b" " * 70_000, headers=headers) == (413, b"")
    assert answer(alice, f"{KEYS}/bob/enc_keys", "HEAD") == (405, b"")
    assert answer(alice, f"{KEYS}/bob%2Fx/enc_keys")[0] == 404 and answer(alice, f"{KEYS}/%62ob/status")[0] == 200
    assert server.store.bits("A", "B") == before


def test_it_listens_on_this_machine_alone():
    with listening() as at:
        assert at.getsockname()[0] == "127.0.0.1"
        with pytest.raises(OSError):
            listening(at.getsockname()[1])
