import heapq
from itertools import combinations
from math import prod

from qedu.networks import longest_wait


def right__sorted(links, a, b, floor):
    """All ways by a recursion of its own, and the time by inclusion and exclusion."""
    def go_on(way, there):
        if way[-1] == b:
            yield way, there
        else:
            for link in links:
                for here, other in (link["ends"], link["ends"][::-1]):
                    if here == way[-1] and other not in way:
                        yield from go_on(way + [other], there + [link])

    ranked = []
    for way, there in go_on([a], []):
        rates = [link["rate"] for link in there]
        mean = sum(-((-1) ** n) / sum(some) for n in range(1, len(rates) + 1) for some in combinations(rates, n))
        w = 1.0
        for link in there:
            w *= (link["fidelity"] - 0.25) / 0.75
        ranked.append((mean, way, 0.25 + 0.75 * w))
    seconds, way, fidelity = min(one for one in ranked if one[2] >= floor)
    return way, seconds, fidelity


def right__grows(links, a, b, floor):
    """Beginnings in order of their time; what is below the floor can only get worse."""
    queue = [(0.0, [a], [], 1.0)]
    while queue:
        seconds, way, rates, w = heapq.heappop(queue)
        if way[-1] == b:
            return tuple(way), seconds, (3 * w + 1) / 4
        for link in links:
            if way[-1] in link["ends"]:
                other = [end for end in link["ends"] if end != way[-1]][0]
                more = w * (4 * link["fidelity"] - 1) / 3
                if other not in way and (3 * more + 1) / 4 >= floor:
                    heapq.heappush(queue, (longest_wait(rates + [link["rate"]]), way + [other], rates + [link["rate"]], more))


def every(links, a, b):
    """All ways with their links, for the wrong answers."""
    found = []
    queue = [([a], [])]
    while queue:
        way, there = queue.pop(0)
        if way[-1] == b:
            found.append((way, there))
            continue
        for link in links:
            for here, other in (link["ends"], link["ends"][::-1]):
                if here == way[-1] and other not in way:
                    queue.append((way + [other], there + [link]))
    return found


def figures(way, there):
    return way, longest_wait([link["rate"] for link in there]), (1 + 3 * prod((4 * link["fidelity"] - 1) / 3 for link in there)) / 4


def backwards__turned(links, a, b, floor):
    way, *rest = right__grows(links, a, b, floor)
    return [*reversed(way)], *rest


def shortest__dijkstra(links, a, b, floor):
    queue, done = [(0.0, [a], [])], set()
    while queue:
        km, way, there = heapq.heappop(queue)
        if way[-1] == b:
            return figures(way, there)
        if way[-1] in done:
            continue
        done.add(way[-1])
        for link in links:
            if way[-1] in link["ends"]:
                (other,) = set(link["ends"]) - {way[-1]}
                if other not in done:
                    heapq.heappush(queue, (km + link["km"], way + [other], there + [link]))


def shortest__fewest_good_enough(links, a, b, floor):
    for way, there in every(links, a, b):
        if figures(way, there)[2] >= floor:
            return figures(way, there)


def weakest_link__returned(links, a, b, floor):
    found = []
    for way, there in every(links, a, b):
        least = min(link["fidelity"] for link in there)
        if least >= floor:
            found.append((longest_wait([link["rate"] for link in there]), way, least))
    seconds, way, least = min(found)
    return way, seconds, least


def ends_missing__repeaters(links, a, b, floor):
    way, *rest = right__sorted(links, a, b, floor)
    return [name for name in way if name not in (a, b)], *rest


def ends_missing__steps(links, a, b, floor):
    way, *rest = right__grows(links, a, b, floor)
    return [y for x, y in zip(way, way[1:])], *rest


def other_rule__infidelities(links, a, b, floor):
    found = []
    for way, there in every(links, a, b):
        fidelity = 1 - sum(1 - link["fidelity"] for link in there)
        if fidelity >= floor:
            found.append((figures(way, there)[1], way, fidelity))
    seconds, way, fidelity = min(found)
    return way, seconds, fidelity


def other_rule__mean(links, a, b, floor):
    found = [(*figures(way, there), sum(link["fidelity"] for link in there) / len(there)) for way, there in every(links, a, b)]
    way, seconds, _, mean = min((one for one in found if one[3] >= floor), key=lambda one: one[1])
    return way, seconds, mean


def all_alike__slowest(links, a, b, floor):
    best = None
    for way, there in every(links, a, b):
        mean = sum(1 / k for k in range(1, len(way))) / min(link["rate"] for link in there)
        if figures(way, there)[2] >= floor and (best is None or mean < best[1]):
            best = way, mean, figures(way, there)[2]
    return best


def one_each__dijkstra(links, a, b, floor):
    best, done = {a: (0.0, [a], [], 1.0)}, set()
    while True:
        here = min((name for name in best if name not in done), key=lambda name: best[name][0])
        done.add(here)
        seconds, way, rates, w = best[here]
        if here == b:
            return way, seconds, (1 + 3 * w) / 4
        for link in links:
            if here in link["ends"]:
                (other,) = set(link["ends"]) - {here}
                more, time = w * (4 * link["fidelity"] - 1) / 3, longest_wait([*rates, link["rate"]])
                if other not in done and (1 + 3 * more) / 4 >= floor and (other not in best or time < best[other][0]):
                    best[other] = time, [*way, other], [*rates, link["rate"]], more


