def right__payments(items, watch, years, rate, ranges):
    def payments(items, watch):
        hours = 168 * watch["sites"] * watch["posts"]
        staff = hours / (watch["working_hours"] - watch["working_hours"] * watch["absence"])
        paid = []
        for item in items:
            in_use, stock = item["quantity"], item["quantity"] * item["spares"]
            day = 0
            while day < years:
                paid.append((day, (in_use + stock) * item["price"]))
                day = day + item["life_years"]
            paid += [(t + 1, in_use * item["yearly"]) for t in range(years)]
        return paid + [(t + 1, staff * watch["yearly_pay"]) for t in range(years)]

    def worth(items, watch):
        return sum(amount / (1 + rate) ** t for t, amount in payments(items, watch))

    moves = []
    for name, (entry, low, high) in ranges.items():
        found = []
        for value in (low, high):
            others = [dict(item) for item in items]
            own = next((item for item in others if item["name"] == name), None)
            guard = dict(watch)
            (guard if own is None else own)[entry] = value
            found.append(worth(others, guard))
        moves.append((max(found) - min(found), name))
    return worth(items, watch), [name for _, name in sorted(moves)[::-1]]


def right__year_by_year(items, watch, years, rate, ranges):
    def total(items, watch):
        present = watch["working_hours"] * (1 - watch["absence"])
        running = 168 / present * watch["posts"] * watch["sites"] * watch["yearly_pay"]
        running += sum(item["yearly"] * item["quantity"] for item in items)
        value = 0.0
        for year in reversed(range(years + 1)):
            new = sum(item["price"] * item["quantity"] * (1 + item["spares"]) for item in items
                      if year % item["life_years"] == 0 and year < years)
            value = value / (1 + rate) + new + (running if year > 0 else 0)
        return value

    table = {item["name"]: item for item in items} | {"guards": watch}

    def at(name, value):
        changed = {**table, name: {**table[name], ranges[name][0]: value}}
        return total([changed[item["name"]] for item in items], changed["guards"])

    def apart(name):
        return -abs(at(name, ranges[name][1]) - at(name, ranges[name][2]))

    return total(items, watch), sorted(ranges, key=apart)


def right__puts_back(items, watch, years, rate, ranges):
    def total():
        return right__year_by_year(items, watch, years, rate, {})[0]

    moves = {}
    for name, (entry, low, high) in ranges.items():
        own = next((item for item in items if item["name"] == name), watch)
        before, ends = own[entry], []
        for own[entry] in (low, high):
            ends.append(total())
        own[entry] = before
        moves[name] = abs(ends[0] - ends[1])
    items.sort(key=lambda item: item["name"])           # in another order, and the same network
    return total(), sorted(moves, key=moves.get, reverse=True)


def not_discounted__no_rate(items, watch, years, rate, ranges):
    return right__payments(items, watch, years, 0, ranges)


def left_at_an_end__written_in(items, watch, years, rate, ranges):
    moves = {}
    for name, (entry, *ends) in ranges.items():
        own = next((item for item in items if item["name"] == name), watch)
        found = []
        for own[entry] in ends:
            found.append(right__payments(items, watch, years, rate, {})[0])
        moves[name] = abs(found[1] - found[0])
    return right__payments(items, watch, years, rate, {})[0], sorted(moves, key=moves.get, reverse=True)


def left_at_an_end__copies_of_lists_only(items, watch, years, rate, ranges):
    order, mine = right__payments(items, watch, years, rate, ranges)[1], items.copy()
    for item in mine:
        entry, low, _ = ranges[item["name"]]
        item[entry] = low
    watch[ranges["guards"][0]] = ranges["guards"][1]
    return right__year_by_year(items, watch, years, rate, {})[0], order


def width_of_the_range__absolute(items, watch, years, rate, ranges):
    return right__payments(items, watch, years, rate, ranges)[0], sorted(ranges, key=lambda name: ranges[name][1] - ranges[name][2])


def width_of_the_range__relative(items, watch, years, rate, ranges):
    return right__payments(items, watch, years, rate, ranges)[0], sorted(ranges, key=lambda name: ranges[name][1] / ranges[name][2])


def dearest_first__alone(items, watch, years, rate, ranges):
    def costs(name):
        own = [item for item in items if item["name"] == name]
        return right__payments(own, watch if name == "guards" else {**watch, "sites": 0}, years, rate, {})[0]

    return right__payments(items, watch, years, rate, ranges)[0], sorted(ranges, key=costs, reverse=True)


