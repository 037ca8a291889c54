from qedu.grading.answers import Choice, Table, Unfit
from qedu.grading.exercise import Exercise, Mistake

PARTS = ("what", "how well", "against whom", "if", "why", "except")


class Claim(Exercise):
    """Six claims; the first whose missing part is named wrongly gives the message."""

    value = True
    lacking = {"harbour": "what", "bank": "if", "hospital": "against whom", "tower": "why", "island": "except", "embassy": "how well"}
    answer = Table(tuple(lacking), Choice(*PARTS))

    def right(self):
        return dict(self.lacking)

    def judge(self, calls, answers, secret):
        raw = answers[0][0]
        try:
            named = self.answer.read(raw)
        except Unfit as error:
            return Mistake(error.key, calls[0], raw, error.details)
        for claim, part in secret[0].items():
            if named[claim] != part:
                return Mistake(claim, calls[0], raw)
        return None
