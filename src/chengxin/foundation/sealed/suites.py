"""The two suites of algorithms: AES-256-GCM with HMAC-SHA-256, SM4-GCM with HMAC-SM3 (GB/T 32907, GB/T 32905). Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher, algorithms, modes

NONCE_BYTES = 12
TAG_BYTES = 16


class Suite(StrEnum):
    """Which family of algorithms new keys are for."""

    INTERNATIONAL = "international"
    SM = "sm"


@dataclass(frozen=True)
class Cipherment:
    """An authenticated cipher with the name stored in each value."""

    name: str
    algorithm: Callable[[bytes], BlockCipherAlgorithm]
    key_bytes: int

    def encrypt(self, key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
        """Return the encrypted bytes followed by the tag, which covers ``bound`` as well."""
        encryptor = Cipher(self.algorithm(key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound)
        return encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def decrypt(self, key: bytes, nonce: bytes, encrypted: bytes, bound: bytes) -> bytes:
        """Return the plain bytes.

        Raises:
            cryptography.exceptions.InvalidTag: bytes, key, nonce or ``bound`` are not those of the encryption.
            ValueError: too short to be encrypted bytes.
        """
        body, tag = encrypted[:-TAG_BYTES], encrypted[-TAG_BYTES:]
        decryptor = Cipher(self.algorithm(key), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(bound)
        return decryptor.update(body) + decryptor.finalize()


@dataclass(frozen=True)
class Mac:
    """A keyed hash with the name stored in each blind index."""

    name: str
    algorithm: type[hashes.HashAlgorithm]
    key_bytes: int

    def digest(self, key: bytes, message: bytes) -> bytes:
        """Return the keyed hash of the message."""
        mac = hmac.HMAC(key, self.algorithm())
        mac.update(message)
        return mac.finalize()


CIPHERS = {
    cipher.name: cipher
    for cipher in (Cipherment("aes-gcm", algorithms.AES, 32), Cipherment("sm4-gcm", algorithms.SM4, 16))
}
MACS = {mac.name: mac for mac in (Mac("hmac-sha256", hashes.SHA256, 32), Mac("hmac-sm3", hashes.SM3, 32))}
SUITES = {Suite.INTERNATIONAL: ("aes-gcm", "hmac-sha256"), Suite.SM: ("sm4-gcm", "hmac-sm3")}
"""Cipher and keyed hash of each suite."""
