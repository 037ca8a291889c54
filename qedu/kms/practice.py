"""A key server to practise with: in memory, without HTTPS, certificates and files, and with the answers of the real one."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qsl, unquote

from qedu import _shown
from qedu._arguments import bad, count, generator
from qedu._types import Seed, Whole
from qedu.kms import messages
from qedu.kms.messages import Limits, Refused, container, from_query, key_ids, key_request, read
from qedu.kms.store import Key, NotEnough, NotThere, NotYours

_PATH = re.compile("/api/v1/keys/([^/]+)/(status|enc_keys|dec_keys)")


class PracticeServer:
    """A key server for a program that is being written, or for a notebook that may use no network.

    Parameters
    ----------
    places : mapping of str to str
        By the name of an application (SAE), the place at which it is enrolled (KME).
    stored_bits : int
        Bits in the pool of each two places.
    limits : Limits, mapping of its parts or None
        What one request may ask for; None: the usual ones.
    seed : int or numpy.random.Generator
        Source of the keys and of their names; the same seed and the same requests give the same answers.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    It answers as `qedu.kms.server.application` does, by the same functions of `qedu.kms.messages`: ETSI GS QKD 014 V1.1.1, clauses 5
    and 6.  What it leaves out is all that makes a key server one: a caller is whoever it says that it is, keys come from a
    generator that anybody can run again, and the pool is a number.  Chapter C14.

    Examples
    --------
    >>> server = PracticeServer({"clinic": "Utrecht", "archive": "Delft"}, stored_bits=512, seed=1)
    >>> status, text = server.ask("clinic", "/api/v1/keys/archive/enc_keys", '{"size": 64}')
    >>> status, text
    (200, '{"keys": [{"key_ID": "ffe42279-f3bd-4683-a6a8-52c1bb9651f3", "key": "zRjsCPak5yQ="}]}')
    >>> server.ask("archive", "/api/v1/keys/clinic/dec_keys?key_ID=ffe42279-f3bd-4683-a6a8-52c1bb9651f3") == (status, text)
    True
    >>> server.ask("clinic", "/api/v1/keys/archive/enc_keys?number=8&size=64")
    (503, '{"message": "not enough keys: 448 bits are there, and 512 are asked for"}')
    """

    def __init__(self, places: Mapping[str, str], *, stored_bits: Whole = 65_536, limits: Limits | Mapping[str, int] | None = None,
                 seed: Seed) -> None:
        if not isinstance(places, Mapping) or not all(isinstance(name, str) and name for one in places.items() for name in one):
            raise bad("places", places, "names of applications, each with the name of its place, such as {'clinic': 'Utrecht'}")
        self._places, self._size, self._rng = dict(places), count("stored_bits", stored_bits, 0), generator(seed)
        parts = {} if limits is None else asdict(limits) if isinstance(limits, Limits) else limits
        if not isinstance(parts, Mapping) or not parts.keys() <= asdict(Limits()).keys():
            raise bad("limits", limits, f"qedu.kms.Limits, its parts by name ({', '.join(asdict(Limits()))}), or None")
        self.limits = Limits(**parts)
        self._left: dict[frozenset[str], int] = {}
        self._given: dict[str, tuple[str, str, Key]] = {}
        self._collected: set[str] = set()
        self._seen: list[tuple[str, str, str]] = []

    @property
    def seen(self) -> tuple[tuple[str, str, str], ...]:
        """What was asked, from the first request on: caller, method with path, and body, which is empty for GET."""
        return tuple(self._seen)

    def ask(self, caller: str, path: str, body: str | None = None) -> tuple[int, str]:
        """Ask the server for something, in the name of an application.

        Parameters
        ----------
        caller : str
            Who asks; a real server reads it from the certificate.
        path : str
            Such as ``/api/v1/keys/archive/enc_keys``; after a question mark ``number`` and ``size``, or one ``key_ID``.
        body : str or None
            An object of JSON, sent with POST; None: a GET request, which has none.

        Returns
        -------
        status : int
            That of HTTP: 200 for an answer, 400, 401, 404, 405, 413 or 503 for a refusal.
        text : str
            JSON, or nothing where nothing may be said.

        Raises
        ------
        ValueError
            If an argument is no text.
        """
        for name, value in (("caller", caller), ("path", path), ("body", "" if body is None else body)):
            if not isinstance(value, str):
                raise bad(name, value, "a text; a body is written as JSON, as by json.dumps")
        self._seen.append((caller, ("GET " if body is None else "POST ") + path, body or ""))
        try:
            found = self._answer(caller, path, body)
        except NotYours:
            return 401, ""
        except (NotThere, NotEnough) as missing:
            error = messages.refusal(missing)
        except Refused as refused:
            error = refused
        else:
            return 200, json.dumps(found)
        return error.status, json.dumps(error.body()) if error.message else ""

    def _answer(self, caller: str, path: str, body: str | None) -> dict[str, Any]:
        where, _, query = path.partition("?")
        known = _PATH.fullmatch(where)
        if not known:
            raise Refused(404)
        other, call = unquote(known[1]), known[2]
        if call == "status" and body is not None:
            raise Refused(405)
        if caller not in self._places:
            raise NotYours
        pairs = parse_qsl(query, keep_blank_values=True)
        if call == "status":
            if pairs:
                raise Refused(400, "status takes no parameters")
            return self._status(caller, other)
        if body is None:
            asked = from_query(pairs, call)
        elif pairs:
            raise Refused(400, "a POST request asks by its body alone")
        elif len(data := body.encode("utf-8", "surrogatepass")) > self.limits.max_bytes:
            raise Refused(413)
        else:
            asked = read(data)
        if call == "enc_keys":
            return container(self._give(caller, other, *key_request(asked, self.limits)))
        return container(self._collect(caller, other, key_ids(asked, self.limits)))

    def _pool(self, master: str, slave: str) -> frozenset[str]:
        """The two places of a pool, which are different."""
        pool = frozenset(self._places.get(name, "") for name in (master, slave))
        if slave not in self._places or len(pool) < 2:
            raise NotYours
        return pool

    def _status(self, master: str, slave: str) -> dict[str, Any]:
        left = self._left.get(self._pool(master, slave), self._size)
        return messages.status((master, slave), (self._places[master], self._places[slave]), stored_bits=left, capacity_bits=self._size,
                               limits=self.limits)

    def _give(self, master: str, slave: str, number: int, size: int) -> list[Key]:
        pool = self._pool(master, slave)
        left = self._left.get(pool, self._size) // 8 * 8
        if number * size > left:
            raise NotEnough(f"{left} bits are there, and {number * size} are asked for")
        self._left[pool] = left - number * size
        keys = [Key(str(uuid.UUID(bytes=self._rng.bytes(16), version=4)), self._rng.bytes(size // 8)) for _ in range(number)]
        self._given.update({key.id: (master, slave, key) for key in keys})
        return keys

    def _collect(self, slave: str, master: str, ids: list[str]) -> list[Key]:
        if any(self._given.get(name, ())[:2] != (master, slave) for name in ids):
            raise NotYours
        if len(set(ids)) < len(ids) or self._collected & set(ids):
            raise NotThere
        self._collected.update(ids)
        return [self._given[name][2] for name in ids]

    def __repr__(self) -> str:
        known, places, asked = len(self._places), len({*self._places.values()}), len(self._seen)
        return _shown.line("PracticeServer", f"{known} application{'s' * (known != 1)} at {places} place{'s' * (places != 1)}",
                           f"{self._size} bits for each two", f"{asked} request{'s' * (asked != 1)}")
