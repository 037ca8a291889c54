from itertools import product

import numpy as np


def right__counts(key, coins, ways, told):
    """By sums modulo two, by loops, and by one node of each way."""
    last = (key + np.sum(coins, axis=0)) % 2
    known = []
    for names in told:
        missed = [way for way in ways if not any(name in way for name in names)]
        known.append(len(missed) == 0)
    chosen = {frozenset(some) for some in product(*(way[1:-1] for way in ways))}
    least = min(map(len, chosen))
    return np.vstack([coins, last]), known, [sorted(some) for some in chosen if len(some) == least]


def right__grows(key, coins, ways, told):
    """Takes out of the last way that is not met one node after the other."""
    last = np.bitwise_xor.reduce(np.vstack([coins, key]), axis=0)
    between = [set(way) - {ways[0][0], ways[0][-1]} for way in ways]
    found = [set()]
    while True:
        enough = [some for some in found if all(some & way for way in between)]
        if enough:
            break
        found = [some | {name} for some in found for name in set().union(*between) - some]
    answers = [min(len({*names} & {*way}) for way in ways) > 0 for names in told]
    return list(coins) + [last], np.array(answers), enough


def own_coins__tossed(key, coins, ways, told):
    tossed = np.random.default_rng(7).integers(0, 2, coins.shape)
    return [*tossed, key ^ np.bitwise_xor.reduce(tossed, axis=0)], *right__counts(key, coins, ways, told)[1:]


def not_the_key__chained(key, coins, ways, told):
    rows = [key]
    for row in coins:
        rows.append(rows[-1] ^ row)
    return [*rows[1:], rows[-1]], *right__counts(key, coins, ways, told)[1:]


def cut_up__in_turn(key, coins, ways, told):
    rows = [[] for _ in ways]
    for place, bit in enumerate(key):
        rows[place % len(ways)].append(bit)
    return rows, *right__grows(key, coins, ways, told)[1:]


def same_share__locked(key, coins, ways, told):
    row = key ^ np.bitwise_xor.reduce(coins, axis=0)
    return np.array([row for _ in ways]), *right__counts(key, coins, ways, told)[1:]


def share_count__computed_alone(key, coins, ways, told):
    rows, *rest = right__counts(key, coins, ways, told)
    return [rows[-1]], *rest


def share_count__zeros(key, coins, ways, told):
    rows, *rest = right__grows(key, coins, ways, told)
    return [0 * key, *rows], *rest


def no_rows__dict(key, coins, ways, told):
    rows, *rest = right__counts(key, coins, ways, told)
    return {tuple(way): row for way, row in zip(ways, rows)}, *rest


def ways_themselves__all(key, coins, ways, told):
    rows, known, _ = right__counts(key, coins, ways, told)
    return rows, known, [way[1:-1] for way in ways]


def ways_themselves__shortest(key, coins, ways, told):
    rows, known, _ = right__grows(key, coins, ways, told)
    return rows, known, [min((way[1:-1] for way in ways), key=len)]


def not_hitting__without_last_way(key, coins, ways, told):
    rows, known, _ = right__counts(key, coins, ways, told)
    return rows, known, right__counts(key, coins, ways[:-1], told)[2] + right__counts(key, coins, ways[1:], told)[2]


def not_hitting__nowhere(key, coins, ways, told):
    rows, known, sets = right__counts(key, coins, ways, told)
    return rows, known, [*sets, ["Nowhere"]]


def larger_too__all_nodes(key, coins, ways, told):
    rows, known, _ = right__grows(key, coins, ways, told)
    return rows, known, [{name for way in ways for name in way[1:-1]}]


def no_answers__which(key, coins, ways, told):
    rows, known, sets = right__counts(key, coins, ways, told)
    return rows, [names for names, knows in zip(told, known) if knows], sets


RETURNS = {
    "key_as_share": {"last": "[*coins, key], *right__counts(key, coins, ways, told)[1:]",
                     "first": "[key, *coins], *right__counts(key, coins, ways, told)[1:]"},
    "own_coins": {"turned": "right__grows(key, coins[:, ::-1], ways, told)"},
    "not_the_key": {"locked_each": "[*(key ^ row for row in coins), coins[0]], *right__counts(key, coins, ways, told)[1:]"},
    "cut_up": {"pieces": "np.array_split(key, len(ways)), *right__counts(key, coins, ways, told)[1:]"},
    "same_share": {"copies": "[coins[0]] * len(ways), *right__counts(key, coins, ways, told)[1:]"},
    "no_rows": {"one": "1, *right__counts(key, coins, ways, told)[1:]"},
}

