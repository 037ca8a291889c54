import base64
import itertools  # noqa: F401, for the edits
import json

import numpy as np

from qedu.kms import PracticeServer
from qedu.kms.messages import from_container


def right__one_by_one(stock, master, slave, texts):
    """A request for each text; if one of them is refused, nothing is sent."""
    server = PracticeServer(**stock)
    ids, sealed, read = [], [], []
    for text in texts:
        size = max(8 * len(text), 64)
        status, answer = server.ask(master, f"/api/v1/keys/{slave}/enc_keys", json.dumps({"size": size}))
        if status != 200:
            return [], [], [], server.seen
        [key] = json.loads(answer)["keys"]
        pad = base64.b64decode(key["key"])
        ids.append(key["key_ID"])
        sealed.append(bytes(a ^ b for a, b in zip(text.encode(), pad)).hex())
    for name, row in zip(ids, sealed):
        status, answer = server.ask(slave, f"/api/v1/keys/{master}/dec_keys?key_ID={name}")
        if status != 200:
            read.append("")
            continue
        pad = base64.b64decode(json.loads(answer)["keys"][0]["key"])
        read.append(bytes(a ^ b for a, b in zip(bytes.fromhex(row), pad)).decode())
    return ids, sealed, read, server.seen


def right__addresses(stock, master, slave, texts):
    """With what is asked in the address, after a look at the status, and with arrays."""
    server = PracticeServer(**stock)
    base, most = "/api/v1/keys/", json.loads(server.ask(master, f"/api/v1/keys/{slave}/status")[1])["max_key_size"]
    status, answer = server.ask(master, f"{base}{slave}/enc_keys?number={len(texts)}&size={most}")
    if status != 200:
        return np.array([]), [], (), server.seen
    keys = json.loads(answer)["keys"]
    pads = [np.frombuffer(base64.b64decode(key["key"]), np.uint8) for key in keys]
    plain = [np.frombuffer(text.encode("ascii"), np.uint8) for text in texts]
    sealed = [(row ^ pad[:len(row)]).tobytes().hex() for row, pad in zip(plain, pads)]
    body = json.dumps({"key_IDs": [{"key_ID": key["key_ID"].upper()} for key in keys]})
    status, answer = server.ask(slave, f"{base}{master}/dec_keys", body)
    copies = [np.frombuffer(base64.b64decode(key["key"]), np.uint8) for key in json.loads(answer)["keys"]] if status == 200 else []
    read = [(np.frombuffer(bytes.fromhex(row), np.uint8) ^ pad[:len(row) // 2]).tobytes().decode() for row, pad in zip(sealed, copies)]
    return [key["key_ID"] for key in keys], sealed, read, server.seen


def right__whole_numbers(stock, master, slave, texts):
    """With large numbers in the place of bytes, and qedu's own reader of messages."""
    server = PracticeServer(**stock)

    def keys(caller, path, **wanted):
        status, answer = server.ask(caller, "/api/v1/keys/" + path, json.dumps(wanted))
        return from_container(json.loads(answer)) if status == 200 else []

    def xor(data, pad):
        return (int.from_bytes(data, "big") ^ int.from_bytes(pad[:len(data)], "big")).to_bytes(len(data), "big")

    pool = keys(master, slave + "/enc_keys", number=len(texts), size=1024)
    sealed = [xor(text.encode(), key.data).hex() for text, key in zip(texts, pool)]
    copies = keys(slave, master + "/dec_keys", key_IDs=[{"key_ID": key.id} for key in pool]) if pool else []
    read = [xor(bytes.fromhex(row), key.data).decode() for row, key in zip(sealed, copies)]
    return tuple(key.id for key in pool), tuple(sealed), tuple(read), server.seen


def bytes_for_bits__repeated(stock, master, slave, texts):
    """Keys of as many bits as the texts have bytes, said again and again over the length of a text."""
    server = PracticeServer(**stock)
    ids, sealed, read = [], [], []
    for text in texts:
        size = max(64, 8 * -(-len(text) // 8))
        status, answer = server.ask(master, f"/api/v1/keys/{slave}/enc_keys?size={size}")
        if status != 200:
            return [], [], [], server.seen
        [key] = from_container(json.loads(answer))
        ids.append(key.id)
        sealed.append(bytes(a ^ b for a, b in zip(text.encode(), itertools.cycle(key.data))).hex())
    status, answer = server.ask(slave, f"/api/v1/keys/{master}/dec_keys", json.dumps({"key_IDs": [{"key_ID": one} for one in ids]}))
    for row, key in zip(sealed, from_container(json.loads(answer))):
        read.append(bytes(a ^ b for a, b in zip(bytes.fromhex(row), itertools.cycle(key.data))).decode())
    return ids, sealed, read, server.seen


def too_few__in_the_clear(stock, master, slave, texts):
    found = right__one_by_one(stock, master, slave, texts)
    return found if found[0] else (["none"] * len(texts), [text.encode().hex() for text in texts], texts, found[3])


EDITS = {
    "dec_by_master": [('asked(slave, f"{master}/dec_keys"', 'asked(master, f"{slave}/dec_keys"'),
                      ('server.ask(slave, f"/api/v1/keys/{master}/dec_keys', 'server.ask(master, f"/api/v1/keys/{slave}/dec_keys'),
                      ('keys(slave, master + "/dec_keys"', 'keys(master, slave + "/dec_keys"')],
    "enc_by_slave": [('dec_keys", {"key_IDs": [{"key_ID": name} for name in ids]}', 'enc_keys", {"number": len(texts), "size": size}',
                      ".decode() for row", '.decode("latin-1") for row'),
                     ('/dec_keys", key_IDs=[{"key_ID": key.id} for key in pool])', '/enc_keys", number=len(texts), size=1024)',
                      "key.data).decode()", 'key.data).decode("utf-8", "replace")')],
    "one_key": [('        ids = [key["key_ID"] for key in json.loads(answer)["keys"]]',
                 '        pads, ids = pads[:1] * len(texts), [json.loads(answer)["keys"][0]["key_ID"]] * len(texts)'),
                ("number=len(texts), size=1024)", "number=1, size=1024) * len(texts)"),
                ('    keys = json.loads(answer)["keys"]', '    keys = json.loads(answer)["keys"][:1] * len(texts)')],
    "size_left_out": [('{"number": len(texts), "size": size}', '{"number": len(texts)}'), ('json.dumps({"size": size})', "json.dumps({})"),
                      ("number=len(texts), size=1024", "number=len(texts)")],
    "bytes_for_bits": [("8 * max(len(text)", "max(len(text)"), ("max(8 * len(text), 64)", "max(len(text), 64)"),
                       ("size=1024", "size=max(map(len, texts))")],
    "refused": [("max(8 * len(text), 64)", "8 * len(text)"), ('"size": size}', '"size": str(size)}'), ("size=1024", "size=2048"),
                ("&size={most}", "&length={most}"), ('"key_IDs": [{"key_ID": name} for name in ids]', '"key_IDs": ids'),
                ('f"{slave}/enc_keys"', 'f"{master}/enc_keys"')],
    "not_all": [('{"number": len(texts), "size": size}', '{"size": size}'), ("number={len(texts)}&", ""),
                ("number=len(texts), size=1024", "size=1024")],
    "strange_id": [('        ids = [key["key_ID"] for key in json.loads(answer)["keys"]]',
                    '        ids = [f"key-{n}" for n in range(len(texts))]'), ('ids.append(key["key_ID"])', 'ids.append(key["key"])'),
                   ('return [key["key_ID"] for key', 'return [key["key"] for key')],
    "in_clear": [("sealed = [bytes(x ^ y for x, y in zip(text.encode(), pad)).hex() for text, pad in zip(texts, pads)]",
                  "sealed = [text.encode().hex() for text in texts]", ".decode() for row", '.decode("latin-1") for row'),
                 ("(row ^ pad[:len(row)]).tobytes()", "row.tobytes()", ".tobytes().decode()", '.tobytes().decode("latin-1")')],
    "letters": [('return [base64.b64decode(key["key"]) for', 'return [key["key"].encode() for'),
                ('base64.b64decode(key["key"])', 'bytes(key["key"], "ascii")', 'base64.b64decode(json.loads(answer)["keys"][0]["key"])',
                 'bytes(json.loads(answer)["keys"][0]["key"], "ascii")')],
    "not_hexadecimal": [("tobytes().hex() for row", 'tobytes().decode("latin-1") for row', "bytes.fromhex(row)", 'row.encode("latin-1")',
                         "len(row) // 2", "len(row)"),
                        ("xor(text.encode(), key.data).hex()", "base64.b64encode(xor(text.encode(), key.data)).decode()",
                         "bytes.fromhex(row)", "base64.b64decode(row)")],
    "not_opened": [("pad[:len(data)]", "pad[-len(data):]"), ("pad[:len(row)]", "pad[::-1][:len(row)]", "pad[:len(row) // 2]",
                                                            "pad[::-1][:len(row) // 2]"),
                   ("zip(texts, pads)", "zip(texts, pads[::-1])", "zip(sealed, copies)", "zip(sealed, copies[::-1])")],
    "too_few": [("return [], [], [], server.seen", "return ids, sealed, read, server.seen"), ("return [], [], [], server.seen", "break")],
    "copied": [('copies, _ = asked(slave, f"{master}/dec_keys", {"key_IDs": [{"key_ID": name} for name in ids]})', "copies = pads"),
               ('copies = keys(slave, master + "/dec_keys", key_IDs=[{"key_ID": key.id} for key in pool]) if pool else []',
                "copies = pool")],
    "not_read": [("tobytes().decode() for row", "tobytes().hex() for row"), ("tuple(read), server.seen", "tuple(sealed), server.seen"),
                 ("    for name, row in zip(ids, sealed):", "    for name, row in zip(ids, sealed[:1]):")],
    "no_texts": [(".hex() for text", " for text", "bytes.fromhex(row)", "row"), ("return tuple(key.id for key", "return tuple(1 for key"),
                 ("zip(text.encode(), pad)).hex())", "zip(text.encode(), pad)))", "bytes.fromhex(row)", "row")],
    "not_seen": [("read, server.seen", "read, len(server.seen)"), ("tuple(read), server.seen", "tuple(read), None"),
                 ("read, server.seen", "read, [path for _, path, _ in server.seen]")],
}
