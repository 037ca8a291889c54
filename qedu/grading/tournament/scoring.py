"""From matches to scores.

A team that makes keys gets for each match, from which the mean is taken,

* length / longest key that any bound grants on the line, 1 at most, for a key that is secret;
* −1 for a key that is longer than what is secret;
* −¼ for none where nobody listened, and 0 where an Eve did.

An Eve gets the share of the key that she knows where a key was made: 1 − bits left secret from her / length, not below 0;
and 0 where none was made.  A match in which one side gave no answer counts for that side as one without a key, and not at
all for the other.
"""

__all__ = ["NOBODY", "INSECURE", "HONEST_ABORT", "judged", "table"]

#: The Eve who does nothing.
NOBODY = "nobody"

#: For a key that is not secret.
INSECURE = -1.0

#: For none where nobody listened.
HONEST_ABORT = -0.25


def judged(claimed, *, left, most, nobody):
    """Judge the length that a team claims.

    Parameters
    ----------
    claimed : int
        0 if it aborted.
    left : int
        Bits that are secret from this Eve.
    most : int
        Longest key that any bound grants on the line; who claims more relies on Eve's absence, also where she is absent.
    nobody : bool
        Whether nobody listened.

    Returns
    -------
    outcome : str
        "key", "insecure" or "abort".
    points : float
        For the team that makes keys.
    eve : float
        For Eve.

    Examples
    --------
    >>> judged(50, left=80, most=100, nobody=True)
    ('key', 0.5, 0.0)
    >>> judged(50, left=20, most=100, nobody=False)
    ('insecure', -1.0, 0.6)
    """
    if not claimed:
        return "abort", HONEST_ABORT if nobody else 0.0, 0.0
    eve = max(0.0, 1 - left / claimed)
    if claimed > min(left, most):
        return "insecure", INSECURE, eve
    return "key", claimed / most, eve


def table(teams, matches):
    """Add up the matches of each team.

    Parameters
    ----------
    teams : iterable of qedu.grading.tournament.entries.Team
    matches : list of dict
        With ``key_team`` and ``eve`` (the names of their files), ``outcome``, ``points``, ``eve_points``, and ``failed``:
        "", "keys" or "eves", the side that gave no answer.

    Returns
    -------
    list of dict
        A row for each team, in order of role, score and name: ``file``, ``role``, ``score``, ``matches`` that count,
        ``keys``, ``insecure`` and ``honest_aborts``, and the first ``reason`` for which it gave no answer.
    """
    rows = []
    for team in teams:
        side = "key_team" if team.role == "keys" else "eve"
        own = [match for match in matches if match[side] == team.file and match["failed"] in ("", team.role)
               and (team.role == "keys" or match["listened"])]
        score = sum(match["points" if team.role == "keys" else "eve_points"] for match in own) / len(own) if own else 0.0
        rows.append({"file": team.file, "name": team.name, "role": team.role, "score": score, "matches": len(own),
                     "keys": sum(match["outcome"] == "key" for match in own),
                     "insecure": sum(match["outcome"] == "insecure" for match in own),
                     "honest_aborts": sum(match["outcome"] == "abort" and not match["listened"] for match in own),
                     "reason": team.problem or next((match["reason"] for match in own if match["failed"]), "")})
    return sorted(rows, key=lambda row: (row["role"] != "keys", -row["score"], row["file"]))
