"""The adviser: over a dense sample of all answers, against rules read from the YAML and judged by other code."""

import math
from pathlib import Path

import numpy as np
import pytest
import yaml

from qedu import policy

DATA = Path(policy.__file__).parents[1] / "data" / "policy"
RAW = yaml.safe_load((DATA / "rules.yaml").read_text(encoding="utf-8"))
ORDER = ["recommended", "possible", "discouraged", "ruled out"]


def known_ids():
    """Names of rows, from the files."""
    return {row["id"] for name in ("positions", "estimates", "surveys", "forecasts")
            for row in yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))}


def answers(n, seed):
    rng = np.random.default_rng(seed)
    return [{question: list(known)[rng.integers(len(known))] for question, known in policy.QUESTIONS.items()} for _ in range(n)]


def judged(option, given):
    """The verdict by counting reasons in the raw file."""
    effects = [rule["effect"] for rule in RAW if option in rule["options"]
               and not any(given.get(question) not in allowed for question, allowed in rule.get("when", {}).items())]
    if effects.count("rules out"):
        return "ruled out"
    good, ill = effects.count("for") > 0, effects.count("against") > 0
    return {(True, False): "recommended", (False, True): "discouraged"}.get((good, ill), "possible")


def verdict(option, **given):
    return next(found.verdict for found in policy.advise(**given).options if found.option == option)


def test_every_rule_has_a_source_that_exists():
    known = known_ids()
    for rule in RAW:
        assert rule["sources"] and set(rule["sources"]) <= known and rule["because"].strip().endswith("."), rule["id"]
    assert len(policy.RULES) == len(RAW) and [rule.id for rule in policy.RULES] == [rule["id"] for rule in RAW]


def test_every_path_cites_a_source():
    """A rule without a condition for each way is proof for all 29,160 sets of answers, and for none at all."""
    assert math.prod(len(known) for known in policy.QUESTIONS.values()) == 29160 and len(policy.QUESTIONS) == 9
    always = {option for rule in RAW if not rule.get("when") for option in rule["options"]}
    assert always == set(policy.OPTIONS)
    for given in [{}, *answers(300, 1)]:
        for found in policy.advise(**given).options:
            assert found.fired and all(rule.sources and rule.fires(given) for rule in found.fired)


def test_verdicts_of_a_dense_sample():
    for given in [{}, *answers(3000, 2)]:
        advice = policy.advise(**given)
        assert {found.option: found.verdict for found in advice.options} == {option: judged(option, given) for option in policy.OPTIONS}
        ranks = [found.rank for found in advice.options]
        assert ranks == sorted(ranks) and sorted(set(ranks)) == list(range(1, len(set(ranks)) + 1))
        # Ties share their rank, and nothing but the verdict ranks.
        assert len({(found.rank, found.verdict) for found in advice.options}) == len(set(ranks))
        order = [ORDER.index(found.verdict) for found in advice.options]
        assert order == sorted(order) and len(advice.options) == len(policy.OPTIONS)


def test_every_rule_fires_for_somebody_and_every_answer_matters():
    fired = {rule.id for given in answers(3000, 3) for found in policy.advise(**given).options for rule in found.fired}
    assert fired == {rule["id"] for rule in RAW}
    named = {(question, answer) for rule in RAW for question, allowed in rule.get("when", {}).items() for answer in allowed}
    assert {(question, answer) for question, known in policy.QUESTIONS.items() for answer in known} - named == {("fibre", "shared")}


@pytest.mark.parametrize("question, easier, harder, option", [
    ("fibre", "dark", "none", "pqc_qkd"), ("mobile", "no", "yes", "pqc_qkd"), ("budget", "network", "software", "pqc_qkd"),
    ("distance", "span", "world", "pqc_qkd"), ("endpoints", "two", "many", "pqc_qkd"), ("endpoints", "two", "many", "psk"),
    ("endpoints", "two", "many", "pqc_psk"), ("insiders", "trusted", "doubted", "qkd"), ("data_life", "days", "decades", "wait"),
    ("authentication", "session", "long", "wait"), ("regulator", "none", "us-nss", "pqc_qkd"), ("regulator", "none", "uk-government", "pqc_qkd")])
def test_what_makes_it_harder_never_helps(question, easier, harder, option):
    for given in answers(300, 4):
        assert ORDER.index(verdict(option, **given | {question: harder})) >= ORDER.index(verdict(option, **given | {question: easier}))


def test_what_must_not_come_out():
    """Quantum keys alone are never recommended, waiting never either, nor a quantum link where its own agency speaks against it."""
    for given in answers(2000, 5):
        groups = policy.advise(**given).groups
        assert not {"qkd", "wait"} & set(groups["recommended"])
        if given["regulator"] in ("us-nss", "uk-government", "de"):
            assert "pqc_qkd" not in groups["recommended"] + groups["possible"]
        if given["fibre"] == "none" or given["mobile"] == "yes" or given["budget"] == "software":
            assert {"qkd", "pqc_qkd"} == set(groups["ruled out"])
        else:
            assert not groups["ruled out"]
        assert {"pqc", "hybrid"} & set(groups["recommended"])                      # somebody always has a way


