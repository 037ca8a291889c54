"""Certificates to try a key server with: an authority of one's own, and what it signs.

They are for one machine and one course.  A real authority keeps its key elsewhere, checks who asks, and can take back what it signed.
"""

import datetime
import os
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from qedu._arguments import bad, count
from qedu.kms.files import Files

_HOSTS = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1")), x509.IPAddress(ip_address("::1"))]


def _subject(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _secret(path: Path, data: bytes) -> None:
    """Write a file that its owner alone can read, and never read a half of it."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


class Authority:
    """An authority in a folder: made when first asked for, the same ever after.

    Parameters
    ----------
    folder : str or path
        Where its files are: authority.pem and authority.key, and two files for each name that it has signed.
    days : int
        How long what it signs is valid.

    Notes
    -----
    Keys are on the curve P-256, which a quantum computer would break: chapter C16 says by when to replace it.  Chapter C14.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = Authority(folder).application("hospital-a")
    ...     files.certificate.name, files == Authority(folder).application("hospital-a")
    ('hospital-a.pem', True)
    """

    def __init__(self, folder: str | os.PathLike[str], *, days: int = 365):
        self.folder, self.days = Path(folder), count("days", days, 1)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._certificate, self._key = self.folder / "authority.pem", self.folder / "authority.key"
        if not self._certificate.exists():
            key = ec.generate_private_key(ec.SECP256R1())
            common = _subject("qedu test authority")
            made = self._begun(common, key, common).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            self._key.unlink(missing_ok=True)
            _secret(self._key, _pem(key))
            self._certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def _begun(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, issuer: x509.Name) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        return (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
                .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(minutes=5))
                .not_valid_after(now + datetime.timedelta(days=self.days)))

    def _signed(self, common: str, usage: x509.ObjectIdentifier, hosts: list[x509.GeneralName]) -> Files:
        files = Files(self.folder / f"{common}.pem", self.folder / f"{common}.key", self._certificate)
        if not files.certificate.exists():
            own = x509.load_pem_x509_certificate(self._certificate.read_bytes())
            ours = serialization.load_pem_private_key(self._key.read_bytes(), password=None)
            if not isinstance(ours, ec.EllipticCurvePrivateKey):
                raise bad("folder", str(self.folder), f"one whose {self._key.name} this class has made")
            key = ec.generate_private_key(ec.SECP256R1())
            made = (self._begun(_subject(common), key, own.subject)
                    .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
                    .add_extension(x509.ExtendedKeyUsage([usage]), critical=False))
            if hosts:
                made = made.add_extension(x509.SubjectAlternativeName(hosts), critical=False)
            files.key.unlink(missing_ok=True)
            _secret(files.key, _pem(key))
            files.certificate.write_bytes(made.sign(ours, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return files

    def application(self, name: str) -> Files:
        """Return the files of an application (SAE), which proves its name with them.

        Parameters
        ----------
        name : str
            Letters, digits, ``-``, ``_`` and ``.``, at most 64 of them, since it names the files too.

        Raises
        ------
        ValueError
            If the name is of another kind, or belongs to the authority or to a server.
        """
        if not isinstance(name, str) or not 1 <= len(name) <= 64 or not name[0].isalnum() or not name.isascii() \
                or not all(letter.isalnum() or letter in "-_." for letter in name) or name in ("authority", "server"):
            raise bad("name", name, "letters, digits, -, _ and ., at most 64, and neither authority nor server")
        return self._signed(name, ExtendedKeyUsageOID.CLIENT_AUTH, [])

    def server(self) -> Files:
        """Return the files of a server on this machine: it is called localhost, 127.0.0.1 or ::1."""
        return self._signed("server", ExtendedKeyUsageOID.SERVER_AUTH, _HOSTS)
