"""A game of parities (`parity_detective`): a key with a few wrong bits, what Bob has asked, and what follows from it."""

import math
import re
from functools import cache
from itertools import combinations

from qedu.widgets import dice

__all__ = ["BITS", "PLACES", "drawn", "play", "halving", "prices"]

#: Bits of the key, and how a place is written in the state.
BITS, PLACES = 32, "0123456789ABCDEFGHIJKLMNOPQRSTUV"


def drawn(state):
    """Alice's bits, and the places of Bob's wrong ones.

    Parameters
    ----------
    state : dict
        Of the simulation; its ``seed`` and ``errors`` count.

    Returns
    -------
    alice : list of int
    wrong : set of int

    Examples
    --------
    >>> sorted(drawn({"seed": 17, "errors": "2"})[1])
    [10, 21]
    """
    alice = [int(draw >= 2**31) for draw in dice.mulberry32(dice.start(state["seed"], "alice"), BITS).tolist()]
    places = dict.fromkeys(draw % BITS for draw in dice.mulberry32(dice.start(state["seed"], "errors"), 64).tolist())
    return alice, set(list(places)[:int(state["errors"])])


def play(state):
    """The game so far, from the reader's questions and corrections.

    Parameters
    ----------
    state : dict
        Of the simulation: ``seed``, ``errors``, and ``asked``, where two letters are a question and "!" with one a correction.

    Returns
    -------
    dict
        ``bits``: Bob's; ``asks``: from, up to, whether the parities now differ, whether it followed from earlier answers;
        ``mended``: places in the order of their correction; ``sure``: places that Bob knows to be wrong; ``over``.

    Notes
    -----
    Between two borders Bob knows the parity of his errors if answers connect them.  From the start he knows that of all bits, since
    the game tells how many are wrong.
    """
    alice, wrong = drawn(state)
    group, flip = list(range(BITS + 1)), [0] * (BITS + 1)
    mended, asks = [], []

    def odd(a, b, places):
        return sum(a <= place < b for place in places) % 2

    def join(a, b):
        if group[a] == group[b]:
            return False
        old, new, turn = group[b], group[a], flip[a] ^ flip[b] ^ odd(a, b, wrong)
        for i in range(BITS + 1):
            if group[i] == old:
                group[i], flip[i] = new, flip[i] ^ turn
        return True

    def sure():
        return [i for i in range(BITS) if group[i] == group[i + 1] and flip[i] != flip[i + 1] and i not in mended]

    join(0, BITS)
    for token in re.findall("!.|[^!]{2}", state["asked"]):
        if token[0] == "!":
            if (place := PLACES.index(token[1])) in sure():
                mended.append(place)
            continue
        a, b = sorted(map(PLACES.index, token))
        asks.append((a, b + 1, not join(a, b + 1)))
    return {"bits": [bit ^ (i in wrong and i not in mended) for i, bit in enumerate(alice)], "mended": mended, "sure": sure(),
            "asks": [(a, b, odd(a, b, wrong) ^ odd(a, b, mended), known) for a, b, known in asks], "over": len(mended) == len(wrong)}


def halving(wrong):
    """How many parities bisection asks for: a part that differs is halved, and if none does the longest one.

    Parameters
    ----------
    wrong : iterable of int
        Places of the wrong bits, whose number is known beforehand.

    Returns
    -------
    int

    Examples
    --------
    >>> halving([6]), halving([6, 21]), halving([6, 7])
    (5, 9, 19)
    """
    left, parts, asked = sum(1 << place for place in wrong), [(0, BITS)], 0
    while left:
        odd = [(a, b) for a, b in parts if (left >> a & (1 << b - a) - 1).bit_count() % 2]
        a, b = odd[0] if odd else max(parts, key=lambda part: (part[1] - part[0], -part[0]))
        if b - a == 1:
            left ^= 1 << a
            continue
        asked += 1
        at, middle = parts.index((a, b)), (a + b) // 2
        parts[at:at + 1] = [(a, middle), (middle, b)]
    return asked


@cache
def prices():
    """For one, two and three errors: fewest questions on average that any way of asking can need, and those of bisection.

    Returns
    -------
    dict of str to float
        ``least.k``: log2 of the number of ways in which the errors can lie; ``halving.k``: the mean over all these ways.

    Notes
    -----
    An answer has two values, and all ways are equally likely, so that the mean length of the talk is at least their entropy.
    """
    out = {}
    for k in (1, 2, 3):
        asked = [halving(places) for places in combinations(range(BITS), k)]
        out |= {f"least.{k}": math.log2(len(asked)), f"halving.{k}": sum(asked) / len(asked)}
    return out
