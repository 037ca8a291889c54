STEPS = ["A1", "A2", "B1", "B2", "C1", "C2"]


def right__climb(profile, me):
    found = {}
    for area in ("I", "II", "III"):
        start = 0 if me[area] is None else STEPS.index(me[area]) + 1
        end = 0 if profile[area] is None else STEPS.index(profile[area]) + 1
        found[area] = len(STEPS[start:end])
    return found


def right__texts(profile, me):
    def count(area):
        return sum((me[area] or "") < step <= (profile[area] or "") for step in STEPS)

    return {area: count(area) for area in profile}


def below_zero__numbers(profile, me):
    number = {level: place for place, level in enumerate([None, *STEPS])}
    return {area: number[profile[area]] - number[me[area]] for area in me}


def distance__both(profile, me):
    there, back = right__climb(profile, me), right__climb(me, profile)
    return {area: there[area] + back[area] for area in there}


def surplus_pays__in_order(profile, me):
    lacks, spare = right__climb(profile, me), sum(right__climb(me, profile).values())
    for area in ("I", "II", "III"):
        while spare and lacks[area]:
            lacks[area], spare = lacks[area] - 1, spare - 1
    return lacks


def surplus_pays__total(profile, me):
    total = sum(right__climb(profile, me).values()) - sum(right__climb(me, profile).values())
    return dict.fromkeys(profile, max(0, total))


def surplus_pays__best(profile, me):
    best = max((level for level in me.values() if level), default=None)
    return right__climb(profile, dict.fromkeys(me, best))


def none_wanted__at_the_end(profile, me):
    ladder = [*STEPS, None]
    heights = {area: 0 if me[area] is None else STEPS.index(me[area]) + 1 for area in me}
    return {area: max(0, ladder.index(profile[area]) + 1 - heights[area]) for area in profile}


def letters_only__from_none(profile, me):
    letters = [None, "A", "B", "C"]
    return {area: max(0, letters.index(profile[area] and profile[area][0]) - letters.index(me[area] and me[area][0])) for area in profile}


def wanted_only__if_lacking(profile, me):
    whole = right__climb(profile, dict.fromkeys(me))
    return {area: whole[area] if missing else 0 for area, missing in right__climb(profile, me).items()}


RETURNS = {
    "sign": {"clipped": "right__climb(me, profile)"},
    "none_is_first": {"of_the_person": 'right__climb(profile, {area: me[area] if me[area] else "A1" for area in me})'},
    "none_wanted": {"as_first": 'right__climb({area: wanted or "A1" for area, wanted in profile.items()}, me)',
                    "as_any": 'right__texts({area: wanted or "C2" for area, wanted in profile.items()}, me)'},
    "letters_only": {"ord": '{area: max(0, ord((profile[area] or "A")[0]) - ord((me[area] or "A")[0])) for area in profile}'},
    "wanted_only": {"ground": "right__climb(profile, dict.fromkeys(me))"},
}

EDITS = {
    "sign": [("ladder.index(wanted) - ladder.index(me[area])", "ladder.index(me[area]) - ladder.index(wanted)"),
             ("STEPS[start:end]", "STEPS[end:start]")],
    "below_zero": [("max(ladder.index(wanted) - ladder.index(me[area]), 0)", "ladder.index(wanted) - ladder.index(me[area])"),
                   ("len(STEPS[start:end])", "end - start")],
    "distance": [("max(ladder.index(wanted) - ladder.index(me[area]), 0)", "abs(ladder.index(wanted) - ladder.index(me[area]))"),
                 ("len(STEPS[start:end])", "abs(end - start)")],
    "none_is_first": [('[None, "A1", "A2"', '["A1", "A2"', "ladder.index(wanted)", 'ladder.index(wanted or "A1")', "ladder.index(me[area])",
                       'ladder.index(me[area] or "A1")'), ('me[area] or ""', 'me[area] or "A1"')],
    "yes_or_no": [("max(ladder.index(wanted) - ladder.index(me[area]), 0)", "int(ladder.index(wanted) > ladder.index(me[area]))"),
                  ("len(STEPS[start:end])", "end > start"), ("return sum(", "return any(")],
    "one_too_many": [("max(ladder.index(wanted) - ladder.index(me[area]), 0)", "max(ladder.index(wanted) - ladder.index(me[area]) + 1, 0)"),
                     ("< step <=", "< step <")],
}
