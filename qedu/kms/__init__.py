"""A key server that applications can call, after ETSI GS QKD 014 V1.1.1: where distilled keys wait, and how they are fetched.

`Store` keeps distilled bits in a file and hands each out once; `fill_by_qkd` brings them there.  `Client` is what an application needs
to fetch a key over HTTPS, where both sides show certificates (`Files`), and `Refused` what it is told instead.  `description` is the
server in OpenAPI.  `PracticeServer` answers in the same way in memory, for trying a client without a network.

The server itself needs qedu's extra "kms" (starlette, uvicorn, cryptography): `qedu.kms.server` answers, `qedu.kms.https` listens on this
machine alone, `qedu.kms.certificates` makes certificates to try it with.  The command ``qedu kms`` does all of it.
"""

from qedu.kms.client import Client
from qedu.kms.described import description
from qedu.kms.files import Files
from qedu.kms.filling import fill_by_qkd
from qedu.kms.messages import Limits, Refused
from qedu.kms.practice import PracticeServer
from qedu.kms.store import Key, NotEnough, NotThere, NotYours, Store

__all__ = ["Store", "Key", "NotEnough", "NotYours", "NotThere", "fill_by_qkd", "Client", "Files", "Limits", "Refused", "description",
           "PracticeServer"]
