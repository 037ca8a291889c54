from qedu.grading.answers import Choice, Table
from qedu.grading.exercise import Exercise, Mistake

PROMISED, NOT = "promised", "not promised"


class Promise(Exercise):
    """Eight sentences; the first that is judged wrongly gives the message."""

    value = True
    sentences = {"pad": PROMISED, "guess": NOT, "bits": NOT, "half": PROMISED, "thousand": PROMISED, "clean": NOT, "eve": NOT,
                 "forever": PROMISED}
    answer = Table(tuple(sentences), Choice(PROMISED, NOT))

    def right(self):
        return dict(self.sentences)

    def judge(self, calls, answers, secret):
        raw = answers[0][0]
        said = self.read(calls[0], raw)
        return next((Mistake(name, calls[0], raw) for name, word in secret[0].items() if said[name] != word), None)
