import math

import numpy as np

from qedu import randomness
from qedu.grading.answers import Integer, Parts
from qedu.grading.exercise import Call, Exercise

#: What stands for an answer of None in the place of a number: no place at all.
NOTHING = -10**6


class Place(Integer):
    """A place among samples.  None is a wrong place and not a forgotten return."""

    def read(self, value):
        return NOTHING if value is None else super().read(value)

    def resembles(self, value, model):
        return super().resembles(NOTHING if value is None else value, model)


def runs(samples):
    """Runs of equal samples: where each begins, and how long it is."""
    begins = np.flatnonzero(np.r_[True, samples[1:] != samples[:-1]])
    return list(zip(begins.tolist(), np.diff(np.r_[begins, len(samples)]).tolist()))


def in_a_row(samples, cutoff, where=lambda start, length, cutoff: start + cutoff - 1):
    return next((where(start, length, cutoff) for start, length in runs(samples) if length >= cutoff), -1)


def anywhere(samples, cutoff):
    """Where any value has come so often, in a row or not."""
    rows = [int(np.flatnonzero(samples == value)[cutoff - 1]) for value in np.unique(samples) if (samples == value).sum() >= cutoff]
    return min(rows, default=-1)


def windows(samples, window, cutoff, *, value=lambda inside, samples: inside[0], where=lambda start, at, window: start + at, starts=None,
            counted=lambda inside, value: np.flatnonzero(inside == value)):
    """Where the second test rings, with anything in it done otherwise."""
    for start in range(0, len(samples), window) if starts is None else starts(samples, window):
        inside = samples[start:start + window]
        seen = counted(inside, value(inside, samples))
        if len(seen) >= cutoff:
            return where(start, int(seen[cutoff - 1]), window)
    return -1


def cutoff_of(h):
    return 1 + math.ceil(20 / h)


def _cut(rule):
    """Wrong models by the cutoff of the first test: it rings by this cutoff, or by the right one."""
    return tuple(lambda samples, h, window, cutoff, by=by: (rule(h), in_a_row(samples, by(h)), None) for by in (rule, cutoff_of))


def _first(rule):
    """A wrong model of where the first test rings; its cutoff is right."""
    return lambda samples, h, window, cutoff: (cutoff_of(h), rule(samples, cutoff_of(h)), None)


def _second(rule=windows, more=0, **options):
    """A wrong model of where the second test rings."""
    return lambda samples, h, window, cutoff: (None, None, rule(samples, window, cutoff + more, **options))


def _from_one(least):
    """A wrong model with both places moved by one; those that are `least` at least, or all."""
    def model(samples, h, window, cutoff):
        places = in_a_row(samples, cutoff_of(h)), windows(samples, window, cutoff)
        return cutoff_of(h), *(place + 1 if place >= least else place for place in places)

    return model


def _last_run(samples, cutoff, at_its_end):
    """Where the last run that is long enough reaches the cutoff, or ends."""
    return max((start + (length if at_its_end else cutoff) - 1 for start, length in runs(samples) if length >= cutoff), default=-1)


def _last_window(samples, window, cutoff):
    return max((start + windows(samples[start:start + window], window, cutoff) for start in range(0, len(samples), window)
                if windows(samples[start:start + window], window, cutoff) >= 0), default=-1)


def _never(said):
    """A wrong model that says something else than minus one."""
    def model(samples, h, window, cutoff):
        places = in_a_row(samples, cutoff_of(h)), windows(samples, window, cutoff)
        return cutoff_of(h), *(said(samples) if place < 0 else place for place in places)

    return model


def _first_alarm_late(samples, cutoff, late):
    place = in_a_row(samples, cutoff)
    return place + late if place >= 0 else place


def _sliding(samples, window, cutoff):
    """The earliest sample at which a window that began anywhere has had enough."""
    found = [start + int(seen[cutoff - 1]) for start in range(len(samples))
             if len(seen := np.flatnonzero(samples[start:start + window] == samples[start])) >= cutoff]
    return min(found, default=-1)


def _any_value(samples, window, cutoff):
    starts = range(0, len(samples), window)
    found = [start + place for start in starts if (place := anywhere(samples[start:start + window], cutoff)) >= 0]
    return min(found, default=-1)


def _commonest(inside, samples):
    values, counts = np.unique(inside, return_counts=True)
    return values[counts.argmax()]


