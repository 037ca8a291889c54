import numpy as np


def right__days(deliveries, compromised, kept_days):
    """By the first day from which on each node tells."""
    positions = []
    for i, one in enumerate(deliveries):
        first, *_, last = one["ways"][0]
        since = {name: day - kept_days for name, day in compromised.items()}
        for end in (first, last):
            if end in since:
                since[end] = -1
        lost_ways = 0
        for way in one["ways"]:
            known = [since[name] for name in way if name in since]
            if known and one["day"] >= min(known):
                lost_ways += 1
        if lost_ways == len(one["ways"]):
            positions.append(i)
    return positions


def right__sets(deliveries, compromised, kept_days):
    """By the set of those who tell on the day of a key."""
    result = set()
    for i, one in enumerate(deliveries):
        telling = {name for name, day in compromised.items() if day - kept_days <= one["day"]}
        ends = {one["ways"][0][0], one["ways"][0][-1]}
        telling |= ends & set(compromised)
        if all(telling & set(way) for way in one["ways"]):
            result.add(i)
    return result


def right__ends_first(deliveries, compromised, kept_days):
    fallen = np.zeros(len(deliveries), dtype=bool)
    for i, one in enumerate(deliveries):
        way = one["ways"][0]
        if way[0] in compromised or way[-1] in compromised:
            fallen[i] = True
            continue
        held = [any(n in compromised and compromised[n] - one["day"] <= kept_days for n in way[1:-1]) for way in one["ways"]]
        fallen[i] = False not in held
    return np.flatnonzero(fallen)


def whole_network__from_the_first_day(deliveries, compromised, kept_days):
    first = min(compromised.values())
    return [i for i, one in enumerate(deliveries) if one["day"] >= first]


def whole_network__with_what_is_kept(deliveries, compromised, kept_days):
    found = []
    for day in compromised.values():
        found += [i for i, one in enumerate(deliveries) if one["day"] >= day - kept_days]
    return sorted(set(found))


def two_ways_safe__one_node_on_all(deliveries, compromised, kept_days):
    found = []
    for i, one in enumerate(deliveries):
        common = set.intersection(*map(set, one["ways"]))
        ends = one["ways"][0][0], one["ways"][0][-1]
        if any(n in compromised and (n in ends or one["day"] >= compromised[n] - kept_days) for n in common):
            found.append(i)
    return found


EDITS = {
    "only_after": [("compromised[node] - kept_days", "compromised[node]"), ("day - kept_days for name", "day for name"),
                   ("day - kept_days <= one", "day <= one"),
                   ("return is_end or day >= compromised[node] - kept_days", "return day >= compromised[node]"),
                   ("day - kept_days <= one", "day <= one", "telling |= ends & set(compromised)", "pass")],
    "only_past": [("return is_end or day >= compromised[node] - kept_days",
                   "return is_end or compromised[node] - kept_days <= day <= compromised[node]"),
                  ('day - kept_days <= one["day"]}', 'day - kept_days <= one["day"] < day}'),
                  ('compromised[n] - one["day"] <= kept_days', '0 <= compromised[n] - one["day"] <= kept_days')],
    "for_ever": [("return is_end or day >= compromised[node] - kept_days", "return True"), (' if day - kept_days <= one["day"]', ""),
                 (' and compromised[n] - one["day"] <= kept_days', "")],
    "later": [("compromised[node] - kept_days", "compromised[node] + kept_days"), ("day - kept_days <= one", "day + kept_days <= one"),
              ("day - kept_days for name", "day + kept_days for name")],
    "end_erases": [("is_end or ", ""), ("        telling |= ends & set(compromised)\n", ""), ("since[end] = -1", "pass"),
                   ("return is_end or day >= compromised[node] - kept_days",
                    "return day >= compromised[node] - (0 if is_end else kept_days)"),
                   ("since[end] = -1", "since[end] = compromised[end]"),
                   ("if way[0] in compromised or way[-1] in compromised:",
                    'if any(n in compromised and compromised[n] <= one["day"] for n in (way[0], way[-1])):')],
    "one_end": [("node in (way[0], way[-1])", "node == way[0]"), ("for end in (first, last):", "for end in (last,):"),
                ('ends = {one["ways"][0][0], one["ways"][0][-1]}', 'ends = {one["ways"][0][0]}')],
    "ends_of_others": [("node in (way[0], way[-1])", 'any(node in (one[0], one[-1]) for key in deliveries for one in key["ways"])'),
                       ('ends = {one["ways"][0][0], one["ways"][0][-1]}',
                        'ends = {name for other in deliveries for name in (other["ways"][0][0], other["ways"][0][-1])}')],
    "last_day": [("day >= compromised[node] - kept_days", "day > compromised[node] - kept_days"),
                 ("day - kept_days <= one", "day - kept_days < one"), ('one["day"] >= min(known)', 'one["day"] > min(known)')],
    "any_way": [("if all(any(", "if any(any("), ("all(telling & set(way)", "any(telling & set(way)"),
                ('lost_ways == len(one["ways"])', "lost_ways"), ("False not in held", "True in held")],
    "two_ways_safe": [("if all(any(", 'if len(key["ways"]) == 1 and all(any('),
                      ("if all(telling", 'if len(one["ways"]) < 2 and all(telling')],
    "all_nodes": [('all(any(tells(node, way, key["day"]) for node in way)',
                   'all(all(tells(node, way, key["day"]) for node in way[1:-1])'),
                  ("all(telling & set(way)", "all(set(way[1:-1]) <= telling")],
    "nothing": [("all(telling & set(way)", "all(set(way) <= telling"), ("found.append(position)", "found + [position]"),
                ("if known and one", "if len(known) == len(way) and one")],
    "first_way": [('for way in key["ways"])', 'for way in key["ways"][:1])'), ('all(telling & set(way) for way in one["ways"])',
                                                                             'telling & set(one["ways"][0])'),
                  ('for way in one["ways"]]', 'for way in one["ways"][1:] or [way]]')],
    "first_day": [("compromised[node] - kept_days", "min(compromised.values()) - kept_days"),
                  ("day - kept_days <= one", "min(compromised.values()) - kept_days <= one"),
                  ("day - kept_days for name", "max(compromised.values()) - kept_days for name")],
    "between_only": [("for node in way)", "for node in way[1:-1])"), ("telling & set(way)", "telling & set(way[1:-1])"),
                     ("for name in way if", "for name in way[1:-1] if")],
    "ends_only": [("for node in way)", "for node in (way[0], way[-1]))"), ("telling & set(way)", "telling & ends"),
                  ("for n in way[1:-1])", "for n in (way[0], way[-1]))")],
    "safe": [("if all(any(", "if not all(any("), ("if all(telling", "if not all(telling"), ("flatnonzero(fallen)", "flatnonzero(~fallen)")],
    "days": [("found.append(position)", 'found.append(key["day"])'), ("positions.append(i)", 'positions.append(one["day"])')],
    "from_one": [("found.append(position)", "found.append(position + 1)"), ("positions.append(i)", "positions.append(i + 1)"),
                 ("np.flatnonzero(fallen)", "np.flatnonzero(fallen) + 1")],
    "truth_values": [("np.flatnonzero(fallen)", "fallen"),
                     ("    return found\n", "    return [position in found for position in range(len(deliveries))]\n"),
                     ("return positions", "return [int(i in positions) for i in range(len(deliveries))]")],
}
