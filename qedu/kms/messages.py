"""What applications and the key server say to each other: the formats of ETSI GS QKD 014 V1.1.1, clause 6, read strictly.

The document leaves open what a server says to a request that asks for too much, for nothing, or for something that is not there.
The choices made here are told in `qedu.kms.description`, which the server gives to whoever may talk to it.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from qedu import _shown
from qedu._arguments import bad, count
from qedu.kms.store import Key, NotEnough, NotThere

#: Names of keys as they are written here: UUIDs in lower case.
UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

#: As they may be asked for.
ASKED_UUID = UUID.replace("a-f", "a-fA-F")


class Refused(Exception):
    """An answer that is no key: the status of HTTP and, but for 401, a sentence.

    Parameters
    ----------
    status : int
        400 for a bad request, 401 where nothing may be said, 503 where the server has no answer now.
    message : str
        What is wrong.  Of 401 nothing is told: the standard gives it no body, and a reason would say what exists.

    Notes
    -----
    ETSI GS QKD 014 V1.1.1, clause 5 and Table 13.  Chapter C14.
    """

    def __init__(self, status: int, message: str = "", **details: object) -> None:
        super().__init__(message)
        self.status, self.message, self.details = status, message, details

    def body(self) -> dict[str, Any]:
        """The object Error of the standard."""
        return {"message": self.message, **({"details": [self.details]} if self.details else {})}


@dataclass(frozen=True, kw_only=True, repr=False)
class Limits:
    """What one request may ask for, in keys and bits.

    Attributes
    ----------
    key_size, min_key_size, max_key_size : int
        Bits of a key if none are named, at least, at most; multiples of 8.
    max_key_per_request : int
        Keys in one request.
    max_bytes : int
        Bytes of a request's body.

    Notes
    -----
    ETSI GS QKD 014 V1.1.1, Table 9.  Chapter C14.
    """

    key_size: int = 256
    min_key_size: int = 64
    max_key_size: int = 1024
    max_key_per_request: int = 128
    max_bytes: int = 65_536

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            count(name, value, 1)
            if name.endswith("key_size") and value % 8:
                raise bad(name, value, "a multiple of 8")
        if not self.min_key_size <= self.key_size <= self.max_key_size:
            raise bad("key_size", self.key_size, f"from {self.min_key_size} to {self.max_key_size}, the sizes that are allowed")

    def __repr__(self) -> str:
        return _shown.line("Limits", f"{self.min_key_size} to {self.max_key_size} bits, if not named {self.key_size}",
                           f"{self.max_key_per_request} keys", f"{self.max_bytes} bytes")

    def _repr_html_(self) -> str:
        return _shown.table("Limits of one request", [
            ["Bits of a key, if not named", str(self.key_size)], ["Bits of a key, at least", str(self.min_key_size)],
            ["Bits of a key, at most", str(self.max_key_size)], ["Keys", str(self.max_key_per_request)],
            ["Bytes of a body", str(self.max_bytes)]])


def read(body: bytes) -> dict[str, Any]:
    """The object in a body; an empty one is an empty object.

    Raises
    ------
    Refused
        If it is not one object of JSON in UTF-8, or says something twice.
    """
    def once(pairs):
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError
        return found

    def no_number(_):
        raise ValueError

    try:
        found = json.loads(body.decode("utf-8"), object_pairs_hook=once, parse_constant=no_number) if body.strip() else {}
        json.dumps(found, ensure_ascii=False).encode("utf-8")           # half a sign, as in "\\ud800", is no text
    except (ValueError, RecursionError):
        raise Refused(400, "the body is not an object of JSON in UTF-8, with each name once") from None
    if not isinstance(found, dict):
        raise Refused(400, "the body is not an object of JSON")
    return found


def _no_others(found: Mapping[str, Any], names: Sequence[str]) -> None:
    unknown = sorted(set(found) - set(names))
    if unknown:
        raise Refused(400, "a part of the request is not known", unknown=unknown[0][:40], known=", ".join(names))


def _integer(name: str, value: Any, low: int, high: int) -> int:
    """A whole number within limits: 1.0 is one, as in JSON Schema, and true is none."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is not int:
        raise Refused(400, f"{name} shall be an integer")
    if not low <= value <= high:
        raise Refused(400, f"{name} shall be from {low} to {high}")
    return value


def _list(found: Mapping[str, Any], name: str, what: type) -> list[Any]:
    value = found.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, what) for each in value):
        raise Refused(400, f"{name} shall be an array of {'objects' if what is dict else 'strings'}")
    return value


def _if_object(found: Mapping[str, Any], name: str) -> None:
    """An extension, which is passed over, must still be what the standard says that it is."""
    if not isinstance(found.get(name, {}), dict):
        raise Refused(400, f"{name} shall be an object")


