"""Write the student notebooks from their sources: ``python -m qedu.grading.notebooks.build``.

Each set's notebook goes to ``exercises/<set>/notebooks/<set>.ipynb``.  With
``--solutions FOLDER`` the instructor's notebooks are written there instead; they hold the
solutions of the graded pool and are no part of the site.  With ``--nbgrader FOLDER`` the source of an nbgrader
course is written there: ``source/<set>/<set>.ipynb``, and nbgrader_config.py if there is none.
"""

import argparse
from pathlib import Path

from qedu import __version__
from qedu.grading.checks.exercise import folders
from qedu.grading.notebooks import sources

__all__ = ["main"]

#: nbgrader puts the same line in the place of a solution as our own student notebooks have.
_CONFIG = f"""c = get_config()
c.CourseDirectory.course_id = "qedu"
c.ClearSolutions.code_stub = {{"python": {sources.STUB!r}}}
c.ExecutePreprocessor.timeout = 120
"""


def main(arguments=None):
    """Run the command.

    Parameters
    ----------
    arguments : list of str, optional
        By default those of the command line.

    Returns
    -------
    list of pathlib.Path
        The files written or already up to date.
    """
    parser = argparse.ArgumentParser(prog="python -m qedu.grading.notebooks.build", description=__doc__.split("\n\n")[0])
    parser.add_argument("--solutions", metavar="FOLDER", type=Path, help="write the instructor's notebooks here")
    parser.add_argument("--nbgrader", metavar="FOLDER", type=Path, help="write the source of an nbgrader course here")
    parser.add_argument("sets", nargs="*", metavar="SET", help="such as c02; by default all")
    options = parser.parse_args(arguments)
    known = folders()
    unknown = sorted(set(options.sets) - set(known))
    if unknown:
        parser.error(f"SET must be one of {', '.join(known)}; got {', '.join(unknown)}")
    written = []
    for name in options.sets or known:
        make, folder = sources.student, known[name] / "notebooks"
        if options.solutions:
            make, folder = sources.solution, options.solutions
        elif options.nbgrader:
            make, folder = sources.nbgrader, options.nbgrader / "source" / name
        path = folder / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        new = sources.text(make(known[name], __version__)).encode()
        changed = not path.exists() or path.read_bytes() != new
        if changed:
            path.write_bytes(new)
        print(f"{'wrote' if changed else 'kept '} {path}")
        written.append(path)
    if options.nbgrader and not (config := options.nbgrader / "nbgrader_config.py").exists():
        config.write_text(_CONFIG, encoding="utf-8")
        print(f"wrote {config}")
    return written


if __name__ == "__main__":
    main()
