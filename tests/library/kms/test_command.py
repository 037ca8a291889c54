"""The command `qedu kms`, as a student has it, and without what it needs."""

import os
import re
import subprocess
import sys
from contextlib import closing

import pytest

from qedu import cli
from qedu.kms import Client, Store, command
from qedu.kms.certificates import Authority
from qedu.kms.https import listening


def main(*arguments):
    return cli.main(["kms", *map(str, arguments)])


def test_the_command_serves(tmp_path, monkeypatch, capsys):
    """Called again in the same folder it makes nothing anew, and what was not given waits; interrupted, it says 130."""
    folder = tmp_path / "a folder"
    with subprocess.Popen([sys.executable, "-c", "import sys; from qedu.cli import main; sys.exit(main())", "kms", str(folder), "--port", "0",
                           "--bits", "3000"], stdout=subprocess.PIPE, text=True) as process:
        try:
            pool, address, asking = (process.stdout.readline() for _ in range(3))
            bits = int(re.fullmatch(r"A and B: ([\d,]+) bits of key\n", pool)[1].replace(",", ""))
            port = int(re.search(r"Serving at https://127\.0\.0\.1:(\d+)/api/v1/keys\. Interrupt to stop\. As alice", address)[1])
            assert f"'{folder}/certificates/alice.pem'" in asking or os.name != "posix"
            authority = Authority(folder / "certificates")
            with Client(port, authority.application("alice")) as alice, Client(port, authority.application("bob")) as bob:
                [key] = alice.keys("bob")
                assert bob.keys_named("alice", [key.id]) == [key] and alice.status("bob")["stored_key_count"] == (bits - 256) // 256
        finally:
            process.terminate()

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "serve", interrupted)
    made = {path: path.read_bytes() for path in (folder / "certificates").iterdir()}
    assert main(folder, "--port", 0, "--bits", 3000) == 130 and capsys.readouterr().out == f"A and B: {bits - 256:,} bits of key\n"
    assert made == {path: path.read_bytes() for path in (folder / "certificates").iterdir()}
    assert main(folder, "--port", 0, "--bits", 500, "--application", "x@P", "--application", "y@A", "--application", "z@P") == 130
    assert re.fullmatch(r"A and P: [\d,]+ bits of key\n", capsys.readouterr().out)
    with closing(Store(folder / "keys.sqlite")) as store:
        assert store.places("x", "y") == ("P", "A") and store.bits("P", "A") >= 500 and store.bits("A", "B") == bits - 256


@pytest.mark.parametrize("arguments, said", [
    (["--application", "x"], "NAME@PLACE"), (["--application", "x@P"], "applications at two places or more"), (["--bits", "0"], "bits = 0"),
    (["--application", "x@P", "--application", "x@Q"], "each name once"), (["--port", "70000"], "port = 70000"), (["--application", "x@"], "NAME@PLACE"),
    (["--application", "a b@P", "--application", "y@Q"], "name = 'a b'"), (["--application", "../x@P", "--application", "y@Q"], "name = '../x'")])
def test_the_command_says_what_is_wrong(tmp_path, capsys, arguments, said):
    assert main(tmp_path, "--port", 0, *arguments) == 2
    found = capsys.readouterr()
    assert found.err.startswith("qedu kms: ") and said in found.err and found.out == "" and "Traceback" not in found.err


def test_a_port_that_is_taken(tmp_path, capsys):
    with closing(listening()) as at:
        assert main(tmp_path / "x", "--port", at.getsockname()[1]) == 2
    assert "qedu kms: " in capsys.readouterr().err and not (tmp_path / "x").exists()


WITHOUT = """
import sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    names = {"starlette", "uvicorn", "cryptography"}

    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
from qedu import cli, kms
print(cli.main(["kms", "--describe"]), cli.main(["kms", sys.argv[1], "--port", "0"]), len(kms.__all__))
for name in ("cryptography", "uvicorn", "starlette"):        # in the order in which they are imported
    Absent.names = {name}
    print(cli.main(["kms", sys.argv[1], "--port", "0"]))
"""


def test_without_the_extra_it_says_what_to_install(tmp_path):
    found = subprocess.run([sys.executable, "-c", WITHOUT, str(tmp_path / "none")], capture_output=True, text=True, check=True,
                           timeout=60)
    assert found.stdout.startswith('{\n  "openapi": "3.1.0"') and found.stdout.endswith("}\n0 2 12\n2\n2\n2\n")
    said = re.findall(r"the package (\w+) is not installed\. Install what a key server needs with: pip install starlette uvicorn cryptography", found.stderr)
    assert said[1:] == ["cryptography", "uvicorn", "starlette"] and len(said) == 4 and not (tmp_path / "none").exists()
