from functools import lru_cache, partial

from qedu import policy
from qedu.grading.answers import Integer, Number, Parts
from qedu.grading.exercise import Call, Exercise

PEOPLE = {"Aune": 30, "Birk": 18, "Corve": 40, "Dale": 12, "Elm": 25, "Fjell": 9}
COVERS = {"hill": ["Aune", "Birk"], "tower": ["Birk", "Corve", "Dale"], "harbour": ["Aune", "Elm"], "mill": ["Fjell"],
          "castle": ["Corve", "Elm"]}
COSTS = {"hill": 3, "tower": 5, "harbour": 4, "mill": 1, "castle": 4}
SITES = ("hill", "tower", "harbour", "mill", "castle", "bridge", "school")
PLACES = ("Aune", "Birk", "Corve", "Dale", "Elm", "Fjell", "Gard", "Holm", "Inse")


def table(covers, people, costs):
    """The numbers of `counted` for a map, which all models share."""
    return counted(tuple((site, tuple(places)) for site, places in covers.items()), tuple(people.items()), tuple(costs.items()))


@lru_cache(maxsize=8)
def counted(covers, people, costs):
    """For each choice of sites, a number whose bits say which: people served once, people counted for each site, and the cost."""
    people, costs = dict(people), dict(costs)
    bits = {place: 1 << number for number, place in enumerate(people)}
    heads = [0]                                         # people by the bits of their places
    for number in people.values():
        heads += [before + number for before in heads]
    there, each, cost = [0], [0], [0]
    for site, places in covers:
        own, alone, price = sum(bits[place] for place in places), sum(people[place] for place in places), costs[site]
        there += [before | own for before in there]
        each += [before + alone for before in each]
        cost += [before + price for before in cost]
    return [heads[served] for served in there], each, cost


def within(cost, budget):
    return cost <= budget


def exactly(cost, budget):
    return cost == budget


def steps(served, cost, budget, *, rank=lambda gain, cost: gain / cost, anew=True, goes_on=True, most=within):
    """People whom a choice step by step serves, and how near the second best site of a step came to the best."""
    chosen, near, sites = 0, 0.0, [1 << place for place in range(len(served).bit_length() - 1)]
    while True:
        worth = {}
        for site in sites:
            gain = served[chosen | site] - served[chosen]
            if not chosen & site and (gain > 0 or not anew) and (not goes_on or most(cost[chosen | site], budget)):
                worth[site] = rank(gain if anew else served[site], cost[site])
        first = max(worth, key=worth.get, default=0)
        if not first or not most(cost[chosen | first], budget):
            return served[chosen], near
        near = max([near, *(other / worth[first] for site, other in worth.items() if site != first)])
        chosen |= first


def best(served, cost, budget, *, most=within, single=False):
    """The most people of all choices, and what the cheapest such choice costs."""
    found = [(served[choice], -cost[choice]) for choice in range(len(served)) if most(cost[choice], budget)
             and not (single and choice & (choice - 1))]
    people, spent = max(found, default=(0, 0))
    return people, -spent


def _share(reached, most):
    return 1 - reached / most if most else 0.0


def plan(covers, people, costs, budget, *, stepwise=None, whole=None, twice=(), gap=_share, most=within):
    """Both numbers and the gap, with anything in them done otherwise."""
    once, each, cost = table(covers, people, costs)
    reached = steps(each if "steps" in twice else once, cost, budget, **{"most": most, **(stepwise or {})})[0]
    at_best = reached if whole is False else best(each if "best" in twice else once, cost, budget, **{"most": most, **(whole or {})})[0]
    return reached, at_best, gap(reached, at_best)


def _model(**options):
    return partial(plan, **options)


#: No mistake of its own, but one that must show: people for the cost, cut to a whole number.
WHOLE = _model(stepwise={"rank": lambda gain, cost: gain // cost + 1e-9})


class Reach(Exercise):
    """Seven sites and nine places; each step has one best site, the best choice spends all or not, and each slip shows in a number."""

    answer = Parts(Integer(0), Integer(0), Number(None, 1))
    example = Call(covers=COVERS, people=PEOPLE, costs=COSTS, budget=10)
    draws = 5                                           # with fewer, far more are drawn before each slip shows in some

    def further(self, rng):
        """Maps in which each slip shows at least once, and no two mistakes give the same answers."""
        drawn = super().further(rng)
        while True:
            right = [call.of(plan) for call in drawn]
            if any(call.of(WHOLE)[0] != found[0] for call, found in zip(drawn, right)) and self.told_apart(drawn, right):
                return drawn
            drawn = [*drawn[1:], self.drawn(rng)]

    def draw(self, rng):
        """A map on which each step has one best site, also by people alone, and on which the steps miss something."""
        people = {place: int(rng.integers(5, 90)) for place in PLACES}
        covers = {site: [PLACES[i] for i in rng.permutation(len(PLACES))[:int(rng.integers(2, 5))]] for site in SITES}
        costs = dict(zip(SITES, (int(cost) for cost in rng.permutation(len(SITES)) + 3)))
        once, _, cost = table(covers, people, costs)
        budget = int(rng.integers(14, 23))
        most, spent = best(once, cost, budget)
        if rng.random() < 0.6:
            budget = spent
        reached, near = steps(once, cost, budget)
        if near < 0.99 and reached < 0.98 * most and steps(once, cost, budget, rank=lambda gain, cost: gain)[1] < 1:
            return Call(covers=covers, people=people, costs=costs, budget=budget)

    def right(self, covers, people, costs, budget):
        found = policy.max_coverage(covers, people, budget=budget, costs=costs)
        return round(found.greedy.people), round(found.best.people), found.gap

    wrong = {
        "gap_in_people": (_model(gap=lambda reached, most: most - reached), _model(gap=lambda reached, most: 100 * _share(reached, most))),
        "gap_of_the_steps": (_model(gap=lambda reached, most: most / reached - 1), _model(gap=lambda reached, most: reached / most),
                             _model(gap=lambda reached, most: reached / most - 1)),
        "counted_twice": (_model(twice=("steps", "best")), _model(twice=("best",)), _model(twice=("steps",))),
        "steps_are_best": _model(whole=False),
        "one_site_is_best": _model(whole={"single": True}),
        "cost_not_weighed": _model(stepwise={"rank": lambda gain, cost: gain}),
        "cheapest_first": _model(stepwise={"rank": lambda gain, cost: 1 / cost}),
        "not_asked_anew": (_model(stepwise={"anew": False}), _model(stepwise={"anew": False, "goes_on": False})),
        "stops_early": _model(stepwise={"goes_on": False}),
        "budget_ignored": (_model(most=lambda cost, budget: True), _model(whole={"most": lambda cost, budget: True})),
        "all_must_be_spent": _model(whole={"most": exactly}),
        "budget_not_spent": (_model(most=lambda cost, budget: cost < budget), _model(whole={"most": lambda cost, budget: cost < budget}),
                             _model(stepwise={"most": lambda cost, budget: cost < budget})),
    }
