"""A source with noise against a list of all that can happen in a few bits, and against its own samples."""

import itertools
import math

import numpy as np
import pytest

from qedu import randomness
from qedu.randomness import BitSource

SOURCES = [BitSource(), BitSource(0.7), BitSource(0.3, noise=0.2), BitSource(0.6, noise=0.5, noise_p1=0.1), BitSource(noise=1),
           BitSource(0.5, memory=0.4), BitSource(0.8, noise=0.3, noise_p1=0.9, memory=0.25), BitSource(0.5, memory=-0.6),
           BitSource(0.9, noise=0.1, noise_p1=0, memory=-0.2), BitSource(0.4, drift=1), BitSource(0.6, noise=0.3, memory=-0.3, drift=-1),
           BitSource(0.5, memory=1), BitSource(0.7, memory=-1), BitSource(1, noise=0.5), BitSource(0.5, noise=0.2, memory=0.1, drift=1)]


def histories(source, n):
    """All that can happen in n bits: (bits, what is known of the noise, probability)."""
    held = abs(source.memory)
    for ways in itertools.product(("before", "noise 0", "noise 1", "photon 0", "photon 1"), repeat=n):
        bits, known, weight = [], [], 1.0
        for t, way in enumerate(ways):
            p = source.p1 + source.drift * t / 1e6
            if way == "before":
                weight *= held if t else 0
                bits.append((bits[-1] if source.memory > 0 else 1 - bits[-1]) if t else 0)
                known.append("before")
                continue
            weight *= 1 - held if t else 1
            kind, bit = way.split()
            share, ones = (source.noise, source.noise_p1) if kind == "noise" else (1 - source.noise, p)
            weight *= share * (ones if bit == "1" else 1 - ones)
            bits.append(int(bit))
            known.append(way if kind == "noise" else "photon")
        if weight:
            yield tuple(bits), tuple(known), weight


@pytest.mark.parametrize("n", [1, 2, 5])
@pytest.mark.parametrize("source", SOURCES, ids=repr)
def test_all_that_can_happen(source, n):
    runs, seen, shares = {}, {}, np.zeros(n)
    for bits, known, weight in histories(source, n):
        runs[bits] = runs.get(bits, 0) + weight
        seen.setdefault(known, {}).setdefault(bits, 0)
        seen[known][bits] += weight
        shares += weight * np.array(bits)
    assert sum(runs.values()) == pytest.approx(1, abs=1e-12)
    guess = sum(max(found.values()) for found in seen.values())
    assert source.output_entropy(n) == pytest.approx(-math.log2(max(runs.values())) / n, abs=1e-11)
    assert source.secret_entropy(n) == pytest.approx(-math.log2(guess) / n, abs=1e-11)
    assert source.counted_entropy(n) == pytest.approx(-math.log2(max(shares.mean(), 1 - shares.mean())), abs=1e-11)


@pytest.mark.parametrize("source", [source for source in SOURCES if not source.drift], ids=repr)
def test_an_endless_run_is_where_long_ones_tend_to(source):
    # The start, and what a chain of this memory needs to forget it, cost at most some bits of the 20,000; an alternating
    # chain that never forgets (memory −1) has as many ones as zeros.
    n = 20_000
    for name in ("counted_entropy", "output_entropy", "secret_entropy"):
        figure = getattr(source, name)
        assert figure(n) == pytest.approx(figure(), abs=3 / n), name
        assert 0 <= figure() <= 1


def test_rates_that_can_be_found_by_hand():
    for memory in (0.9, -0.9):                                  # the next bit is guessed with 0.9 + 0.1/2
        source = BitSource(memory=memory)
        assert source.counted_entropy() == 1 and source.output_entropy() == pytest.approx(-math.log2(0.95), abs=1e-14)
        assert source.secret_entropy() == pytest.approx(-math.log2(0.95), abs=1e-14)
    assert BitSource(0.5, noise=0.3).secret_entropy() == pytest.approx(-math.log2(0.65), abs=1e-14)
    assert BitSource(0.75).output_entropy() == BitSource(0.75).secret_entropy() == pytest.approx(2 - math.log2(3), abs=1e-14)
    # Turned with ½, else 1 with 0.9: P(1|0) = 0.95, P(0|1) = 0.55, and 1 after 1 only 0.45: in turn is likeliest.
    assert BitSource(0.9, memory=-0.5).output_entropy() == pytest.approx(-math.log2(math.sqrt(0.95 * 0.55)), abs=1e-14)


def test_outputs_alone_prove_nothing():
    """Perfect outputs, all known: counting, the estimate and both health tests are content."""
    source = BitSource(noise=1.0)
    assert source.counted_entropy() == source.output_entropy() == 1 and source.secret_entropy() == 0
    seen = source.watched(100_000, seed=2010)
    assert np.array_equal(seen.bits, seen.guesses)
    assert randomness.most_common_value(seen.bits).min_entropy > 0.98
    assert randomness.repetition_count_test(seen.bits, entropy=0.98).passed
    assert randomness.adaptive_proportion_test(seen.bits, entropy=0.98).passed


def test_a_drift_is_followed_along_the_run():
    source, n = BitSource(0.5, drift=0.4), 1_000_001
    # The mean of −log₂ p over p from 0.5 to 0.9, by integration; the sum over bits differs by a millionth.
    mean = -((0.9 * math.log(0.9) - 0.9) - (0.5 * math.log(0.5) - 0.5)) / 0.4 / math.log(2)
    assert source.secret_entropy(n) == pytest.approx(mean, abs=1e-5)
    assert source.output_entropy(n) == pytest.approx(mean, abs=1e-5)                # without memory and noise the same
    assert source.counted_entropy(n) == pytest.approx(-math.log2(0.7), abs=1e-9)
    bits = source.samples(n - 1, seed=2011)
    for part, share in ((bits[:200_000], 0.54), (bits[-200_000:], 0.86)):
        # 5.5 standard deviations: 4e-8 to fail by chance.
        assert abs(part.mean() - share) < 5.5 * math.sqrt(share * (1 - share) / len(part))


