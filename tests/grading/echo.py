"""The smallest program for the sandbox: it sends back what it is given, and then what it finds of this machine."""

import os
import tempfile


def prepare():
    """Load nothing."""


def run(job, send):
    """Echo the job; say whether a file of the machine can be opened for writing."""
    send({"job": job})
    try:
        os.close(os.open(os.path.join(tempfile.gettempdir(), "qedu-echo"), os.O_WRONLY | os.O_CREAT))
        send({"wrote": True})
    except OSError:
        send({"wrote": False})
