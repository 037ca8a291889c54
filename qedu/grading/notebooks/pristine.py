"""The notebook of a set as it was handed out, with which one that comes back is compared."""

from functools import cache

from qedu.grading.checks.exercise import load
from qedu.grading.notebooks import notebook

__all__ = ["Pristine", "pristine"]


class Pristine:
    """The notebook of a set as it was handed out.

    Attributes
    ----------
    name : str
    asked : dict of str to str
        For each exercise ID the name that the student defines, in the order of the notebook.
    setup : list of str
        The lines of its first cell, which makes sure that qedu is there.
    """

    def __init__(self, name):
        exercises = load(name)
        path = exercises.folder / "notebooks" / f"{name}.ipynb"
        if not path.is_file():
            raise ValueError(f"set must have a student notebook, and {path} is missing; "
                             f"make it with python -m qedu.grading.notebooks.build {name}")
        cells = notebook.read(path.read_bytes()).cells
        names = {entry["id"]: entry["name"] for entry in exercises.meta["exercises"]}
        order = [identifier for cell in cells for identifier in cell.names[:1] if identifier in names]
        self.name, self.asked = name, {identifier: names[identifier] for identifier in order}
        self.setup = [line for cell in cells if "setup" in cell.names for line in cell.source.splitlines()]

    def without_setup(self, cell):
        """Return the source of a cell; of the first cell only what the student has added to it."""
        if cell.too_long:
            return ""
        lines, known = cell.source.splitlines(), set(self.setup)
        if "setup" not in cell.names and sum(line in known for line in lines) * 2 < len(self.setup):
            return cell.source
        return "\n".join(line for line in lines if line not in known)


@cache
def pristine(name):
    """Return the `Pristine` notebook of a set; it is read once.

    Parameters
    ----------
    name : str
        Of the set.

    Returns
    -------
    Pristine

    Raises
    ------
    ValueError
        If the set has no student notebook.
    """
    return Pristine(name)
