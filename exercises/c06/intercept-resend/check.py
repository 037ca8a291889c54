from qedu.grading.answers import Number, Parts, sequence
from qedu.grading.exercise import Call, Exercise, Mistake

from ..common import bb84


class InterceptResend(Exercise):
    answer = Parts(Number(0, 1), Number(0, 1))
    example = Call(fraction=0.4)

    def draw(self, rng):
        return Call(fraction=float(rng.uniform(0.1, 0.35) if rng.random() < 0.5 else rng.uniform(0.55, 0.95)))

    def right(self, fraction):
        # Eve knows which photons she attacked, so her figures are averages of those with all photons and with none.
        return tuple(fraction * all_photons + (1 - fraction) * none for all_photons, none in
                     zip(*((run.qber, run.eve_guess) for run in (bb84(1.0), bb84()))))

    #: By mistake: a wrong error rate, and a wrong chance of Eve's guess.
    error_rates = {"copies_the_state": lambda fraction: 0, "before_sifting": lambda fraction: fraction / 8,
                   "wrong_basis_always_errs": lambda fraction: fraction / 2, "touching_flips": lambda fraction: fraction,
                   "fraction_ignored": lambda fraction: bb84(1.0).qber}
    guesses = {"learns_nothing": lambda fraction: 0.5,
               "fraction_ignored": lambda fraction: bb84(1.0).eve_guess,
               "knows_all_touched": lambda fraction: (1 + fraction) / 2,
               "no_guess_where_blind": lambda fraction: fraction / 2,
               "no_guess_on_the_rest": lambda fraction: 0.75 * fraction}

    def judge(self, calls, answers, secret):
        mistake = super().judge(calls, answers, secret)
        if mistake is None:
            return None
        for place, models in ((0, self.error_rates), (1, self.guesses)):
            for key, model in models.items():
                if all(self._is(answer[0], place, model(**call.arguments)) for call, answer in zip(calls, answers)):
                    return Mistake(key, mistake.call, mistake.returned)
        swapped = all(self._is(answer[0], 0, guess) and self._is(answer[0], 1, rate)
                      for answer, (rate, guess) in zip(answers, secret))
        return Mistake("swapped", mistake.call, mistake.returned) if swapped else mistake

    @staticmethod
    def _is(answer, place, model):
        """Whether one of two returned numbers is what a model gives."""
        both = sequence(answer)
        return both is not None and len(both) == 2 and Number().resembles(both[place], model)
