"""Alice and Bob against Eve: two given teams come to a score found by hand, and hostile ones change nothing for them."""

import csv
import json
import math
import os
import socket

import numpy as np
import pytest

from qedu import attacks, cli
from qedu.grading.tournament import play, reading, scoring, situations
from qedu.grading.tournament.asking import Unanswered
from qedu.grading.tournament.match import observe

#: One intensity, no decoys: six in ten of its bits, whatever was seen.
TRUSTING = """
def plan(situation):
    return {"p_z": 0.8, "intensities": [0.5], "probabilities": [1.0], "tested": 0.1, "abort_above": 0.4}

def decide(situation, plan, counts):
    return int(0.6 * sum(counts["key"]))
"""

#: Stops at six errors in a hundred of what was published, else takes a tenth.
CAREFUL = TRUSTING.replace("0.4}", "0.06}").replace("0.6 *", "0.1 *")

#: Measures six pulses in ten in Z, of which the key is made.
LISTENER = """
def attack(situation, plan):
    return "intercept_resend", {"basis": "z", "fraction": 0.6}
"""

PLAN = {"p_z": 0.8, "intensities": [0.5], "probabilities": [1.0], "tested": 0.1, "abort_above": 0.4}


def team(plan="return " + repr(PLAN), decide="return 100", top=""):
    """A program that makes keys, from the bodies of its functions."""
    return f"{top}\ndef plan(situation):\n    {plan}\ndef decide(situation, plan, counts):\n    {decide}\n"


def eve(body, top=""):
    return f"{top}\ndef attack(situation, plan):\n    {body}\n"


def hostile(place):
    """Programs by role and name, each with what its reason must say; `place` holds paths and a port."""
    steal, write = f"open({place['rival']!r}).read()", f"open({place['canary']!r}, 'w').write('x')"
    forge = "import os\nfor number in range(3, 30):\n    try:\n        os.write(number, b'13\\n{\"points\": 1}')\n    except OSError:\n        pass\n"
    return {
        ("keys", "loops"): (team("while True: pass"), "too long"),
        ("keys", "memory"): (team("return bytes(10**12)"), "MemoryError"),
        ("keys", "forks"): (team("import os\n    while True: os.fork()"), "PermissionError"),
        ("keys", "writes"): (team(write), "returned None"),
        ("keys", "reads"): (team(decide="return int(len(" + steal + "))"), "FileNotFoundError"),
        ("keys", "raises"): (team("raise BaseException('\\x1b[2J')"), "BaseException"),
        ("keys", "exits"): (team("import os\n    os._exit(0)"), "ended with exit code 0"),
        ("keys", "nan"): (team("return " + repr(PLAN).replace("0.8", "float('nan')")), "p_z is nan"),
        ("keys", "negative"): (team("return " + repr(PLAN | {"intensities": [0.5, 0.1], "probabilities": [1.5, -0.5]})), "probabilities is"),
        ("keys", "too-long"): (team(decide="return 10**15"), "that are there"),
        ("keys", "half"): (team(decide="return 0.5"), "a whole number"),
        ("keys", "huge-array"): (team(decide="import numpy\n    return numpy.ones(10**8, 'u1')"), "decide:"),
        ("keys", "no-function"): ("x = 1\n", "no function plan"),
        ("keys", "no-python"): ("this is no Python\n", "SyntaxError"),
        ("eves", "kraus"): (eve("import numpy\n    return [('a', numpy.eye(2)), ('b', numpy.eye(2))]"), "no attack here"),
        ("eves", "nan-kraus"): (eve("return [('a', [[float('nan'), 0], [0, 1]])]"), "NaN"),
        ("eves", "network"): (eve(f"import socket\n    socket.create_connection(('127.0.0.1', {place['port']}))"), "PermissionError"),
        ("eves", "forges"): (eve("return 'none'", top=forge), "something else than an answer"),
        ("eves", "prints"): (eve("print('prints,eves,1.000000')"), "None"),
        ("eves", "globals"): (eve("return [('a', [[2, 0], [0, 2]])]", top="import qedu, numpy, builtins, json\nfrom qedu import attacks\n"
                                  "attacks.Attack = builtins.float = numpy.random.default_rng = qedu.exchange = lambda *a, **k: 1.0\n"), "no attack here"),
        ("eves", "fraction"): (eve("return 'intercept_resend', {'fraction': -3}"), "no attack here"),
        ("eves", "not-hers"): (eve("return 'intercept_resend', {'pulses': 0}"), "not a setting of Eve's"),
        ("eves", "unknown"): (eve("return '__import__', {}"), "is none of"),
        ("eves", "kills"): (eve("import os\n    os.kill(os.getppid(), 9)"), "PermissionError"),
        ("eves", "recursion"): (eve("x = []\n    x.append(x)\n    return x"), "attack:"),
    }


