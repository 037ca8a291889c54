import math  # noqa: F401, for the edits


def right__one_by_one(pairs, hours, life_ms):
    seconds = 60 * 60 * hours
    making = seconds / pairs
    r = life_ms * 1e-3 / making
    w = r / (r + 1)
    return 1 / making, r, w + (1 - w) / 4


def right__times(pairs, hours, life_ms):
    making, life = 3.6e6 * hours / pairs, life_ms
    return [1000 / making, life / making, 0.25 + 0.75 * life / (life + making)]


EDITS = {
    "hours_as_minutes": [("hours * 3600", "hours * 60"), ("60 * 60 * hours", "hours"), ("[1000 / making,", "[60_000 / making,")],
    "seconds_per_pair": [("return 1 / making,", "return making,"), ("return rate,", "return 1 / rate,"),
                         ("[1000 / making,", "[making / 1000,")],
    "milliseconds": [("life_ms / 1000", "life_ms"), ("life_ms * 1e-3", "life_ms")],
    "ratio_turned_over": [("ratio = rate * life_ms / 1000", "ratio = 1000 / (rate * life_ms)"),
                          ("r = life_ms * 1e-3 / making", "r = making / (life_ms * 1e-3)"),
                          ("making, life / making,", "making, making / life,")],
    "visibility": [("(1 + 3 * ratio / (1 + ratio)) / 4", "ratio / (1 + ratio)"), ("w + (1 - w) / 4", "w"),
                   ("0.25 + 0.75 * life / (life + making)", "life / (life + making)")],
    "decay_of_the_mean": [("w = r / (r + 1)", "w = math.exp(-1 / r)"),
                          ("0.75 * life / (life + making)", "0.75 * math.exp(-making / life)")],
    "to_zero": [("w + (1 - w) / 4", "0.75 * w"), ("w + (1 - w) / 4", "w + (1 - w) / 2"), ("0.25 + 0.75 * life", "0.75 * life")],
}
