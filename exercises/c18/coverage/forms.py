STEPS = ["A1", "A2", "B1", "B2", "C1", "C2"]


def right__loop(chapters, done):
    best = {"I": None, "II": None, "III": None}
    for name in done:
        for area in best:
            level = chapters[name].get(area)
            if level is not None and (best[area] is None or best[area] < level):
                best[area] = level
    return best


def right__from_the_top(chapters, done):
    found = dict.fromkeys(["I", "II", "III"])
    for area in found:
        for step in STEPS:
            if any(chapters[name].get(area) == step for name in done):
                found[area] = step
    return found


def summed__rungs(chapters, done):
    found = {}
    for area in ("I", "II", "III"):
        total = sum(STEPS.index(chapters[name][area]) + 1 for name in done if area in chapters[name])
        found[area] = STEPS[min(total, 6) - 1] if total else None
    return found


def summed__chapters(chapters, done):
    count = {area: sum(area in chapters[name] for name in done) for area in ("I", "II", "III")}
    return {area: ([None] + STEPS)[min(number, 6)] for area, number in count.items()}


def averaged__floor(chapters, done):
    found = {}
    for area in ("I", "II", "III"):
        rungs = [STEPS.index(chapters[name][area]) for name in done if area in chapters[name]]
        found[area] = STEPS[sum(rungs) // len(rungs)] if rungs else None
    return found


def averaged__round(chapters, done):
    found = dict.fromkeys(["I", "II", "III"])
    for area in found:
        rungs = [1 + STEPS.index(chapters[name][area]) for name in done if area in chapters[name]]
        if rungs:
            found[area] = STEPS[round(sum(rungs) / len(rungs)) - 1]
    return found


def over_areas__all(chapters, done):
    best = max((level for level in right__loop(chapters, done).values() if level), default=None)
    return {"I": best, "II": best, "III": best}


def over_areas__those_there(chapters, done):
    found = right__loop(chapters, done)
    best = max((level for level in found.values() if level), default=None)
    return {area: level and best for area, level in found.items()}


RETURNS = {
    "last_wins": {"one_chapter": '{area: chapters[done[-1]].get(area) for area in ("I", "II", "III")}'},
    "first_level_for_none": {"or": '{area: level or "A1" for area, level in right__loop(chapters, done).items()}'},
    "area_missing": {"left_out": "{area: level for area, level in right__loop(chapters, done).items() if level}",
                     "by_chapter": '{name: chapters[name].get("I") for name in done}'},
    "no_level": {"rungs": "{area: STEPS.index(level) + 1 if level else 0 for area, level in right__loop(chapters, done).items()}",
                 "lists": '{area: [chapters[name].get(area) for name in done] for area in ("I", "II", "III")}'},
    "no_dict": {"list": "list(right__loop(chapters, done).values())", "one": 'right__loop(chapters, done)["I"] or "A1"'},
}

EDITS = {
    "all_chapters": [("for name in done if area", "for name in chapters if area"), ("for name in done:", "for name in chapters:"),
                     ("== step for name in done", "== step for name in chapters")],
    "last_wins": [("max(levels, default=None)", "levels[-1] if levels else None"), (" and (best[area] is None or best[area] < level)", ""),
                  (" and (best[area] is None or best[area] < level)", " and best[area] is None")],
    "lowest": [("max(levels", "min(levels"), ("best[area] < level", "best[area] > level"), ("in STEPS:", "in reversed(STEPS):")],
    "first_level_for_none": [("default=None", 'default="A1"'),
                             ('dict.fromkeys(["I", "II", "III"])', 'dict.fromkeys(["I", "II", "III"], "A1")')],
}
