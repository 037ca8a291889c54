def right__table(usual, seen):
    """Signs in a table: part, whole, and the word."""
    signs = [("light", "pulses", "click"), ("echo", "pulses", "leak"), ("double", "pulses", "dropping"), ("edge", "clicks", "detectors")]
    for part, whole, word in signs:
        if seen[part] * usual[whole] > 2 * usual[part] * seen[whole]:
            return word
    weak_now = seen["weak_clicks"] * seen["pulses"] / (seen["weak_pulses"] * seen["clicks"])
    weak_then = usual["weak_clicks"] * usual["pulses"] / (usual["weak_pulses"] * usual["clicks"])
    if weak_now < weak_then / 2:
        return "photon"
    wrong_now, wrong_then = seen["errors"] / seen["tested"], usual["errors"] / usual["tested"]
    return "cannot tell" if wrong_now <= 2 * wrong_then else "none"


def right__of_clicks(usual, seen):
    """Double clicks as a share of the clicks, which is as good a share as that of the pulses."""
    changes = {part: seen[part] / seen[whole] * usual[whole] / usual[part] for part, whole in (
        ("light", "pulses"), ("echo", "pulses"), ("double", "clicks"), ("edge", "clicks"), ("errors", "tested"))}
    for part, word in (("light", "click"), ("echo", "leak"), ("double", "dropping"), ("edge", "detectors")):
        if changes[part] > 2:
            return word
    compared = (counts["weak_clicks"] / counts["weak_pulses"] / counts["clicks"] * counts["pulses"] for counts in (seen, usual))
    if next(compared) < 0.5 * next(compared):
        return "photon"
    return "none" if changes["errors"] > 2 else "cannot tell"


def right__rates(usual, seen):
    """All shares first, and the word from the bottom to the top."""
    def rates(counts):
        clicks = counts["clicks"] / counts["pulses"]
        return {"errors": counts["errors"] / counts["tested"], "weak": clicks / (counts["weak_clicks"] / counts["weak_pulses"]),
                "edge": counts["edge"] / counts["clicks"], "double": counts["double"] / counts["pulses"],
                "echo": counts["echo"] / counts["pulses"], "light": counts["light"] / counts["pulses"]}

    words = {"errors": "none", "weak": "photon", "edge": "detectors", "double": "dropping", "echo": "leak", "light": "click"}
    now, then, found = rates(seen), rates(usual), "cannot tell"
    for sign in words:
        if now[sign] > 2 * then[sign]:
            found = words[sign]
    return found


def counts_compared__table(usual, seen):
    more = [key for key in ("light", "echo", "double", "edge", "errors") if seen[key] > 2 * usual[key]]
    words = {"light": "click", "echo": "leak", "double": "dropping", "edge": "detectors", "errors": "none"}
    if more and more[0] != "errors":
        return words[more[0]]
    if seen["weak_clicks"] < usual["weak_clicks"] / 2:
        return "photon"
    return "none" if more else "cannot tell"


def errors_only__more(usual, seen):
    return "none" if seen["errors"] / seen["tested"] > 2 * usual["errors"] / usual["tested"] else "cannot tell"


def errors_only__rate(usual, seen):
    now, then = seen["errors"] / seen["tested"], usual["errors"] / usual["tested"]
    return "cannot tell" if 0.5 < now / then < 2 else "none"


def errors_only__always(usual, seen):
    return "none"


EDITS = {
    "counts_compared": [("seen[part] / seen[whole] / (usual[part] / usual[whole])", "seen[part] / usual[part]",
                         ' / times("clicks", "pulses") < 0.5', " < 0.5")],
    "fewer_errors": [('    if times("light", "pulses") > 2:', '    if not 0.5 < times("errors", "tested") < 2:\n        return "none"\n'
                      '    if times("light", "pulses") > 2:'),
                     ("    for part, whole, word in signs:",
                      '    rate = seen["errors"] / seen["tested"] / (usual["errors"] / usual["tested"])\n'
                      '    if rate > 2 or rate < 0.5:\n        return "none"\n    for part, whole, word in signs:')],
    "any_change_of_doubles": [('    if times("light", "pulses") > 2:',
                               '    if not 0.5 < times("double", "pulses") < 2:\n        return "dropping"\n'
                               '    if times("light", "pulses") > 2:'),
                              ("    return found", '    return found if 0.5 < now["double"] / then["double"] < 2 else "dropping"')],
    "all_is_well": [('"cannot tell"', '"none"')],
    "edges_missed": [('    if times("edge", "clicks") > 2:\n        return "detectors"\n', ""), (', ("edge", "clicks", "detectors")]', "]"),
                     ('"edge": "detectors", ', "")],
    "splitting_missed": [('    if times("weak_clicks", "weak_pulses") / times("clicks", "pulses") < 0.5:\n        return "photon"\n', ""),
                         ('"weak": "photon", ', ""), ('    if weak_now < weak_then / 2:\n        return "photon"\n', "")],
    "weak_alone": [(' / times("clicks", "pulses") < 0.5', ' < 0.5'),
                   ('    if times("light", "pulses") > 2:', '    if times("weak_clicks", "weak_pulses") < 0.5:\n        return "photon"\n'
                    '    if times("light", "pulses") > 2:'),
                   ("    for part, whole, word in signs:",
                      '    if seen["weak_clicks"] / seen["weak_pulses"] < usual["weak_clicks"] / usual["weak_pulses"] / 2:\n'
                    '        return "photon"\n    for part, whole, word in signs:')],
    "doors_swapped": [('"light"', '"door"', '"echo"', '"light"', '"door"', '"echo"'), ('"echo": "leak", "light": "click"',
                      '"echo": "click", "light": "leak"')],
}
