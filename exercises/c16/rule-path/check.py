from qedu import policy
from qedu.grading.exercise import Call, Exercise

from ..common import NamesByName

RULES = [{"id": rule.id, "when": {question: list(fits) for question, fits in rule.when}, "sources": list(rule.sources)}
         for rule in policy.RULES]
BY_ID = {rule.id: rule for rule in policy.RULES}


def fires(rule, answers, each=all, fit=lambda answers, question, fits: answers.get(question) in fits):
    return each(fit(answers, question, fits) for question, fits in rule["when"].items())


def unless_open(answers, question, fits):
    return question not in answers or answers[question] in fits


def _those(test, told=lambda sources: sources):
    return lambda rules, answers: {rule["id"]: told(rule["sources"]) for rule in rules if test(rule, answers)}


def _some(piece):
    return lambda rules, answers: dict(piece(list(_those(fires)(rules, answers).items())))


class RulePath(Exercise):
    """Tables of some twenty rules, and answers of which about a quarter are left open; every usual slip changes what fires."""

    answer = NamesByName()
    example = Call(rules=RULES[:18], answers={"data_life": "days", "authentication": "shared", "endpoints": "few"})

    def draw(self, rng):
        rules = [RULES[place] for place in rng.permutation(len(RULES))[:int(rng.integers(20, 28))]]
        answers = {question: str(rng.choice(list(words))) for question, words in policy.QUESTIONS.items() if rng.random() < 0.75}
        right = self.right(rules, answers)
        if (len(right) > 3 and all(model(rules, answers) != right for _, model in self.models())
                and {name for name in right if not BY_ID[name].when} and {name for name in right if BY_ID[name].when}):
            return Call(rules=rules, answers=answers)

    def right(self, rules, answers):
        return {rule["id"]: list(BY_ID[rule["id"]].sources) for rule in rules if BY_ID[rule["id"]].fires(answers)}

    wrong = {
        "always_empty": lambda rules, answers: {},
        "only_always_ones": _those(lambda rule, answers: not rule["when"]),
        "answers_ignored": (_those(lambda rule, answers: True), _those(lambda rule, answers: set(rule["when"]) <= set(answers))),
        "one_condition": tuple(_those(lambda rule, answers, some=some: fires({"when": dict(some(list(rule["when"].items())))}, answers))
                               for some in (lambda items: items[:1], lambda items: items[-1:])),
        "any_condition": (_those(lambda rule, answers: fires(rule, answers, any)),
                          _those(lambda rule, answers: not rule["when"] or fires(rule, answers, any))),
        "always_ones_left_out": _those(lambda rule, answers: bool(rule["when"]) and fires(rule, answers)),
        "open_fits": (_those(lambda rule, answers: fires(rule, answers, fit=unless_open)),
                      _those(lambda rule, answers: bool(rule["when"]) and fires(rule, answers, fit=unless_open))),
        "first_answer_only": tuple(_those(lambda rule, answers, at=at: fires(rule, answers, fit=lambda a, q, fits: a.get(q) == fits[at]))
                                   for at in (0, -1)),
        "one_source": (_those(fires, lambda sources: sources[:1]), _those(fires, lambda sources: sources[-1:])),
        "no_sources": _those(fires, lambda sources: []),
        "first_rule_only": (_some(lambda items: items[:1]), _some(lambda items: items[-1:])),
        "silent_ones": _those(lambda rule, answers: not fires(rule, answers)),
    }
