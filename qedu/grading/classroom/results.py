"""What is kept of a run: the seed, and results under names made from all that they depend on."""

import hashlib
import json
import os
import secrets
from pathlib import Path

import qedu
from qedu.grading.checks.exercise import load
from qedu.grading.checks.wording import general

__all__ = ["secret", "stored", "write", "digest", "set_digest", "waits"]

#: What the judging does not depend on: a change there is no reason to grade again.
_APART = ("widgets", "book", "content", "grading/classroom")

#: What every result has.
_FIELDS = {"problem", "notes", "exercises"}


def secret(folder, seed):
    """Return what nobody can guess: the seed of the results in a folder, and the salt of their pages.

    Parameters
    ----------
    folder : pathlib.Path
        Of the results; both are drawn once, and kept there.
    seed : int or None
        If it is given, it is kept instead.

    Returns
    -------
    dict
        ``seed`` (int) and ``salt`` (str).
    """
    path = folder / "secret"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        kept = {"seed": int(kept["seed"]), "salt": str(kept["salt"])}
    except (OSError, ValueError, KeyError, TypeError):
        kept = {"seed": secrets.randbits(62), "salt": secrets.token_hex(16)}
        seed = kept["seed"] if seed is None else seed
    if seed is not None:
        kept["seed"] = seed
        draft = path.with_name("secret.draft")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(kept, file)
        os.replace(draft, path)
    return kept


def stored(path):
    """Return a result, or None if it is not there or not whole.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    dict or None
    """
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return result if isinstance(result, dict) and _FIELDS <= set(result) else None


def digest(*parts):
    """Return a name that depends on these parts and on nothing else.

    Parameters
    ----------
    *parts : bytes or object
        What is not bytes must be what JSON can hold.

    Returns
    -------
    str
    """
    state = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part).encode()
        state.update(b"%d:" % len(data) + data)
    return state.hexdigest()


def set_digest(name):
    """Return the digest of all that a mark depends on besides the submission: set, pristine notebook, and qedu itself.

    Parameters
    ----------
    name : str
        Of the set.

    Returns
    -------
    str
    """
    package = Path(qedu.__file__).resolve().parent
    apart = tuple(package / folder for folder in _APART)
    files = [path for path in load(name).folder.rglob("*") if path.suffix in (".py", ".yaml", ".ipynb")]
    # Whatever the folder: a module that becomes a package still counts.
    files += [path for path in package.rglob("*.py") if not any(folder in path.parents for folder in apart)]
    words = {part: texts for part, texts in general().items() if part not in ("pages", "ignored", "summary")}
    return digest(words, *(path.read_bytes() for path in sorted(files)))


def write(path, result):
    """Keep a result, whole or not at all.

    Parameters
    ----------
    path : pathlib.Path
    result : dict
    """
    draft = path.with_name(path.name + ".draft")
    draft.write_text(json.dumps(result, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(draft, path)


def waits(row, counted=False):
    """Return whether a row waits for somebody to look at it: the grading, and not the student, failed.

    Parameters
    ----------
    row : dict
        From `qedu.grading.classroom.grade.grade`, or from `qedu.grading.notebooks.marking.mark`.
    counted : bool
        Whether to look at those exercises only that count.

    Returns
    -------
    bool
        False once the points are set by hand.
    """
    return any(entry["mistake"] in ("check_failed", "file_check_failed") and (entry.get("by_hand") or {}).get("points") is None
               for entry in row["exercises"] if entry.get("counts", True) or not counted)
