"""The command ``qedu``."""

import argparse
import sys

from qedu import __version__

__all__ = ["main"]


def main(arguments=None):
    """Run the command.

    Parameters
    ----------
    arguments : list of str, optional
        By default those of the command line.

    Returns
    -------
    int
        For ``grade`` and ``tournament`` 0 if all went well, 1 if some submissions need a look, 2 if nothing was graded or
        played; for ``check`` 0 if
        all is right, 1 if something is not, 2 if a file is no notebook of a set; 130 if interrupted.
    """
    parser = argparse.ArgumentParser(prog="qedu", description="Simulate and teach quantum networks.")
    parser.add_argument("--version", action="version", version=f"qedu {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    grading = commands.add_parser("grade", help="grade a folder of notebooks", description=(
        "Grade the notebooks of a class, each isolated from the others and from this machine. "
        "Interrupted, it goes on where it was when it is run again."))
    grading.add_argument("submissions", help=(
        "the folder or zip file that a platform gives, or one with a notebook or folder for each student"))
    grading.add_argument("--out", required=True, metavar="FOLDER", help="where the grades go")
    grading.add_argument("--set", dest="name", metavar="SET", help="the exercise set, such as c06; by default found out")
    grading.add_argument("--term", default="", help="such as 2027-spring: grade each student's own variant")
    grading.add_argument("--pool", choices=("graded", "practice", "all"), default="graded",
                         help="which exercises count (default: graded; the solutions of the others are in the book)")
    grading.add_argument("--seed", type=int, help="chooses the random arguments of the checks; by default drawn once, and kept secret")
    grading.add_argument("--roster", metavar="CSV", help="all students: the table that the platform exports, or one with a column student")
    grading.add_argument("--pattern", help="how the names of files are made, such as '{name}_{id}_{}.ipynb'")
    grading.add_argument("--overrides", metavar="CSV", help="points and comments by hand (default: overrides.csv in the folder of --out)")
    grading.add_argument("--assignment", default="", metavar="NAME", help="name of the column on the platform; by default the set's title")
    grading.add_argument("--site", default="", metavar="URL", help="address of the book's website, for links in the feedback")
    grading.add_argument("--workers", type=int, help="processes; by default one for each processor")
    grading.add_argument("--seconds", type=float, default=5.0, help="processor time for each answer (default: 5)")
    grading.add_argument("--memory", type=int, default=1024, metavar="MB", help="memory for each notebook (default: 1024)")
    grading.add_argument("--dask", metavar="ADDRESS", help="of a Dask scheduler, to use more machines")
    grading.add_argument("--trust-submissions", action="store_true",
                         help="run them without isolation, with all that you may do on this machine")
    grading.add_argument("--quiet", action="store_true", help="no progress bar")
    checking = commands.add_parser("check", help="mark your own notebook before you hand it in", description=(
        "Run saved notebooks from the top, as for the mark, and say what is right. Nothing is sent anywhere."))
    checking.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", help="a saved notebook, such as c06.ipynb")
    playing = commands.add_parser("tournament", help="play teams that make keys against teams that listen",
                                  formatter_class=argparse.RawDescriptionHelpFormatter, description=_TOURNAMENT)
    playing.add_argument("folder", help="with the folders keys and eves, and in these a program TEAM.py for each team")
    playing.add_argument("--out", required=True, metavar="FOLDER", help="where the tables go")
    playing.add_argument("--seed", type=int, help="draws lines and counts; by default drawn once, and kept secret")
    playing.add_argument("--lines", type=int, default=3, help="on how many lines each pair meets (default: 3)")
    playing.add_argument("--seconds", type=float, default=5.0, help="processor time for each call (default: 5)")
    playing.add_argument("--memory", type=int, default=1024, metavar="MB", help="memory for each call (default: 1024)")
    playing.add_argument("--trust-submissions", action="store_true",
                         help="run programs without isolation, with all that you may do on this machine")
    playing.add_argument("--quiet", action="store_true", help="no progress bar")
    serving = commands.add_parser("kms", help="serve keys to applications on this machine", description=(
        "Distil keys by simulated BB84 and serve them as ETSI GS QKD 014 V1.1.1 says, on 127.0.0.1, until interrupted. "
        "Certificates and keys are made in the folder when they are not there."))
    serving.add_argument("folder", nargs="?", default="kms", help="where certificates and keys are (default: kms)")
    serving.add_argument("--application", action="append", metavar="NAME@PLACE",
                         help="an application and where it is, once for each (default: alice@A and bob@B)")
    serving.add_argument("--port", type=int, default=8014, help="0: one that is free (default: 8014)")
    serving.add_argument("--bits", type=int, default=100_000, help="that each pool is filled up to (default: 100,000)")
    serving.add_argument("--describe", action="store_true", help="print the interface in OpenAPI, and serve nothing")
    options = parser.parse_args(arguments)
    return {"grade": _grade, "check": _check, "tournament": _tournament, "kms": _kms}[options.command](options)