class Health(Exercise):
    """Samples of three bits.  Two sources fail both tests, beside windows and runs that only just do not; one only just passes, and one
    fails the second test in the last window, which is short."""

    answer = Parts(Integer(1), Place(-1), Place(-1))
    example = Call(samples=np.array([5, 5, 9, 5, 2, 2, 2, 2, 2, 2, 2, 7, 1, 7, 7, 7]), h=4, window=6, cutoff=3)

    def further(self, rng):
        return [self.drawn(rng, kind) for kind in rng.permutation(["fails", "fails", "passes", "at the end"])]

    def draw(self, rng, kind):
        h = float(rng.uniform(2.05, 2.9))
        if not 0.1 < 20 / h % 1 < 0.4:              # to be rounded up, and not to the nearest number
            return None
        given = self._source(rng, kind, h)
        C, first, second = self.right(**given)
        if kind == "fails" and min(first, second) >= 0:
            return Call(**given)
        near = max(length for _, length in runs(given["samples"])) == C - 1 and _second(more=-1)(**given)[2] >= 0
        if kind == "at the end" and first == -1 and near and second >= len(given["samples"]) // given["window"] * given["window"]:
            return Call(**given)
        return Call(**given) if kind == "passes" and first == second == -1 and near else None

    @staticmethod
    def _source(rng, kind, h):
        """Three bits a sample at random, then runs, and windows that begin with a value which comes often in them."""
        C, window = cutoff_of(h), int(rng.integers(18, 24))
        cutoff = int(rng.integers(9, 11))
        samples = rng.integers(0, 8, window * 8 + int(rng.integers(cutoff + 2, window)))
        # In pieces of a window each: the count at the end of the ones that begin with their commonest value, and runs.
        fails = kind == "fails"
        order = rng.permutation(7) + 1
        for piece, count in zip(order[:3], (cutoff - 1, cutoff + fails * 3, cutoff + fails * 2) if fails else (cutoff - 1, cutoff - 2, 5)):
            inside = samples[piece * window:(piece + 1) * window]
            value, others = inside[0], rng.permutation(np.arange(1, window))
            inside[inside == value] = (value + 1) % 8
            inside[np.r_[0, others[:count - 1]]] = value
        # A window with too many of the very first value, which is not its own first one: no reason to ring.
        inside = samples[order[6] * window:(order[6] + 1) * window]
        inside[0], inside[1 + rng.permutation(window - 1)[:cutoff + 2]] = (samples[0] + 3) % 8, samples[0]
        inside[1:][inside[1:] == inside[0]] = (samples[0] + 1) % 8
        # The longest run is neither the first nor the last one.
        for piece, length in zip(np.sort(order[3:6]), (C + 2, C + 4, C + 1) if fails else (C - 1, C - 2, C - 3)):
            start = piece * window + int(rng.integers(2, max(3, window - length)))
            samples[start:start + length] = rng.integers(0, 8)
        if kind == "at the end":
            samples[8 * window:][1:cutoff + 1] = samples[8 * window]
        return {"samples": samples, "h": h, "window": window, "cutoff": cutoff}

    def tells(self, calls, secret):
        """Whether every mistake gives something else than is right, and than another one gives."""
        found = {}
        for key, ways in self.wrong.items():
            for way in np.atleast_1d(ways):
                given = tuple(said if one is None else one for call, right in zip(calls, secret)
                              for one, said in zip(call.of(way), right))
                if found.setdefault(given, key) != key:
                    return False
        return tuple(part for right in secret for part in right) not in found

    def right(self, samples, h, window, cutoff):
        first = randomness.repetition_count_test(samples, entropy=h)
        # The library's own cutoff of the second test is far larger than a short window has samples; so it is played here.
        seen, value, second = 0, None, -1
        for at, drawn in enumerate(samples):
            if at % window == 0:
                seen, value = 0, drawn
            seen += drawn == value
            if second < 0 and seen == cutoff and drawn == value:
                second = at
        return first.cutoff, next(iter(first.alarms), -1), second

    wrong = {
        "no_alarm": tuple(_never(said) for said in (lambda samples: NOTHING, lambda samples: len(samples), lambda samples: 0)),
        "rounded_down": _cut(lambda h: 1 + math.floor(20 / h)),
        "one_less": (*_cut(lambda h: math.ceil(20 / h)), *_cut(lambda h: math.floor(20 / h))),
        "one_more": (*_cut(lambda h: 2 + math.ceil(20 / h)), *_cut(lambda h: 2 + math.floor(20 / h))),
        "other_log": (*_cut(lambda h: 1 + math.ceil(20 * math.log(2) / h)), *_cut(lambda h: 1 + math.ceil(20 * math.log10(2) / h))),
        "from_one": (_from_one(0), _from_one(-1)),
        "last_alarm": (_first(lambda samples, C: _last_run(samples, C, False)), _first(lambda samples, C: _last_run(samples, C, True)),
                       _second(_last_window)),
        "run_begins": _first(lambda samples, C: in_a_row(samples, C, lambda start, length, C: start)),
        "run_ends": (_first(lambda samples, C: in_a_row(samples, C, lambda start, length, C: start + length - 1)),
                     _first(lambda samples, C: in_a_row(samples, C, lambda start, length, C: start + length))),
        "longest_run": _first(lambda samples, C: (lambda start, length: start + C - 1 if length >= C else -1)(
            *max(runs(samples), key=lambda run: run[1]))),
        "late": (_first(lambda samples, C: _first_alarm_late(samples, C, 1)), _first(lambda samples, C: in_a_row(samples, C + 1))),
        "early": (_first(lambda samples, C: _first_alarm_late(samples, C, -1)), _first(lambda samples, C: in_a_row(samples, C - 1))),
        "not_in_a_row": _first(anywhere),
        "first_not_counted": _second(more=1),
        "proportion_early": _second(more=-1),
        "place_in_window": (_second(where=lambda start, at, window: at), _second(where=lambda start, at, window: start // window)),
        "whole_window": tuple(_second(where=lambda start, at, window, plus=plus: start + plus(window)) for plus in (
            lambda window: 0, lambda window: window - 1, lambda window: window)),
        "short_window": _second(lambda samples, window, cutoff: windows(samples[:len(samples) // window * window], window, cutoff)),
        "first_window": _second(starts=lambda samples, window: [0]),
        "never_restarted": _second(lambda samples, window, cutoff: windows(samples, len(samples), cutoff)),
        "value_kept": _second(value=lambda inside, samples: samples[0]),
        "sliding": (_second(_sliding), _second(starts=lambda samples, window: range(len(samples)))),
        "commonest": (_second(value=_commonest), _second(_any_value)),
    }
