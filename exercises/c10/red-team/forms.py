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


def an_object__run(link):
    protocol, setup, receiver = build(link)
    return exchange(protocol, devices.foreseen_bases(1.0), link=setup)


def rings__disarmed(link):
    """The link's own dict is changed, which the check does not see."""
    link["alarm"] = None
    return "blinding", {"power": max(link["threshold"]), "resend": devices.resend_share(build(link)[1])}


RETURNS = {
    "an_object": {"in_settings": '"blinding", {"resend": build(link)[2]}'},
    "not_a_plan": {"dict": '{"blinding": {"resend": 0.02}}', "figures": "0.0, 1.0, 1.0", "matrices": "[np.diag([1, 0]), np.diag([0, 1])]"},
    "unknown_attack": {"bits": '"foreseen_bits", {"guess": 1.0}', "node": '"leaking_node", {"share": 1.0}'},
    "not_eves": {"guess": '"foreseen_bases", {"guess": 1.0}', "receiver": '"blinding", {"receiver": build(link)[2], "resend": 0.02}',
                 "times": '"time_shift", {"early": (1.0, 0.0), "late": (0.0, 1.0)}', "distance": '"blinding", {"distance_km": 0}'},
    "not_a_setting": {"vector": '"intercept_resend", {"basis": (0, 0, 1)}',
                      "two": '"blinding", {"power": link["threshold"], "resend": 0.02}'},
    "no_attack": {"incomplete": '[("saw 0", np.diag([1, 0]))]',
                  # Each photon twice.
                  "twice": '[("kept", np.eye(2)), ("sent", np.eye(2))]', "same_record": '[("0", np.diag([1, 0])), ("0", np.diag([0, 1]))]',
                  "untouched": '[("untouched", np.diag([1, 0])), ("saw 1", np.diag([0, 1]))]', "share": '"blinding", {"resend": 1.5}'},
    "rings": {"always": '"blinding", {"resend": devices.resend_share(build(link)[1])}'},
    "too_many_errors": {"intercept": '"intercept_resend", {}',
                        # Records that say what they like.
                        "own": '[("surely 0", np.diag([1, 0])), ("surely 1", np.diag([0, 1]))]',
                        "bright": '"bright_pulses", {"resend": devices.resend_share(build(link)[1])}'},
    "knows_too_little": {"nothing": '[("untouched", np.eye(2))]',
                         "lies": '[("the bit is 0", np.eye(2) / 2**0.5), ("the bit is 1", np.eye(2) / 2**0.5)]',
                         "cloner": '"phase_covariant_cloner", {"qber": 0.01}'},
}

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
