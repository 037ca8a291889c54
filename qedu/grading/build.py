"""Write the student notebooks from their sources: ``python -m qedu.grading.build``.

Each set's notebook goes to ``exercises/<set>/notebooks/<set>.ipynb``.  With
``--solutions FOLDER`` the instructor's notebooks are written there instead; they hold the
solutions of the graded pool and are no part of the site.
"""

import argparse
from pathlib import Path

from qedu import __version__
from qedu.grading import sources
from qedu.grading.exercise import folders

__all__ = ["main"]


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
    parser = argparse.ArgumentParser(prog="python -m qedu.grading.build", description=__doc__.split("\n\n")[0])
    parser.add_argument("--solutions", metavar="FOLDER", type=Path, help="write the instructor's notebooks here")
    parser.add_argument("sets", nargs="*", metavar="SET", help="such as c02; by default all")
    options = parser.parse_args(arguments)
    known = folders()
    unknown = sorted(set(options.sets) - set(known))
    if unknown:
        parser.error(f"SET must be one of {', '.join(known)}; got {', '.join(unknown)}")
    written = []
    for name in options.sets or known:
        make = sources.solution if options.solutions else sources.student
        path = (options.solutions or known[name] / "notebooks") / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        new = sources.text(make(known[name], __version__)).encode()
        changed = not path.exists() or path.read_bytes() != new
        if changed:
            path.write_bytes(new)
        print(f"{'wrote' if changed else 'kept '} {path}")
        written.append(path)
    return written


if __name__ == "__main__":
    main()
