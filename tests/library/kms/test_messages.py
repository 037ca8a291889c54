"""What may be asked, read strictly: odd JSON, limits on both sides, and the words that ETSI GS QKD 014 V1.1.1 prescribes."""

import base64
import json

import pytest

from qedu.kms import Key, Limits, Refused
from qedu.kms.messages import container, from_container, from_query, key_ids, key_request, read

LIMITS = Limits(key_size=352, min_key_size=64, max_key_size=1024, max_key_per_request=128)
ID = "bc490419-7d60-487f-adc1-4ddcc177c139"          # of the examples in clause 6.3

#: Clause 6.1 and 6.4 print these sentences.
EIGHT = "size shall be a multiple of 8"
MANDATORY = "not all extension_mandatory parameters are supported"


def refusal(call, *arguments):
    with pytest.raises(Refused) as raised:
        call(*arguments)
    assert raised.value.status == 400
    assert raised.value.body()["message"] == raised.value.message != ""
    json.dumps(raised.value.body(), ensure_ascii=False).encode("utf-8")
    return raised.value.message


@pytest.mark.parametrize("body, found", [
    (b"", {}), (b" \r\n", {}), (b"{}", {}), (b' {"number": 3} ', {"number": 3}), ('{"a": "é \U0001d11e"}'.encode(), {"a": "é \U0001d11e"}),
    (rb'{"a": "\ud834\udd1e"}', {"a": "\U0001d11e"}), (rb'{"a": "\u0000"}', {"a": "\0"}), (b'{"a": {"b": 1}, "b": {"b": 2}}', {"a": {"b": 1}, "b": {"b": 2}})])
def test_bodies_that_are_read(body, found):
    assert read(body) == found


@pytest.mark.parametrize("body", [
    b"[]", b"null", b"3", b'"number"', b"true", b"{", b"{} {}", b"{'number': 1}", b'{"number": 1,}', b'{"number": NaN}', b'{"number": Infinity}',
    b'{"number": -Infinity}', b'{"number": 1, "number": 1}', b'{"a": [{"b": 1, "b": 2}]}', b'{"number": ' + b"9" * 5000 + b"}", b'{"number": 01}',
    b"[" * 60_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000, rb'{"\ud800": 1}', rb'{"a": "\udc00\ud800"}', b'\xef\xbb\xbf{"number": 1}',
    '{"é": 1}'.encode("latin-1"), '{"number": 1}'.encode("utf-16"), b'{"a": "\n"}', b'{"a": "\xed\xa0\x80"}', b"\0"], ids=lambda body: repr(body[:16]))
def test_bodies_that_are_none(body):
    assert refusal(read, body).startswith("the body is not an object of JSON")


@pytest.mark.parametrize("found, meant", [
    ({}, (1, 352)), ({"number": 128}, (128, 352)), ({"number": 20, "size": 512}, (20, 512)), ({"number": 20.0, "size": 5.12e2}, (20, 512)), ({"size": 64}, (1, 64)), ({"size": 1024}, (1, 1024)),
    ({"additional_slave_SAE_IDs": [], "extension_mandatory": []}, (1, 352)), ({"extension_optional": [{"abc_extension1": "x"}, {}]}, (1, 352))])
def test_requests_for_keys(found, meant):
    assert key_request(found, LIMITS) == meant


@pytest.mark.parametrize("found, said", [
    ({"number": 0}, "number shall be from 1 to 128"), ({"number": 129}, "number shall be from 1 to 128"), ({"number": -1}, "number shall be from"),
    ({"number": 10**400}, "number shall be from"), ({"number": True}, "number shall be an integer"), ({"number": 1.5}, "number shall be an integer"), ({"number": 129.0}, "number shall be from"), ({"number": 1e300}, "number shall be from"), ({"number": float("nan")}, "number shall be an integer"),
    ({"number": float("inf")}, "number shall be an integer"), ({"number": "1"}, "number shall be an integer"), ({"number": None}, "number shall be an integer"),
    ({"number": [1]}, "number shall be an integer"), ({"size": 63}, "size shall be from 64 to 1024"), ({"size": 1025}, "size shall be from 64 to 1024"),
    ({"size": 4096}, "size shall be from 64 to 1024"), ({"size": 65}, EIGHT), ({"size": 1023}, EIGHT), ({"size": False}, "size shall be an integer"),
    ({"extension_mandatory": [{"abc_route_type": "direct"}]}, MANDATORY), ({"extension_mandatory": {"abc_x": 1}}, "extension_mandatory shall be an array of objects"),
    ({"extension_mandatory": ["abc_x"]}, "extension_mandatory shall be an array of objects"), ({"extension_optional": None}, "extension_optional shall be"),
    ({"additional_slave_SAE_IDs": ["carol"]}, "additional_slave_SAE_IDs: max_SAE_ID_count is 0"), ({"additional_slave_SAE_IDs": "carol"}, "an array of strings"),
    ({"additional_slave_SAE_IDs": [3]}, "an array of strings"), ({"Number": 1}, "a part of the request is not known"), ({"": 1}, "a part of the request is not known")])
