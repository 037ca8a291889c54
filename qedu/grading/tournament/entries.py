"""Who takes part: the programs in a folder, as text."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from qedu._arguments import bad
from qedu.grading.checks.text import shown

__all__ = ["Team", "ROLES", "find"]

#: Folders of the two roles, with what their programs answer.
ROLES = {"keys": ("plan", "decide"), "eves": ("attack",)}

#: Bytes that a program may have.
_LONGEST = 200_000


@dataclass(frozen=True)
class Team:
    """A team, and what it handed in.

    Parameters
    ----------
    file : str
        Name of the file, without its ending.
    role : str
        "keys" or "eves".
    source : str
        The program.
    problem : str
        Why there is none; empty if there is.
    """

    file: str
    role: str
    source: str = ""
    problem: str = ""

    @property
    def name(self):
        """The name as it can be printed anywhere."""
        return shown(self.file, 60)


def find(folder):
    """Read the programs in a folder.

    Parameters
    ----------
    folder : pathlib.Path
        With the folders ``keys`` and ``eves``, and in these a Python file for each team.

    Returns
    -------
    list of Team
        Those that make keys first, in the order of their names.

    Raises
    ------
    ValueError
        If there is no such folder, or no team that makes keys.
    """
    if not folder.is_dir() or not (folder / "keys").is_dir():
        raise bad("folder", str(folder), "one that holds the folders keys and eves, with a Python file for each team")
    teams = [_team(path, role) for role in ROLES if (folder / role).is_dir()
             for path in sorted((folder / role).iterdir(), key=lambda path: os.fsencode(path.name)) if path.suffix == ".py"]
    if not any(team.role == "keys" for team in teams):
        raise bad("folder", str(folder), "a file NAME.py in its folder keys for each team that makes keys")
    return teams


def _team(path: Path, role):
    """One team; a link or a pipe is not followed, since it may lead anywhere or have no end."""
    if path.stem.casefold() == "nobody":
        return Team(path.stem, role, problem="The name nobody stands for the line without an Eve.")
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode):
        return Team(path.stem, role, problem="What was handed in is no plain file.")
    if status.st_size > _LONGEST:
        return Team(path.stem, role, problem=f"The file is larger than {_LONGEST:,} bytes.")
    try:
        return Team(path.stem, role, path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Team(path.stem, role, problem="The file is not text in UTF-8.")
    except OSError as error:
        return Team(path.stem, role, problem=f"The file cannot be read ({error.strerror}).")
