"""Sessions of the browser: who is signed in, kept in memory only, and the token that protects their forms.

A token is 256 random bits and is kept as its SHA-256. A visitor without an account also gets a token when a form is
drawn for them, so that signing in is protected like everything after it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from headwater.desk.review_views import JudgementView
from headwater.settings import Settings

IDLE_S = 30 * 60
ABSOLUTE_S = 12 * 60 * 60
_PER_ACCOUNT = 20


@dataclass
class Session:
    """One signed-in browser. Times are seconds of the store's clock.

    Attributes:
        keys: The keys y, n, u and z decide in the review.
        decided: The last judgement made or withdrawn here, for the line that offers to undo it, and seen as whom.
        waiting: How many pairs waited when the review was last looked at, and as whom (`identity.seen_as`).
    """

    account_id: str
    began_s: float
    seen_s: float
    purpose_id: str = ""
    keys: bool = True
    decided: tuple[JudgementView, Hashable] | None = None
    waiting: tuple[int, Hashable] = (-1, "")


def cookie_name(settings: Settings) -> str:
    """Name the session cookie after the node: browsers keep cookies apart by host, not by port."""
    node = f"{settings.data.resolve()}\n{settings.node}"
    return f"headwater-{hashlib.sha256(node.encode()).hexdigest()[:10]}"


class Sessions:
    """The sessions of one node.

    Args:
        clock: Seconds that never run backwards.
        idle_s: A session ends when nothing was asked for so long.
        absolute_s: A session ends so long after it began, whatever was asked.
    """

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, idle_s: float = IDLE_S, absolute_s: float = ABSOLUTE_S
    ) -> None:
        self._clock = clock
        self._idle_s = idle_s
        self._absolute_s = absolute_s
        self._by_hash: dict[bytes, Session] = {}
        self._secret = secrets.token_bytes(32)

    def begin(self, account_id: str) -> tuple[str, Session]:
        """Open a session and return it with its token; the oldest of an account's many sessions gives way."""
        self._drop_ended()
        mine = [key for key, session in self._by_hash.items() if session.account_id == account_id]
        for key in mine[: max(0, len(mine) - _PER_ACCOUNT + 1)]:
            del self._by_hash[key]
        token, now = new_token(), self._clock()
        session = self._by_hash[_hashed(token)] = Session(account_id, now, now)
        return token, session

    def find(self, token: str, *, touch: bool = True) -> Session | None:
        """The session of a token; `touch` counts the request as something a person did."""
        session = self._by_hash.get(_hashed(token))
        if session is None:
            return None
        if self._ended(session):
            self.end(token)
            return None
        if touch:
            session.seen_s = self._clock()
        return session

    def end(self, token: str) -> None:
        """Close the session of a token, if there is one."""
        self._by_hash.pop(_hashed(token), None)

    def end_all(self, account_id: str, *, but: str = "") -> None:
        """Close every session of an account except the one of the token `but`."""
        kept = _hashed(but)
        for key, session in list(self._by_hash.items()):
            if session.account_id == account_id and key != kept:
                del self._by_hash[key]

    def form_token(self, token: str) -> str:
        """The value that a form of this visitor must carry; it follows from the cookie and a key of this process."""
        return hmac.new(self._secret, token.encode(), hashlib.sha256).hexdigest()

    def _ended(self, session: Session) -> bool:
        now = self._clock()
        return now - session.seen_s > self._idle_s or now - session.began_s > self._absolute_s

    def _drop_ended(self) -> None:
        for key, session in list(self._by_hash.items()):
            if self._ended(session):
                del self._by_hash[key]


def new_token() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(32)


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@dataclass
class Visit:
    """What a request brought and what its answer sets.

    Attributes:
        token: Token of the cookie, "" without one.
        session: The session it opens; None for a visitor who is not signed in.
        cookie: The answer sets the cookie to `token`.
        clear: The answer takes the cookie away.
    """

    sessions: Sessions = field(default_factory=Sessions)
    token: str = ""
    session: Session | None = None
    cookie: bool = False
    clear: bool = False

    @property
    def key(self) -> str:
        """What tells this session from others without being its token, "" for a visitor who is not signed in."""
        return _hashed(self.token).hex() if self.session else ""

    def waiting(self, seen_as: Hashable) -> int:
        """How many pairs wait in the review as far as this session knows, -1 if it has not looked as whom it is now."""
        count, seen_then = self.session.waiting if self.session else (-1, "")
        return count if seen_then == seen_as else -1

    def form_token(self) -> str:
        """The value for `_csrf` in a form or `X-CSRF-Token` in a header; makes a cookie where there is none."""
        if not self.token:
            self.token, self.cookie = new_token(), True
        return self.sessions.form_token(self.token)

    def accepts(self, form_token: str) -> bool:
        """Whether a form that carries this value was drawn for this visitor."""
        if not self.token or not form_token:
            return False
        return hmac.compare_digest(self.sessions.form_token(self.token).encode(), form_token.encode())

    def sign_in(self, account_id: str) -> Session:
        """Open a session under a new token; the old one is worth nothing from now on."""
        self.sessions.end(self.token)
        self.token, self.session = self.sessions.begin(account_id)
        self.cookie, self.clear = True, False
        return self.session

    def sign_out(self) -> None:
        """Close the session and take the cookie away."""
        self.sessions.end(self.token)
        self.token, self.session, self.cookie, self.clear = "", None, False, True


def visit_of(request: HTTPConnection) -> Visit:
    """The visit of a request; an empty one where a request was refused before its cookie was read."""
    visit: Visit = request.scope.setdefault("state", {}).setdefault("visit", Visit())
    return visit
