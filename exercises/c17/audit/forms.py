def right__loop(rows):
    found, years, units, there = {}, [], [], []
    for row in rows:
        if row["value"] is None:
            continue
        there.append(row["place"])
        years.append(row["year"])
        units.append(row["unit"])
        if row["source"] == "":
            kind = "missing as zero" if row["value"] == 0 else "no source"
            found.setdefault(kind, []).append(row["place"])
    if any(year != years[0] for year in years):
        found["year mix"] = there
    if any(unit != units[0] for unit in units):
        found["currency mix"] = there
    return found


def right__one_by_one(rows):
    table = list(filter(lambda row: row["value"] is not None, rows))
    names = [row["place"] for row in table]
    answer = {}
    zeros = {row["place"] for row in table if row["value"] == 0 and len(row["source"]) == 0}
    others = {row["place"] for row in table if row["value"] != 0 and len(row["source"]) == 0}
    if zeros:
        answer["missing as zero"] = sorted(zeros)
    if others:
        answer["no source"] = sorted(others)
    for key, entry in (("year mix", "year"), ("currency mix", "unit")):
        values = [row[entry] for row in table]
        if values and values.count(values[0]) < len(values):
            answer[key] = names
    return answer


def zeros_left_out__of_mixes(rows):
    other = {row["place"]: row for row in rows if row["value"]}
    return {kind: places for kind, places in right__loop(rows).items() if kind in ("missing as zero", "no source")
            or len({row["year" if kind == "year mix" else "unit"] for row in other.values()}) > 1}


def first_flaw_only__first(rows):
    for kind, places in right__one_by_one(rows).items():
        return {kind: places}
    return {}


def first_flaw_only__last(rows):
    found = list(right__one_by_one(rows).items())
    return dict(found[-1:])


def one_flaw__next_to_each_other(rows):
    found = right__one_by_one(rows)
    table = [row for row in rows if row["value"] is not None]
    found.pop("currency mix", None)
    pairs = [one["place"] for one, other in zip(table, table[1:]) if one["unit"] != other["unit"]]
    return found | ({"currency mix": pairs} if pairs else {})


def empty_entries__all(rows):
    found = right__loop(rows)
    return {kind: found.get(kind, []) for kind in ("missing as zero", "no source", "year mix", "currency mix")}


RETURNS = {
    "one_flaw": {"no_years": '{kind: places for kind, places in right__loop(rows).items() if kind != "year mix"}'},
    "no_dict": {"list": "list(right__loop(rows))", "text": '{kind: ", ".join(places) for kind, places in right__loop(rows).items()}'},
    "other_keys": {"spelled": '{kind.replace(" ", "_"): places for kind, places in right__loop(rows).items()}',
                   "unit": '{kind.replace("currency", "unit"): places for kind, places in right__loop(rows).items()}'},
}

EDITS = {
    "empty_entries": [("found.items() if places}", "found.items()}")],
    "missing_counted": [('if row["value"] is not None]', "]"), ('        if row["value"] is None:\n            continue\n', ""),
                        ('row["value"] is not None, rows', "True, rows"),
                        ('everywhere = [row["place"] for row in known]', 'everywhere = [row["place"] for row in rows]')],
    "zeros_left_out": [('if row["value"] is not None]', 'if row["value"]]'), ('if row["value"] is None:', 'if not row["value"]:'),
                       ('row["value"] is not None, rows', 'row["value"], rows')],
    "stated_zero": [('for row in unsaid if row["value"] == 0]', 'for row in known if row["value"] == 0]'),
                    ('if row["value"] == 0 and len(row["source"]) == 0}', 'if row["value"] == 0}')],
    "zero_twice": [('for row in unsaid if row["value"] != 0]', 'for row in unsaid]'),
                   ('if row["value"] != 0 and len(row["source"]) == 0}', 'if len(row["source"]) == 0}')],
    "size_ignored": [('row["unit"] for row in known', 'row["unit"][-3:] for row in known'), ('units.append(row["unit"])',
                      'units.append(row["unit"].split()[1])')],
    "only_the_odd_ones": [('everywhere if len({row["year"] for row in known}) > 1 else []',
                           '[row["place"] for row in known if row["year"] != known[0]["year"]]',
                           'everywhere if len({row["unit"] for row in known}) > 1 else []',
                           '[row["place"] for row in known if row["unit"] != known[0]["unit"]]'),
                          ("answer[key] = names",
                           "answer[key] = [row['place'] for row in table if row[entry] != max(values, key=values.count)]")],
}