_TOURNAMENT = """\
Every team that makes keys meets every Eve, and nobody, on several drawn lines. Programs run isolated from each other
and from this machine. Interrupted, it goes on where it was when it is run again.

  keys/TEAM.py   plan(situation) returns a dict: p_z, intensities, probabilities, tested, abort_above
                 decide(situation, plan, counts) returns the length of the key, or None
  eves/TEAM.py   attack(situation, plan) returns (name, settings), or pairs of a record and a Kraus operator

The score of a team that makes keys is the mean over its matches of
  length / longest key that any bound of qedu.rates grants on the line, for a key that is secret;
  -1 for a key that is longer than what is secret;  -1/4 for none where nobody listened;  0 for none where an Eve did.
The score of an Eve is the mean share that she knows of a key, 0 where none was made.
No answer counts as no key for the one side, and not at all for the other.

The model: BB84 with laser pulses; the key is made of the basis that is chosen more often, the other one is published.
Secret from an Eve are n (H(A) - chi) - published - log2(2 / (eps_sec^2 eps_cor)) of n bits, with her Holevo quantity
chi by qedu.exchange: she attacks each pulse alike, keeps her memories until all is public, and has no hand in the
devices. Terms of the order of the root of n are left out, in favour of Alice and Bob."""


def _tournament(options):
    from qedu.grading.isolation.confine import NotIsolated
    from qedu.grading.tournament import play, writing

    try:
        rows, _ = play.tournament(options.folder, options.out, seed=options.seed, lines=options.lines, seconds=options.seconds,
                                  memory=options.memory * 2**20, trust=options.trust_submissions, progress=not options.quiet)
    except (ValueError, NotIsolated, OSError) as error:
        _say(f"qedu tournament: {error}", sys.stderr)
        return 2
    except KeyboardInterrupt:
        _say("\nqedu tournament: interrupted. Nothing is lost; run the same command to go on.", sys.stderr)
        return 130
    _say(writing.summary(rows), sys.stdout)
    return 1 if any(row["reason"] for row in rows) else 0


def _kms(options):
    import json

    from qedu.kms import description
    if options.describe:
        _say(json.dumps(description(), indent=2), sys.stdout)
        return 0
    try:
        from qedu.kms.command import run
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn", "cryptography"):
            raise
        _say(f"qedu kms: the package {error.name} is not installed. "
             "Install what a key server needs with: pip install starlette uvicorn cryptography", sys.stderr)
        return 2
    try:
        run(options.folder, options.application or ["alice@A", "bob@B"], port=options.port, bits=options.bits,
            say=lambda words: _say(words, sys.stdout))
    except (ValueError, RuntimeError, OSError) as error:
        _say(f"qedu kms: {error}", sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _check(options):
    from qedu.grading.notebooks.saved import check_files

    try:
        return check_files(options.notebooks)
    except KeyboardInterrupt:
        return 130


def _grade(options):
    import joblib

    from qedu.grading.classroom import reports
    from qedu.grading.classroom.grade import NotIsolated, grade

    backend = "loky"
    try:
        if options.dask:
            from distributed import Client

            with Client(options.dask), joblib.parallel_config("dask"):
                done = _run(grade, options, None)
        else:
            done = _run(grade, options, backend)
    except (ValueError, NotIsolated, OSError) as error:     # the last: a full disk, a table that a spreadsheet holds open
        _say(f"qedu grade: {error}", sys.stderr)
        return 2
    except KeyboardInterrupt:
        _say("\nqedu grade: interrupted. Nothing is lost; run the same command to go on.", sys.stderr)
        return 130
    _say(reports.summary(done, options.out), sys.stdout)
    return 1 if reports.to_look_at(done) else 0


def _run(grade, options, backend):
    return grade(options.submissions, options.out, options.name, options.term, options.seed, options.roster, options.workers,
                 options.seconds, options.memory * 2**20, options.trust_submissions, backend, not options.quiet,
                 pool=options.pool, pattern=options.pattern, overrides=options.overrides, site=options.site,
                 assignment=options.assignment)


def _say(text, stream):
    """Print on any console: what its encoding lacks is spelled out."""
    code = getattr(stream, "encoding", None) or "utf-8"
    print(text.encode(code, "backslashreplace").decode(code), file=stream)


if __name__ == "__main__":
    sys.exit(main())