def key_request(found: Mapping[str, Any], limits: Limits) -> tuple[int, int]:
    """Read what a master asks for.

    Parameters
    ----------
    found : mapping
        The object Key request of Table 10; each part may be missing.
    limits : Limits
        What is allowed.

    Returns
    -------
    number, size : int
        How many keys, and bits of each.

    Raises
    ------
    Refused
        If a part is not known, not of its kind or outside the limits; several slaves are not served; if an extension is mandatory,
        since none is known here.  An optional extension is passed over, as the standard allows.
    """
    _no_others(found, ("number", "size", "additional_slave_SAE_IDs", "extension_mandatory", "extension_optional"))
    number = _integer("number", found.get("number", 1), 1, limits.max_key_per_request)
    size = _integer("size", found.get("size", limits.key_size), limits.min_key_size, limits.max_key_size)
    if size % 8:
        raise Refused(400, "size shall be a multiple of 8")
    if _list(found, "additional_slave_SAE_IDs", str):
        raise Refused(400, "additional_slave_SAE_IDs: max_SAE_ID_count is 0, one slave is served at a time")
    _list(found, "extension_optional", dict)
    if _list(found, "extension_mandatory", dict):
        raise Refused(400, "not all extension_mandatory parameters are supported")
    return number, size


def key_ids(found: Mapping[str, Any], limits: Limits) -> list[str]:
    """Read which keys a slave asks for.

    Parameters
    ----------
    found : mapping
        The object Key IDs of Table 12.
    limits : Limits
        What is allowed.

    Returns
    -------
    list of str
        Names of keys, in lower case.

    Raises
    ------
    Refused
        If there are none or too many, one is no UUID, or an extension is no object.
    """
    _no_others(found, ("key_IDs", "key_IDs_extension"))
    listed = _list(found, "key_IDs", dict)
    if not 1 <= len(listed) <= limits.max_key_per_request:
        raise Refused(400, f"key_IDs shall name from 1 to {limits.max_key_per_request} keys")
    for each in listed:
        _no_others(each, ("key_ID", "key_ID_extension"))
        if not isinstance(each.get("key_ID"), str) or not re.fullmatch(ASKED_UUID[1:-1], each["key_ID"]):
            raise Refused(400, "key_ID shall be a UUID, such as 00000000-0000-4000-8000-000000000000")
        _if_object(each, "key_ID_extension")
    _if_object(found, "key_IDs_extension")
    return [each["key_ID"].lower() for each in listed]


def from_query(pairs: Sequence[tuple[str, str]], asked: str) -> dict[str, Any]:
    """The same objects out of the address of a GET request, which may say ``number`` and ``size``, or one ``key_ID``.

    Parameters
    ----------
    pairs : sequence of (str, str)
        Names and values, in the order of the address.
    asked : str
        "enc_keys" or "dec_keys".

    Raises
    ------
    Refused
        If something is said twice, is not known, or is not a whole number where one is due.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refused(400, "the address says something twice")
    if asked == "dec_keys":
        _no_others(found, ("key_ID",))
        return {"key_IDs": [found]} if found else {}
    _no_others(found, ("number", "size"))
    for name, value in found.items():
        if not re.fullmatch("[0-9]{1,18}", value, re.ASCII):
            raise Refused(400, f"{name} shall be an integer")
    return {name: int(value) for name, value in found.items()}


def refusal(error: NotThere | NotEnough) -> Refused:
    """What a caller is told where the store has no answer."""
    if isinstance(error, NotThere):
        return Refused(400, "one or more keys specified are not found on KME")
    return Refused(503, f"not enough keys: {error}")


def status(applications: tuple[str, str], places: tuple[str, str], *, stored_bits: int, capacity_bits: int,
           limits: Limits) -> dict[str, Any]:
    """The object Status of Table 9, for a master and a slave (SAE) and the places (KME) at which they are."""
    return {"source_KME_ID": places[0], "target_KME_ID": places[1], "master_SAE_ID": applications[0], "slave_SAE_ID": applications[1],
            "key_size": limits.key_size, "stored_key_count": stored_bits // limits.key_size,
            "max_key_count": capacity_bits // limits.key_size, "max_key_per_request": limits.max_key_per_request,
            "max_key_size": limits.max_key_size, "min_key_size": limits.min_key_size, "max_SAE_ID_count": 0}


def container(keys: Sequence[Key]) -> dict[str, Any]:
    """The object Key container of Table 11, as the examples of the standard write it: bits in base 64."""
    return {"keys": [{"key_ID": key.id, "key": base64.b64encode(key.data).decode("ascii")} for key in keys]}


def from_container(found: Mapping[str, Any]) -> list[Key]:
    """The keys of a Key container; the other way round."""
    return [Key(each["key_ID"], base64.b64decode(each["key"], validate=True)) for each in found["keys"]]