def no_names__one_text(links, a, b, floor):
    way, *rest = right__grows(links, a, b, floor)
    return len(way), *rest


def no_names__steps(links, a, b, floor):
    way, *rest = right__grows(links, a, b, floor)
    return list(zip(way, way[1:])), *rest


def chosen_otherwise__narrowest_link(links, a, b, floor):
    good = []
    for way, there in every(links, a, b):
        fidelity = (1 + 3 * prod((4 * link["fidelity"] - 1) / 3 for link in there)) / 4
        if fidelity >= floor:
            good.append((way, [link["rate"] for link in there], fidelity))
    way, rates, fidelity = max(good, key=lambda one: min(one[1]))
    return way, longest_wait(rates), fidelity


RETURNS = {
    "backwards": {"from_the_other_end": "right__sorted(links, b, a, floor)"},
    "shortest": {"of_all": 'figures(*min(every(links, a, b), key=lambda one: sum(link["km"] for link in one[1])))',
                 "fewest_links": "figures(*every(links, a, b)[0])"},
    "weakest_link": {"floor": 'right__sorted([link for link in links if link["fidelity"] >= floor], a, b, 0)'},
}

EDITS = {
    "chosen_otherwise": [("seconds < best[1]", "seconds / fidelity < best[1] / best[2]"),
                         ("min(one for one in ranked if one[2] >= floor)",
                          "min((one for one in ranked if one[2] >= floor), key=lambda one: one[0] / (one[2] - 0.25))")],
    "fidelities_multiplied": [('(link["fidelity"] - 0.25) / 0.75', 'link["fidelity"]', "0.25 + 0.75 * w", "w"),
                              ('w * (4 * link["fidelity"] - 1) / 3', 'w * link["fidelity"]', "(3 * more + 1) / 4", "more",
                               "(3 * w + 1) / 4", "w"),
                              ('(1 + 3 * np.prod(weights)) / 4', 'np.prod([link["fidelity"] for link in used])')],
    "floor_ignored": [("if one[2] >= floor", "if True"), (" and (3 * more + 1) / 4 >= floor", ""),
                      ("if fidelity >= floor and (best is None or seconds < best[1])",
                       "if best is None or seconds < best[1]")],
    "best_fidelity": [("seconds < best[1]", "fidelity > best[2]"),
                      ("min(one for one in ranked if one[2] >= floor)", "max(ranked, key=lambda one: one[2])")],
    "weight_returned": [("0.25 + 0.75 * w", "w"), ("best = way, seconds, fidelity", "best = way, seconds, np.prod(weights)"),
                        ("(3 * w + 1) / 4", "w")],
    "waits_added": [('longest_wait([link["rate"] for link in used])', 'sum(1 / link["rate"] for link in used)'),
                    ("mean = sum(-((-1) ** n) / sum(some) for n in range(1, len(rates) + 1) for some in combinations(rates, n))",
                     "mean = sum(1 / rate for rate in rates)"),
                    ('(longest_wait(rates + [link["rate"]]), ', '(seconds + 1 / link["rate"], ')],
    "slowest_alone": [('longest_wait([link["rate"] for link in used])', '1 / min(link["rate"] for link in used)'),
                      ("mean = sum(-((-1) ** n) / sum(some) for n in range(1, len(rates) + 1) for some in combinations(rates, n))",
                       "mean = max(1 / rate for rate in rates)"),
                      ('(longest_wait(rates + [link["rate"]]), ', '(max(seconds, 1 / link["rate"]), ')],
    "rates_added": [('longest_wait([link["rate"] for link in used])', '1 / sum(link["rate"] for link in used)'),
                    ('longest_wait([link["rate"] for link in used])', '1 / np.mean([link["rate"] for link in used])'),
                    ("mean = sum(-((-1) ** n) / sum(some) for n in range(1, len(rates) + 1) for some in combinations(rates, n))",
                     "mean = sum(1 / rate for rate in rates) / len(rates)"),
                    ("range(1, len(rates) + 1)", "[1]", "-((-1) ** n) / sum(some)", "1 / sum(rates) / len(rates)"),
                    ('longest_wait([link["rate"] for link in used])', '1 / max(link["rate"] for link in used)')],
    "other_rule": [('(link["fidelity"] - 0.25) / 0.75', '2 * link["fidelity"] - 1', "0.25 + 0.75 * w", "0.5 + 0.5 * w"),
                   ('[(4 * link["fidelity"] - 1) / 3 for', '[(3 * link["fidelity"] - 1) / 2 for')],
    "rate_returned": [("best = way, seconds, fidelity", "best = way, 1 / seconds, fidelity", "seconds < best[1]", "seconds < 1 / best[1]"),
                      ("    return way, seconds, fidelity", "    return way, 1 / seconds, fidelity")],
    "all_alike": [('longest_wait([link["rate"] for link in used])',
                   'sum(1 / k for k in range(1, len(way))) / np.mean([link["rate"] for link in used])')],
    "slowest_way": [("seconds < best[1]", "seconds > best[1]"), ("seconds, way, fidelity = min(", "seconds, way, fidelity = max(")],
    "one_each": [("    queue = [(0.0, [a], [], 1.0)]\n", "    queue, done = [(0.0, [a], [], 1.0)], set()\n",
                  "            return tuple(way), seconds, (3 * w + 1) / 4\n",
                  "            return tuple(way), seconds, (3 * w + 1) / 4\n"
                  "        if way[-1] in done:\n            continue\n        done.add(way[-1])\n")],
}
