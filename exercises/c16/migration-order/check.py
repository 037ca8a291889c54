import numpy as np

from qedu import policy
from qedu.grading.exercise import Call, Exercise, Mistake

from ..common import Names

NAMES = ("patient files", "staff log-in", "press office", "orders to devices", "pay slips", "building plans", "minutes of the board",
         "backups", "door locks", "payments", "sensors", "visitors")
HOSPITAL = [
    {"name": "press office", "kind": "secret", "shelf_life": 1, "migration": 1, "value": 2, "cost": 1},
    {"name": "staff log-in", "kind": "signed", "shelf_life": 30, "migration": 3, "value": 9, "cost": 2},
    {"name": "patient files", "kind": "secret", "shelf_life": 20, "migration": 4, "value": 6, "cost": 7},
    {"name": "orders to devices", "kind": "signed", "shelf_life": 10, "migration": 9, "value": 8, "cost": 9},
]


def secret_for(system):
    return system["shelf_life"] if system["kind"] == "secret" else 0


def needed(system):
    """Years that a machine must be away."""
    return secret_for(system) + system["migration"]


def exchanged(system):
    return system["migration"] + system["shelf_life"] - secret_for(system)


def by(key, largest=True):
    def order(systems):
        return [system["name"] for system in sorted(systems, key=key, reverse=largest)]

    return order


def total(system):
    return system["shelf_life"] + system["migration"]


class MigrationOrder(Exercise):
    """Six to eight systems, so different that each wrong rule gives an order of its own."""

    answer = Names(ordered=True)
    example = Call(systems=HOSPITAL)

    def draw(self, rng):
        size = int(rng.integers(6, 9))
        names = [NAMES[place] for place in rng.permutation(len(NAMES))[:size]]
        marks = {entry: rng.permutation(most)[:size] + 1 for entry, most in (
            ("shelf_life", 30), ("migration", 12), ("value", 10), ("cost", 10))}
        systems = [{"name": name, "kind": "signed" if i % 2 else "secret", **{entry: int(mark[i]) for entry, mark in marks.items()}}
                   for i, name in enumerate(names)]
        systems = [systems[place] for place in rng.permutation(size)]
        return Call(systems=systems) if self._tells(systems) else None

    def _tells(self, systems):
        """No two systems are equal in any time, and no two rules give the same order, be they right or wrong."""
        times = (needed, total, exchanged)
        orders = [{tuple(way(systems)) for way in (ways if isinstance(ways, tuple) else (ways,))}
                  for ways in (by(needed), *self.wrong.values())]
        return (all(len({time(system) for system in systems}) == len(systems) for time in times)
                and sum(map(len, orders)) == len(set().union(*orders)))

    def right(self, systems):
        """By how long data are exposed if the machine were there today: the margin of Mosca's inequality."""
        margins = policy.mosca([system["shelf_life"] * (system["kind"] == "secret") for system in systems],
                               [system["migration"] for system in systems], 0)
        return [systems[place]["name"] for place in np.argsort(-margins)]

    def unknown(self, calls, returned, values, off, near):
        """A list that lacks a system, or has one twice, is told so."""
        for place in off:
            if sorted(values[place]) != sorted(system["name"] for system in calls[place].arguments["systems"]):
                return Mistake("not_each_once", calls[place], returned[place])
        return super().unknown(calls, returned, values, off, near)

    wrong = {
        "least_urgent_first": by(needed, False),
        "by_cost": (by(lambda s: s["cost"]), by(lambda s: s["cost"], False)),
        "by_value": (by(lambda s: s["value"]), by(lambda s: s["value"], False), by(lambda s: s["value"] / s["cost"]),
                     by(lambda s: s["cost"] / s["value"])),
        "signed_like_secret": (by(total), by(total, False)),
        # Without a move all signed systems are equal, and stand in the order of the list or of their names.
        "shelf_life_only": (*(by(key, largest) for largest in (True, False) for key in (lambda s: s["shelf_life"], secret_for)),
                            by(lambda s: (-secret_for(s), s["name"]), False), by(lambda s: (secret_for(s), s["name"]))),
        "migration_only": (by(lambda s: s["migration"]), by(lambda s: s["migration"], False)),
        "kinds_exchanged": by(exchanged),
        "as_listed": (lambda systems: [s["name"] for s in systems], lambda systems: [s["name"] for s in systems][::-1],
                      lambda systems: sorted(s["name"] for s in systems)),
        "signed_last": tuple(by(lambda s, kind=kind, time=time: (s["kind"] == kind, time(s)))
                             for kind in ("secret", "signed") for time in (needed, total)),
    }
