from itertools import combinations, product


def right__masks(covers, people, costs, budget):
    sites = list(covers)
    most = 0
    for taken in product((0, 1), repeat=len(sites)):
        there = [site for site, yes in zip(sites, taken) if yes]
        if sum(costs[site] for site in there) > budget:
            continue
        places = {place for site in there for place in covers[site]}
        most = max(most, sum(people[place] for place in places))
    open_, reached, left = dict(people), 0, budget
    while True:
        added = {site: sum(open_.get(place, 0) for place in covers[site]) for site in sites if costs[site] <= left}
        site = max(added, key=lambda site: added[site] / costs[site], default=None)
        if site is None or added[site] == 0:
            break
        reached += added[site]
        left -= costs[site]
        for place in covers[site]:
            open_.pop(place, None)
    return reached, most, (most - reached) / most


def right__recursive(covers, people, costs, budget):
    def most(sites, left, there):
        if not sites:
            return sum(people[place] for place in there)
        found = most(sites[1:], left, there)
        if costs[sites[0]] <= left:
            found = max(found, most(sites[1:], left - costs[sites[0]], there | set(covers[sites[0]])))
        return found

    def go_on(left, there):
        def new(site):
            return sum(people[place] for place in covers[site] if place not in there)

        possible = sorted((site for site in covers if left >= costs[site] and new(site)), key=lambda site: -new(site) / costs[site])
        if not possible:
            return sum(people[place] for place in there)
        return go_on(left - costs[possible[0]], there.union(covers[possible[0]]))

    by_steps, at_best = go_on(budget, set()), most(list(covers), budget, set())
    return by_steps, at_best, 1 - by_steps / at_best


def not_asked_anew__sorted(covers, people, costs, budget):
    def alone(site):
        return sum(people[place] for place in covers[site]) / costs[site]

    there, left = set(), budget
    for site in sorted(covers, key=alone, reverse=True):
        if costs[site] <= left:
            there |= set(covers[site])
            left -= costs[site]
    reached = sum(people[place] for place in there)
    best = right__masks(covers, people, costs, budget)[1]
    return reached, best, 1 - reached / best


def not_asked_anew__until_one_is_too_dear(covers, people, costs, budget):
    first = {site: sum(people[place] for place in covers[site]) / costs[site] for site in covers}
    chosen, spent = [], 0
    for site in sorted(first, key=lambda site: -first[site]):
        if spent + costs[site] > budget:
            break
        chosen += covers[site]
        spent += costs[site]
    reached = sum(people[place] for place in set(chosen))
    best = right__masks(covers, people, costs, budget)[1]
    return reached, best, 1 - reached / best


def one_site_is_best__payable(covers, people, costs, budget):
    reached = right__masks(covers, people, costs, budget)[0]
    best = max(sum(people[place] for place in covers[site]) for site in covers if costs[site] <= budget)
    return reached, best, 1 - reached / best


def one_site_is_best__combinations(covers, people, costs, budget):
    reached = right__recursive(covers, people, costs, budget)[0]
    best = 0
    for (site,) in combinations(covers, 1):
        if costs[site] <= budget:
            best = max(best, sum(map(people.get, covers[site])))
    return reached, best, (best - reached) / best


EDITS = {
    "counted_twice": [("set().union(*(covers[site] for site in sites))", "[place for site in sites for place in covers[site]]",
                       "max(payable, key=worth)", "max(payable, key=worth)", "costs[site] <= left and worth(site) > 0",
                       "site not in chosen and costs[site] <= left"),
                      ("{place for site in there for place in covers[site]}", "[place for site in there for place in covers[site]]")],
    "cost_not_weighed": [("served(chosen)) / costs[site]", "served(chosen))"), ("added[site] / costs[site]", "added[site]"),
                         ("-new(site) / costs[site]", "-new(site)")],
    "cheapest_first": [("max(payable, key=worth)", "min(payable, key=costs.get)"),
                       ("max(added, key=lambda site: added[site] / costs[site], default=None)",
                        "min((site for site in added if added[site]), key=costs.get, default=None)"),
                       ("-new(site) / costs[site]", "costs[site]")],
    "stops_early": [("if costs[site] <= left and worth(site) > 0]", "if worth(site) > 0]", "if not payable:",
                     "if not payable or costs[max(payable, key=worth)] > left:"),
                    ("covers[site]) for site in sites if costs[site] <= left}", "covers[site]) for site in sites}", "or added[site] == 0",
                     "or added[site] == 0 or costs[site] > left"),
                    ("left >= costs[site] and new(site)", "new(site)", "if not possible:",
                     "if not possible or costs[possible[0]] > left:")],
    "budget_ignored": [("\n               if sum(costs[site] for site in sites) <= budget)", ")"), ("> budget:", "> 1e9:"),
                       ("if costs[sites[0]] <= left", "if sites")],
    "budget_not_spent": [("for site in sites) <= budget", "for site in sites) < budget"),
                         ("> budget:", ">= budget:"),
                         ("costs[sites[0]] <= left", "costs[sites[0]] < left")],
    "steps_are_best": [("return served(chosen), best, 1 - served(chosen) / best",
                        "return served(chosen), served(chosen), 0"),
                       ("return reached, most, (most - reached) / most", "return reached, reached, 0.0")],
    "gap_of_the_steps": [("1 - served(chosen) / best", "best / served(chosen) - 1"),
                         ("(most - reached) / most", "(most - reached) / reached"), ("1 - by_steps / at_best", "by_steps / at_best")],
    "gap_in_people": [("1 - served(chosen) / best", "best - served(chosen)"), ("(most - reached) / most", "most - reached"),
                      ("1 - by_steps / at_best", "100 * (1 - by_steps / at_best)")],
}
