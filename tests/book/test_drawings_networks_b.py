"""What the drawings of the later lessons on networks show, against products, sums and a search written out here."""

from itertools import combinations

from qedu.book import drawings
from qedu.widgets.catalogue.infrastructure import trust_map

SHOWN = drawings.read("chapters/4-infrastructure/networks")


def row(name, which):
    return next(one["cells"].split() for one in SHOWN[name]["grid"]["rows"] if one["name"] == which)


def test_the_links_of_the_drawn_way_have_the_weights_of_their_fidelities():
    lines = [part["line"] for part in SHOWN["way-of-a-pair"]["chain"][0]["parts"] if "line" in part]
    assert lines == [f"w = {(4 * fidelity - 1) / 3:.3f}, {rate} a second" for fidelity, rate in ((0.96, 30), (0.96, 20), (0.98, 12))]


def test_the_pool_rises_and_falls_as_it_is_drawn():
    came, asked, left = (row("pool-in-time", name) for name in ("a key comes", "one is asked for", "in the pool"))
    lost, refused, keys = [], [], 2
    for come, ask in zip(came, asked):
        lost.append("✕" if come == "●" and keys == 3 else "-")
        keys = min(3, keys + (come == "●"))
        refused.append("✕" if ask == "●" and keys == 0 else "-")
        keys = max(0, keys - (ask == "●"))
        assert left[len(lost) - 1] == str(keys)
    assert row("pool-in-time", "a key is lost") == lost and row("pool-in-time", "refused") == refused
    assert (came.count("●"), asked.count("●"), lost.count("✕"), refused.count("✕")) == (8, 8, 2, 1)     # as the caption says


def test_the_bars_of_cuts_are_what_the_widest_ways_left_bring():
    """Each pair's rate is the largest one at which links of no less still join it: links are added from the widest on."""
    rates = {frozenset(line.ends): line.key_rate / 1e3 for line in trust_map.network().connections}
    users = trust_map.network().users

    def reached(one, wide):
        """Who has a way from there over these links; users hand nothing on."""
        found, new = {one}, {one}
        while new:
            new = {name for ends in wide if ends & new for name in ends} - found
            found |= new
            new -= set(users)
        return found

    def left(cut):
        return sum(max((rate for rate in rates.values()
                        if other in reached(one, [ends for ends, width in rates.items() if width >= rate and ends != cut])), default=0)
                   for one, other in combinations(users, 2))

    for step in SHOWN["cuts"]["bars"]["steps"]:
        cut = None if "nothing" in step["label"] else frozenset(step["label"].split(",")[0].lower().split("–"))
        assert cut is None or cut in rates
        assert left(cut) == step["left"], step
    widest = [ends for ends, rate in rates.items() if rate == max(rates.values())]
    assert len(widest) == 2 and frozenset(("lab", "park")) in widest


def test_only_who_answers_before_writing_can_give_a_key_twice():
    """The two steps as two facts: whether the pool still has the key, and whether the caller has it, after none, one and both of them."""
    for which, steps in (("writes first", ("take", "answer")), ("answers first", ("answer", "take"))):
        seen, pool, caller = [], True, False
        for step in (None, *steps):
            pool, caller = pool and step != "take", caller or step == "answer"
            seen.append("both" if pool and caller else "pool" if pool else "spent")
        assert row("two-orders", which) == seen
