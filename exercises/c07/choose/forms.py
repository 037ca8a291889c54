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


def by_errors__ladder(devices_trusted, source_trusted, many_photons, qber):
    if qber < 0.11:
        return "BB84"
    return "six-state" if qber < 0.126 else "none"


def by_errors__list(devices_trusted, source_trusted, many_photons, qber):
    return [word for limit, word in ((0.11, "BB84"), (0.126, "six-state"), (1, "none")) if qber < limit][0]


def trusts_devices__ladder(devices_trusted, source_trusted, many_photons, qber):
    if not source_trusted:
        return "BBM92" if qber < 0.11 else "none"
    if many_photons:
        return "decoy or SARG04" if qber < 0.11 else "none"
    return "BB84" if qber < 0.11 else "six-state" if qber < 0.126 else "none"


def trusts_devices__word(devices_trusted, source_trusted, many_photons, qber):
    word = "BBM92" if not source_trusted else "decoy or SARG04" if many_photons else "BB84"
    if qber < 0.11:
        return word
    return "six-state" if word == "BB84" and qber < 0.126 else "none"


def trusts_source__ladder(devices_trusted, source_trusted, many_photons, qber):
    if not devices_trusted:
        return "device-independent" if qber < 0.071 else "none"
    if many_photons:
        return "decoy or SARG04" if qber < 0.11 else "none"
    return "BB84" if qber < 0.11 else "six-state" if qber < 0.126 else "none"


def trusts_source__word(devices_trusted, source_trusted, many_photons, qber):
    word, limit = ("decoy or SARG04", 0.11) if many_photons else ("BB84", 0.11) if qber < 0.11 else ("six-state", 0.126)
    if not devices_trusted:
        word, limit = "device-independent", 0.071
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


def one_limit__no_six(devices_trusted, source_trusted, many_photons, qber):
    if qber >= 0.11:
        return "none"
    if not devices_trusted:
        return "device-independent"
    if not source_trusted:
        return "BBM92"
    return "decoy or SARG04" if many_photons else "BB84"


def one_limit__devices(devices_trusted, source_trusted, many_photons, qber):
    if devices_trusted and source_trusted and not many_photons:
        return "BB84" if qber < 0.11 else "six-state" if qber < 0.126 else "none"
    word = "decoy or SARG04" if devices_trusted and source_trusted else "BBM92" if devices_trusted else "device-independent"
    return word if qber < 0.11 else "none"


def at_the_limit__included(devices_trusted, source_trusted, many_photons, qber):
    if not devices_trusted:
        return "device-independent" if qber <= 0.071 else "none"
    if not source_trusted:
        return "BBM92" if qber <= 0.11 else "none"
    if many_photons:
        return "decoy or SARG04" if qber <= 0.11 else "none"
    return "BB84" if qber <= 0.11 else "six-state" if qber <= 0.126 else "none"


def at_the_limit__turned(devices_trusted, source_trusted, many_photons, qber):
    word = ("device-independent" if not devices_trusted else "BBM92" if not source_trusted
            else "decoy or SARG04" if many_photons else "BB84")
    limit = 0.071 if not devices_trusted else 0.11
    if not qber > limit:
        return word
    return "six-state" if word == "BB84" and not qber > 0.126 else "none"