def test_cases_by_hand():
    website = policy.advise(data_life="days", authentication="session", endpoints="many", mobile="yes", budget="software", regulator="eu")
    assert website.groups == {"recommended": ("pqc", "hybrid"), "possible": ("pqc_psk",), "discouraged": ("psk", "wait"),
                              "ruled out": ("pqc_qkd", "qkd")}
    banks = dict(distance="span", fibre="dark", data_life="decades", authentication="session", endpoints="two", mobile="no", budget="network",
                 insiders="trusted")
    assert "pqc_qkd" in policy.advise(**banks, regulator="none").groups["recommended"]
    assert "pqc_qkd" in policy.advise(**banks, regulator="de").groups["discouraged"]
    french = policy.advise(regulator="fr")
    assert french.groups["recommended"] == ("hybrid",) and "pqc" in french.groups["possible"]
    assert policy.advise(regulator="us-nss").groups["recommended"][0] == "pqc"
    assert {row.id for row in french.sources} >= {"anssi-pqc-2023", "nist-fips-2024"} and french.answers == (("regulator", "fr"),)
    assert len(french.unanswered) == 8 and "regulator" not in french.unanswered


@pytest.mark.parametrize("question", policy.QUESTIONS)
def test_an_answer_that_is_none_is_named(question):
    for wrong in ("maybe", 3, True, ["two"]):
        with pytest.raises(ValueError, match=f"^{question} = .* is not allowed: '"):
            policy.advise(**{question: wrong})
    assert policy.advise(**{question: None}) == policy.advise()


def test_rules_of_one_s_own(tmp_path):
    mine = policy.Rule("mine", ("wait",), "for", "We are in no hurry.", ("sevilla-riedel-2020",))
    advice = policy.advise(rules=[mine])
    assert advice.groups["recommended"] == ("wait",) and len(advice.groups["possible"]) == 6 and [found.rank for found in advice.options] == [1] + [2] * 6
    with pytest.raises(ValueError, match="^rules = .* is not allowed: a list of Rule"):
        policy.advise(rules=["wait"])
    good = {"id": "mine", "options": ["wait"], "effect": "for", "because": "No hurry.", "sources": ["enisa-2021"], "when": {"mobile": ["no"]}}

    def load(*rules):
        path = tmp_path / "rules.yaml"
        path.write_text(yaml.safe_dump(list(rules)), encoding="utf-8")
        return policy.load_rules(path)

    assert load(good)[0].fires({"mobile": "no"}) and not load(good)[0].fires({"mobile": "yes"})
    for change, what in (({"sources": []}, "a rule without a source is an opinion"), ({"sources": ["nobody"]}, "there is no 'nobody'"),
                         ({"options": ["magic"]}, "options = .*pqc, hybrid"), ({"effect": "maybe"}, "effect = 'maybe' is not allowed: one of for"),
                         ({"because": " "}, "because = .* a text that is not empty"), ({"when": {"mobile": [False]}}, "when = .*no, yes"),
                         ({"when": {"colour": ["red"]}}, "there is no 'colour'"), ({"when": ["mobile"]}, "a mapping from questions"),
                         ({"weight": 3}, "a mapping of id, options")):
        with pytest.raises(ValueError, match=f"(?s)rules.yaml: rule 1: .*{what}"):
            load(good | change)
    for field in ("id", "options", "effect", "because", "sources"):
        with pytest.raises(ValueError, match="rules.yaml: rule 1: rule = .* of which only the last may lack"):
            load({name: value for name, value in good.items() if name != field})
    with pytest.raises(ValueError, match="two rules are called 'mine'"):
        load(good, good)
    with pytest.raises(ValueError, match="must hold a list of rules"):
        load()
    with pytest.raises(ValueError, match="cannot be read as YAML"):
        policy.load_rules(tmp_path / "none.yaml")


@pytest.mark.parametrize("regulator, held_back", [("de", "pqc"), ("fr", "pqc"), ("us-nss", "hybrid")])
def test_opposing_advice_on_hybrids_counts_alike(regulator, held_back):
    """Who wants both keys speaks against PQC alone; who warns of two speaks against the hybrid.  Neither is a mere note."""
    for given in answers(100, 6):
        found = {way.option: way for way in policy.advise(**given | {"regulator": regulator}).options}
        assert found[held_back].verdict == "possible"
        against = [rule for rule in found[held_back].fired if rule.effect == "against"]
        assert against and all(dict(rule.when) == {"regulator": (regulator,)} for rule in against), "the reason names its supervisor"


def test_the_classical_half_is_no_line_against_a_quantum_computer():
    """No rule recommends a hybrid for long secrets because of its classical part, which the same machine breaks."""
    for given in answers(200, 7):
        hybrid = next(way for way in policy.advise(**given | {"data_life": "decades"}).options if way.option == "hybrid")
        assert {rule.id for rule in hybrid.fired if rule.effect == "for"} <= {"standards-are-there", "us-federal-order", "de-hybrid", "fr-hybrid", "eu-pqc"}
        assert any(rule.id == "classical-half" and rule.effect == "note" for rule in hybrid.fired)


def test_what_only_others_report_is_said_to_be_reported():
    """Dates of an agency whose document nobody read keep the words of a report."""
    for rule in policy.RULES:
        if "asd-2025" in rule.sources:
            assert rule.because.startswith("As reported")


def test_every_question_is_asked_and_short_words_stand_for_long_ones():
    assert list(policy.ASKS) == list(policy.QUESTIONS) and all(words.endswith("?") for words in policy.ASKS.values())
    assert set(policy.BRIEF["option"]) == set(policy.OPTIONS) and set(policy.BRIEF) - {"option"} <= set(policy.QUESTIONS)
    for key, words in policy.BRIEF.items():
        whole = policy.OPTIONS if key == "option" else policy.QUESTIONS[key]
        assert set(words) <= set(whole) and all(len(short) <= 26 and len(short) <= len(whole[name]) for name, short in words.items())
