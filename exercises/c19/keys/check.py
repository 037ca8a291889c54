from functools import cache

from qedu import attacks
from qedu.grading.exercise import Call, Exercise, Mistake
from qedu.grading.tournament import match, reading, scoring, situations
from qedu.grading.tournament.asking import Unanswered

#: Plans as teams announce them.  No plan gives up by itself: that is left to `decide`.
PLANS = [reading.settings({"p_z": p_z, "intensities": intensities, "probabilities": odds, "tested": tested, "abort_above": 0.5})
         for p_z, intensities, odds, tested in (
             (0.9, [0.5, 0.1, 0.0], [0.7, 0.2, 0.1], 0.05), (0.15, [0.08, 0.45, 0.0], [0.2, 0.7, 0.1], 0.1),
             (0.88, [0.0, 0.55, 0.12], [0.12, 0.68, 0.2], 0.02))]

#: Who listens, by what her attack tells of a decision.  A strong one leaves no secret bit.
EVES = {
    "nobody": attacks.none(),
    "measures": attacks.intercept_resend(),
    "measures_key_basis": attacks.intercept_resend(basis="z"),
    "measures_some": attacks.intercept_resend(fraction=0.1),
    "splits": attacks.photon_number_splitting(),
    "clones": attacks.phase_covariant_cloner(qber=0.05),
}

#: On how many lines each of them is met.
LINES = 6

#: Share of the longest key that a team must make where nobody listens.
LEAST = 0.2


@cache
def meeting(eve, number):
    """A match on a line of a tournament: the call, the bits of which a key can be made, those left secret, and the longest key."""
    plan, attack = PLANS[number % len(PLANS)], EVES[eve]
    if eve == "measures_key_basis" and plan["p_z"] < 0.5:
        attack = attacks.intercept_resend(basis="x")
    situation = situations.draw(19, number)
    met = match.observe(situation, plan, attack, seed=100 * number + list(EVES).index(eve))
    return Call(situation=situation, plan=plan, counts=met.counts), eve, met.kept, met.left, situations.most(situation)


class Keys(Exercise):
    """One line with nobody on it, which is the example, and then each Eve and nobody once more, on lines from a small tournament.

    What comes back is read by `qedu.grading.tournament.reading.length` and judged by `qedu.grading.tournament.scoring.judged`, so that
    the check says what the tournament says.  Counts are drawn once for each of 36 matches, so nothing is left to chance here.
    """

    example = meeting("nobody", 0)[0]

    def calls(self, rng):
        drawn = [meeting(eve, int(rng.integers(1, LINES))) for eve in rng.permutation(list(EVES))]
        matches = [meeting("nobody", 0), *drawn]
        return [one[0] for one in matches], [one[1:] for one in matches]

    def judge(self, calls, answers, secret):
        returned = [repeats[0] for repeats in answers]
        played = []
        for call, answer, (eve, kept, left, most) in zip(calls, returned, secret):
            try:
                claimed = reading.length(answer, kept)
            except Unanswered as error:
                return Mistake("no_length", call, answer, {"reason": error.reason.partition(": ")[2]})
            outcome, points, _ = scoring.judged(claimed, left=left, most=most, nobody=eve == "nobody")
            played.append((eve, outcome, points, call, answer))
        return self._told(played)

    def _told(self, played):
        """The first thing that a team should mend, or None."""
        insecure = {eve: (call, answer) for eve, outcome, _, call, answer in played if outcome == "insecure"}
        for eve, key in (("measures", "no_abort"), ("measures_key_basis", "one_basis"), ("measures_some", "eve_for_nothing"),
                         ("clones", "eve_for_nothing"), ("splits", "every_click_single"), ("nobody", "beyond_bound")):
            if eve in insecure:
                return Mistake(key, *insecure[eve])
        alone = [(points, outcome, call, answer) for eve, outcome, points, call, answer in played if eve == "nobody"]
        given_up = [one for one in alone if one[1] == "abort"]
        if given_up:
            return Mistake("always_aborts" if len(given_up) == len(alone) else "aborts_in_silence", *given_up[0][2:])
        points, _, call, answer = min(alone, key=lambda one: one[0])
        return Mistake("too_short", call, answer) if points < LEAST else None
