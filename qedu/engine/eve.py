"""What Eve knows: sums over the table and the spectra of her memories."""

import numpy as np

from qedu._numerics import entropy

__all__ = []


def _with_eve(table, bits, rounds):
    """Joint odds of a bit and all that Eve knows: axes bit, x, announcement, eve, y.

    Over a link also intensity, which is announced, and photons, summed where she does not count.
    """
    joint = np.stack([(table.p * (rounds & (bits == bit))).sum(axis=(-5, -1)) for bit in (0, 1)])
    if table.link is not None and not table.counts_photons:
        joint = joint.sum(axis=2, keepdims=True)
    return table.public(joint, -4, -1)


def information(table, sifted):
    """I(A:E) in bits per sifted bit, given the share of rounds that is sifted; see `Exchange.eve_information`."""
    joint = _with_eve(table, table.key[0], table.kept) / sifted
    found = entropy(joint.sum(axis=tuple(range(1, joint.ndim)))) + entropy(joint.sum(axis=0)) - entropy(joint)
    return max(0.0, found)


def guess(table, sifted):
    """Probability that Eve's best guess of a sifted bit is right; see `Exchange.eve_guess`."""
    return float(_with_eve(table, table.key[0], table.kept).max(axis=0).sum() / sifted)


def holevo(table, sifted):
    """S(E) − Σ p(A) S(E|A) of all that Eve holds, per sifted bit; see `Exchange.eve_holevo`."""
    spectra = [np.linalg.eigvalsh(held / sifted) for held in table.held]
    summed = [np.linalg.eigvalsh(held.sum(axis=0) / sifted) for held in table.held]
    bit = sum(values.sum(axis=tuple(range(1, values.ndim))) for values in spectra)
    return max(0.0, sum(map(entropy, summed)) - sum(map(entropy, spectra)) + entropy(bit))


def best_guess(table):
    """Eve's best guess in each cell, spread over the table; 0 where it is a coin toss.

    She guesses the key bit where rounds with this public record are kept, and
    Alice's outcome where they never are.
    """
    alice = np.arange(2).reshape(1, 2, 1, 1, 1, 1)
    kept = _with_eve(table, table.key[0], table.kept)
    raw = _with_eve(table, alice, ~table.kept)
    joint = np.where(kept.sum(axis=0) > 0, kept, raw)
    guess = joint[1] > joint[0] * (1 + 1e-9)
    guess = guess[..., :, None, :, :, :, None]
    return np.broadcast_to(guess, table.p.shape).astype(np.uint8)
