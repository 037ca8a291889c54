"""Six toy links with a hole each, and what an attack achieves on them, by `qedu.exchange`."""

from functools import lru_cache

from qedu import attacks, devices, exchange, links, protocols
from qedu.grading.checks.plans import Plan, of_ones_own
from qedu.grading.exercise import Call, Exercise, Mistake

#: What Eve must reach.
KNOWN, ERRORS, CLICKS = 0.9, 0.03, (0.9, 1.1)

#: Settings that are Eve's, by attack.
SETTINGS = {"blinding": {"power", "resend"}, "bright_pulses": {"photons", "resend"}, "time_shift": {"p_early"}, "foreseen_bases": set(),
            "intercept_resend": {"basis"}, "phase_covariant_cloner": {"qber"}}

#: Of what goes wrong on some of the links, the first of these is said.
ORDER = ("no_attack", "rings", "too_many_errors", "too_few_clicks", "too_many_clicks", "knows_too_little")


def build(link):
    """The same as in the text, which a student may have changed."""
    receiver = devices.Receiver(link["efficiency"], link["dark_counts"], link["threshold"], link["double_clicks"], link["alarm"])
    return protocols.bb84(link["p_z"]), line_of(link), receiver


def line_of(link):
    """The line and its photons, of which alone one can say how many findings Eve passes on."""
    line = links.Link("toy", 0.2, link["efficiency"], link["dark_counts"], link["misalignment"], random_roles=link["random_roles"])
    return line.at(link["distance_km"], links.single_photon())


def attack_of(link, receiver, plan):
    """The attack on this link, and the power of its light if Bob's meter can ring for it."""
    name, settings = plan
    if name is None:
        return of_ones_own(settings), 0.0
    settings = dict(settings)
    fraction, power = settings.pop("fraction", 1.0), 0.0
    if name == "blinding":
        power = settings.get("power", max(receiver.threshold))
        attack = devices.blinding(receiver, power, resend=settings.get("resend", 1.0))
    elif name == "bright_pulses":
        attack = devices.bright_pulses(receiver, **settings)
    elif name == "time_shift":
        attack = devices.time_shift(link["early"], link["late"], **settings)
    elif name == "foreseen_bases":
        attack = devices.foreseen_bases(link["guess"])
    elif name == "intercept_resend":
        attack = attacks.intercept_resend(**settings)
    else:
        attack = attacks.phase_covariant_cloner(**settings)
    return attacks.partial(attack, fraction), power


def outcome(link, plan):
    """The mistake that an attack makes on a link, with what its message names; None if it works."""
    return _outcome(tuple((key, tuple(value) if key in ("threshold", "early", "late") else value) for key, value in link.items()), plan)


@lru_cache(maxsize=4096)
def _outcome(items, plan):
    link = dict(items)
    told = {"link": f"dict({', '.join(f'{key}={value!r}' for key, value in items)})"}
    protocol, line, receiver = build(link)
    try:
        attack, power = attack_of(link, receiver, plan)
        run = exchange(protocol, attack, link=line)
        clicks = run.gain / line.gain[0]
    except (TypeError, ValueError) as error:            # a setting out of its range, operators that are no attack, a basis that is none
        return "no_attack", {**told, "error": str(error).partition("\n")[0][:200]}
    told["clicks"] = f"{clicks:.2g}"
    if receiver.rings(power):
        return "rings", {**told, "power": f"{power:.3g}"}
    if not run.sifted_fraction > 0:
        return "too_few_clicks", told
    if not run.qber <= ERRORS:
        return "too_many_errors", {**told, "errors": f"{100 * run.qber:.2g} in 100"}
    if not CLICKS[0] <= clicks <= CLICKS[1]:
        return "too_few_clicks" if clicks < 1 else "too_many_clicks", told
    if not run.eve_information >= KNOWN:
        return "knows_too_little", {**told, "known": f"{abs(round(run.eve_information, 3)):.3g}"}
    return None


