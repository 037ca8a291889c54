"""TNO's key-rate package, in an environment of its own beside the build, as a yardstick for `qedu.rates`.

It is not a dependency of qedu and never enters the project's environment.  Its rate means something
else: no sifting factor, error correction at the Shannon limit, and key from empty pulses too.
"""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

PACKAGE = "tno-quantum-communication-qkd-key-rate==2.0.4"
ENVIRONMENT = Path(__file__).parent.parent / "_build" / "bench" / "tno-2.0.4"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# Runs in that environment.  GYS: two detectors share Y₀, and a drift of angle φ sends sin²φ the wrong way.
INSIDE = """
import json, math, sys, time
import numpy as np
from tno.quantum.communication.qkd_key_rate.quantum import standard_detector
from tno.quantum.communication.qkd_key_rate.quantum.bb84 import BB84FullyAsymptoticKeyRateEstimate
link = json.load(sys.stdin)
detector = standard_detector.customise(dark_count_rate=link["dark_counts_per_detector"], error_detector=0,
    polarization_drift=math.asin(math.sqrt(link["misalignment"])), efficiency_party=link["efficiency"])
estimate = BB84FullyAsymptoticKeyRateEstimate(detector=detector)
def fixed(km):
    return estimate.compute_rate(0.48, link["loss_db_per_km"] * km)
def best(km):
    return estimate.optimize_rate(attenuation=link["loss_db_per_km"] * km)[1]
def seconds(function, distances):
    start = time.perf_counter()
    for km in distances:
        function(km)
    return (time.perf_counter() - start) / len(distances) * 1000
fixed(1), best(1)
print(json.dumps({"rate": fixed(50), "best": best(50), "fixed_s": seconds(fixed, np.linspace(0, 140, 1000)),
                  "best_s": seconds(best, np.linspace(0, 140, 40))}))
"""


def install():
    """Make the environment if it is not there; return None, or the reason why it cannot be made."""
    done = ENVIRONMENT / "installed"
    if done.exists():
        return None
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        subprocess.run([str(PYTHON), "-m", "pip", "install", "--quiet", PACKAGE],
                       check=True, capture_output=True, text=True, timeout=900)
    except (OSError, subprocess.SubprocessError) as error:
        output = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        return output[-1] if output else type(error).__name__
    done.touch()
    return None


def measure(link):
    """Rates at 50 km and seconds for 1,000 distances, or a text that says why there are none."""
    reason = install()
    if reason:
        return f"not installed: {reason}"
    inputs = {name: getattr(link, name) for name in ("loss_db_per_km", "efficiency", "misalignment",
                                                     "dark_counts_per_detector")}
    run = subprocess.run([str(PYTHON), "-c", INSIDE], input=json.dumps(inputs), capture_output=True,
                         text=True)
    if run.returncode:
        return "does not run: " + (run.stderr.strip().splitlines() or ["no message"])[-1]
    return json.loads(run.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from qedu import links

    print(measure(links.GYS))