EDITS = {
    "same_answer": [("[int(falls(names)) for names in told]", "[True] * len(told)"),
                    ("known.append(len(missed) == 0)", "known.append(False)")],
    "no_answers": [("[int(falls(names)) for names in told]", "sum(falls(names) for names in told)"),
                   ("known.append(len(missed) == 0)", "known += [] if missed else [True]")],
    "none_found": [("], sets\n", "], []\n"), ("np.array(answers), enough", "np.array(answers), []")],
    "key_missing": [("last = key\n", "last = 0 * key\n"), ("(key + np.sum(coins, axis=0)) % 2", "np.sum(coins, axis=0) % 2"),
                    ("np.vstack([coins, key])", "coins")],
    "one_coin_row": [("    for row in coins:\n        last = last ^ row\n", "    last = key ^ coins[0]\n"),
                     ("np.sum(coins, axis=0)) % 2", "coins[-1]) % 2"), ("np.vstack([coins, key])", "[coins[0], key]")],
    "not_xor": [("(key + np.sum(coins, axis=0)) % 2", "key + np.sum(coins, axis=0)"), ("last = last ^ row", "last = last & row"),
                ("np.bitwise_xor.reduce(np.vstack", "np.bitwise_or.reduce(np.vstack")],
    "other_order": [("[*coins, last]", "[last, *coins]"), ("np.vstack([coins, last])", "np.vstack([coins, last])[::-1]"),
                    ("list(coins) + [last]", "[last] + list(coins)")],
    "any_way": [("[int(falls(names)) for names in told]", "[any(set(names) & set(way) for way in ways) for names in told]"),
                ("known.append(len(missed) == 0)", "known.append(len(missed) < len(ways))"),
                ("min(len({*names} & {*way}) for way in ways) > 0 for", "max(len({*names} & {*way}) for way in ways) > 0 for")],
    "all_nodes": [("[int(falls(names)) for names in told]", "[all(set(way[1:-1]) <= set(names) for way in ways) for names in told]"),
                  ("known.append(len(missed) == 0)", "known.append(any(all(name in names for name in way[1:-1]) for way in ways))"),
                  ("min(len({*names} & {*way}) for way in ways) > 0 for", "all(between_ <= {*names} for between_ in between) for")],
    "counted": [("[int(falls(names)) for names in told]", "[len(names) >= len(ways) for names in told]"),
                ("known.append(len(missed) == 0)", "known.append(sum(any(name in way for way in ways) for name in names) >= len(ways))")],
    "one_node_for_all": [("[int(falls(names)) for names in told]",
                          "[any(all(name in way for way in ways) for name in names) for names in told]"),
                         ("min(len({*names} & {*way}) for way in ways) > 0 for", "bool(set.intersection({*names}, *map(set, ways))) for")],
    "one_way_only": [("[int(falls(names)) for names in told]", "[bool(set(names) & set(ways[0])) for names in told]"),
                     ("known.append(len(missed) == 0)", "known.append(ways[-1] not in missed)")],
    "ends_safe": [("[int(falls(names)) for names in told]", "[all(set(names) & set(way[1:-1]) for way in ways) for names in told]"),
                  ("min(len({*names} & {*way}) for way in ways)", "min(len({*names} & way) for way in between)")],
    "ends_in": [("for name in way[1:-1]}", "for name in way}"), ("product(*(way[1:-1] for way in ways))", "product(*ways)")],
    "one_of_each": [("    for size in range(1, len(ways) + 1):\n", "    for size in [len(ways)]:\n"),
                    ("least = min(map(len, chosen))", "least = len(ways)")],
    "larger_too": [(" if len(some) == least]", "]"),
                   ("        sets = [list(some) for", "        sets = (sets if size > 1 else []) + [list(some) for",
                    "        if sets:\n            break\n", "")],
    "other_sets": [("for size in range(1, len(ways) + 1)", "for size in range(2, len(ways) + 1)", "], sets\n", "], sets[:1]\n"),
                   ("least = min(map(len, chosen))", "least = max(2, min(map(len, chosen)))",
                    "[sorted(some) for some in chosen if len(some) == least]",
                    "[min(sorted(some) for some in chosen if len(some) == least)]")],
    "some_missing": [("], sets\n", "], sets[:1]\n"), ("np.array(answers), enough", "np.array(answers), [enough[-1]]"),
                     ("[sorted(some) for some in chosen if len(some) == least]", "[min((sorted(some) for some in chosen), key=len)]")],
    "any_node": [("], sets\n", "], [[name] for name in relays]\n"),
                 ("np.array(answers), enough", "np.array(answers), sorted(set().union(*between))")],
    "on_all_only": [("], sets\n", "], [[name] for name in relays if falls([name])]\n"),
                    ("np.array(answers), enough", "np.array(answers), list(set.intersection(*between))")],
    "no_sets": [("np.array(answers), enough", "np.array(answers), {frozenset(some) for some in enough}"),
                ("], sets\n", "], len(sets)\n"), ("np.array(answers), enough", "np.array(answers), {len(some): some for some in enough}"),
                ("[sorted(some) for some in chosen if len(some) == least]", "least")],
}
