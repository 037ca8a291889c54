"""Certificates to try a key server with: an authority of one's own, and what it signs.

They are for one machine and one course.  A real authority keeps its key elsewhere, checks who asks, and can take back what it signed.
"""

import datetime
import os
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from qedu._arguments import bad, count
from qedu.kms.files import Files

_HOSTS = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1")), x509.IPAddress(ip_address("::1"))]


def _subject(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _put(path: Path, data: bytes) -> None:
    """Write a file that its owner alone can read, whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    os.replace(new, path)


def _read(path: Path) -> x509.Certificate | None:
    """The certificate in a file, as long as it is valid."""
    if not path.exists():
        return None
    found = x509.load_pem_x509_certificate(path.read_bytes())
    return found if datetime.datetime.now(datetime.UTC) < found.not_valid_after_utc else None


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _usage(**allowed: bool) -> x509.KeyUsage:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign",
             "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


class Authority:
    """An authority in a folder: made when first asked for, the same until it runs out, and then a new one, with all that it has signed.

    Parameters
    ----------
    folder : str or path
        Where its files are: authority.pem and authority.key, and two files for each name that it has signed.
    days : int
        How long its certificate and what it signs are valid.

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

    def __init__(self, folder: str | os.PathLike[str], *, days: int = 365) -> None:
        self.folder, self.days = Path(folder), count("days", days, 1)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._certificate, self._key = self.folder / "authority.pem", self.folder / "authority.key"
        if not _read(self._certificate):
            key = ec.generate_private_key(ec.SECP256R1())
            common = _subject("qedu test authority")
            made = (self._begun(common, key, common, key).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
                    .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True))
            _put(self._key, _pem(key))
            _put(self._certificate, made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def _begun(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, issuer: x509.Name,
               signer: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        # From Python 3.13 on, a chain in which a key has no identifier or no usage is refused.
        return (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
                .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(minutes=5))
                .not_valid_after(now + datetime.timedelta(days=self.days))
                .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
                .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False))

    def _signed(self, common: str, usage: x509.ObjectIdentifier, hosts: list[x509.GeneralName]) -> Files:
        files = Files(self.folder / f"{common}.pem", self.folder / f"{common}.key", self._certificate)
        own, there = x509.load_pem_x509_certificate(self._certificate.read_bytes()), _read(files.certificate)
        if there and there.subject != _subject(common):
            raise bad("name", common, f"a name that is not {there.subject.rfc4514_string()[3:]!r} in other letters")
        ours = serialization.load_pem_private_key(self._key.read_bytes(), password=None)
        if not isinstance(ours, ec.EllipticCurvePrivateKey) or ours.public_key() != own.public_key():
            raise bad("folder", str(self.folder), f"one whose {self._key.name} belongs to its {self._certificate.name}")
        if not there or not _issued(there, own):
            key = ec.generate_private_key(ec.SECP256R1())
            made = (self._begun(_subject(common), key, own.subject, ours)
                    .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
                    .add_extension(_usage(digital_signature=True), critical=True)
                    .add_extension(x509.ExtendedKeyUsage([usage]), critical=False))
            if hosts:
                made = made.add_extension(x509.SubjectAlternativeName(hosts), critical=False)
            _put(files.key, _pem(key))
            _put(files.certificate, made.sign(ours, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
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
            If the name is of another kind, belongs to the authority or to a server, or differs from one before only in capital letters,
            where the disk does not tell them apart.
        """
        if not isinstance(name, str) or not 1 <= len(name) <= 64 or not name[0].isalnum() or not name.isascii() \
                or not all(letter.isalnum() or letter in "-_." for letter in name) or name.lower() in ("authority", "server"):
            raise bad("name", name, "letters, digits, -, _ and ., at most 64, and neither authority nor server")
        return self._signed(name, ExtendedKeyUsageOID.CLIENT_AUTH, [])

    def server(self) -> Files:
        """Return the files of a server on this machine: it is called localhost, 127.0.0.1 or ::1."""
        return self._signed("server", ExtendedKeyUsageOID.SERVER_AUTH, _HOSTS)
