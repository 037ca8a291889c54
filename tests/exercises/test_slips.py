"""Data in which slips show: a right answer spoiled by machine fails on every seed, unless the change does not matter.

Each exercise is tried with every change of the answer and of every argument that `slips` knows.  A change that
passes on some seeds and fails on others means that its slip shows by luck; one that always passes must be among those of
which one can say why.
"""

import os
import warnings

import pytest

from qedu.grading.exercise import find, load
from tests.exercises import forms
from tests.exercises.slips import spoiled
from tests.exercises.test_contract import FUNCTIONS, judge, solution

SEEDS = 100 if os.environ.get("QEDU_AUDIT") else 1

#: Changes that leave a right answer right: a global phase, an order that does not count, a symmetry of the formula.
HARMLESS = {
    "c02-ket-from-bloch": {"answer sign"}, "c02-prob": {"state sign", "basis sign"}, "c02-measure": {"state sign", "basis sign"},
    "c02-two-states": {"overlap sign"}, "c02-debug-bases": {"state sign"}, "c02-tomography": {"answer sign", "counts sign"},
    "c02-bits-out": {"kets sign", "kets order reversed", "basis sign", "basis order reversed"}, "c03-mix": {"kets sign"},
    "c03-apply": {"kraus sign", "kraus order reversed"}, "c03-compare": {"psi sign"}, "c03b-linear-cloner": {"psi sign"},
    "c03-fit": {"counts sign"}, "c03b-cloner": {"answer sign", "answer conjugate"},          # judged by the errors it makes
    "c04-is-product": {"psi sign", "psi reversed", "psi conjugate"},
    # Directions between Z and X have real observables, which do not see the imaginary part of a state.
    **{identifier: {"rho transposed", "rho real part", "rho conjugate"} for identifier in ("c04-correlation", "c04-chsh")},
    "c04-marginal": {"rho transposed", "rho real part", "rho conjugate", "a sign", "a as in the example"},     # Alice drops out
    "c04-local-bound": {"signs sign", "signs reversed", "signs transposed"}, "c04-cheat": {"answer reversed"},
    "c06-prepare": {"answer reversed", "answer parts reversed", "answer complement"},
    "c06-bob-measure": {"bob_bases and alice_bases"}, "c06-sift": {"bob_bases and alice_bases"},
    "c06-estimate": {"positions rolled", "positions reversed", "positions sorted", "positions order reversed"},
    "c06-debug-abort": {"rest sign"},                   # so many bits less than none: the root fails, and nothing is promised
    "c07-sarg04-sift": {"outcomes sign"},               # entry −1 of two is entry 1
    "c07b-information": {"table reversed", "table transposed"},
    # Minus one is odd, as one is; and positions are a set.
    "c08-first-pass": {"alice sign"}, "c08-squeeze": {"bits sign", "seed_bits sign"},
    "c08-pipeline": {"alice sign", "bob sign", "check_seed sign", "seed_bits sign", "positions rolled", "positions reversed",
                     "positions sorted", "positions order reversed"}, "c09-clicks": {"efficiency and mu", "db_per_km and km"},
    "c09-plob": {"db_per_km and km"}, "c09-mdi": {"bob_bases and alice_bases"},
    # In which order words or values stand, and a sign that all samples have in common.
    "c10b-min-entropy": {"table reversed"}, "c10b-health": {"samples sign"},
    "c10b-most-common": {f"counts {change}" for change in ("rolled", "reversed", "sorted")},
    # The sign of a whole ket; a Bell state's share of a pair, which is real; and what Alice sends drops out.
    "c11-corrections": {"answer sign", "bob sign"}, "c11-teleport": {"pair transposed", "pair conjugate", "pair real part"},
    "c11-before": {f"state {way}" for way in ("sign", "size", "conjugate", "real part", "reversed", "transposed", "as in the example")},
    "c11-swap": {"f2 and f1"},
    # What a station is does not depend on the order of its log; and attempts are added up, whichever rounds they belong to.
    "c12-which-station": {"log order reversed"},
    "c12-cutoff": {f"{row} {change}" for row in ("starts", "waits") for change in ("rolled", "reversed", "sorted")},
    # Squares, and products; and counts are added up, whichever part of a pass they belong to.
    "c13-beam-loss": {"range_km sign", "divergence_urad sign", "aperture_m sign", "divergence_urad and range_km"},
    "c13-short-pass": {f"{row} {change}" for row in ("kept", "tested", "wrong") for change in ("rolled", "reversed", "sorted")},
    "c13-clouds": {"dark and passes", "clouds rolled", "clouds reversed", "clouds sorted", "clouds order reversed"},
    # Names count in any order where they say who knows a key; and links and ways are read in any order.
    "c14-relay": {"way order reversed", "told order reversed"}, "c14-path": {"links order reversed"}, "c14-shares": {"ways order reversed"},
    "c14-pool": {"key_bytes and requests"},              # a product
    # A product of what is shone in and what is reflected; a game in which the sides may change places, and minus one is odd.
    "c10-isolation": {"reflectivity and photons_in"}, "c10-bell": {"b and a", "y and x", "x sign", "y sign"},
    # Counts that are given and do not matter, which is the point; and (√none − √pulses)².
    "c10-monitor": {*(f"{name} {way}" for name in ("single", "tested", "errors") for way in ("sign", "as in the example")),
                    "errors and single", "errors and tested", "tested and single", "none and pulses"},
    "c10-claim": {"eps_cor and eps_sec"},                # a sum
    # Shares of counts; and pairs of which only the larger and the smaller number count.
    "c10-assumption": {"usual sign", "seen sign"}, "c10-red-team": {"link reversed", "link rolled", "link sorted"},
    # A sum, and draws in any order; tables are read in any order, and no date depends on how long data must stay secret.
    "c16-exposed": {"y and x", "z rolled", "z reversed", "z sorted"}, "c16-migration-order": {"systems order reversed"},
    "c16-dates": {"deadlines order reversed", "buyer sign"}, "c16-rule-path": {"rules order reversed"},
    # A total, and names that are put in order whatever the order in which items come.
    "c17-cost": {"items order reversed"}, "c17-gini": {"people sign"},
    # Years with a minus are as mixed as before; and levels do not depend on the order in which chapters are worked through.
    "c17-audit": {"rows sign", "rows order reversed"}, "c18-coverage": {"done order reversed"},
    # Of a line only the failure probabilities are needed, which all lines have in common.
    "c19-keys": {"situation as in the example"}}
