"""Nine questions, and what speaks for and against each way to protect data, with the documents behind it.

There is no score.  A rule that fires says for, against, or that a way is ruled out, and names its sources; ways fall into four groups by
which kinds of rules fired for them, and within a group they are tied.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from qedu import _shown, _yaml
from qedu._arguments import bad
from qedu.policy.positions import source
from qedu.policy.rows import DATA, Row

__all__ = ["QUESTIONS", "ASKS", "OPTIONS", "BRIEF", "EFFECTS", "VERDICTS", "Rule", "RULES", "load_rules", "AdvisedOption", "Advice",
           "advise"]

#: The nine questions, and for each what one may answer.
QUESTIONS: Mapping[str, Mapping[str, str]] = {
    "distance": {"span": "one stretch of fibre or one line of sight, without a relay", "country": "farther, with relays in between",
                 "world": "between continents"},
    "fibre": {"dark": "a fibre of one's own, or a free line of sight", "shared": "fibre that carries other traffic too",
              "none": "no light path, or not all the way"},
    "data_life": {"days": "data are worthless after days or weeks", "years": "data stay secret for some years",
                  "decades": "data stay secret for ten years or more"},
    "authentication": {"session": "who is at the other end, as long as a connection lasts",
                       "long": "signatures that others check for years, of firmware or contracts",
                       "shared": "both ends share secret keys already"},
    "endpoints": {"two": "two", "few": "a handful", "many": "many, or anybody"},
    "mobile": {"no": "all ends stay where they are", "yes": "some move"},
    "budget": {"software": "updates of software", "equipment": "some new equipment",
               "network": "equipment, guarded rooms and people for a network"},
    "regulator": {"none": "nobody in particular", "us-nss": "National Security Systems of the United States",
                  "us-federal": "other federal systems of the United States",
                  "uk-government": "government or military of the United Kingdom",
                  "uk": "others in the United Kingdom", "de": "Germany", "fr": "France", "eu": "another state of the European Union",
                  "ca": "the government of Canada", "au": "whoever follows Australia's Information Security Manual"},
    "insiders": {"trusted": "whoever works at sites in between is trusted", "doubted": "is not, or not known"},
}

#: Ways to protect data.
OPTIONS = {
    "pqc": "post-quantum cryptography alone",
    "hybrid": "post-quantum and classical key agreement together",
    "pqc_psk": "post-quantum cryptography, with keys shared beforehand mixed in",
    "pqc_qkd": "post-quantum cryptography everywhere, and quantum key distribution on a link beside it",
    "qkd": "quantum key distribution, authenticated by keys shared beforehand, without post-quantum cryptography",
    "psk": "keys shared beforehand alone",
    "wait": "all stays as it is for now",
}

#: What each question asks, in words for whoever answers.
ASKS: Mapping[str, str] = {
    "distance": "How far apart are the ends?", "fibre": "Is there a path for light?", "data_life": "For how long must data be secret?",
    "authentication": "What must be authentic?", "endpoints": "How many ends?", "mobile": "Do ends move?",
    "budget": "What may be changed?", "regulator": "Who supervises?", "insiders": "Who works at sites in between?"}

#: Words that fit into a list on a phone: of the ways under "option", and by question of answers that are too long for one.
BRIEF: Mapping[str, Mapping[str, str]] = {
    "option": {"pqc": "PQC alone", "hybrid": "hybrid", "pqc_psk": "PQC + shared keys", "pqc_qkd": "PQC + QKD", "qkd": "QKD alone",
               "psk": "shared keys alone", "wait": "wait"},
    "regulator": {"none": "nobody", "us-nss": "US: national security", "us-federal": "US: other federal",
                  "uk-government": "UK: government, military", "uk": "UK: others", "eu": "another EU state", "ca": "Canada, government",
                  "au": "Australia, its manual"},
}

#: What a rule does to a way.
EFFECTS = {
    "for": "speaks for it",
    "note": "should be known, and speaks neither way",
    "against": "speaks against it",
    "rules out": "it cannot be done",
}

#: The four groups, best first.
VERDICTS = {
    "recommended": "something speaks for it and nothing against",
    "possible": "something speaks on both sides, or on neither",
    "discouraged": "something speaks against it and nothing for",
    "ruled out": "it cannot be done here",
}


@dataclass(frozen=True)
class Rule:
    """One rule of the adviser.

    Parameters
    ----------
    id : str
        Its name.
    options : tuple of str
        The ways that it speaks of, keys of `OPTIONS`.
    effect : str
        What it does, a key of `EFFECTS`.
    because : str
        Why, in words for the reader.
    sources : tuple of str
        Names of the rows that it rests on, at least one (`qedu.policy.source`).
    when : tuple of (str, tuple of str)
        For each question that matters here, the answers with which the rule fires; all of them must fit.  (): it always does.

    Raises
    ------
    ValueError
        If a way, an effect, a question, an answer or a source is not known, or there is no reason.

    Examples
    --------
    >>> rule = Rule("mine", ("wait",), "against", "Old data are still worth something.", ("enisa-2021",), (("data_life", ("decades",)),))
    >>> rule.fires({"data_life": "decades"}), rule.fires({"data_life": None})
    (True, False)
    """

    id: str
    options: tuple[str, ...]
    effect: str
    because: str
    sources: tuple[str, ...]
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        for name, words in (("id", (self.id,)), ("because", (self.because,))):
            if not all(isinstance(word, str) and word.strip() for word in words):
                raise bad(name, getattr(self, name), "a text that is not empty")
        _chosen("options", self.options, OPTIONS)
        if not isinstance(self.effect, str) or self.effect not in EFFECTS:
            raise bad("effect", self.effect, f"one of {', '.join(EFFECTS)}")
        if not isinstance(self.sources, tuple) or not self.sources:
            raise bad("sources", self.sources, "a tuple of at least one name: a rule without a source is an opinion")
        for name in self.sources:
            try:
                source(name)
            except ValueError:
                raise bad("sources", self.sources, f"names of rows of qedu.policy; there is no {name!r}") from None
        for question, answers in self.when:
            if question not in QUESTIONS:
                raise bad("when", self.when, f"questions of {', '.join(QUESTIONS)}; there is no {question!r}")
            _chosen("when", answers, QUESTIONS[question])

    def fires(self, answers: Mapping[str, str | None]) -> bool:
        """Whether the rule holds with these answers.

        Parameters
        ----------
        answers : mapping of str to str
            Answers by question; one that lacks or is None fits no condition.

        Returns
        -------
        bool
            True if every condition fits.

        Examples
        --------
        >>> [rule.id for rule in RULES if rule.fires({"fibre": "none"}) and rule.effect == "rules out"]
        ['no-light-path']
        """
        return all(answers.get(question) in allowed for question, allowed in self.when)

    def __repr__(self) -> str:
        return _shown.line("Rule", self.id, f"{self.effect} {', '.join(self.options)}", self.because)

    def _repr_html_(self) -> str:
        conditions = [(f"if {question.replace('_', ' ')}", " or ".join(answers)) for question, answers in self.when]
        return _shown.table(self.id, [("ways", ", ".join(self.options)), ("effect", self.effect), *conditions, ("because", self.because),
                                      *((f"source {name}", source(name).source) for name in self.sources)])


def _chosen(name: str, words: Any, known: Mapping[str, str]) -> None:
    if not isinstance(words, tuple) or not words or not all(isinstance(word, str) and word in known for word in words):
        raise bad(name, words, f"a tuple of some of {', '.join(known)}")


def load_rules(path: str | Path | None = None) -> tuple[Rule, ...]:
    """Read rules from a file, the library's own or one's own.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        A YAML file with a list of rules, each with id, options, effect, because, sources and, where it does not always hold, when.

    Returns
    -------
    tuple of Rule
        The rules, in the order of the file.

    Raises
    ------
    ValueError
        If the file cannot be read, or a rule is wrong: it names file and rule, and what is allowed.

    Examples
    --------
    >>> load_rules() == RULES
    True
    """
    if path is not None and not isinstance(path, (str, Path)):
        raise bad("path", path, "the path of a YAML file, or None for the library's own rules")
    file = DATA / ("rules.yaml" if path is None else path)
    try:
        entries = _yaml.parse(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, _yaml.YAMLError) as error:
        raise ValueError(f"{file}: cannot be read as YAML ({' '.join(str(error).split())}).") from error
    if not isinstance(entries, list) or not entries:
        raise ValueError(f"{file}: must hold a list of rules.")
    rules: list[Rule] = []
    for number, entry in enumerate(entries, 1):
        try:
            rules.append(_rule(entry))
        except ValueError as error:
            raise ValueError(f"{file}: rule {number}: {error}") from error
    names = [rule.id for rule in rules]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ValueError(f"{file}: two rules are called {twice!r}.")
    return tuple(rules)


def _rule(entry: Any) -> Rule:
    allowed = ("id", "options", "effect", "because", "sources", "when")
    if not isinstance(entry, dict) or not set(allowed[:-1]) <= set(entry) <= set(allowed):
        raise bad("rule", entry, f"a mapping of {', '.join(allowed)}, of which only the last may lack")
    lists = {name: tuple(entry[name]) if isinstance(entry[name], list) else entry[name] for name in ("options", "sources")}
    when = entry.get("when", {})
    if not isinstance(when, dict) or not all(isinstance(answers, list) for answers in when.values()):
        raise bad("when", when, "a mapping from questions to lists of answers; yes and no stand in quotes")
    because = " ".join(entry["because"].split()) if isinstance(entry["because"], str) else entry["because"]
    conditions = tuple((question, tuple(answers)) for question, answers in when.items())
    return Rule(entry["id"], effect=entry["effect"], because=because, when=conditions, **lists)


#: The library's rules.
RULES = load_rules()


class AdvisedOption(NamedTuple):
    """A way to protect data, with what was found of it.

    Parameters
    ----------
    option : str
        A key of `OPTIONS`.
    rank : int
        1 for the best group that is not empty; ways of one group share their rank.
    verdict : str
        The group, a key of `VERDICTS`.
    fired : tuple of Rule
        The rules that fired, in the order of the file.

    Examples
    --------
    >>> best = advise(data_life="decades").options[0]
    >>> best.option, best.rank, best.verdict
    ('pqc', 1, 'recommended')
    """

    option: str
    rank: int
    verdict: str
    fired: tuple[Rule, ...]


@dataclass(frozen=True)
class Advice:
    """What the adviser found, made by `advise`.

    Parameters
    ----------
    answers : tuple of (str, str)
        Questions that were answered, with their answers.
    options : tuple of AdvisedOption
        All ways, best group first; within a group, where they are tied, in the order of `OPTIONS`.

    Examples
    --------
    >>> advice = advise(fibre="none", mobile="yes")
    >>> advice.groups["ruled out"], len(advice.unanswered)
    (('pqc_qkd', 'qkd'), 7)
    """

    answers: tuple[tuple[str, str], ...]
    options: tuple[AdvisedOption, ...]

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Questions without an answer; rules that ask for one did not fire."""
        answered = dict(self.answers)
        return tuple(question for question in QUESTIONS if question not in answered)

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Ways by verdict; those of one group are tied."""
        return {verdict: tuple(found.option for found in self.options if found.verdict == verdict) for verdict in VERDICTS}

    @property
    def sources(self) -> tuple[Row, ...]:
        """Rows that the rules rest on which fired, each once."""
        fired = [rule for found in self.options for rule in found.fired]
        return tuple(source(name) for name in dict.fromkeys(name for rule in fired for name in rule.sources))

    def __repr__(self) -> str:
        said = (f"{verdict}: {', '.join(options)}" for verdict, options in self.groups.items() if options)
        return _shown.line("Advice", *said)

    def _repr_html_(self) -> str:
        def told(found: AdvisedOption, *effects: str) -> str:
            return ", ".join(rule.id for rule in found.fired if rule.effect in effects) or "nothing"

        rows = [(OPTIONS[found.option], found.rank, found.verdict, told(found, "for"), told(found, "against", "rules out"),
                 told(found, "note")) for found in self.options]
        head = ("way", "rank", "verdict", "for", "against", "notes")
        return _shown.table("Ways to protect the data; those of one rank are tied", rows, head)


def advise(*, distance: str | None = None, fibre: str | None = None, data_life: str | None = None, authentication: str | None = None,
           endpoints: str | None = None, mobile: str | None = None, budget: str | None = None, regulator: str | None = None,
           insiders: str | None = None, rules: Sequence[Rule] | None = None) -> Advice:
    """Group ways to protect data by what speaks for and against them.

    Parameters
    ----------
    distance, fibre, data_life, authentication, endpoints, mobile, budget, regulator, insiders : str, optional
        Answers, keys of `QUESTIONS`.  None: not known, and no rule that asks for it fires.
    rules : sequence of Rule, optional
        One's own rules; the library's if None.

    Returns
    -------
    Advice
        All ways, in groups, with the rules that fired.

    Raises
    ------
    ValueError
        If an answer is none of those that are known, or `rules` holds something else.

    Notes
    -----
    A way that a rule rules out is out.  Of the others, one with rules for it and none against is recommended, one with rules
    against it and none for it is discouraged, and the rest is possible.  Rules are not weighed against each other: that is for
    whoever decides.  Used in chapter C16.

    Examples
    --------
    >>> advise(data_life="decades", endpoints="many", budget="software", regulator="de")
    Advice(recommended: hybrid; possible: pqc, pqc_psk; discouraged: psk, wait; ruled out: pqc_qkd, qkd)
    """
    given = {"distance": distance, "fibre": fibre, "data_life": data_life, "authentication": authentication, "endpoints": endpoints,
             "mobile": mobile, "budget": budget, "regulator": regulator, "insiders": insiders}
    for question, answer in given.items():
        if answer is not None and (not isinstance(answer, str) or answer not in QUESTIONS[question]):
            raise bad(question, answer, "; ".join(f"{key!r} ({words})" for key, words in QUESTIONS[question].items()))
    if rules is not None and (not isinstance(rules, (list, tuple)) or not all(isinstance(rule, Rule) for rule in rules)):
        raise bad("rules", rules, "a list of Rule, such as load_rules gives")
    fired = [rule for rule in (RULES if rules is None else rules) if rule.fires(given)]
    found = {option: tuple(rule for rule in fired if option in rule.options) for option in OPTIONS}
    verdicts = {option: _verdict(frozenset(rule.effect for rule in own)) for option, own in found.items()}
    filled = [verdict for verdict in VERDICTS if verdict in verdicts.values()]
    options = tuple(AdvisedOption(option, rank, verdict, found[option]) for rank, verdict in enumerate(filled, 1)
                    for option in OPTIONS if verdicts[option] == verdict)
    return Advice(tuple((question, answer) for question, answer in given.items() if answer is not None), options)


@functools.cache
def _verdict(effects: frozenset[str]) -> str:
    if "rules out" in effects:
        return "ruled out"
    if ("for" in effects) == ("against" in effects):
        return "possible"
    return "recommended" if "for" in effects else "discouraged"
