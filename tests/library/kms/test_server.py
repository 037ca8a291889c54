"""The application: each status of ETSI GS QKD 014 V1.1.1 and of what we chose, and that who is not meant learns nothing."""

import asyncio
import base64
from contextlib import closing

import numpy as np
import pytest

from qedu.kms import Limits, Store, description
from qedu.kms.server import application
from tests.library.kms.asked import ask, asking, played

NOBODY = "00000000-0000-4000-8000-000000000000"
KEYS = "/api/v1/keys"
LIMITS = Limits(key_size=128, max_key_size=512, max_key_per_request=20, max_bytes=2000)
FILLED = np.random.default_rng(1).bytes(4096)


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "keys.sqlite", capacity_bits=2**16)) as store:
        for name, place in {"alice": "A", "bob": "B", "carol": "A", "dora": "B", "erik": "C"}.items():
            store.enrol(name, place)
        store.fill("A", "B", np.unpackbits(np.frombuffer(FILLED, np.uint8)))
        yield store


@pytest.fixture
def app(store):
    return application(store, limits=LIMITS)


def bits(answer):
    return b"".join(base64.b64decode(each["key"], validate=True) for each in answer.found["keys"])


def names(answer):
    return [each["key_ID"] for each in answer.found["keys"]]


def test_status_is_that_of_table_9(app):
    answer = ask(app, f"{KEYS}/bob/status")
    assert answer.status == 200 and answer.found == {
        "source_KME_ID": "A", "target_KME_ID": "B", "master_SAE_ID": "alice", "slave_SAE_ID": "bob", "key_size": 128, "stored_key_count": 256,
        "max_key_count": 512, "max_key_per_request": 20, "max_key_size": 512, "min_key_size": 64, "max_SAE_ID_count": 0}
    assert ask(app, f"{KEYS}/alice/status", caller="bob").found["source_KME_ID"] == "B"


def test_a_key_goes_to_both_and_to_each_once(app):
    first = ask(app, f"{KEYS}/bob/enc_keys")
    assert first.status == 200 and bits(first) == FILLED[:16] and dict(first.headers)[b"cache-control"] == b"no-store"
    assert dict(first.headers)[b"content-type"] == b"application/json"
    many = ask(app, f"{KEYS}/bob/enc_keys", {"number": 3, "size": 64, "extension_optional": [{"abc_x": 1}]})
    assert bits(many) == FILLED[16:40] and len(set(names(many))) == 3
    [one], (two, three, four) = names(first), names(many)
    copies = ask(app, f"{KEYS}/alice/dec_keys", {"key_IDs": [{"key_ID": four}, {"key_ID": two.upper()}]}, caller="bob")
    assert names(copies) == [four, two] and bits(copies) == FILLED[32:40] + FILLED[16:24]
    single = ask(app, f"{KEYS}/alice/dec_keys?key_ID={one}", caller="bob")
    assert single.found == first.found
    for body in ([{"key_ID": one}], [{"key_ID": three}, {"key_ID": four}], [{"key_ID": three}] * 2):
        again = ask(app, f"{KEYS}/alice/dec_keys", {"key_IDs": body}, caller="bob")
        assert (again.status, again.found) == (400, {"message": "one or more keys specified are not found on KME"})
    assert bits(ask(app, f"{KEYS}/alice/dec_keys?key_ID={three}", caller="bob")) == FILLED[24:32]
    assert bits(ask(app, f"{KEYS}/bob/enc_keys?number=2&size=64")) == FILLED[40:56]
    assert bits(ask(app, f"{KEYS}/alice/enc_keys", b"", method="POST", caller="bob", headers=())) == FILLED[56:72]


@pytest.mark.parametrize("path, body, said", [
    ("bob/enc_keys", {"size": 65}, "size shall be a multiple of 8"), ("bob/enc_keys?size=65", None, "size shall be a multiple of 8"),
    ("bob/enc_keys", {"number": 21}, "number shall be from 1 to 20"), ("bob/enc_keys", {"size": 520}, "size shall be from 64 to 512"),
    ("bob/enc_keys?number=1&number=1", None, "the address says something twice"), ("bob/enc_keys?number=1", {}, "a POST request asks by its body alone"),
    ("bob/enc_keys", {"extension_mandatory": [{"abc_x": 1}]}, "not all extension_mandatory parameters are supported"),
    ("bob/enc_keys", b'{"number": 1, "number": 1}', "the body is not an object of JSON in UTF-8, with each name once"),
    ("bob/enc_keys", rb'{"\ud800": 1}', "the body is not an object of JSON in UTF-8, with each name once"),
    ("bob/enc_keys", b"[]", "the body is not an object of JSON"), ("bob/status?x=1", None, "status takes no parameters"),
    ("bob/dec_keys", None, "key_IDs shall name from 1 to 20 keys"), ("bob/dec_keys", b"", "key_IDs shall name from 1 to 20 keys"),
    ("bob/dec_keys?key_ID=x", None, "key_ID shall be a UUID, such as 00000000-0000-4000-8000-000000000000")])
