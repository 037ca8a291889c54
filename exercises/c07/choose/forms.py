def right__nested(devices_trusted, source_trusted, many_photons, qber):
    if devices_trusted:
        if source_trusted:
            if many_photons:
                return "decoy or SARG04" if qber < 0.11 else "none"
            if qber >= 0.126:
                return "none"
            return "six-state" if qber >= 0.11 else "BB84"
        return "none" if qber >= 0.11 else "BBM92"
    return "device-independent" if qber < 0.071 else "none"


def right__table(devices_trusted, source_trusted, many_photons, qber):
    rows = [(not devices_trusted, "device-independent", 0.071), (not source_trusted, "BBM92", 0.11),
            (many_photons, "decoy or SARG04", 0.11), (qber < 0.11, "BB84", 0.11), (True, "six-state", 0.126)]
    word, limit = next((word, limit) for applies, word, limit in rows if applies)
    return word if qber < limit else "none"


def other_order__source(devices_trusted, source_trusted, many_photons, qber):
    if not source_trusted:
        return "BBM92" if qber < 0.11 else "none"
    if not devices_trusted:
        return "device-independent" if qber < 0.071 else "none"
    if many_photons:
        return "decoy or SARG04" if qber < 0.11 else "none"
    return "BB84" if qber < 0.11 else "six-state" if qber < 0.126 else "none"


def other_order__photons(devices_trusted, source_trusted, many_photons, qber):
    if many_photons:
        return "decoy or SARG04" if qber < 0.11 else "none"
    if not devices_trusted:
        return "device-independent" if qber < 0.071 else "none"
    if not source_trusted:
        return "BBM92" if qber < 0.11 else "none"
    return "BB84" if qber < 0.11 else "six-state" if qber < 0.126 else "none"


EDITS = {
    "by_errors": [("qber):\n", "qber):\n    devices_trusted, source_trusted, many_photons = True, True, False\n")],
    "trusts_devices": [("qber):\n", "qber):\n    devices_trusted = True\n")],
    "trusts_source": [("qber):\n", "qber):\n    source_trusted = True\n")],
    "one_limit": [(", 0.071", ", 0.11"), ("qber < 0.071", "qber < 0.11"), ("0.071", "0.11", "0.126", "0.11")],
    "at_the_limit": [("qber < ", "qber <= ", "qber >= ", "qber > "),
                     ("(qber < 0.11", "(qber <= 0.11", "qber < limit", "qber <= limit"),
                     ("elif qber < limit", "elif qber <= limit", "if qber < limit else", "if qber <= limit else")],
}
