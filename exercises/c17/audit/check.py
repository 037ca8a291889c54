from qedu import policy
from qedu.grading.answers import AsRead, Unfit, present
from qedu.grading.exercise import Call, Exercise, Mistake

from ..common import Names

KINDS = ("missing as zero", "no source", "year mix", "currency mix")
PLACES = ("Arland", "Borland", "Corland", "Dorland", "Erland", "Forland", "Garland", "Horland")
SOURCES = ("budget act", "press release of the ministry", "report of the auditors", "strategy paper")
ROWS = [
    {"place": "Arland", "value": 250, "unit": "million EUR", "year": 2023, "source": "budget act"},
    {"place": "Borland", "value": 0, "unit": "million EUR", "year": 2023, "source": ""},
    {"place": "Corland", "value": None, "unit": "million USD", "year": 2021, "source": ""},
    {"place": "Dorland", "value": 1.2, "unit": "billion EUR", "year": 2020, "source": "press release of the ministry"},
]


class Flaws(AsRead):
    """A dict from names of flaws to lists of places, in any order."""

    def read(self, value):
        present(value)
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise Unfit("no_dict")
        try:
            found = {str(key).strip(): Names().read(places) for key, places in value.items()}
        except Unfit as error:
            raise Unfit("no_dict" if error.key == "no_names" else error.key, **error.details) from None
        if not set(found) <= set(KINDS):
            raise Unfit("other_keys")
        return found


def is_there(row):
    return row["value"] is not None


def places(rows):
    return [row["place"] for row in rows]


def everywhere(rows, entry):
    return places(rows)


def audit(rows, *, known=is_there, zero=lambda row: row["value"] == 0 and not row["source"],
          no_source=lambda row: row["value"] != 0 and not row["source"], unit=lambda row: row["unit"], named=everywhere, listed=None):
    """The audit, with any question asked otherwise."""
    table = [row for row in rows if known(row)]
    tests = {"year": lambda row: row["year"], "unit": unit}
    mixed = {entry: named(table if listed is None else listed(rows), test) if len({test(row) for row in table}) > 1 else []
             for entry, test in tests.items()}
    return dict(zip(KINDS, (places(filter(zero, table)), places(filter(no_source, table)), mixed["year"], mixed["unit"])))


def found(**options):
    return lambda rows: {kind: there for kind, there in audit(rows, **options).items() if there}


def _one(place):
    return lambda rows: dict(list(found()(rows).items())[place:][:1])


def unlike(reference):
    """The places whose entry differs from that of one row, or from the most frequent one."""
    def named(rows, test):
        values = [test(row) for row in rows]
        return [row["place"] for row in rows if test(row) != reference(values)]

    return named


def zeros_do_not_mix(rows):
    """Years and units of zeros are not looked at, while their places stand in the lists."""
    of_figures = found(known=lambda row: bool(row["value"]))(rows)
    return {kind: there for kind, there in found()(rows).items() if "mix" not in kind or kind in of_figures}


class Audit(Exercise):
    """Ten tables; each slip changes the answer for some of them, and no two slips give the same answers."""

    answer = Flaws()
    example = Call(rows=ROWS)
    draws = 10

    def tells(self, calls, right):
        return self.told_apart(calls, right, within=True)

    def draw(self, rng):
        """Four to seven rows of which some are of another year, currency or size, without a source, zero, or without a figure."""
        def mostly(usual, others, share):
            return others[rng.integers(len(others))] if rng.random() < share else usual

        year, coin, size = int(rng.integers(2019, 2027)), str(rng.choice(["EUR", "USD", "JPY"])), str(rng.choice(["million", "billion"]))
        some = [float(rng.choice([0, 0, 0.25])) for _ in range(3)]
        rows = []
        for place in rng.permutation(len(PLACES))[:int(rng.integers(4, 8))]:
            kind = rng.choice(["figure", "zero", "none"], p=[0.6, 0.22, 0.18])
            value = {"figure": int(rng.integers(1, 900)), "zero": 0, "none": None}[str(kind)]
            unit = f"{mostly(size, ['million', 'billion'], some[0])} {mostly(coin, ['EUR', 'USD', 'JPY'], some[1])}"
            rows.append({"place": PLACES[place], "value": value, "unit": unit,
                         "year": mostly(year, [year - 1, year - 2, year + 1], some[2]),
                         "source": mostly(SOURCES[rng.integers(len(SOURCES))], [""], 0.8 if value is None else 0.3)})
        return Call(rows=rows)

    def right(self, rows):
        return {flaw.kind: list(flaw.places) for flaw in policy.audit(rows)}

    def unknown(self, calls, returned, values, off, near):
        """If the places are wrong under one flaw alone, it is named."""
        flaws = {kind for place in off for kind in KINDS if values[place].get(kind) != self.answer.read(self.right(
            **calls[place].arguments)).get(kind)}
        if len(flaws) == 1 and any(values):
            return Mistake("one_flaw", calls[off[0]], returned[off[0]], {"flaw": flaws.pop()})
        return super().unknown(calls, returned, values, off, near)

    wrong = {
        "empty_entries": audit,
        "stated_zero": (found(zero=lambda row: row["value"] == 0),
                        found(zero=lambda row: row["value"] == 0, no_source=lambda row: not row["source"])),
        "zero_twice": found(no_source=lambda row: not row["source"]),
        "zeros_left_out": (found(known=lambda row: bool(row["value"])), zeros_do_not_mix),
        "missing_counted": (
            found(known=lambda row: True), found(known=lambda row: True, no_source=lambda row: bool(row["value"]) and not row["source"]),
            found(known=lambda row: True, zero=lambda row: not row["value"] and not row["source"],
                  no_source=lambda row: bool(row["value"]) and not row["source"]), found(listed=lambda rows: rows)),
        "size_ignored": found(unit=lambda row: row["unit"].split()[-1]),
        "only_the_odd_ones": (found(named=unlike(lambda values: values[0])),
                              found(named=unlike(lambda values: max(values, key=values.count)))),
        "first_flaw_only": (_one(0), _one(-1)),
    }
