"""The canonical form of a document's parsed text: what is signed, and what its digest is of (RFC 8785).

Spaces, comments and the order of keys in the file change neither; any value does.
"""

from __future__ import annotations

import hashlib

import rfc8785

from headwater.agreements.terms import Document


def canonical(document: Document) -> bytes:
    """The canonical JSON of the parsed text, UTF-8 (JSON Canonicalization Scheme, RFC 8785)."""
    return rfc8785.dumps(document.plain)


def digest(document: Document) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()