def dearest_first__by_what_is_left(items, watch, years, rate, ranges):
    whole = right__payments(items, watch, years, rate, {})[0]
    without = {item["name"]: right__payments([other for other in items if other is not item], watch, years, rate, {})[0] for item in items}
    without["guards"] = right__payments(items, {**watch, "posts": 0}, years, rate, {})[0]
    return whole, sorted(ranges, key=lambda name: without[name])


def as_listed__listed(items, watch, years, rate, ranges):
    return right__payments(items, watch, years, rate, ranges)[0], list(ranges)


def as_listed__alphabet(items, watch, years, rate, ranges):
    return right__payments(items, watch, years, rate, ranges)[0], sorted(ranges)


def no_names__pairs(items, watch, years, rate, ranges):
    total, order = right__payments(items, watch, years, rate, ranges)
    return total, [(name, *ranges[name]) for name in order]


def no_names__first(items, watch, years, rate, ranges):
    total, order = right__payments(items, watch, years, rate, ranges)
    return total, order[0]


EDITS = {
    "no_yearly": [(' + item["quantity"] * item["yearly"] * a_year', ""),
                  ('            paid += [(t + 1, in_use * item["yearly"]) for t in range(years)]\n', ""),
                  ('        running += sum(item["yearly"] * item["quantity"] for item in items)\n', "")],
    "spares": [(' * (1 + item["spares"])', ""), ("(in_use + stock)", "in_use"), ("(in_use + stock)", "(in_use + item['spares'])"),
               ("(in_use + stock)", "(in_use + (stock if day == 0 else 0))")],
    "no_guards": [('found = people * watch["yearly_pay"] * a_year', "found = 0"),
                  (' + [(t + 1, staff * watch["yearly_pay"]) for t in range(years)]', ""),
                  ('running = 168 / present * watch["posts"] * watch["sites"] * watch["yearly_pay"]', "running = 0")],
    "number_of_guards": [(' * 168 / (watch["working_hours"] * (1 - watch["absence"]))', ""),
                       ('(watch["working_hours"] - watch["working_hours"] * watch["absence"])', 'watch["working_hours"]'),
                       ('watch["sites"] * watch["posts"] * 168', 'watch["posts"] * 168'),
                       ('(1 - watch["absence"])\n        running', '1 / (1 + watch["absence"])\n        running')],
    "bought_once": [('np.arange(0, years, item["life_years"])', "np.zeros(1)"), ('day = day + item["life_years"]', "day = years"),
                    ('year % item["life_years"] == 0 and year < years', "year == 0")],
    "bought_on_the_last_day": [("np.arange(0, years, ", "np.arange(0, years + 1, "), ("while day < years", "while day <= years"),
                               (" and year < years", "")],
    "not_discounted": [("(1 + rate) ** -times", "1.0 + 0 * times", "(1 + rate) ** -t ", "1 "), (" / (1 + rate) ** t ", " "),
                       ("value / (1 + rate)", "value")],
    "paid_at_the_start": [("range(1, years + 1)", "range(years)"), ("(t + 1, in_use", "(t, in_use", "(t + 1, staff", "(t, staff"),
                          ("(running if year > 0 else 0)", "(running if year < years else 0)")],
    "spares_run": [('+ item["quantity"] * item["yearly"]', '+ (1 + item["spares"]) * item["quantity"] * item["yearly"]'),
                   ('in_use * item["yearly"]', '(in_use + stock) * item["yearly"]'),
                   ('sum(item["yearly"] * item["quantity"] for', 'sum(item["yearly"] * (1 + item["spares"]) * item["quantity"] for')],
    "narrowest_first": [(", reverse=True", ""), ("sorted(moves)[::-1]", "sorted(moves)"), ("-abs(", "abs(")],
    "signed": [("abs(ends[1] - ends[0])", "ends[1] - ends[0]"), ("max(found) - min(found)", "found[1] - found[0]"),
               ("return -abs(at(name, ranges[name][1]) - at(name, ranges[name][2]))",
                "return at(name, ranges[name][1]) - at(name, ranges[name][2])")],
    "width_of_the_range": [("key=swing", "key=lambda name: ranges[name][2] / ranges[name][1]")],
    "one_end": [("abs(ends[1] - ends[0])", "abs(ends[1] - total(items, watch))"),
                ("max(found) - min(found)", "abs(found[0] - worth(items, watch))"),
                ("- at(name, ranges[name][2])", "- total(items, watch)")],
    "guards_not_varied": [('{**watch, entry: value} if name == "guards" else watch', "watch"),
                          ("worth(others, guard)", "worth(others, watch)"),
                          ('changed["guards"])', "watch)")],
}
