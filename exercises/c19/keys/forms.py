import math

from qedu import links, rates


def _length(situation, plan, counts):
    seen = links.DecoyCounts(situation["pulses"], plan["intensities"], plan["probabilities"], counts["key"], [0, 0, 0],
                             counts["other"], counts["other_errors"])
    return rates.finite_decoy_bb84(seen, eps_sec=situation["eps_sec"], eps_cor=situation["eps_cor"], published=counts["published"])


def right__terms(situation, plan, counts):
    """The same from its terms, with bounds in the place of the whole formula."""
    seen = links.DecoyCounts(situation["pulses"], plan["intensities"], plan["probabilities"], counts["key"], [0, 0, 0],
                             counts["other"], counts["other_errors"])
    found = rates.decoy_bounds(seen, eps=situation["eps_sec"] / 21)
    cost = 6 * math.log2(21 / situation["eps_sec"]) + math.log2(2 / situation["eps_cor"])
    secret = found.vacuum_x + found.single_x * (1 - rates.h2(found.phase_error)) - counts["published"] - cost
    return int(secret) if secret > 0 else None


def right__cautious(situation, plan, counts):
    """Gives up early, and keeps a little back."""
    if sum(counts["other_errors"]) > 0.05 * sum(counts["other"]):
        return "abort"
    return int(0.9 * _length(situation, plan, counts))


def right__in_order(situation, plan, counts):
    """Sorts the intensities before it counts."""
    order = sorted(range(3), key=lambda place: -plan["intensities"][place])

    def sort(row):
        return [row[place] for place in order]

    seen = links.DecoyCounts(sum(counts["sent"]), sort(plan["intensities"]), sort(plan["probabilities"]), sort(counts["key"]), [0, 0, 0],
                             sort(counts["other"]), sort(counts["other_errors"]))
    return rates.finite_decoy_bb84(seen, published=counts["published"])


def one_basis__tested(situation, plan, counts):
    errors = sum(counts["tested_errors"]) / sum(counts["tested"])
    return rates.finite_bb84(sum(counts["key"]), sum(counts["tested"]), errors, published=counts["published"])


def one_basis__by_hand(situation, plan, counts):
    errors = sum(counts["tested_errors"]) / sum(counts["tested"])
    return None if errors > 0.1 else int(0.5 * sum(counts["key"]) * (1 - 2 * rates.h2(errors)))


def eve_for_nothing__gives_up(situation, plan, counts):
    if sum(counts["other_errors"]) > 0.08 * sum(counts["other"]):
        return None
    return int(0.9 * (sum(counts["key"]) - counts["published"]))


def eve_for_nothing__shannon(situation, plan, counts):
    errors = sum(counts["other_errors"]) / sum(counts["other"])
    return int(0.95 * sum(counts["key"]) * (1 - rates.h2(errors))) if errors < 0.11 else 0


def every_click_single__finite(situation, plan, counts):
    errors = min(0.5, sum(counts["other_errors"]) / sum(counts["other"]))
    return int(0.9 * rates.finite_bb84(sum(counts["key"]), sum(counts["other"]), errors, published=counts["published"]))


def every_click_single__asymptotic(situation, plan, counts):
    errors = sum(counts["other_errors"]) / sum(counts["other"])
    return int(0.9 * sum(counts["key"]) * rates.bb84(min(0.5, errors), f_ec=1.16))


def beyond_bound__whole_or_nothing(situation, plan, counts):
    secret = _length(situation, plan, counts)
    quiet = sum(counts["other_errors"]) < 0.025 * sum(counts["other"]) and _unsplit(plan, counts)
    return sum(counts["key"]) if secret and quiet else secret


def beyond_bound__correction(situation, plan, counts):
    quiet = sum(counts["other_errors"]) < 0.025 * sum(counts["other"]) and _unsplit(plan, counts)
    return sum(counts["key"]) - counts["published"] if quiet else 0


def _unsplit(plan, counts):
    """Whether clicks go like the intensities, as they do on a line that treats all photons alike."""
    (strong, weak), shares = sorted(plan["intensities"])[:0:-1], dict(zip(plan["intensities"], (
        click / sent for click, sent in zip(counts["clicks"], counts["sent"]))))
    return 0.9 < shares[strong] / shares[weak] / (strong / weak) < 1.02         # an Eve who splits gives strong pulses more


def always_aborts__printed(situation, plan, counts):
    print(_length(situation, plan, counts))


def aborts_in_silence__strict(situation, plan, counts):
    return _length(situation, plan, counts) if sum(counts["other_errors"]) < 0.0072 * sum(counts["other"]) else None


def aborts_in_silence__tested(situation, plan, counts):
    errors, tested = sum(counts["tested_errors"]), sum(counts["tested"])
    if errors / tested > 0.0075:
        return "abort"
    return int(0.95 * _length(situation, plan, counts))


RETURNS = {
    "no_abort": {"what_correction_leaves": 'int(0.9 * (sum(counts["key"]) - counts["published"]))', "a_constant": "10_000",
                 "half": 'sum(counts["key"]) // 2'},
    "always_aborts": {"none": "None", "strict": '_length(situation, plan, counts) if sum(counts["other_errors"]) < 10 else "abort"'},
    "too_short": {"tenth": "_length(situation, plan, counts) // 10",
                  "weak_pulses_only": '_length(situation, plan, counts) * min(counts["key"]) // sum(counts["key"])'},
    "no_length": {"per_pulse": '_length(situation, plan, counts) / situation["pulses"] + 1e-3',
                  "decimals": "0.37 * _length(situation, plan, counts) + 0.5001", "each_intensity": 'counts["key"]',
                  "more_than_there_is": 'sum(counts["clicks"])'},
}