#: Checks that sample take long, and are tried in the audit.
TRIED = [(name, identifier) for name, identifier in FUNCTIONS if SEEDS > 1 or not load(name).checks[identifier].false_failure]


def passes(name, identifier, seed):
    """Which changes pass that have changed something besides the example."""
    check, found = load(name).checks[identifier], set()
    case = check.case(seed)
    for way, answer in spoiled(solution(name, identifier), check.example.arguments).items():
        changed = []

        def spoilt(*given):
            different, wrong = answer(*given)       # noqa: B023, called at once
            changed.append(different)               # noqa: B023
            return wrong

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")         # of roots and logarithms of what does not belong there
            if judge(case, False, spoilt) is None and any(changed[case.calls[0].repeat:]):
                found.add(way)
    return found


#: Edits of solutions that once passed, on all seeds or on some, for want of data in which they show: old, new.
UNNOTICED = [
    ("c08-budget", "if balance < messages", "if balance <= messages"), ("c08-key-length", "(k + 1)", "k"),
    ("c10-assumption", ' / times("clicks", "pulses") < 0.5', " < 0.5"), ("c10-claim", "measured[name] > needs", "measured[name] >= needs"),
    ("c10-monitor", "double > 0", "double > 1"), ("c16-dates", ' and not date["draft"]', ""), ("c17-reach", ") / costs", ") // costs")]


@pytest.mark.parametrize("identifier, old, new", UNNOTICED, ids=[identifier for identifier, *_ in UNNOTICED])
def test_what_once_passed_fails_on_every_seed(identifier, old, new):
    name, code, space = forms.codes(identifier)["solution"]
    assert old in code
    space = dict(space)
    exec(compile(code.replace(old, new), f"<{identifier}, edited>", "exec"), space)
    for seed in range(max(SEEDS, 5)):
        assert judge(find(identifier).checks[identifier].case(seed), False, space[name]) is not None, seed


@pytest.mark.parametrize("name, identifier", TRIED, ids=[item for _, item in TRIED])
def test_spoiled_answers_fail_on_every_seed(name, identifier):
    for seed in range(SEEDS):
        assert passes(name, identifier, seed) == HARMLESS.get(identifier, set()), seed
