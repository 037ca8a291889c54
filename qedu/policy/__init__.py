"""The world around the machines: how near the threat may be, who says what, what it costs, who has it; floor 4.

Everything here is either arithmetic on numbers that the caller gives, or a small table of public statements, each with who made it,
when, for whom, where it is printed and how it was read (`qedu/data/policy`).  What is missing stays missing, and no price, share or
rank is made up.

The threat and the answers to it: a distribution of when a code-breaking machine exists (`Threat`), made of dated surveys (`SURVEYS`)
or of a model that contradicts them (`FORECASTS`), and Mosca's inequality with numbers or with ranges (`mosca`, `exposed_probability`).
What agencies and governments say, in `POSITIONS` with who disagrees, by when one should have moved (`DEADLINES`), what a machine would
need (`THREAT_ESTIMATES`), and which reports are false (`MISREPORTS`).  `advise` asks nine questions and groups ways to protect data by
rules that name their documents.

What it costs and who has it: items at the caller's prices (`Item`, `cost`, `sensitivity`), how evenly something is spread (`gini`,
`coverage_inequality`), sites under a budget (`max_coverage`) and energy (`energy_per_key_bit`).  What several stakeholders get
from a decision, and at which weight it flips (`decide`).  What is known of countries, one indicator at a time (`PLACE_FACTS`, `rank`,
`audit`), of rules and programmes on who may have it (`ARRANGEMENTS`), and of people (`Proficiency`, `coverage`, `STUDIES`).
"""

from qedu.policy.adviser import ASKS, BRIEF, EFFECTS, OPTIONS, QUESTIONS, RULES, VERDICTS, Advice, AdvisedOption, Rule, advise, load_rules
from qedu.policy.arrangements import ARRANGEMENTS, KINDS, Arrangement
from qedu.policy.cost import Cost, SameMoney, Swing, cost, same_money, sensitivity
from qedu.policy.divides import (
    DIVIDES,
    INDICATORS,
    PLACE_FACTS,
    Flaw,
    Indicator,
    PlaceFact,
    Ranked,
    Ranking,
    audit,
    place_facts,
    rank,
)
from qedu.policy.energy import energy_per_key_bit
from qedu.policy.equity import CoverageInequality, coverage_inequality, gini, lorenz, people_per_money, share_reached
from qedu.policy.items import Item, guards, migration
from qedu.policy.mosca import exposed_probability, exposure_by_year, forgery_probability, mosca
from qedu.policy.people import AREAS, DOMAINS, FRAMEWORK, LEVELS, STUDIES, ChapterLevels, Proficiency, Study, coverage
from qedu.policy.positions import (
    DEADLINES,
    FORCE,
    MISREPORTS,
    POSITIONS,
    SCOPES,
    SUBJECTS,
    THREAT_ESTIMATES,
    WORDS,
    Deadline,
    Estimate,
    Misreport,
    Position,
    positions,
    source,
)
from qedu.policy.ranges import YearRange
from qedu.policy.rows import READ, Row, load_rows
from qedu.policy.siting import Siting, SitingPlan, max_coverage
from qedu.policy.stakes import DECISION_RULES, FICTION, Decided, Margin, Stakes, decide
from qedu.policy.surveys import FORECASTS, READINGS, SURVEYS, Forecast, Survey, SurveyPoint
from qedu.policy.threat import Threat

__all__ = ["Threat", "READINGS", "Survey", "SurveyPoint", "SURVEYS", "Forecast", "FORECASTS", "mosca", "YearRange", "exposed_probability",
           "exposure_by_year", "forgery_probability", "READ", "Row", "load_rows"]

__all__ += ["SUBJECTS", "SCOPES", "FORCE", "WORDS", "Position", "POSITIONS", "positions", "Deadline", "DEADLINES", "Misreport",
            "MISREPORTS", "Estimate", "THREAT_ESTIMATES", "source"]

__all__ += ["QUESTIONS", "ASKS", "OPTIONS", "BRIEF", "EFFECTS", "VERDICTS", "Rule", "RULES", "load_rules", "AdvisedOption", "Advice",
            "advise"]

__all__ += ["Item", "guards", "migration", "Cost", "cost", "Swing", "sensitivity", "SameMoney", "same_money", "gini", "lorenz",
            "share_reached", "CoverageInequality", "coverage_inequality", "people_per_money", "SitingPlan", "Siting", "max_coverage",
            "energy_per_key_bit", "DECISION_RULES", "Stakes", "Margin", "Decided", "decide", "FICTION"]

__all__ += ["DIVIDES", "Indicator", "INDICATORS", "PlaceFact", "PLACE_FACTS", "place_facts", "Ranked", "Ranking", "rank", "Flaw", "audit",
            "KINDS", "Arrangement", "ARRANGEMENTS",
            "FRAMEWORK", "AREAS", "LEVELS", "DOMAINS", "Proficiency", "ChapterLevels", "coverage", "Study", "STUDIES"]
