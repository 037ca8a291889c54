from qedu.grading.answers import Choice
from qedu.grading.exercise import Call, Exercise

TRUSTED, TWIN, REPEATER = "trusted node", "twin-field", "repeater"


def has(log, *starts):
    return any(entry.startswith(starts) for entry in log)


def written(rng, kind, rounds):
    """A log of so many rounds: in some nothing works, and light may come from either side first."""
    log = []
    for number in range(rounds):
        sides = ["left", "right"] if rng.random() < 0.5 else ["right", "left"]
        if number and rng.random() < 0.4:                       # only one of the two came
            log.append(f"photon {sides[0]}")
            continue
        for side in sides:
            log.append(f"photon {side}")
            if kind == REPEATER:
                log.append(f"stored half {side}")
            if kind == TRUSTED:
                log.append(f"measured {rng.integers(2)}")
                if rng.random() < 0.5:
                    log.append("stored bit")
        if kind != TRUSTED:
            log.append(f"joint {rng.integers(2)}{rng.integers(2)}")
        log += ["announced"] * int(rng.random() < 0.7)
    return log


class WhichStation(Exercise):
    """Nine logs, three of each kind, in random order: some begin or end with light alone, some announce nothing, and some
    trusted nodes store no bit, so that no single other entry tells them apart."""

    answer = Choice(TRUSTED, TWIN, REPEATER)
    example = Call(log=["photon left", "stored half left", "photon right", "stored half right", "joint 10", "announced"])

    def further(self, rng):
        drawn = []
        for kind in (TRUSTED, TWIN, REPEATER):
            for rounds in (1, 3, 5):
                drawn.append(written(rng, kind, rounds))
        # One that measures and stores no bit, and one of each kind that begins and ends with light, and announces nothing.
        drawn[0] = ["photon right", "measured 1", "photon left", "measured 0", "announced"]
        drawn[1] = ["photon left", *drawn[1], "stored bit", "photon right"]
        drawn[4] = ["photon left", *(entry for entry in drawn[4] if entry != "announced"), "photon right"]
        drawn[7] = ["photon left", *(entry for entry in drawn[7] if entry != "announced"), "photon right"]
        return [Call(log=drawn[place]) for place in rng.permutation(len(drawn))]

    def right(self, log):
        return TRUSTED if has(log, "measured") else REPEATER if has(log, "stored half") else TWIN

    wrong = {
        "joint_is_reading": (lambda log: TRUSTED if has(log, "measured", "joint") else REPEATER if has(log, "stored") else TWIN,
                             lambda log: TRUSTED),
        "pairs_read": (lambda log: TRUSTED if has(log, "measured", "stored") else TWIN,
                       lambda log: TRUSTED if has(log, "measured") or has(log, "stored half") and has(log, "joint") else TWIN),
        "stores_so_repeater": (lambda log: REPEATER if has(log, "stored") else TRUSTED if has(log, "measured") else TWIN,
                               lambda log: REPEATER if has(log, "stored") else TWIN if has(log, "joint") else TRUSTED),
        "two_sides": (lambda log: TWIN if has(log, "photon left") and has(log, "photon right")
                      else TRUSTED if has(log, "measured") else REPEATER, lambda log: TWIN),
        "announces": (lambda log: REPEATER if has(log, "stored half") and has(log, "announced") else
                      TWIN if has(log, "announced") else TRUSTED,
                      lambda log: TRUSTED if has(log, "announced") else REPEATER if has(log, "stored half") else TWIN,
                      lambda log: TRUSTED if not has(log, "announced") else REPEATER if has(log, "stored half") else TWIN),
        "first_entries": tuple(lambda log, piece=piece: WhichStation.right(None, piece(log)) for piece in (
            lambda log: log[:2], lambda log: log[:3], lambda log: log[-2:], lambda log: log[-3:])),
    }