@pytest.mark.parametrize("source", [BitSource(0.7, noise=0.2, noise_p1=0.1), BitSource(0.6, noise=0.3, memory=0.4),
                                    BitSource(0.3, noise=0.5, noise_p1=0.8, memory=-0.35), BitSource(0.45)], ids=repr)
def test_samples_have_the_model_s_odds(source):
    """200,000 bits; given all before, each bit and each guess succeeds with a known probability, so one of these three counts is
    off by 5.5 standard deviations with 4e-8, and the four sources together fail with 5e-7 by chance."""
    n = 200_000
    bits, guesses = source.watched(n, seed=2012)
    assert bits.dtype == guesses.dtype == np.uint8 and len(bits) == len(guesses) == n
    held = abs(source.memory)
    ones = source.noise * source.noise_p1 + (1 - source.noise) * source.p1
    for before in (0, 1):
        after = bits[1:][bits[:-1] == before]
        p = (1 - held) * ones + held * (before if source.memory > 0 else 1 - before)
        assert abs(after.mean() - p) < 5.5 * math.sqrt(p * (1 - p) / len(after)), before
    right = held + (1 - held) * (source.noise + (1 - source.noise) * max(source.p1, 1 - source.p1))
    assert abs((bits == guesses).mean() - right) < 5.5 * math.sqrt(right * (1 - right) / n)


def test_runs_repeat_and_watching_changes_nothing():
    source = BitSource(0.6, noise=0.2, memory=0.3, drift=0.1)
    first = source.samples(5000, seed=7)
    assert np.array_equal(first, source.samples(5000, seed=7)) and not np.array_equal(first, source.samples(5000, seed=8))
    assert np.array_equal(first, source.watched(5000, seed=7).bits) and np.array_equal(first, source.samples(5000, seed=np.random.default_rng(7)))
    assert BitSource(memory=1).samples(50, seed=1).std() == 0 and np.all(np.diff(BitSource(memory=-1).samples(50, seed=1).astype(int)) != 0)
    # Nothing comes before the first bit, so it is guessed as a photon's is: of 60 guesses some fail, but for 2⁻⁶⁰.
    firsts = [BitSource(memory=1).watched(1, seed=seed) for seed in range(60)]
    assert 0 < sum(int(one.bits[0] == one.guesses[0]) for one in firsts) < 60
    assert np.all(BitSource(1.0).samples(50, seed=1) == 1) and np.all(BitSource(0.0).samples(50, seed=1) == 0)


@pytest.mark.parametrize("t, eta", [(0.5, (1, 1)), (0.5, (0.10, 0.09)), (0.3, (0.2, 0.8)), (0, (0.5, 0.5)), (1, (0.5, 0.5)), (0.9, (1, 0))])
def test_a_photon_at_a_beam_splitter(t, eta):
    p = t * eta[1] / (t * eta[1] + (1 - t) * eta[0])
    assert randomness.photon_bit(t, efficiency=eta) == pytest.approx(p, abs=1e-15)
    assert BitSource(randomness.photon_bit(t, efficiency=eta)).counted_entropy() == pytest.approx(-math.log2(max(p, 1 - p)), abs=1e-12)


@pytest.mark.parametrize("call, message", [
    (lambda: BitSource(1.1), "p1 = 1.1 is not allowed: a number from 0 to 1"),
    (lambda: BitSource(noise=20), "noise = 20 is not allowed: a number from 0 to 1; 20 % is 0.2"),
    (lambda: BitSource(noise_p1=-0.1), "noise_p1 = -0.1 is not allowed"),
    (lambda: BitSource(memory=-1.5), "memory = -1.5 is not allowed: a number from -1 to 1"),
    (lambda: BitSource(drift=math.nan), "drift = nan is not allowed"),
    (lambda: BitSource().samples(0, seed=1), "n = 0 is not allowed: a whole number of at least 1"),
    (lambda: BitSource().samples(10**8, seed=1), r"n = 100000000 is not allowed: at most 10\*\*7"),
    (lambda: BitSource().samples(10, seed=None), "seed = None is not allowed"),
    (lambda: BitSource(0.9, drift=0.2).samples(500_002, seed=1), "n = 500002 is not allowed: at most 500001 bits, in which p1 = 0.9 drifts to 1"),
    (lambda: BitSource(0.1, drift=-0.2).secret_entropy(10**6), "n = 1000000 is not allowed: at most 500001 bits, in which p1 = 0.1 drifts to 0"),
    (lambda: BitSource(drift=0.1).secret_entropy(), "n = None is not allowed: a number of bits: p1 drifts by 0.1"),
    (lambda: randomness.photon_bit(1.5), "transmittance = 1.5 is not allowed"),
    (lambda: randomness.photon_bit(0.5, efficiency=0.1), "efficiency = 0.1 is not allowed: two numbers"),
    (lambda: randomness.photon_bit(1, efficiency=(0.5, 0)), r"efficiency = \(0.5, 0\) is not allowed: two numbers from 0 to 1, above 0"),
])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()


def test_the_longest_run_that_a_drift_allows():
    assert BitSource(0.9, drift=0.2).samples(500_001, seed=1)[-1000:].mean() > 0.98
    assert BitSource(0.1, drift=-0.2).secret_entropy(500_001) > 0