def written(folder, programs):
    for (role, name), source in programs.items():
        (folder / role).mkdir(parents=True, exist_ok=True)
        (folder / role / f"{name}.py").write_text(source)
    return folder


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


HONEST = {("keys", "trusting"): TRUSTING, ("keys", "careful"): CAREFUL, ("eves", "listener"): LISTENER}


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The honest teams among themselves, on two lines."""
    base = tmp_path_factory.mktemp("alone")
    play.tournament(written(base / "teams", HONEST), base / "out", seed=7, lines=2)
    return base


def entropy(p):
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def test_given_teams_come_to_the_score_found_by_hand(alone):
    """Ma et al. 2005, Eqs. (10), (11) and (1), by hand; n = 10⁹ to 10¹¹ pulses, seven standard deviations: 3e-12 for each of 24 figures."""
    points = {"trusting": [], "careful": []}
    told = table(alone / "out" / "matches.csv")
    assert len(told) == 2 * 2 * 2
    for number, line in enumerate(table(alone / "out" / "lines.csv")):
        line = {name: float(value) for name, value in line.items()}
        eta = line["efficiency"] * 10 ** (-line["loss_db_per_km"] * line["distance_km"] / 10)
        dark, wrong, pulses = line["dark_counts"], line["misalignment"], line["pulses"]

        def figures(mu):
            gain = 1 - (1 - dark) * np.exp(-eta * mu)
            return gain, (dark / 2 + wrong * (1 - np.exp(-eta * mu))) / gain

        # The best that biased bases with any number of decoys yield: R of Ma et al. without the sifting, and empty pulses.
        mu = np.arange(0.001, 1.5, 0.0005)
        gains, errors = figures(mu)
        one = 1 - (1 - dark) * (1 - eta)
        e1 = (dark / 2 + wrong * eta) / one
        best = max(one * mu * np.exp(-mu) * (1 - entropy(e1)) - 1.16 * gains * (-errors * np.log2(errors) - (1 - errors) * np.log2(1 - errors)))
        best += dark
        for row in (row for row in told if int(row["line"]) == number):
            gain, error = figures(0.5)
            kept = int(row["key bits"])
            expected = pulses * gain * 0.8**2 * 0.9
            assert abs(kept - expected) < 7 * math.sqrt(expected)
            most = int(row["longest"])
            assert abs(most / (best * pulses) - 1) < 1e-4
            # Measured in Z, bits of Z stay as they were: the errors of the key are those of the line, those of X one in two of 60 %.
            spread = 7 * math.sqrt(error / kept) * math.log2(1 / error)
            assert abs(int(row["published"]) / (1.16 * kept) - entropy(error)) < spread
            listened = row["eve"] == "listener"
            published = expected * (0.1 / 0.9), pulses * gain * 0.2**2
            x_error = 0.6 * 0.5 + 0.4 * error if listened else error
            seen = (published[0] * error + published[1] * x_error) / sum(published)
            assert abs(float(row["qber"]) - seen) < 7 * math.sqrt(0.25 / sum(published)) + 1e-5
            # Eve knows the bits of Z that she measured; of an empty pulse there is none.
            light = 1 - dark * math.exp(-0.5) / gain
            left = math.floor(kept * (1 - 0.6 * light * listened) - int(row["published"]) - math.log2(2 / (1e-20 * 1e-15)))
            assert abs(int(row["secret from eve"]) - left) <= 1
            claimed = int(0.6 * kept) if row["key team"] == "trusting" else 0 if listened else int(0.1 * kept)
            assert int(row["claimed"]) == claimed
            insecure = row["key team"] == "trusting" and listened
            points[row["key team"]].append(-1 if insecure else claimed / most)
            assert float(row["points"]) == pytest.approx(points[row["key team"]][-1], abs=1e-6)
            assert float(row["eve knows"]) == pytest.approx(1 - left / claimed if insecure else 0, abs=1e-5)
    teams = {row["team"]: row for row in table(alone / "out" / "teams.csv")}
    for name, own in points.items():
        assert float(teams[name]["score"]) == pytest.approx(sum(own) / 4, abs=1e-6)
    assert (teams["trusting"]["insecure"], teams["careful"]["insecure"], teams["careful"]["keys"]) == ("2", "0", "2")
    known = [float(row["eve knows"]) for row in told if row["eve"] == "listener"]
    assert float(teams["listener"]["score"]) == pytest.approx(sum(known) / 4, abs=1e-6) and max(known) > 0.4


def test_hostile_teams_get_a_reason_and_change_nothing_for_others(alone, tmp_path):
    canary, visitors = tmp_path / "canary", []
    canary.write_text("alive")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        entries = hostile({"rival": str(tmp_path / "teams" / "keys" / "careful.py"), "canary": str(canary), "port": listener.getsockname()[1]})
        assert len(entries) >= 20
        folder = written(tmp_path / "teams", HONEST | {who: source for who, (source, _) in entries.items()})
        (folder / "keys" / "link.py").symlink_to("/dev/zero")
        (folder / "keys" / "latin.py").write_bytes(b"x = '\xff'\n")
        os.mkfifo(folder / "eves" / "pipe.py")
        before = sorted(path for path in tmp_path.rglob("*"))
        play.tournament(folder, tmp_path / "out", seed=7, lines=2, seconds=1)
        try:
            visitors.append(listener.accept())
        except TimeoutError:
            pass
    assert canary.read_text() == "alive" and not visitors
    assert [path for path in sorted(tmp_path.rglob("*")) if not path.is_relative_to(tmp_path / "out")] == before
    reasons = {(row["role"], row["team"]): row["reason"] for row in table(tmp_path / "out" / "teams.csv")}
    expected = {who: reason for who, (_, reason) in entries.items()} | {
        ("keys", "link"): "no plain file", ("keys", "latin"): "UTF-8", ("eves", "pipe"): "no plain file"}
    assert {who: reasons[who] for who, said in expected.items() if said not in reasons[who] or not reasons[who]} == {}
    assert {who: reasons[who] for who in HONEST if reasons[who]} == {}
    names = {name for _, name in HONEST} | {"nobody"}

    def honest(folder):
        lines = (folder / "out" / "matches.csv").read_text().splitlines()
        rows = [line for line in lines if set(line.split(",")[1:3]) <= names]
        return rows + [line for line in (folder / "out" / "teams.csv").read_text().splitlines() if line.split(",")[0] in names]

    assert honest(tmp_path) == honest(alone) and len(honest(alone)) == 8 + 3
    assert "\x1b" not in (tmp_path / "out" / "summary.txt").read_text()


def test_an_interrupted_tournament_goes_on_and_ends_the_same(alone, tmp_path, monkeypatch):
    played = []

    def counted(*given, **named):
        if len(played) == 3:
            raise KeyboardInterrupt
        played.append(1)
        return observe(*given, **named)

    monkeypatch.setattr(play, "observe", counted)
    asked = ["tournament", str(alone / "teams"), "--out", str(tmp_path / "out"), "--seed", "7", "--lines", "2", "--quiet"]
    assert cli.main(asked) == 130
    kept = list((tmp_path / "out" / "results").glob("*.json"))
    assert len(kept) == 3 and not (tmp_path / "out" / "teams.csv").exists()
    kept[0].write_text('{"half')                        # as a machine that lost its power may leave it
    monkeypatch.setattr(play, "observe", lambda *given, **named: played.append(1) or observe(*given, **named))
    assert cli.main(asked) == 0 and len(played) == 3 + 8 - 2
    for name in ("teams.csv", "matches.csv", "lines.csv", "summary.txt"):
        assert (tmp_path / "out" / name).read_bytes() == (alone / "out" / name).read_bytes()
    matches = [json.loads(path.read_text()) for path in (tmp_path / "out" / "results").glob("*.json")]
    assert len(matches) == 8


def test_without_teams_nothing_is_played(tmp_path, capsys):
    assert cli.main(["tournament", str(tmp_path), "--out", str(tmp_path.parent / "out")]) == 2
    assert "folder" in capsys.readouterr().err
    (tmp_path / "keys").mkdir()
    assert cli.main(["tournament", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    with pytest.raises(ValueError, match="lines = 0"):
        play.tournament(tmp_path, tmp_path.parent / "out", lines=0)
    with pytest.raises(ValueError, match="seed = -1"):
        play.tournament(tmp_path, tmp_path.parent / "out", seed=-1)


@pytest.mark.parametrize("change, said", [
    ({"p_z": 1.2}, "p_z"), ({"p_z": None}, "p_z"), ({"tested": 1}, "tested"), ({"intensities": [0.5, 0.5], "probabilities": [0.5, 0.5]}, "intensities"),
    ({"probabilities": [0.9]}, "probabilities"), ({"probabilities": [0.5, 0.5]}, "probabilities"), ({"protocol": "b92"}, "protocol"), ({"protocol": np.array([1, 2])}, "protocol"),
    ({"more": 1}, "dict with the keys"), ({"intensities": [40.0]}, "intensities"), ({"abort_above": "never"}, "abort_above")])
def test_a_plan_is_read_strictly(change, said):
    assert reading.settings(PLAN | {"intensities": np.array([0.5])}) == {"protocol": "bb84", **PLAN}
    with pytest.raises(Unanswered, match=said):
        reading.settings(PLAN | change)


def test_what_eve_keeps_of_split_pulses_is_known_to_her():
    """Blocks none: she knows the bits of two and more photons, whose share of the clicks is summed here by hand."""
    line, plan = situations.draw(5, 0), PLAN | {"tested": 0.0}
    met = observe(line, plan, attacks.photon_number_splitting(blocked=0.0), seed=1)
    odds = [math.exp(-0.5) * 0.5**n / math.factorial(n) for n in range(25)]
    clicks = [1 - (1 - line["dark_counts"]) * (1 - line["efficiency"]) ** max(0, n - (n > 1)) for n in range(25)]
    each = [p * y for p, y in zip(odds, clicks)]
    assert met.known == pytest.approx(sum(each[2:]) / sum(each), abs=1e-8)


def test_a_biased_key_is_no_secret():
    """She lets nothing through but 0 of Z: all bits are the same then, and nothing is left to be secret, though she writes nothing down."""
    line = situations.draw(5, 0)
    one = reading.attack([("passes", np.array([[1, 0], [0, 0], [0, 0]])), ("blocked", np.array([[0, 0], [0, 0], [0, 1]]))])
    met = observe(line, PLAN, one, seed=1)
    assert met.kept > 10**5 and met.left == 0


def test_scores_are_those_that_are_told():
    assert scoring.judged(0, left=10, most=10, nobody=True) == ("abort", -0.25, 0.0)
    assert scoring.judged(0, left=10, most=10, nobody=False) == ("abort", 0.0, 0.0)
    assert scoring.judged(10, left=10, most=20, nobody=False) == ("key", 0.5, 0.0)
    assert scoring.judged(30, left=40, most=20, nobody=True) == ("insecure", -1.0, 0.0)
    assert scoring.judged(40, left=10, most=100, nobody=False) == ("insecure", -1.0, 0.75)
