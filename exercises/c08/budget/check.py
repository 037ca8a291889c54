from qedu.grading.answers import Vector
from qedu.grading.exercise import Call, Exercise


def books(pads=lambda sent, made: sent, refill="after", poor="stop", hash_keys=(1, 0, 0), more=0):
    """Books kept by a rule.

    Parameters
    ----------
    pads : callable
        From messages and key made in a round, for how many tags bits are taken.
    refill : str
        Whether the key of a round comes in "after" its messages or "before".
    poor : str
        What is done with a round that cannot be paid for: "stop", "skip", "go on", or stop and add an entry, which is
        what would be left ("owed") or what was there ("same").
    hash_keys : tuple of int
        How many keys of the hash are paid before the first round, for each round, and for each message.
    more : int
        Bits that must be there beyond the price of a round.
    """
    def kept(start, rounds, hash_bits, tag_bits):
        once, a_round, a_message = (number * hash_bits for number in hash_keys)
        held, balances = start - once, []
        for sent, made in rounds:
            price = pads(sent, made) * tag_bits + a_round + a_message * sent
            if held + (made if refill == "before" else 0) < price + more and poor != "go on":
                if poor == "skip":
                    continue
                return [*balances, *{"stop": [], "owed": [held - price], "same": [held]}[poor]]
            held += made - price
            balances.append(held)
        return balances

    return kept


class Budget(Exercise):
    """Nine rounds, some of which abort, and one for which the bits are just enough; the books end within them, with rounds behind
    that look as if one could go on."""

    answer = Vector()
    example = Call(start=1500, rounds=[(6, 500), (5, 0), (6, 900), (30, 4000), (3, 500)], hash_bits=256, tag_bits=64)

    def draw(self, rng):
        while True:
            rounds = [(int(sent), int(made) if rng.random() < 0.65 else 0)
                      for sent, made in zip(rng.integers(3, 12, 9), rng.integers(80, 1100, 9))]
            hash_bits, tag_bits, at = (int(number) for number in rng.integers((100, 50, 1), (300, 100, 6)))
            start = hash_bits + rounds[at][0] * tag_bits + sum(sent * tag_bits - made for sent, made in rounds[:at])
            if not 1000 < start < 2400:
                continue
            call = Call(start=start, rounds=rounds, hash_bits=hash_bits, tag_bits=tag_bits)
            right = call.of(self.right)
            paid = rounds[:len(right)]
            if 4 <= len(right) <= 7 and 0 in [made for _, made in paid] and sum(made > 0 for _, made in paid) >= 2:
                rules = [rule for _, rule in self.models()]
                found = {tuple(call.of(rule)) for rule in (self.right, *rules)}
                if len(found) == len(rules) + 1 and () not in found:        # no two rules keep the same books
                    return call

    right = staticmethod(books())

    wrong = {
        "tags_free": books(pads=lambda sent, made: 0),
        "one_tag_a_round": books(pads=lambda sent, made: 1),
        "hash_key_free": books(hash_keys=(0, 0, 0)),
        "hash_key_again": tuple(books(hash_keys=numbers) for numbers in ((0, 1, 0), (1, 1, 0), (0, 0, 1), (1, 0, 1))),
        "aborted_free": books(pads=lambda sent, made: sent if made else 0),
        "refilled_first": books(refill="before"),
        "just_enough": books(more=1),
        "overdrawn": books(poor="go on"),
        "skipped": books(poor="skip"),
        "one_too_many": (books(poor="owed"), books(poor="same")),
    }
