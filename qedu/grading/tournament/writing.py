"""The tables of a tournament, and a short text."""

from qedu.grading.checks.text import shown
from qedu.grading.classroom import tables
from qedu.grading.tournament.scoring import NOBODY

__all__ = ["write", "summary"]

_TEAM = ("team", "role", "score", "matches", "keys", "insecure", "honest aborts", "reason")
_MATCH = ("line", "key team", "eve", "outcome", "key bits", "published", "qber", "known per bit", "secret from eve", "longest", "claimed",
          "points", "eve knows", "reason")


def write(out, rows, matches, drawn):
    """Write the tables, each whole or not at all.

    Parameters
    ----------
    out : pathlib.Path
    rows : list of dict
        From `qedu.grading.tournament.scoring.table`.
    matches : list of dict
    drawn : list of dict
        The lines.
    """
    tables.write(out / "lines.csv", ["line", *drawn[0]], [[number, *situation.values()] for number, situation in enumerate(drawn)])
    tables.write(out / "matches.csv", list(_MATCH), [
        [match["line"], shown(match["key_team"], 60), shown(match["eve"], 60) if match["listened"] else NOBODY,
         "no answer" if match["failed"] else match["outcome"], match["kept"], match["published"], _short(match["qber"]),
         _short(match["known"]), match["left"], match["most"], match["claimed"], _short(match["points"]), _short(match["eve_points"]),
         match["reason"]] for match in matches])
    tables.write(out / "teams.csv", list(_TEAM), [
        [row["name"], row["role"], _short(row["score"]), row["matches"], row["keys"], row["insecure"], row["honest_aborts"], row["reason"]]
        for row in rows])
    tables.replace(out / "summary.txt", summary(rows) + "\n")


def summary(rows):
    """Say in a few lines how a tournament ended.

    Parameters
    ----------
    rows : list of dict
        From `qedu.grading.tournament.scoring.table`.

    Returns
    -------
    str
    """
    lines = []
    for role, head in (("keys", "Teams that make keys: score, keys, insecure ones, aborts where nobody listened"),
                       ("eves", "Eves: share known of the keys that were made")):
        own = [row for row in rows if row["role"] == role]
        if own:
            lines += [head]
        for row in own:
            more = f"{row['keys']:4d} {row['insecure']:4d} {row['honest_aborts']:4d}" if role == "keys" else ""
            lines.append(f"  {row['score']:+.3f} {more}  {row['name']}" + (f": {row['reason']}" if row["reason"] else ""))
    return "\n".join(lines)


def _short(number):
    return f"{number:.6f}"
