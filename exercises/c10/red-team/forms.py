import numpy as np

from qedu import attacks, devices, exchange, links, protocols


def build(link):
    receiver = devices.Receiver(link["efficiency"], link["dark_counts"], link["threshold"], link["double_clicks"], link["alarm"])
    line = links.Link("toy", 0.2, link["efficiency"], link["dark_counts"], link["misalignment"], random_roles=link["random_roles"])
    return protocols.bb84(link["p_z"]), line.at(link["distance_km"], links.single_photon()), receiver


def right__search(link):
    """Try what there is, and return what works."""
    protocol, setup, receiver = build(link)
    share = devices.resend_share(setup)
    plans = [("foreseen_bases", {}, devices.foreseen_bases(link["guess"])),
             ("intercept_resend", {"basis": "z"}, attacks.intercept_resend(basis="z")),
             ("time_shift", {}, devices.time_shift(link["early"], link["late"])),
             ("bright_pulses", {"resend": share}, devices.bright_pulses(receiver, resend=share))]
    if receiver.window and not receiver.rings(receiver.window[0]):
        plans.append(("blinding", {"power": receiver.window[0], "resend": share}, devices.blinding(receiver, resend=share)))
    for name, settings, attack in plans:
        run = exchange(protocol, attack, link=setup)
        if run.qber <= 0.03 and run.eve_information >= 0.9 and 0.9 < run.gain / setup.gain[0] < 1.1:
            return name, settings


def right__own(link):
    """With operators of one's own where Z is nearly always right, and not all of the pulses touched."""
    usual = link["efficiency"] * 10 ** (-0.2 * link["distance_km"] / 10)
    low, high = sorted(link["threshold"])
    if link["p_z"] > 0.9:
        return [("saw 0", np.diag([1, 0])), ("saw 1", np.array([[0, 0], [0, 1]]))]
    if high < 2 * low and (link["alarm"] is None or link["alarm"] > high):
        return ["blinding", {"power": high, "resend": 2 * usual, "fraction": 0.95}]
    if link["double_clicks"] == "drop":
        return "bright_pulses", {"photons": 2000, "resend": 2.05 * usual}
    if not link["random_roles"] and max(link["early"]) > 100 * min(link["early"]):
        return ("time_shift", {"p_early": 0.5})
    return "foreseen_bases"


def an_object__attack(link):
    protocol, setup, receiver = build(link)
    return devices.blinding(receiver, resend=devices.resend_share(setup))


def an_object__in_settings(link):
    return "blinding", {"resend": build(link)[2]}


def an_object__run(link):
    protocol, setup, receiver = build(link)
    return exchange(protocol, devices.foreseen_bases(1.0), link=setup)


def not_a_plan__dict(link):
    return {"blinding": {"resend": 0.02}}


def not_a_plan__figures(link):
    return 0.0, 1.0, 1.0


def not_a_plan__matrices(link):
    return [np.diag([1, 0]), np.diag([0, 1])]


def unknown_attack__bits(link):
    return "foreseen_bits", {"guess": 1.0}


def unknown_attack__node(link):
    return "leaking_node", {"share": 1.0}


def not_eves__guess(link):
    return "foreseen_bases", {"guess": 1.0}


def not_eves__receiver(link):
    return "blinding", {"receiver": build(link)[2], "resend": 0.02}


def not_eves__times(link):
    return "time_shift", {"early": (1.0, 0.0), "late": (0.0, 1.0)}


def not_eves__distance(link):
    return "blinding", {"distance_km": 0}


def not_a_setting__vector(link):
    return "intercept_resend", {"basis": (0, 0, 1)}


def not_a_setting__two(link):
    return "blinding", {"power": link["threshold"], "resend": 0.02}


def no_attack__incomplete(link):
    return [("saw 0", np.diag([1, 0]))]


def no_attack__twice(link):
    """Each photon twice."""
    return [("kept", np.eye(2)), ("sent", np.eye(2))]


def no_attack__same_record(link):
    return [("0", np.diag([1, 0])), ("0", np.diag([0, 1]))]


def no_attack__untouched(link):
    return [("untouched", np.diag([1, 0])), ("saw 1", np.diag([0, 1]))]


def no_attack__share(link):
    return "blinding", {"resend": 1.5}


def rings__always(link):
    return "blinding", {"resend": devices.resend_share(build(link)[1])}


def rings__disarmed(link):
    """The link's own dict is changed, which the check does not see."""
    link["alarm"] = None
    return "blinding", {"power": max(link["threshold"]), "resend": devices.resend_share(build(link)[1])}


def too_many_errors__intercept(link):
    return "intercept_resend", {}


def too_many_errors__own(link):
    """Records that say what they like."""
    return [("surely 0", np.diag([1, 0])), ("surely 1", np.diag([0, 1]))]


def too_many_errors__bright(link):
    return "bright_pulses", {"resend": devices.resend_share(build(link)[1])}


def knows_too_little__nothing(link):
    return [("untouched", np.eye(2))]


def knows_too_little__lies(link):
    return [("the bit is 0", np.eye(2) / 2**0.5), ("the bit is 1", np.eye(2) / 2**0.5)]


def knows_too_little__cloner(link):
    return "phase_covariant_cloner", {"qber": 0.01}


EDITS = {
    "rings": [(" and not receiver.rings(power)", ""), (' and (link["alarm"] is None or link["alarm"] > high)', "")],
    "too_many_errors": [("power < 2 * min(link", "0 < min(link"), ('link["p_z"] > 0.9', 'link["p_z"] > 0.4'),
                        ('link["guess"] > 0.9', 'link["guess"] > 0.4')],
    "too_few_clicks": [("share, power = devices.resend_share(setup)", "share, power = devices.resend_share(setup) / 2"),
                       ('"resend": 2 * usual', '"resend": usual', "2.05 * usual", "usual")],
    "too_many_clicks": [('"blinding", {"resend": share}', '"blinding", {}'), ('"bright_pulses", {"resend": share}', '"bright_pulses", {}'),
                        ('"resend": 2 * usual, ', ""), ('"photons": 2000, "resend": 2.05 * usual', '"photons": 2000')],
    "knows_too_little": [('"fraction": 0.95', '"fraction": 0.5'), ('return "blinding", {"resend": share}', 'return "time_shift", {}')],
}
