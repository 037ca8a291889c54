import numpy as np


def right__opens(key, way, link_keys, used, told):
    """Every node opens what it gets, and locks it again."""
    rows, after, held = [], [], key
    for own, start in zip(link_keys, used):
        end = start + len(held)
        row = held ^ own[start:end]
        rows.append(row)
        after.append(end)
        held = row ^ own[start:end]
    knows = {*way}
    if any(name in way for name in told):
        knows.add("Eve")
    return rows, after, knows


def right__bit_by_bit(key, way, link_keys, used, told):
    """By places, with a matrix and a tuple."""
    n = len(key)
    rows = np.zeros((len(way) - 1, n), dtype=int)
    for i in range(len(way) - 1):
        for k in range(n):
            rows[i, k] = key[k] != link_keys[i][used[i] + k]
    knows = tuple(way)
    for name in told:
        if name in way:
            knows = (*way, "Eve")
    return rows, np.array(used) + n, knows


def right__modulo(key, way, link_keys, used, told):
    pads = [np.roll(own, -start)[:len(key)] for own, start in zip(link_keys, used)]
    knows = ["Eve"] if [name for name in way if name in told] else []
    return [(key + pad) % 2 for pad in pads], [start + key.size for start in used], knows + way


def reveals__second_in_clear(key, way, link_keys, used, told):
    rows, after, knows = right__opens(key, way, link_keys, used, told)
    rows[1] = rows[0] ^ link_keys[0][used[0]:used[0] + len(key)]
    return rows, after, knows


def reveals__two_together(key, way, link_keys, used, told):
    rows, after, knows = right__opens(key, way, link_keys, used, told)
    rows[-1] = rows[0] ^ key
    return rows, after, knows


def gives_pad__second(key, way, link_keys, used, told):
    rows, after, knows = right__opens(key, way, link_keys, used, told)
    rows[1] = link_keys[1][used[1]:used[1] + len(key)]
    return rows, after, knows


def not_opened__locks(key, way, link_keys, used, told):
    rows, row = [], key
    for own, start in zip(link_keys, used):
        row = row ^ own[start:start + len(key)]
        rows.append(row)
    return rows, [start + len(key) for start in used], way


def joined__announced(key, way, link_keys, used, told):
    pads = [own[start:start + len(key)] for own, start in zip(link_keys, used)]
    rows = [key ^ pads[0]] + [pads[i - 1] ^ pads[i] for i in range(1, len(pads))]
    return rows, [start + len(key) for start in used], list(way)


def joined__between(key, way, link_keys, used, told):
    rows, after, knows = right__opens(key, way, link_keys, used, told)
    return [rows[0], *(one ^ other for one, other in zip(rows, rows[1:]))], after, knows


def row_count__all_nodes(key, way, link_keys, used, told):
    rows, after, knows = right__opens(key, way, link_keys, used, told)
    return [*rows, 0 * key], after, knows


def row_count__first(key, way, link_keys, used, told):
    rows, after, knows = right__opens(key, way, link_keys, used, told)
    return rows[:1] if len(rows) > 1 else [], after, knows


def no_rows__bits(key, way, link_keys, used, told):
    rows, after, knows = right__opens(key, way, link_keys, used, told)
    return 1, after, knows


def no_rows__dict(key, way, link_keys, used, told):
    rows, after, knows = right__modulo(key, way, link_keys, used, told)
    return dict(zip(way, rows)), after, knows


EDITS = {
    "reveals": [("row = held ^ own[start:end]\n", "row = held\n"), ("[(key + pad) % 2 for pad in pads]", "[key for pad in pads]")],
    "gives_pad": [("[(key + pad) % 2 for pad in pads]", "pads"), ("rows[i, k] = key[k] != ", "rows[i, k] = ")],
    "used_twice": [("own[start:start + len(key)]", "own[:len(key)]"), ("np.roll(own, -start)[:len(key)]", "own[:len(key)]"),
                   ("link_keys[i][used[i] + k]", "link_keys[i][k]")],
    "other_place": [("own[start:start + len(key)]", "own[-len(key):]"), ("link_keys[i][used[i] + k]", "link_keys[i][used[i] - 1 + k]"),
                    ("np.roll(own, -start)", "np.roll(own, -start - 1)")],
    "other_link": [("link_keys[i][used[i] + k]", "link_keys[0][used[0] + k]"), ("link_keys[i][used[i] + k]", "link_keys[-1][used[-1] + k]"),
                   ("zip(link_keys, used)]\n    served", "zip(link_keys[::-1], used[::-1])]\n    served")],
    "not_opened": [("        held = row ^ own[start:end]\n", "        held = row\n")],
    "not_xor": [("key ^ own[start:start + len(key)]", "key & own[start:start + len(key)]"), ("(key + pad) % 2", "key + pad"),
                ("row = held ^ own[start:end]\n", "row = held | own[start:end]\n", "held = row ^ own[start:end]", "held = key")],
    "this_key_only": [("[start + len(key) for start in used]", "[len(key) for start in used]"),
                      ("np.array(used) + n", "np.array([n] * len(used))"),
                      ("after.append(end)", "after.append(end - start)")],
    "as_before": [("[start + len(key) for start in used]", "used"), ("np.array(used) + n", "np.array(used)"),
                  ("after.append(end)", "after.append(start)")],
    "added_up": [("served = [start + len(key) for start in used]", "served = sum(used) + len(key) * len(used)"),
                 ("np.array(used) + n", "n * len(used)"), ("[start + key.size for start in used]", "key.size")],
    "what_is_left": [("np.array(used) + n", "[len(own) - start - n for own, start in zip(link_keys, used)]"),
                     ("after.append(end)", "after.append(len(own) - end)")],
    "relays_forgotten": [("knows = list(way)", "knows = [way[0], way[-1]]"), ("knows = {*way}", "knows = {way[0], way[-1]}"),
                         ("knows + way", "[way[0], way[-1], *told]")],
    "end_forgotten": [("knows = list(way)", "knows = list(way[1:])"), ("knows = {*way}", "knows = {*way[1:-1]}"), ("knows + way", "told"),
                      ("knows + way", "knows")],
    "told_beside": [("knows = list(way)", "knows = list(way) + list(told)"), ("knows = {*way}", "knows = {*way, *told}"),
                    ("    for name in told:\n        if name in way:\n            knows = (*way, \"Eve\")",
                     "    for name in told:\n        knows = (*way, *told, \"Eve\")")],
    "listener_knows": [("    if set(told) & set(way):\n        knows", "    knows"),
                       ("    if any(name in way for name in told):\n        knows", "    knows"),
                       ("if [name for name in way if name in told] else []", "")],
    "any_who_tells": [("if set(told) & set(way)", "if told"), ("any(name in way for name in told)", "len(told) > 0"),
                      ("if [name for name in way if name in told]", "if list(told)")],
    "eve_never": [("    if set(told) & set(way):\n        knows.append(\"Eve\")\n", ""), ("(*way, \"Eve\")", "tuple(way)"),
                  ("knows + way", "way")],
    "no_names": [("knows = {*way}\n", "knows = set()\n", "return rows, after, knows", "return rows, after, len(way)"),
                 ("knows + way", "[way.index(name) for name in way]"),
                 ("return rows, served, knows", "return rows, served, {name: True for name in knows}")],
}