def test_bad_requests_are_told_what_is_wrong_and_take_nothing(app, store, path, body, said):
    method = "POST" if body is not None else "GET"
    answer = ask(app, f"{KEYS}/{path}", body, method=method)
    assert (answer.status, answer.found["message"]) == (400, said)
    assert store.bits("A", "B") == 8 * len(FILLED)


def test_an_unknown_part_is_named(app):
    assert ask(app, f"{KEYS}/bob/enc_keys", {"nombre": 1}).found["details"][0]["unknown"] == "nombre"
    assert len(ask(app, f"{KEYS}/bob/enc_keys", {"x" * 1000: 1}).body) < 300


def test_a_pool_with_too_few_keys_keeps_them(app, store):
    store.give("carol", "dora", size=8 * len(FILLED) - 160)
    answer = ask(app, f"{KEYS}/bob/enc_keys", {"number": 2})
    assert answer.status == 503 and answer.found["message"].startswith("not enough keys: 160 bits are there")
    assert ask(app, f"{KEYS}/bob/enc_keys").status == 200 and ask(app, f"{KEYS}/erik/enc_keys").status == 503


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_is_not_meant_learns_nothing(app, method):
    """A stranger, no certificate's name, another's key and one that does not exist: the same answer, with its headers, to the byte."""
    mine = names(ask(app, f"{KEYS}/bob/enc_keys"))[0]
    ask(app, f"{KEYS}/alice/dec_keys?key_ID={mine}", caller="bob")              # collected: also this is nobody else's business
    waits = names(ask(app, f"{KEYS}/bob/enc_keys"))[0]
    answers = set()
    for name in (mine, waits, NOBODY, mine.upper()):
        body = None if method == "GET" else {"key_IDs": [{"key_ID": name}]}
        query = f"?key_ID={name}" if method == "GET" else ""
        for caller, master in (("stranger", "alice"), (None, "alice"), ("", "alice"), ("alice", "bob"), ("alice", "alice"), ("carol", "alice"),
                               ("dora", "alice"), ("erik", "alice"), ("bob", "dora"), ("bob", "nobody"), ("dora", "x" * 500), ("dora", "..")):
            answers.add(ask(app, f"{KEYS}/{master}/dec_keys{query}", body, caller=caller))
    for caller, slave in (("stranger", "bob"), ("alice", "stranger"), ("alice", "carol"), ("alice", "alice"), (None, "bob")):
        answers.add(ask(app, f"{KEYS}/{slave}/enc_keys", None if method == "GET" else {}, caller=caller))
        answers.add(ask(app, f"{KEYS}/{slave}/status", caller=caller))
    for path, body in ((f"{KEYS}/bob/enc_keys", b"{"), (f"{KEYS}/bob/enc_keys", b"x" * 3000), (f"{KEYS}/bob/status?x=1", None), ("/openapi.json", None)):
        answers.add(ask(app, path, body, caller="stranger"))                    # nor is a stranger told what is wrong
    [answer] = answers
    assert (answer.status, answer.body) == (401, b"") and [name for name, _ in answer.headers] == [b"cache-control", b"content-length"]
    assert ask(app, f"{KEYS}/alice/dec_keys?key_ID={waits}", caller="bob").status == 200


def test_one_key_of_another_among_one_s_own(app):
    own, = names(ask(app, f"{KEYS}/bob/enc_keys"))
    other, = names(ask(app, f"{KEYS}/dora/enc_keys"))
    for listed in ([own, other], [own, NOBODY], [other, own]):
        assert ask(app, f"{KEYS}/alice/dec_keys", {"key_IDs": [{"key_ID": name} for name in listed]}, caller="bob").status == 401
    assert ask(app, f"{KEYS}/alice/dec_keys?key_ID={own}", caller="bob").status == 200


