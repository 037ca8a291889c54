def right__loop(rules, answers):
    found = {}
    for rule in rules:
        good = True
        for question, fits in rule["when"].items():
            if question not in answers or answers[question] not in fits:
                good = False
        if good:
            found[rule["id"]] = rule["sources"]
    return found


def right__counting(rules, answers):
    found = {}
    for rule in rules:
        held = sum(question in answers and fits.count(answers[question]) > 0 for question, fits in rule["when"].items())
        if held == len(rule["when"]):
            found[rule["id"]] = [name for name in rule["sources"]]
    return found


def first_rule_only__return(rules, answers):
    for rule in rules:
        if right__loop([rule], answers):
            return {rule["id"]: rule["sources"]}
    return {}


def first_rule_only__overwritten(rules, answers):
    found = {}
    for rule in rules:
        found = right__loop([rule], answers) or found
    return found


def only_always_ones__is_list(rules, answers):
    return {rule["id"]: rule["sources"] for rule in rules if all(answers.get(question) == fits for question, fits in rule["when"].items())}


def answers_ignored__answered(rules, answers):
    return {rule["id"]: rule["sources"] for rule in rules if all(question in answers for question in rule["when"])}


def one_condition__last(rules, answers):
    found = {}
    for rule in rules:
        good = True
        for question, fits in rule["when"].items():
            good = answers.get(question) in fits
        if good:
            found[rule["id"]] = rule["sources"]
    return found


def one_condition__first(rules, answers):
    def good(rule):
        for question, fits in rule["when"].items():
            return answers.get(question) in fits
        return True

    return {rule["id"]: rule["sources"] for rule in rules if good(rule)}


RETURNS = {
    "only_always_ones": {"empty": '{rule["id"]: rule["sources"] for rule in rules if not rule["when"]}'},
    "answers_ignored": {"all": '{rule["id"]: rule["sources"] for rule in rules}'},
    "always_empty": {"same_questions": '{rule["id"]: rule["sources"] for rule in rules if answers in rule["when"].values()}', "dict": "{}"},
    "no_dict": {"list": "list(right__loop(rules, answers))", "pairs": "list(right__loop(rules, answers).items())",
                "texts": "{name: sources[0] for name, sources in right__loop(rules, answers).items()}"},
}

EDITS = {
    "any_condition": [("if all(", "if any("), ("held == len(rule[\"when\"])", "held > 0"),
                      ("held == len(rule[\"when\"])", "held > 0 or not rule[\"when\"]")],
    "always_ones_left_out": [("if all(", 'if rule["when"] and all('), ("good = True", 'good = len(rule["when"]) > 0'),
                             ('held == len(rule["when"])', '0 < held == len(rule["when"])')],
    "open_fits": [("answers.get(question) in fits", "answers.get(question, fits[0]) in fits"),
                  ("question not in answers or answers[question] not in fits", "question in answers and answers[question] not in fits"),
                  ("question in answers and fits", "question not in answers or fits")],
    "first_answer_only": [("answers.get(question) in fits", "answers.get(question) == fits[0]"),
                          ("answers[question] not in fits", "answers[question] != fits[0]"),
                          ("fits.count(answers[question]) > 0", "fits[-1] == answers[question]")],
    "one_source": [('rule["id"]: rule["sources"] for', 'rule["id"]: rule["sources"][:1] for'),
                   ('= rule["sources"]\n', '= [rule["sources"][0]]\n'),
                   ('[name for name in rule["sources"]]', '[rule["sources"][-1]]')],
    "no_sources": [('rule["id"]: rule["sources"] for', 'rule["id"]: [] for'), ('= rule["sources"]\n', '= []\n')],
    "silent_ones": [("if all(", "if not all("), ("if good:", "if not good:"), ('held == len(rule["when"])', 'held < len(rule["when"])')],
}
