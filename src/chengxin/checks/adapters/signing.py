"""Signs reports: PAdES with a certificate of the operator's, or with one of a demonstration CA made here.

The demonstration's CA and certificate lie in the data folder; production does not sign with them.
"""

import io
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path

from asn1crypto import keys as der_keys  # type: ignore[import-untyped]  # pyHanko's own types, which has none
from asn1crypto import x509 as der_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from chengxin.foundation.beside import thread_without_database

FILE = "report-demo.pem"
FIELD = "Report"
KEY_BITS = 3072
DIGEST = "sha256"
BEFORE, VALID_FOR = timedelta(days=3650), timedelta(days=3650)
ROOM_FOR_SIGNATURE = 16_384


class CannotSign(Exception):  # noqa: N818  reads as a sentence where it is raised
    """There is nothing to sign with; the text says in Chinese what to set."""


@dataclass(frozen=True)
class Sealing:
    """Who signs; ``demonstration`` says that the certificate is one of a demonstration."""

    signer: signers.SimpleSigner
    demonstration: bool


def sealing(folder: Path, *, certificate: str, passphrase: str, production: bool, now: datetime) -> Sealing:
    """Return who signs: the PKCS 12 file of the operator's, else the demonstration's, made in ``folder`` if missing.

    Raises:
        CannotSign: the file can not be opened, others may read the key, or production has no certificate.
    """
    if certificate:
        return Sealing(_from_file(certificate, passphrase), demonstration=False)
    if production:
        raise CannotSign("生产环境不用演示证书签名，请设置 CHENGXIN_REPORT_CERTIFICATE 和 CHENGXIN_REPORT_PASSPHRASE")
    if not (folder / FILE).exists():
        _make(folder, now)
    if stat.S_IMODE((folder / FILE).stat().st_mode) & 0o077:
        raise CannotSign(f"签名私钥 {FILE} 的权限太宽，请改为 0600（chmod 600）")
    return Sealing(_demonstration(folder / FILE), demonstration=True)


def sign(pdf: bytes, by: Sealing, *, number: str, site: str) -> bytes:
    """Return the PDF with one signature over the whole of it; the number stands in the signature in the clear.

    pyHanko runs an event loop of its own, which needs a thread that runs none.
    """
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=number,
        name=site,
    )
    signed = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signer = signers.PdfSigner(metadata, signer=by.signer)
    with thread_without_database("sign") as beside:
        beside.submit(signer.sign_pdf, writer, output=signed, bytes_reserved=ROOM_FOR_SIGNATURE).result()
    return signed.getvalue()


class _Signer(signers.SimpleSigner):
    """Signs as pyHanko does, with the private key read and proved sound once instead of for each signature."""

    @cached_property
    def _key(self) -> PrivateKeyTypes:
        return load_der_private_key(self.signing_key.dump(), password=None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Return the bare signature: of the usual kind by our key, of any other as pyHanko makes it."""
        usual = self.get_signature_mechanism_for_digest(digest_algorithm).signature_algo == "rsassa_pkcs1v15"
        if usual and digest_algorithm == DIGEST and isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), hashes.SHA256())
        return super().sign_raw(data, digest_algorithm)


@lru_cache(maxsize=4)
def _from_file(certificate: str, passphrase: str) -> signers.SimpleSigner:
    if not Path(certificate).is_file():
        raise CannotSign(f"没有找到签名证书文件 {Path(certificate).name}")
    made: signers.SimpleSigner | None = _Signer.load_pkcs12(  # type: ignore[no-untyped-call]  # pyHanko has no annotations here
        certificate, passphrase=passphrase.encode() or None
    )
    if made is None:
        raise CannotSign(f"签名证书 {Path(certificate).name} 打不开，请检查文件和口令")
    return made


@lru_cache(maxsize=4)
def _demonstration(file: Path) -> signers.SimpleSigner:
    """Read key, certificate and CA, which stand in one file, so that no process ever sees a part of them."""
    content = file.read_bytes()
    try:
        key = load_pem_private_key(content, password=None)
        certificate, ca = x509.load_pem_x509_certificates(content)
    except ValueError as error:
        raise CannotSign(f"演示签名文件 {file.name} 不能读取，请删除后重新制作") from error
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko has no annotations here
    store.register(_der(ca))
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return _Signer(_der(certificate), der_keys.PrivateKeyInfo.load(private), store)


def _der(certificate: x509.Certificate) -> der_x509.Certificate:
    return der_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _make(folder: Path, now: datetime) -> None:
    """Make CA and certificate. The CA's key is thrown away: it signs one certificate and never another one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ca_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS) for _ in range(2))
    ca_name, name = _name("诚信平台演示根证书"), _name("诚信平台信用报告演示签名")
    ca = _certificate(ca_name, ca_name, ca_key, ca_key, now=now, authority=True).public_bytes(Encoding.PEM)
    certificate = _certificate(name, ca_name, key, ca_key, now=now, authority=False).public_bytes(Encoding.PEM)
    _place(folder / FILE, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate + ca)


def _place(file: Path, content: bytes) -> None:
    """Write a file that appears whole; if another process was faster, its file is the one."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def ca_of(folder: Path) -> bytes:
    """Return the certificate (PEM) of the demonstration's CA, by which anybody checks a signature."""
    _certificate_of_signer, ca = x509.load_pem_x509_certificates((folder / FILE).read_bytes())
    return ca.public_bytes(Encoding.PEM)


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPrivateKey,
    by: rsa.RSAPrivateKey,
    *,
    now: datetime,
    authority: bool,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .sign(by, hashes.SHA256())
    )
