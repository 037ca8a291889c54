import base64
import json
from types import SimpleNamespace

from qedu.grading.answers import Kind, Parts, Unfit, sequence
from qedu.grading.exercise import Call, Exercise, Mistake
from qedu.kms import Limits, PracticeServer

LIMITS = Limits()
#: More requests than that are not asked for these few texts.
MOST = 400
WORDS = ("ward bed night blood result scan list shift nurse visit doctor letter sample clinic report change number urgent common "
         "please before after within again answer question theatre morning evening patient").split()


class Words(Kind):
    """Texts in a row, as a tuple."""

    def read(self, value):
        items = sequence(value)
        if items is not None and getattr(items, "size", 1) == 0:
            items = []                                  # an array without entries, whatever its shape
        if items is None or not all(type(item) is str for item in items):
            raise Unfit("no_texts")
        return tuple(items)


class Requests(Kind):
    """What a server was asked: rows of caller, method with path, and body."""

    def read(self, value):
        try:
            rows = [Words().read(row) for row in value] if sequence(value) is not None else [()]
        except Unfit:
            rows = [()]
        if any(len(row) != 3 for row in rows) or len(rows) > MOST:
            raise Unfit("not_seen")
        return rows


def bits(texts):
    """The fewest bits with which each text has a key of its own."""
    return sum(max(LIMITS.min_key_size, 8 * len(text)) for text in texts)


def replayed(stock, requests, master, slave):
    """What a server like the student's has given and refused, if it is asked the same."""
    server = PracticeServer(**stock)
    found = SimpleNamespace(pads={}, letters={}, copies=set(), sizes=set(), refused=False, bad=False, dec_by_master=False,
                            enc_by_slave=False)
    for caller, where, body in requests:
        method, _, path = where.partition(" ")
        status, text = server.ask(caller, path, body if method == "POST" else None)
        call = path.partition("?")[0].rpartition("/")[2]
        found.refused |= status not in (200, 503)
        found.bad |= status == 400 and call == "enc_keys"
        found.dec_by_master |= call == "dec_keys" and caller == master and status == 401
        found.enc_by_slave |= call == "enc_keys" and caller == slave and status == 200
        if call == "enc_keys" and caller == master:
            found.sizes.add(_size(path, body))
        if status != 200 or call == "status":
            continue
        for key in json.loads(text)["keys"]:
            if (caller, call) == (master, "enc_keys"):
                found.pads[key["key_ID"]], found.letters[key["key_ID"]] = base64.b64decode(key["key"]), key["key"].encode()
            elif (caller, call) == (slave, "dec_keys"):
                found.copies.add(key["key_ID"])
    return found


def _size(path, body):
    """The size that a request names, or None."""
    query = dict(pair.partition("=")[::2] for pair in path.partition("?")[2].split("&"))
    try:
        found = json.loads(body) if body else query
        return int(found["size"]) if isinstance(found, dict) else None
    except (ValueError, LookupError, TypeError, OverflowError):
        return None


def _xor(text, pad):
    return bytes(x ^ y for x, y in zip(text, pad))


def _bytes(row):
    try:
        return bytes.fromhex(row)
    except ValueError:
        return None


def short_of_key(found, texts):
    """Why keys are shorter than texts, or were refused: sizes left out, or given in bytes."""
    lengths = {len(text) for text in texts}
    units = lengths | {8 * -(-length // 8) for length in lengths} | {sum(lengths), LIMITS.min_key_size}
    if found.sizes <= {None}:
        return "size_left_out"
    return "bytes_for_bits" if found.sizes - {None} <= units else None


def sealing(text, row, pad, letters):
    """What is wrong with one encrypted text, or None."""
    plain, sent = text.encode(), _bytes(row)
    if sent is None:
        return "in_clear" if row == text else "not_hexadecimal"
    if len(pad) >= len(plain) and sent == _xor(plain, pad):
        return None
    if sent == plain:
        return "in_clear"
    if sent in (_xor(plain, letters), _xor(plain, letters * len(plain))):
        return "letters"
    return "too_short" if len(pad) < len(plain) else "not_opened"


def fault(value, stock, master, slave, texts):
    """The key of what is wrong with the answer to one call, or None."""
    ids, sealed, read, requests = value
    found = replayed(stock, requests, master, slave)
    names = [name.lower() for name in ids]
    if bits(texts) > stock["stored_bits"]:
        return "too_few" if ids or sealed or read else None
    if not len(ids) == len(sealed) == len(texts):
        if found.dec_by_master or not found.refused:
            return "dec_by_master" if found.dec_by_master else "not_all"
        return "bytes_for_bits" if found.bad and short_of_key(found, texts) == "bytes_for_bits" else "refused"
    faults = [sealing(text, row, found.pads.get(name, b""), found.letters.get(name, b"")) for text, row, name in zip(texts, sealed, names)]
    if "in_clear" in faults:
        return "in_clear"
    if len(set(names)) < len(names):
        return "one_key"
    if not set(names) <= set(found.pads):
        return "strange_id"
    if "too_short" in faults:
        return short_of_key(found, texts) or "bytes_for_bits"
    if any(faults):
        return next(filter(None, faults))
    if set(names) <= found.copies and read == tuple(texts):
        return None
    return ("dec_by_master" if found.dec_by_master else "enc_by_slave" if found.enc_by_slave
            else "copied" if read == tuple(texts) else "refused" if found.refused else "not_read")


class Client(Exercise):
    """Three to six texts, of which one is shorter than the smallest key and one longer than the key that comes if no size is named.

    Of three drawn pools one has too few keys.  The check asks a server of its own what the student's was asked, so it knows the keys.
    """

    answer = Parts(Words(), Words(), Words(), Requests())
    example = Call(stock={"places": {"clinic": "Utrecht", "archive": "Delft"}, "stored_bits": 16384, "seed": 14}, master="clinic",
                   slave="archive", texts=["Ward 3 has two beds free, and the blood of group 0 negative runs low.", "Yes.",
                                           "The results of last night are with you now."])

    def calls(self, rng):
        scarce = int(rng.integers(3))
        return [self.example, *(self._drawn(rng, place == scarce) for place in range(3))], None

    @staticmethod
    def _drawn(rng, scarce):
        def text(length):
            return " ".join(rng.choice(WORDS, 40))[:length].strip().ljust(length, ".")

        lengths = [int(rng.integers(2, 8)), *(8 * rng.integers(5, 16, int(rng.integers(1, 3)))).tolist(), *rng.integers(9, 110, 2).tolist()]
        texts = [text(lengths[place]) for place in rng.permutation(len(lengths))]
        places = dict(zip(rng.permutation(["ministry", "registry", "pharmacy", "laboratory"]).tolist(),
                          rng.permutation(["Utrecht", "Delft", "Leiden", "Breda"]).tolist()))
        master, slave = list(places)[:2]
        stored = bits(texts) - 8 * int(rng.integers(1, 20)) if scarce else 8192 * len(texts)
        return Call(stock={"places": places, "stored_bits": stored, "seed": int(rng.integers(10**6))}, master=master, slave=slave,
                    texts=texts)

    def judge(self, calls, answers, secret):
        wrong = []
        for call, repeats in zip(calls, answers):
            if key := fault(self.read(call, repeats[0]), **call.arguments):
                wrong.append(Mistake(key, call, repeats[0]))
        # That too few keys are no reason to send less says little where the rest is wrong as well.
        return next((mistake for mistake in wrong if mistake.key != "too_few"), wrong[0] if wrong else None)
