import numpy as np


def right__pairs(values, people):
    apart = abs(values[:, None] - values[None, :])
    weight = people[:, None] * people[None, :]
    return (apart * weight).sum() / 2 / (values * people).sum() / people.sum()


def right__loop(values, people):
    before, held_before, area = 0, 0, 0
    for value, number in sorted(zip(values, people)):
        area += number * (held_before + value * number / 2)
        held_before += value * number
        before += number
    return 1 - 2 * area / (before * held_before)


def richest_first__reversed(values, people):
    return -right__pairs(values, people)


def people_left_behind__sorted(values, people):
    values = np.sort(values)
    held = values * people
    return 1 - 2 * (people * (np.cumsum(held) - held / 2)).sum() / held.sum() / people.sum()


def people_left_behind__axis(values, people):
    order = np.argsort(values)
    y = np.cumsum((values * people)[order])
    y = np.append(0, y / y[-1])
    x = np.append(0, np.cumsum(people) / people.sum())
    return 1 - np.sum((y[1:] + y[:-1]) * (x[1:] - x[:-1]))


def people_on_one_axis__values(values, people):
    order = np.argsort(values)
    held = np.cumsum(values[order])
    x, y = np.cumsum(people[order]) / people.sum(), held / held[-1]
    return 1 - sum((y + np.append(0, y[:-1])) * np.diff(np.append(0, x)))


def people_on_one_axis__places(values, people):
    order = np.argsort(values)
    held = np.append(0, np.cumsum((values * people)[order]))
    return 1 - np.mean(held[1:] + held[:-1]) / held[-1]


EDITS = {
    "unsorted": [("np.argsort(values)", "np.arange(len(values))"), ("sorted(zip(values, people))", "zip(values, people)")],
    "richest_first": [("np.argsort(values)", "np.argsort(-values)"), ("sorted(zip(values, people))", "sorted(zip(values, people))[::-1]")],
    "people_ignored": [("(values * people)[order]", "values[order]", "np.cumsum(people[order]) / people.sum()",
                        "np.arange(1, len(values) + 1) / len(values)"),
                       ("weight = people[:, None] * people[None, :]", "weight = 1", "(values * people).sum() / people.sum()",
                        "values.sum() / len(values)"), ("zip(values, people)", "zip(values, np.ones(len(values)))")],
    "values_shared_out": [("np.argsort(values)", "np.argsort(values * people)"), ("values[:, None] - values[None, :]",
                           "(values / people)[:, None] - (values / people)[None, :]", "(values * people).sum()", "values.sum()"),
                          ("sorted(zip(values, people))", "sorted(zip(values / people, people))")],
    "people_on_one_axis": [("value * number", "value")],
    "rectangles": [("(share_held[1:] + share_held[:-1]) / 2", "share_held[1:]"),
                   ("(share_held[1:] + share_held[:-1]) / 2", "share_held[:-1]"),
                   ("held_before + value * number / 2", "held_before"), ("np.append(0, np.cumsum(people[order]) / people.sum())",
                    "np.cumsum(people[order]) / people.sum()", "np.append(0, held / held[-1])", "held / held[-1]")],
    "area_returned": [("return 1 - 2 * area\n", "return area\n"), ("return 1 - 2 * area\n", "return 2 * area\n"),
                      ("return 1 - 2 * area / (before * held_before)", "return 0.5 - area / (before * held_before)")],
}