@pytest.mark.parametrize("path, method, status", [
    ("/", "GET", 404), ("/api/v1/keys/bob", "GET", 404), ("/api/v1/keys/bob/enc_keys/", "GET", 404), ("/api/v1/keys//enc_keys", "GET", 404),
    ("/api/v1/keys/b/ob/enc_keys", "GET", 404), ("/api/v2/keys/bob/enc_keys", "GET", 404), ("/API/v1/keys/bob/enc_keys", "GET", 404),
    ("/api/v1/keys/bob/enc_keys", "HEAD", 405), ("/api/v1/keys/bob/dec_keys", "HEAD", 405), ("/api/v1/keys/bob/status", "HEAD", 405),
    ("/api/v1/keys/bob/status", "POST", 405), ("/api/v1/keys/bob/enc_keys", "PUT", 405), ("/api/v1/keys/bob/enc_keys", "DELETE", 405),
    ("/api/v1/keys/bob/enc_keys", "OPTIONS", 405), ("/api/v1/keys/bob/enc_keys", "TRACE", 405), ("/openapi.json", "POST", 405)])
def test_other_paths_and_methods(app, store, path, method, status):
    answers = {ask(app, path, method=method, caller=caller) for caller in ("alice", "stranger", None)}
    [answer] = answers                                  # the same for all
    assert (answer.status, answer.body) == (status, b"") and store.bits("A", "B") == 8 * len(FILLED)
    allowed = dict(answer.headers).get(b"allow", b"").decode().split(", ")
    assert status == 404 or sorted(allowed) == (["GET"] if path.endswith(("status", "json")) else ["GET", "POST"])


def test_bodies_that_are_too_long_or_of_another_kind(app, store):
    path, long = f"{KEYS}/bob/enc_keys", b" " * 2001
    for body in (long, [b" " * 1000, b" " * 1000, b" "], [b" "] * 2001):        # in pieces without a length, too
        assert (ask(app, path, body).status, ask(app, path, body, headers=()).status) == (413, 413)
    assert ask(app, path, b"{}" + b" " * 1998).status == 200
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/form-data; boundary=x", ""):
        assert ask(app, path, b"{}", headers=(("content-type", kind),)).status == 415
    assert ask(app, path, b"{}", headers=()).status == 415
    for kind in ("application/json; charset=utf-8", "Application/JSON", "application/json;charset=latin-1"):
        assert ask(app, path, b"{}", headers=(("content-type", kind),)).status == 200
    assert ask(app, path, '{"é": 1}'.encode("latin-1"), headers=(("content-type", "application/json; charset=latin-1"),)).status == 400
    assert store.bits("A", "B") == 8 * len(FILLED) - 4 * 128


def test_a_request_without_its_end_takes_nothing(app, store):
    assert ask(app, f"{KEYS}/bob/enc_keys", [b'{"number"'], cut=True).status == 400 and store.bits("A", "B") == 8 * len(FILLED)


def test_the_server_describes_itself(app):
    assert ask(app, "/openapi.json").found == description(LIMITS) and ask(app, "/openapi.json", caller="stranger").status == 401


def test_a_noisy_caller_is_told_and_does_not_starve_others(store):
    """500 requests of one caller at once: 64 wait and are served, the others are told 503; a second caller is served among the first."""
    app, order = application(store, limits=LIMITS), []

    async def one(caller, slave):
        answer = await asking(app, f"{KEYS}/{slave}/enc_keys?size=64", caller=caller)
        order.append((caller, answer.status))
        return answer

    async def play():
        noisy = [asyncio.create_task(one("alice", "bob")) for _ in range(500)]
        await asyncio.sleep(0)
        quiet = [asyncio.create_task(one("carol", "dora")) for _ in range(3)]
        return await asyncio.gather(*noisy, *quiet)

    answers = played(play())
    served = [at for at, said in enumerate([said for said in order if said[1] == 200]) if said == ("carol", 200)]
    # Three steps of its own, and between them one of the other's each; one was begun before.
    assert len(served) == 3 and served[-1] <= 6
    told = [answer for answer in answers if answer.status == 503]
    assert 430 <= len(told) <= 436 and {answer.found["message"] for answer in told} == {"64 requests of yours are waiting; ask again later"}
    good = [answer for answer in answers if answer.status == 200]
    assert len(good) + len(told) == 503
    blocks = [FILLED[at:at + 8] for at in range(0, 8 * len(good), 8)]
    assert sorted(bits(answer) for answer in good) == sorted(blocks) and store.bits("A", "B") == 8 * (len(FILLED) - 8 * len(good))


def test_a_server_that_fails_says_only_that(store, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("a secret path")

    monkeypatch.setattr(store, "give", broken)
    answer = ask(application(store, limits=LIMITS), f"{KEYS}/bob/enc_keys")
    assert (answer.status, answer.found) == (503, {"message": "the server failed"}) and dict(answer.headers)[b"cache-control"] == b"no-store"
