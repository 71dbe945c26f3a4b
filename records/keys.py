"""The sealer's Ed25519 key: made once, readable by its owner alone."""

import functools
import os

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings


def seal_key() -> Ed25519PrivateKey:
    """The key in settings.SEAL_KEY_FILE, made on first use with mode 0600."""
    path = settings.SEAL_KEY_FILE
    if not path.exists():
        _make(path)
    return _load(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=4)
def _load(path, _changed):
    return load_pem_private_key(path.read_bytes(), password=None)


def _make(path):
    """Write under another name and link: two processes at once end up with the same key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def trusted_keys() -> list[str]:
    """The public keys in hex that seals may carry: our own, when its file is here. Others are named by hand."""
    return [public_hex(seal_key())] if settings.SEAL_KEY_FILE.exists() else []


def public_hex(key) -> str:
    return key.public_key().public_bytes_raw().hex()
