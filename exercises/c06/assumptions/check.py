from qedu.grading.answers import Choice, Table
from qedu.grading.exercise import Exercise, Mistake

ASSUMPTIONS = ("authentication", "single photons", "trusted devices", "closed laboratories", "random choices",
               "enough rounds")


class Assumptions(Exercise):
    """Six stories; the first that is named wrongly gives the message."""

    value = True
    stories = dict(zip(("mallory", "pulses", "blinding", "camera", "counter", "twenty bits"), ASSUMPTIONS))
    answer = Table(tuple(stories), Choice(*ASSUMPTIONS))

    def right(self):
        return dict(self.stories)

    def judge(self, calls, answers, secret):
        raw = answers[0][0]
        named = self.read(calls[0], raw)
        for story, assumption in secret[0].items():
            if named[story] != assumption:
                return Mistake(story.replace(" ", "_"), calls[0], raw)
        return None
