import numpy as np

from qedu.grading.answers import CLOSE, Bits, Number, Parts
from qedu.grading.exercise import Call, Exercise, Mistake

from ..common import piece


class Estimate(Exercise):
    """Keys are put together from a published and a secret part, so the right answer is known without taking apart."""

    answer = Parts(Number(0), Bits(), Bits())
    example = Call(alice_key=np.array([0, 1, 1, 0, 1, 0, 0, 1]), bob_key=np.array([0, 1, 0, 0, 1, 1, 0, 1]),
                   positions=[0, 2, 4])

    def calls(self, rng):
        known = self._models(np.array([[0, 1, 1], [0, 0, 1]]), np.array([[1, 0, 0, 0, 1], [1, 0, 1, 0, 1]]), [0, 2, 4])
        drawn = [self._draw(rng) for _ in range(3)]
        return [self.example, *(call for call, _ in drawn)], [known, *(models for _, models in drawn)]

    def _draw(self, rng):
        while True:
            rows = piece(rng, 220)
            keys = np.array([rows["alice_bits"], rows["bob_bits"]])[:, rows["sifted"]]
            size = int(rng.integers(20, 30))
            # So far from the end that popping one after another does something wrong, and not nothing at all.
            positions = rng.permutation(keys.shape[1] - size)[:size].tolist()
            models = self._models(keys[:, :size], keys[:, size:], positions)
            if len(set(models["rates"].values())) == len(models["rates"]) and all(models["errors"]):
                alice, bob = models["keys"]["test_bits_kept"][0]
                return Call(alice_key=alice, bob_key=bob, positions=positions), models

    @staticmethod
    def _models(published, secret, positions):
        """What right and wrong answers return, from the published bits (in the order of `positions`) and the others."""
        size = published.shape[1] + secret.shape[1]
        whole = np.empty((2, size), int)
        whole[:, positions] = published
        whole[:, sorted(set(range(size)) - set(positions))] = secret
        errors = np.flatnonzero(whole[0] != whole[1])
        found, unseen = (int((part[0] != part[1]).sum()) for part in (published, secret))
        shown = [i for i in errors if i in positions]
        shifted = [[Estimate._popped(row, order) for row in whole] for order in (positions, sorted(positions))]
        return {
            "errors": (found, unseen),
            "keys": {"right": [secret], "test_bits_kept": [whole],
                     "only_errors_removed": [np.delete(whole, shown, axis=1), np.delete(whole, errors, axis=1)],
                     "test_bits_as_key": [published, published[:, np.argsort(positions)]],
                     "one_key_only": [(secret[0], whole[1]), (whole[0], secret[1])],
                     "index_shift": shifted, "swapped": [secret[::-1]],
                     "counted_from_one": [np.delete(whole, np.array(positions) - 1, axis=1)]},
            "rates": {"right": found / len(positions), "whole_key": len(errors) / size,
                      "wrong_denominator": found / size, "count": found, "agreement": 1 - found / len(positions),
                      "rest_rate": unseen / secret.shape[1]}}

    @staticmethod
    def _popped(row, positions):
        """What is left if the bits are taken out one after another, so that the others move up each time."""
        row = list(row)
        for place in positions:
            row.pop(place)
        return row

    def judge(self, calls, answers, secret):
        values = [self.read(call, answer) for call, (answer,) in zip(calls, answers)]

        def keys_fit(name, value, models):
            return any(np.array_equal(value[1], alice) and np.array_equal(value[2], bob)
                       for alice, bob in models["keys"][name])

        def rate_fits(name, value, models):
            return abs(value[0] - models["rates"][name]) <= 2e-6

        # The keys come first: a published bit in the key does more harm than a wrong rate.
        for part, fits in (("keys", keys_fit), ("rates", rate_fits)):
            off = [i for i, pair in enumerate(zip(values, secret)) if not fits("right", *pair)]
            if off:
                show = calls[off[0]], answers[off[0]][0]
                key = next((key for key in secret[0][part]
                            if all(fits(key, *pair) for pair in zip(values, secret))), None)
                if key:
                    return Mistake(key, *show)
                if part == "rates" and max(value[0] for value in values) > 1:
                    return Mistake("too_high", *show, {"high": 1})
                near = part == "rates" and all(
                    abs(values[i][0] - secret[i]["rates"]["right"]) < CLOSE for i in off)
                return self.unknown(calls, [answer for answer, in answers], values, off, near)
        return None
