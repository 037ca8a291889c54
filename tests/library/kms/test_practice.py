"""The practice server answers as the real application: both are asked the same, by clients that do things right and wrong."""

import json
import random
from contextlib import closing

import pytest

from qedu.kms import Limits, PracticeServer, Store
from qedu.kms.server import application
from tests.library.kms.asked import ask, asking, played

PLACES = {"alice": "A", "bob": "B", "carol": "A", "dörte m": "B", "erik": "C"}
LIMITS = Limits(key_size=128, max_key_size=512, max_key_per_request=5, max_bytes=400)
KEYS = "/api/v1/keys"
#: Bodies of POST requests for keys, of which most are not as they should be.
BODIES = ["", " ", "{}", '{"number": 2}', '{"number": 3, "size": 64}', '{"size": 65}', '{"size": 513}', '{"number": 6}', '{"number": "2"}', "[]",
          "{", '{"size": 64, "size": 64}', '{"sice": 64}', '{"extension_mandatory": [{"x": 1}]}', '{"size": NaN}', '{"number": 1.0}',
          '{"additional_slave_SAE_IDs": ["erik"]}', " " * 401]
PATHS = ["bob/status", "bob/status?x=1", "erik/status", "carol/status", "nobody/status", "bob/enc_keys", "bob/enc_keys?number=2&size=64",
         "bob/enc_keys?number=9", "bob/enc_keys?number=x", "bob/enc_keys?number=1&number=1", "bob/enc_keys?number=", "carol/enc_keys",
         "d%C3%B6rte%20m/enc_keys?size=256", "b/ob/enc_keys", "bob/enc_keys/", "bob", "bob/open_keys", "/enc_keys", "alice/dec_keys",
         "alice/dec_keys?key_ID=x"]
#: What is asked: so many requests, of which none is left to chance but by this seed.
NUMBER, SEED = 240, 14


def requests():
    """Draws (caller, path, body); where an ID belongs stands a number, for the key that was given that many keys ago."""
    rng = random.Random(SEED)
    for _ in range(NUMBER):
        caller, back = rng.choice(["alice", "bob", "carol", "dörte m", "erik", "nobody", ""]), rng.randrange(4)
        way = rng.random()
        if way < 0.3:
            yield caller, rng.choice(PATHS), None
        elif way < 0.5:
            yield caller, rng.choice(PATHS), rng.choice(BODIES)
        elif way < 0.6:
            yield "alice", "bob/enc_keys?number=2&size=64", None
        elif way < 0.8:
            yield rng.choice([caller, "bob"]), f"{rng.choice(['alice', 'alice', 'carol'])}/dec_keys?key_ID=<{back}>", None
        else:
            yield "bob", "alice/dec_keys", f'{{"key_IDs": [{{"key_ID": "<{back}>"}}, {{"key_ID": "<{rng.randrange(4)}>"}}]}}'


def filled(text, names):
    """A path or a body with the names of keys in their places; in capitals now and then, which mean the same."""
    for back in range(4):
        name = names[-1 - back] if back < len(names) else "00000000-0000-4000-8000-000000000000"
        text = text and text.replace(f"<{back}>", name if len(names) % 2 else name.upper())
    return text


async def compared(app, practice):
    """Ask both the same; return the statuses, and what was given under which name, on each side."""
    statuses, names, given = [], ([], []), ({}, {})
    for caller, path, body in requests():
        mine = practice.ask(caller, f"{KEYS}/{filled(path, names[0])}", filled(body, names[0]))
        theirs = filled(body, names[1])
        real = await asking(app, f"{KEYS}/{filled(path, names[1])}".replace("%C3%B6", "ö").replace("%20", " "),
                            None if theirs is None else theirs.encode(), caller=caller)
        assert mine[0] == real.status, (caller, path, body)
        statuses.append(mine[0])
        if mine[0] == 200 and "keys" in real.found:
            answers = json.loads(mine[1])["keys"], real.found["keys"]
            assert [set(key) for key in answers[0]] == [set(key) for key in answers[1]]
            assert [len(key["key"]) for key in answers[0]] == [len(key["key"]) for key in answers[1]]
            for side, (keys, seen) in enumerate(zip(answers, given)):
                for key in keys:
                    assert seen.setdefault(key["key_ID"], key["key"]) == key["key"]
                    names[side].append(key["key_ID"])
        else:
            assert (json.loads(mine[1]) if mine[1] else "") == (real.found if real.body else ""), (caller, path, body)
    return statuses, given


