def right__words(log):
    words = {word for entry in log for word in entry.split()}
    if "measured" in words:
        return "trusted node"
    return "repeater" if "half" in words else "twin-field"


def right__loop(log):
    kind = "twin-field"
    for entry in log:
        if "measured" in entry:
            return "trusted node"
        if "stored half" in entry:
            kind = "repeater"
    return kind


def two_sides__always(log):
    return "twin-field"


def two_sides__both(log):
    sides = {entry.split()[-1] for entry in log if "photon" in entry}
    if len(sides) == 2:
        return "twin-field"
    return "repeater"


def announces__so_trusted(log):
    if "announced" in log:
        return "trusted node"
    return "repeater" if any("half" in entry for entry in log) else "twin-field"


def announces__so_not_trusted(log):
    if "announced" not in log:
        return "trusted node"
    return "repeater" if any("half" in entry for entry in log) else "twin-field"


EDITS = {
    "joint_is_reading": [('entry.startswith("measured")', 'entry.startswith(("measured", "joint"))'),
                         ('if "measured" in words', 'if "measured" in words or "joint" in words'),
                         ('if "measured" in entry', 'if "measured" in entry or "joint" in entry')],
    "pairs_read": [('entry.startswith("measured")', 'entry.startswith(("measured", "stored"))'),
                   ('return "repeater" if "half" in words else "twin-field"',
                    'return "trusted node" if "half" in words and "joint" in words else "twin-field"'),
                   ('            kind = "repeater"\n', '            return "trusted node"\n')],
    "stores_so_repeater": [('    if any(entry.startswith("measured") for entry in log):\n        return "trusted node"\n', "",
                            '"stored half") for entry in log):\n        return "repeater"\n',
                            '"stored") for entry in log):\n        return "repeater"\n'
                            '    if any(entry.startswith("measured") for entry in log):\n        return "trusted node"\n'),
                           ('    if "measured" in words:\n        return "trusted node"\n    '
                            'return "repeater" if "half" in words else "twin-field"',
                            '    if "stored" in words:\n        return "repeater"\n    '
                            'return "twin-field" if "joint" in words else "trusted node"')],
    "first_entries": [("for entry in log)", "for entry in log[:2])"), ("for entry in log for word", "for entry in log[-2:] for word"),
                      ("for entry in log:\n", "for entry in log[:2]:\n")],
}
