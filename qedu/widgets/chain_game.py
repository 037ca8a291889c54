"""A running line of repeater stations (`repeater_line`): births, swaps and cut-offs, attempt by attempt, from dice."""

import math

from qedu.widgets import dice

__all__ = ["MOST", "SHOWN", "play", "numbers"]

#: Links at most; how many of the last deliveries are shown.
MOST, SHOWN = 8, 40


def play(state):
    """All attempts of a run.

    Parameters
    ----------
    state : dict
        Of the simulation: ``seed``, ``t`` (attempts), ``n`` (links), ``p`` and ``p_swap`` (probabilities), ``cutoff`` (0 is none) and
        ``policy``: "1" nested, "2" swap as soon as possible, "3" stations that read and resend.

    Returns
    -------
    dict
        ``links``: for each link its segment as (first link, last link, attempts waited by all its pairs), or None; ``stock``: what
        each link has ready where stations read; ``done``: (attempt, waited) of each delivery; ``count``: how often pairs were born,
        stations swapped, failed, and pairs were cut off; ``event``: in the last attempt, which links or stations, as bits of a number.

    Notes
    -----
    The rules are those of `qedu.repeaters.Chain`: pairs wait, free links try, stations swap (from the left, or level by level), what
    spans the line is delivered and the line is empty again, and then what is too old is thrown away.  A station that reads makes a bit
    of each pair at once, so that nothing fades, and a line of them delivers as many bits as its poorest link has made.

    Examples
    --------
    >>> run = play({"seed": 1, "t": 50, "n": "2", "p": "0.5", "p_swap": "1", "cutoff": "0", "policy": "2"})
    >>> len(run["done"]), run["count"]["born"]
    (12, 25)
    """
    t, n, policy, cutoff = int(state["t"]), int(state["n"]), state["policy"], int(state["cutoff"])
    birth, swap = (dice.mulberry32(dice.start(state["seed"], name), MOST * t).tolist() for name in ("births", "swaps"))
    edge, works = (math.floor(float(state[name]) * 2**32 + 0.5) for name in ("p", "p_swap"))
    line = _Line(n)
    order = sorted(range(n - 1), key=lambda s: (s + 1) & -(s + 1)) if policy == "1" else range(n - 1)
    for now in range(1, t + 1):
        at = MOST * (now - 1)
        line.event = dict.fromkeys(line.event, 0)
        line.wait()
        for i in range(n):
            if line.born[i] is None and birth[at + i] < edge:
                line.note("born", i)
                if policy == "3":
                    line.stock[i] += 1
                else:
                    line.born[i] = now
        if policy == "3":
            while len(line.done) < min(line.stock):
                line.deliver(now, 0)
            continue
        for s in order:
            if not line.joined[s] and line.able(s, nested=policy == "1"):
                if swap[at + s] < works:
                    line.joined[s] = True
                    line.note("swapped", s)
                else:
                    line.note("failed", s)
                    line.free(*line.segment(s))
                    line.free(*line.segment(s + 1))
        if None not in line.born and all(line.joined):
            line.deliver(now, sum(line.waited))
            line.free(0, n - 1)
        for i in range(n) if cutoff else ():
            if line.born[i] is not None and now - line.born[i] >= cutoff:
                line.note("cut", i)
                line.free(*line.segment(i))
    links = [None if born is None else (*line.segment(i), sum(line.waited[slice(line.segment(i)[0], line.segment(i)[1] + 1)]))
             for i, born in enumerate(line.born)]
    return {"links": links, "stock": line.stock, "done": line.done, "count": line.count, "event": line.event}


class _Line:
    """Pairs of a line: when each link's was born, which stations have joined theirs, how long pairs have waited."""

    def __init__(self, n):
        self.born, self.joined, self.waited, self.stock, self.done = [None] * n, [False] * (n - 1), [0] * n, [0] * n, []
        self.count = dict.fromkeys(("born", "swapped", "failed", "cut"), 0)
        self.event = dict.fromkeys((*self.count, "done"), 0)

    def segment(self, i):
        first = last = i
        while first and self.joined[first - 1]:
            first -= 1
        while last < len(self.joined) and self.joined[last]:
            last += 1
        return first, last

    def wait(self):
        for i, born in enumerate(self.born):
            if born is not None and not (i and self.joined[i - 1]):      # the first link keeps the account of its segment
                self.waited[i] += 1

    def able(self, s, *, nested):
        half = ((s + 1) & -(s + 1)) // 2 if nested else 0
        if half:
            return self.joined[s - half] and self.joined[s + half]
        return self.born[s] is not None and self.born[s + 1] is not None

    def free(self, first, last):
        for i in range(first, last + 1):
            self.born[i], self.waited[i] = None, 0
        for s in range(max(0, first - 1), min(last + 1, len(self.joined))):
            self.joined[s] = False

    def note(self, what, place):
        self.count[what] += 1
        self.event[what] |= 1 << place

    def deliver(self, now, waited):
        self.done.append((now, waited))
        self.event["done"] += 1


def numbers(state, run, *, fidelity):
    """What the page draws of a run.

    Parameters
    ----------
    state : dict
        As `play` takes it.
    run : dict
        As `play` returns it.
    fidelity : callable
        Fidelity of a pair, from how many links it spans and how many attempts its pairs have waited.

    Returns
    -------
    dict of str to float
        ``pairs`` delivered, with the sums of their fidelities and of their squares; for link i the ends of its segment, ``first.i`` and
        ``last.i`` (0: none), and its fidelity ``f.i``; ``stock.i``; ``born``, ``swapped``, ``failed``, ``cut``, and the same of the
        last attempt under ``event.``; ``at.k`` and ``d.k``, attempt and fidelity of delivery number k, the last forty.
    """
    n, made = int(state["n"]), [fidelity(int(state["n"]), waited) for _, waited in run["done"]]
    out = {"pairs": len(made), "sum.f": sum(made), "sum.ff": sum(f * f for f in made), "last": made[-1] if made else 0, **run["count"],
           **{f"event.{name}": value for name, value in run["event"].items()}}
    for i in range(n):
        first, last, waited = run["links"][i] or (-1, -1, 0)
        out |= {f"first.{i + 1}": first + 1, f"last.{i + 1}": last + 1, f"stock.{i + 1}": run["stock"][i],
                f"f.{i + 1}": fidelity(last - first + 1, waited) if last >= 0 else 0}
    for k in range(max(0, len(made) - SHOWN), len(made)):
        out |= {f"at.{k + 1}": run["done"][k][0], f"d.{k + 1}": made[k]}
    return out