def test_it_answers_as_the_application_does(tmp_path):
    """Status by status and word by word; of keys, how many there are, how long they are, and which are the same."""
    practice = PracticeServer(PLACES, stored_bits=65_536, limits=LIMITS, seed=1)
    with closing(Store(tmp_path / "keys.sqlite", capacity_bits=65_536)) as store:
        for name, place in PLACES.items():
            store.enrol(name, place)
        for pool in ("AB", "AC", "BC"):
            store.fill(*pool, [0, 1] * 32_768)
        statuses, given = played(compared(application(store, limits=LIMITS), practice))
    assert set(statuses) == {200, 400, 401, 404, 405, 413} and statuses.count(200) > 50
    assert len(set(given[0].values())) == len(given[0]) and len(practice.seen) == NUMBER


def test_a_pool_runs_dry_as_the_store_does(tmp_path):
    practice = PracticeServer(PLACES, stored_bits=203, limits=LIMITS, seed=1)
    with closing(Store(tmp_path / "keys.sqlite")) as store:
        for name in ("alice", "bob"):
            store.enrol(name, PLACES[name])
        store.fill("A", "B", [1, 0, 1] * 67 + [1, 0])
        app = application(store, limits=LIMITS)
        for path in ("bob/enc_keys?number=4&size=64", "bob/enc_keys", "bob/enc_keys", "bob/enc_keys?size=72", "bob/enc_keys?size=64"):
            mine, real = practice.ask("alice", f"{KEYS}/{path}"), ask(app, f"{KEYS}/{path}")
            assert mine[0] == real.status and (mine[0] == 200 or json.loads(mine[1]) == real.found)


def test_the_same_seed_gives_the_same_keys_and_pools_are_apart():
    one, same, other = (PracticeServer(PLACES, stored_bits=256, limits={"key_size": 256}, seed=seed) for seed in (1, 1, 2))
    answers = [[server.ask(*asked) for asked in (("alice", f"{KEYS}/bob/enc_keys"), ("alice", f"{KEYS}/erik/enc_keys"),
                                                 ("carol", f"{KEYS}/bob/enc_keys"))] for server in (one, same, other)]
    assert answers[0] == answers[1] != answers[2] and [status for status, _ in answers[0]] == [200, 200, 503]
    assert one.seen == same.seen and one.seen[0] == ("alice", f"GET {KEYS}/bob/enc_keys", "")
    assert repr(one) == "PracticeServer(5 applications at 3 places; 256 bits for each two; 3 requests)"


@pytest.mark.parametrize("given, said", [
    (dict(places=["alice"]), "places = "), (dict(places={"alice": 1}), "places = "), (dict(places={"": "A"}), "places = "),
    (dict(stored_bits=-1), "stored_bits = -1"), (dict(seed=None), "seed = None"), (dict(limits=5), "limits = 5"),
    (dict(limits={"key_size": 3}), "key_size = 3"), (dict(limits={"size": 64}), "limits = .*key_size, min_key_size"),
    (dict(limits={1: 64}), "limits = ")])
def test_arguments_that_are_not_of_their_kind(given, said):
    with pytest.raises(ValueError, match=said):
        PracticeServer(**{"places": PLACES, "seed": 1, **given})


@pytest.mark.parametrize("asked, said", [((1, "/"), "caller = 1"), (("alice", None), "path = None"), (("alice", "/", {"size": 64}), "body = ")])
def test_what_is_no_text_is_not_asked(asked, said):
    server = PracticeServer(PLACES, seed=1)
    with pytest.raises(ValueError, match=said):
        server.ask(*asked)
    assert server.seen == ()
