"""The key under which a browser keeps words that are not on the server's disk yet. Rules U of SPEC.md."""

import base64
import hashlib
import hmac
import secrets

from server.actions.house import Caller
from server.storage.database import Database, Writing
from server.storage.processes import keep_fact, read_fact

FACT = "unsent_words_secret"
SECRET_BYTES = 32


async def release_key(database: Database, caller: Caller) -> str:
    """Return the caller's key: 256 bits in base64url, the same at every sign-in. The server's secret is drawn once."""
    secret = await database.read(lambda reading: read_fact(reading, FACT)) or await database.write(_draw)
    return derive_key(base64.b64decode(secret), caller.person)


def derive_key(secret: bytes, person: str) -> str:
    """Return what only who has the server's secret can make of a person's id (HMAC-SHA-256, RFC 2104)."""
    key = hmac.digest(secret, b"unsent words/" + person.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def _draw(writing: Writing) -> str:
    kept: str = keep_fact(writing, FACT, base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode())
    return kept
