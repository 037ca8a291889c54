def right__loop(keys, eps_sec, eps_cor, needs, measured):
    eps = 0.0
    for _ in range(keys):
        eps += eps_sec
        eps += eps_cor
    broken, unknown = [], []
    for name, limit in needs.items():
        if name not in measured:
            unknown.append(name)
        elif not measured[name] <= limit:
            broken.append(name)
    return eps, broken, unknown


def right__sets(keys, eps_sec, eps_cor, needs, measured):
    both = set(needs) & set(measured)
    broken = {name for name in both if measured[name] / needs[name] > 1}
    return sum([keys * eps_sec, keys * eps_cor]), broken, set(needs) - both


def right__joint(keys, eps_sec, eps_cor, needs, measured):
    """The chance that at least one of independent failures happens, for small numbers the same."""
    import math
    fine = keys * (math.log1p(-eps_sec) + math.log1p(-eps_cor))
    broken = tuple(k for k, v in needs.items() if measured.get(k, v) > v)
    return -math.expm1(fine), broken, tuple(k for k in needs if measured.get(k) is None)


EDITS = {
    "one_key": [("keys * (eps_sec + eps_cor)", "eps_sec + eps_cor"),
                ("    for _ in range(keys):\n        eps += eps_sec\n        eps += eps_cor",
                 "    eps = max(eps_sec, eps_cor)")],
    "one_eps": [("keys * (eps_sec + eps_cor)", "keys * eps_sec"), ("        eps += eps_sec\n", ""),
                ("[keys * eps_sec, keys * eps_cor]", "[keys * eps_sec]")],
    "multiplied": [("keys * (eps_sec + eps_cor)", "keys * eps_sec * eps_cor"),
                   ("keys * (eps_sec + eps_cor)", "(eps_sec + eps_cor) ** keys"),
                   ("sum([keys * eps_sec, keys * eps_cor])", "(eps_sec + eps_cor) / keys")],
    "lost_digits": [("keys * (eps_sec + eps_cor)", "1 - (1 - eps_sec - eps_cor) ** keys"),
                    ("sum([keys * eps_sec, keys * eps_cor])", "1 - (1 - eps_sec) ** keys * (1 - eps_cor) ** keys")],
    "silence_is_consent": [("broken, unknown\n", "broken, []\n"), ("            unknown.append(name)", "            pass"),
                           (", set(needs) - both", ", set()")],
    "silence_is_failure": [("if name in measured and measured[name] > needs[name]",
                            "if not (name in measured and measured[name] <= needs[name])"),
                           ("            unknown.append(name)", "            broken.append(name)"),
                           ("measured.get(k, v) > v", "measured.get(k, 1e9) > v")],
    "wrong_side": [("measured[name] > needs[name]", "measured[name] < needs[name]"),
                   ("not measured[name] <= limit", "measured[name] <= limit"),
                   ("measured[name] / needs[name] > 1", "needs[name] / measured[name] > 1"), (" and measured[name] > needs[name]", "")],
    "limit_fails": [("measured[name] > needs[name]", "measured[name] >= needs[name]"),
                    ("not measured[name] <= limit", "not measured[name] < limit"),
                    ("measured[name] / needs[name] > 1", "measured[name] / needs[name] >= 1")],
    "lists_swapped": [("broken, unknown\n", "unknown, broken\n"), ("broken, set(needs) - both", "set(needs) - both, broken")],
    "not_needed": [("set(needs) - both", "set(needs) ^ set(measured)"), ("name not in measured]",
                    "name not in measured] + [m for m in measured if m not in needs]"),
                   ("set(needs) - both", "set(measured) - both")],
    "not_names": [("broken, unknown\n", "len(broken), len(unknown)\n"), ("unknown.append(name)", "unknown.append((name, limit))"),
                  ("broken, set(needs) - both", "broken, {name: needs[name] for name in set(needs) - both}")],
}
