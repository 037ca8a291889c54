"""Measure what reconciliation leaks and how often it fails, and write qedu/data/reconciliation.json anew.

    python scripts/reconciliation.py [method …] [error rate …]

Fifty frames of 100,000 bits for each error rate; for all methods, original, two_parameter and ldpc, that takes
about a quarter of an hour.  Rows of methods that are not named stay as they are.  The numbers that
`qedu.keys.reconciliation` gives come from here, and are typed nowhere.
"""

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from qedu import keys  # noqa: E402

DATA = ROOT / "qedu" / "data" / "reconciliation.json"
RATES = (0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.11)
FRAMES, BITS = 50, 100_000

METHODS = {
    "original": lambda alice, bob, qber, seed: keys.cascade(alice, bob, qber, seed=seed),
    "two_parameter": lambda alice, bob, qber, seed: keys.cascade(alice, bob, qber, variant="two_parameter", seed=seed),
    "ldpc": lambda alice, bob, qber, seed: keys.ldpc(alice, bob, qber, seed=seed),
}


def wrong_blocks(alice, found):
    """How many blocks there were, and in how many of them the keys differ."""
    syndromes = found.messages[0].subject.split()
    blocks = int(syndromes[2]) if syndromes[0] == "syndromes" else 1
    borders = np.linspace(0, len(alice), blocks + 1).astype(int)
    return blocks, sum(bool((alice[low:high] != found.key[low:high]).any()) for low, high in zip(borders, borders[1:]))


def measure(method, qber, frames=FRAMES, bits=BITS):
    """One row of the table."""
    efficiencies, blocks, failed = [], 0, 0
    for frame in range(frames):
        rng = np.random.default_rng([round(1e6 * qber), frame])
        alice, errors = rng.integers(0, 2, bits, dtype=np.uint8), rng.random(bits) < qber
        found = METHODS[method](alice, alice ^ errors, qber, rng)
        efficiencies.append(found.efficiency(int(errors.sum())))
        cut, wrong = wrong_blocks(alice, found)
        blocks, failed = blocks + cut, failed + wrong
    return {"method": method, "qber": qber, "frames": frames, "bits": bits, "efficiency": round(float(np.mean(efficiencies)), 5),
            "deviation": round(float(np.std(efficiencies, ddof=1)), 5), "blocks": blocks, "failed": failed}


def main():
    known = {**dict.fromkeys(METHODS), **{str(rate): rate for rate in RATES}}
    if unknown := set(sys.argv[1:]) - set(known):
        sys.exit(f"reconciliation: {', '.join(unknown)}? There are {', '.join(known)}.")
    for method in [name for name in METHODS if name in sys.argv] or METHODS:
        for qber in [rate for rate in RATES if str(rate) in sys.argv] or RATES:
            row = measure(method, qber)
            keep(row)                                          # at once: what is interrupted later is not lost
            print(row, flush=True)


def keep(row):
    """Put one row in the place of the old one."""
    rows = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else []
    rows = [old for old in rows if (old["method"], old["qber"]) != (row["method"], row["qber"])] + [row]
    rows.sort(key=lambda row: (list(METHODS).index(row["method"]), row["qber"]))
    DATA.write_text("[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