def test_requests_for_keys_that_are_refused(found, said):
    assert said in refusal(key_request, found, LIMITS)


@pytest.mark.parametrize("found, meant", [
    ({"key_IDs": [{"key_ID": ID}]}, [ID]), ({"key_IDs": [{"key_ID": ID.upper()}]}, [ID]), ({"key_IDs": [{"key_ID": ID}] * 128}, [ID] * 128),
    ({"key_IDs": [{"key_ID": ID, "key_ID_extension": {"abc_x": 1}}], "key_IDs_extension": {}}, [ID])])
def test_names_of_keys(found, meant):
    assert key_ids(found, LIMITS) == meant


@pytest.mark.parametrize("found, said", [
    ({}, "key_IDs shall name from 1 to 128 keys"), ({"key_IDs": []}, "key_IDs shall name from 1"), ({"key_IDs": [{"key_ID": ID}] * 129}, "key_IDs shall name from 1"),
    ({"key_IDs": ID}, "key_IDs shall be an array of objects"), ({"key_IDs": [ID]}, "key_IDs shall be an array of objects"), ({"key_IDs": [{}]}, "a UUID"),
    ({"key_IDs": [{"key_ID": 3}]}, "a UUID"), ({"key_IDs": [{"key_ID": ID + "\n"}]}, "a UUID"), ({"key_IDs": [{"key_ID": ID.replace("-", "")}]}, "a UUID"),
    ({"key_IDs": [{"key_ID": ID[:-1] + "\u0663"}]}, "a UUID"), ({"key_IDs": [{"key_ID": ID, "key": "x"}]}, "a part of the request is not known"),
    ({"key_IDs": [{"key_ID": ID, "key_ID_extension": 3}]}, "key_ID_extension shall be an object"), ({"key_IDs": [{"key_ID": ID}], "key_IDs_extension": []}, "key_IDs_extension shall"),
    ({"key_IDs": [{"key_ID": ID}], "number": 1}, "a part of the request is not known")])
def test_names_of_keys_that_are_refused(found, said):
    assert said in refusal(key_ids, found, LIMITS)


@pytest.mark.parametrize("pairs, asked, meant", [
    ([], "enc_keys", {}), ([("number", "3"), ("size", "512")], "enc_keys", {"number": 3, "size": 512}), ([], "dec_keys", {}),
    ([("key_ID", ID)], "dec_keys", {"key_IDs": [{"key_ID": ID}]})])
def test_addresses(pairs, asked, meant):
    assert from_query(pairs, asked) == meant


@pytest.mark.parametrize("pairs, asked", [
    ([("number", "3"), ("number", "3")], "enc_keys"), ([("number", "")], "enc_keys"), ([("number", "-1")], "enc_keys"), ([("number", "1e1")], "enc_keys"),
    ([("number", " 1")], "enc_keys"), ([("number", "\u0663")], "enc_keys"), ([("size", "9" * 5000)], "enc_keys"), ([("key_ID", ID)], "enc_keys"),
    ([("extension_mandatory", "[]")], "enc_keys"), ([("number", "1")], "dec_keys"), ([("key_ID", ID), ("key_ID", ID)], "dec_keys")])
def test_addresses_that_are_refused(pairs, asked):
    refusal(from_query, pairs, asked)


def test_a_container_is_that_of_the_standard():
    """Table 11 and its example: an object with keys, each a name and bits in base 64; and back."""
    made = [Key(ID, bytes(range(44))), Key(ID.replace("b", "c"), b"\xff\xfe")]
    found = container(made)
    assert set(found) == {"keys"} and [set(each) for each in found["keys"]] == [{"key_ID", "key"}] * 2
    assert found["keys"][0] == {"key_ID": ID, "key": base64.b64encode(bytes(range(44))).decode()} and found["keys"][1]["key"] == "//4="
    assert from_container(json.loads(json.dumps(found))) == made


@pytest.mark.parametrize("given, said", [
    ({"key_size": 60}, "key_size = 60"), ({"key_size": 32}, "from 64 to 1024"), ({"key_size": 2048}, "from 64 to 1024"), ({"min_key_size": 0}, "min_key_size = 0"),
    ({"max_key_size": 1023}, "multiple of 8"), ({"max_key_per_request": 0}, "max_key_per_request"), ({"max_bytes": 1.5}, "max_bytes = 1.5"), ({"key_size": "256"}, "key_size")])
def test_limits_must_make_sense(given, said):
    with pytest.raises(ValueError, match=said):
        Limits(**given)


def test_of_401_nothing_is_told():
    assert Refused(401).message == "" and Refused(400, "no", known="x").body() == {"message": "no", "details": [{"known": "x"}]}
    assert Refused(503, "later").body() == {"message": "later"}
