"""A store of key in time (`key_store`): keys come in, keys are asked for, and for a while Eve disturbs the link."""

import math

from qedu.widgets import dice

__all__ = ["SLOTS", "ROOM", "play", "numbers"]

#: Slots of a second, in each of which at most one thing happens; keys for which a store can have room.
SLOTS, ROOM = 4, 40


def play(state):
    """All seconds of a run, which begins with a full store.

    Parameters
    ----------
    state : dict
        Of the simulation: ``seed``, ``t`` (seconds), ``fill`` and ``demand`` (keys a second that come, and that are asked for, on
        average), ``room`` (keys), ``cut`` and ``lasts`` (the second in which Eve begins, and for how many).

    Returns
    -------
    dict
        ``levels``: keys in the store at the beginning and after each second; ``came``, ``stored``, ``asked``: how many of each in each
        second; ``refused``: in each second.

    Notes
    -----
    In a slot a key comes with probability fill/4, one is asked for with probability demand/4, and never both: the store is the
    birth–death chain of `qedu.networks.blocking_probability`, so that a long run refuses what that says.  While Eve disturbs, no key comes.
    The draws of the requests do not depend on the link, nor on the store.

    Examples
    --------
    >>> run = play({"seed": 1, "t": 100, "fill": 1.0, "demand": 1.0, "room": 5, "cut": 50, "lasts": "40"})
    >>> sum(run["asked"]), sum(run["refused"]), run["levels"][90]
    (115, 57, 0)
    """
    room, first, last = int(state["room"]), int(state["cut"]), int(state["cut"]) + int(state["lasts"])
    level, levels = room, [room]
    come = math.floor(state["fill"] / SLOTS * 2**32 + 0.5)
    ask = 2**32 - math.floor(state["demand"] / SLOTS * 2**32 + 0.5)
    drawn = dice.mulberry32(dice.start(state["seed"], "store"), SLOTS * int(state["t"])).reshape(-1, SLOTS)
    found = {name: [0] * len(drawn) for name in ("came", "stored", "asked", "refused")}
    for second, slots in enumerate(drawn.tolist()):
        for value in slots:
            if value < come and not first <= second < last:
                found["came"][second] += 1
                found["stored"][second] += level < room
                level = min(room, level + 1)
            elif value >= ask:
                found["asked"][second] += 1
                found["refused"][second] += not level
                level = max(0, level - 1)
        levels.append(level)
    return {"levels": levels, **found}


def numbers(state, run):
    """What the page draws of a run.

    Parameters
    ----------
    state : dict
        As `play` takes it.
    run : dict
        As `play` returns it.

    Returns
    -------
    dict of str to float
        ``level``, ``came``, ``lost`` (for want of room), ``asked``, ``refused``; ``asked.jam`` and ``refused.jam``: those while Eve
        disturbs; ``held``: seconds for which the store served all who asked while she does, −1 if it still does; ``at.k``: keys after k
        seconds, for every tenth; ``seen.k``: share of the undisturbed seconds after which k keys were there.
    """
    first, t = int(state["cut"]), int(state["t"])
    jam = slice(first, first + int(state["lasts"]))
    out = {name: sum(run[name]) for name in ("came", "asked", "refused")}
    out |= {"level": run["levels"][-1], "lost": out["came"] - sum(run["stored"])}
    out |= {f"{name}.jam": sum(run[name][jam]) for name in ("asked", "refused")}
    out["held"] = next((second for second, some in enumerate(run["refused"][jam]) if some), -1)
    after = run["levels"][1:]
    after[jam] = []
    seen = {f"seen.{k}": after.count(k) / max(1, len(after)) for k in range(int(state["room"]) + 1)}
    return {**out, **seen, **{f"at.{k}": run["levels"][k] for k in range(0, t + 1, 10)}}
