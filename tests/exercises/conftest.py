"""What tests of exercises share."""

import pytest

from qedu.grading.exercise import Exercise


@pytest.fixture
def drawn_once(monkeypatch):
    """Draw the arguments of an exercise once for each seed: for a test that judges many answers by the same ones.

    A case is not changed by what is judged: answers get copies of its arguments.
    """
    draw, kept = Exercise.case, {}

    def case(self, seed=0, parameters=None):
        key = self.id, int(seed), repr(parameters)
        if key not in kept:
            kept[key] = draw(self, seed, parameters)
        return kept[key]

    monkeypatch.setattr(Exercise, "case", case)
