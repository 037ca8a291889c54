def meant_for(date, buyer):
    return any(date["country"] == region for region in buyer["regions"]) and any(date["scope"] == scope for scope in buyer["fits"])


def right__comprehensions(buyer, deadlines):
    mine = [date for date in deadlines if meant_for(date, buyer)]
    gone = {date["id"]: date for date in mine if not date["by"] >= buyer["finish"]}
    duty = [name for name, date in gone.items() if (date["word"], date["draft"]) == ("required", False)]
    return duty, [name for name in gone if name not in duty]


def right__numbers(buyer, deadlines):
    end = [int(part) for part in buyer["finish"].split("-")]
    lists = {True: set(), False: set()}
    for date in deadlines:
        if date["scope"] not in buyer["fits"]:
            continue
        if date["country"] not in buyer["regions"]:
            continue
        if [int(part) for part in date["by"].split("-")] < end:
            lists[date["word"] == "required" and not date["draft"]].add(date["id"])
    return lists[True], lists[False]


def other_names__what(buyer, deadlines):
    duty, rest = right__comprehensions(buyer, deadlines)
    return [date["what"] for date in deadlines if date["id"] in duty], [date["what"] for date in deadlines if date["id"] in rest]


def other_names__days(buyer, deadlines):
    return tuple({date["by"] for date in deadlines if date["id"] in names} for names in right__comprehensions(buyer, deadlines))


def no_names__rows(buyer, deadlines):
    duty, rest = right__comprehensions(buyer, deadlines)
    return [date for date in deadlines if date["id"] in duty], [date for date in deadlines if date["id"] in rest]


def no_names__counts(buyer, deadlines):
    duty, rest = right__comprehensions(buyer, deadlines)
    return len(duty), len(rest)


RETURNS = {
    "always_empty": {"equal": 'right__comprehensions({**buyer, "fits": [buyer["fits"]]}, deadlines)', "lists": "[], []"},
    "no_names": {"texts": 'tuple(", ".join(names) for names in right__comprehensions(buyer, deadlines))'},
}

EDITS = {
    "either_one": [('date["country"] in buyer["regions"] and date["scope"] in buyer["fits"] and date["by"]',
                    '(date["country"] in buyer["regions"] or date["scope"] in buyer["fits"]) and date["by"]'),
                   ('meant_for(date, buyer)', '(date["country"] in buyer["regions"] or date["scope"] in buyer["fits"])')],
    "as_forecast": [('date["by"] < buyer["finish"]', 'int(date["by"][:4]) < int(buyer["finish"][:4]) + buyer["shelf_life"]'),
                    ('.split("-")]\n    lists', '.split("-")]\n    end[0] = end[0] + buyer["shelf_life"]\n    lists'),
                    ('not date["by"] >= buyer["finish"]',
                     'not date["by"] >= str(int(buyer["finish"][:4]) + buyer["shelf_life"]) + buyer["finish"][4:]')],
    "other_country": [('date["country"] in buyer["regions"] and ', ''),
                      ('meant_for(date, buyer)', 'date["scope"] in buyer["fits"]'),
                      ('        if date["country"] not in buyer["regions"]:\n            continue\n', '')],
    "scope_ignored": [(' and date["scope"] in buyer["fits"]', ''), ('meant_for(date, buyer)', 'date["country"] in buyer["regions"]'),
                      ('        if date["scope"] not in buyer["fits"]:\n            continue\n', '')],
    "one_region": [('date["country"] in buyer["regions"]', 'date["country"] == buyer["regions"][0]'),
                   ('date["country"] not in buyer["regions"]', 'date["country"] != buyer["regions"][-1]')],
    "advice_binds": [('date["word"] == "required" and', 'date["word"] in ("required", "recommended") and'),
                     ('(date["word"], date["draft"]) == ("required", False)', 'date["word"] in ("required", "recommended", "target")'),
                     ('date["word"] == "required" and not date["draft"]', 'True')],
    "draft_binds": [(' and not date["draft"]', ''), ('(date["word"], date["draft"]) == ("required", False)', 'date["word"] == "required"'),
                    ('date["word"] == "required" and not date["draft"]', 'date["word"] in ("required", "disallowed")'),
                    ('(date["word"], date["draft"]) == ("required", False)', 'date["word"] in ("required", "disallowed", "deprecated")')],
    "last_day": [('date["by"] < buyer', 'date["by"] <= buyer'), ('not date["by"] >=', 'not date["by"] >'), ('"-")] < end', '"-")] <= end')],
    "years_only": [('date["by"] < buyer["finish"]', 'date["by"][:4] < buyer["finish"][:4]'), ('"-")] < end', '"-")][:1] < end[:1]'),
                   ('not date["by"] >= buyer["finish"]', 'int(date["by"][:4]) <= int(buyer["finish"][:4])')],
    "still_ahead": [('date["by"] < buyer', 'date["by"] >= buyer'), ('not date["by"] >=', 'date["by"] >='), ('"-")] < end', '"-")] > end')],
    "all_dates": [(' and date["by"] < buyer["finish"]', ''), (' if not date["by"] >= buyer["finish"]', ''),
                  ('[int(part) for part in date["by"].split("-")] < end', 'True')],
}
