"""Where a certificate is, its secret key, and the certificate of its authority."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Files:
    """Files in PEM by which one side shows who it is, and recognises the other.

    Attributes
    ----------
    certificate, key, authority : pathlib.Path
        The certificate, its secret key, and the certificate of the authority that both sides trust.

    Notes
    -----
    Chapter C14.
    """

    certificate: Path
    key: Path
    authority: Path