def spread(rng, efficiency, ratio, early_first=True):
    """Efficiencies of shifted pulses: one detector so many times better, and together about as good as both are otherwise."""
    whole = 2 * efficiency * rng.uniform(0.97, 1.03)
    pair = tuple(round(float(whole * part / (1 + ratio)), 6) for part in (ratio, 1))
    return (pair, pair[::-1]) if early_first else (pair[::-1], pair)


def gives_away(calls):
    """Whether a number in the description of a link, which messages print, is by chance the share to resend on another."""
    texts = [f"{value!r}" for call in calls for value in call.arguments["link"].values()]
    shares = [devices.resend_share(line_of(call.arguments["link"])) for call in calls]
    return any(f"{share:.{digits}f}" in text for share in shares for digits in (2, 3, 4) for text in texts)


class RedTeam(Exercise):
    """Five links besides the example, one for each hole, in random order; what is no hole looks like one on some.

    The margins of the holes are such that each of them can be used with any of the misalignments drawn, and no other attack of those
    offered works: tests/exercises/test_red_team.py goes through them.
    """

    answer = Plan(SETTINGS)
    example = Call(link={
        "distance_km": 40.0, "efficiency": 0.15, "dark_counts": 1e-6, "misalignment": 0.005, "p_z": 0.6, "threshold": (1.0, 1.3),
        "alarm": None, "double_clicks": "random", "early": (0.21, 0.09), "late": (0.11, 0.19), "random_roles": False, "guess": 0.7})

    def draw(self, rng, hole, hidden, swapped):
        efficiency = round(float(rng.uniform(0.1, 0.3)), 3)
        low = round(float(rng.uniform(0.8, 1.2)), 2)
        near, far = round(low * float(rng.uniform(1.1, 1.7)), 2), round(low * float(rng.uniform(2.1, 2.8)), 2)
        first = bool(rng.integers(2))
        # Where there is no hole for bright light, a meter is set too low for it, or no power commands both detectors.
        high, alarm = (near, round(low * float(rng.uniform(0.3, 0.9)), 2)) if hidden else (far, None)
        if hole == "blinding":
            high, alarm = near, (None, round(low * float(rng.uniform(2.05, 4)), 2))[int(rng.integers(2))]
        ratio = rng.uniform(300, 900) if hole == "time_shift" or swapped else rng.uniform(1.5, 8)
        early, late = spread(rng, efficiency, ratio, bool(rng.integers(2)))
        return Call(link={
            "distance_km": round(float(rng.uniform(25, 70)), 1), "efficiency": efficiency,
            "dark_counts": float(f"{10 ** rng.uniform(-7.5, -6):.2g}"),
            "misalignment": round(float(rng.uniform(0.002, 0.006)), 4),
            "p_z": round(float(rng.uniform(0.94, 0.98) if hole == "one_rate" else rng.uniform(0.5, 0.75)), 3),
            "threshold": (low, high) if first else (high, low), "alarm": alarm,
            "double_clicks": "drop" if hole == "bright_pulses" else "random", "early": early, "late": late, "random_roles": swapped,
            "guess": round(float(rng.uniform(0.96, 0.99) if hole == "foreseen_bases" else rng.uniform(0.5, 0.85)), 3)})

    def calls(self, rng):
        others, shift = ["bright_pulses", "time_shift", "foreseen_bases", "one_rate"], "time_shift"
        # Of the links without a hole for bright light two have a meter, and of those without one for a shift some swap roles.
        metered = dict(zip(others, rng.permutation([True, True, False, False]).tolist()))
        swapped = dict(zip(["blinding", "bright_pulses", "foreseen_bases", "one_rate"],
                           rng.permutation([True, True, False, False]).tolist()))
        drawn = [self.drawn(rng, hole, metered.get(hole, False), hole != shift and swapped[hole]) for hole in ["blinding", *others]]
        if gives_away([self.example, *drawn]):
            return self.calls(rng)
        return [self.example, *(drawn[place] for place in rng.permutation(len(drawn)))], None

    def judge(self, calls, answers, secret):
        found = {}
        for call, (returned, *_) in zip(calls, answers):
            if fault := outcome(call.arguments["link"], self.read(call, returned)):
                found.setdefault(fault[0], Mistake(fault[0], call, returned, fault[1]))
        return next((found[key] for key in ORDER if key in found), None)
