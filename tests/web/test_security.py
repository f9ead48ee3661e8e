"""What stands around every request: headers, hosts, cookies, sessions, forms of others, limits, log, first start."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import PlainTextResponse, StreamingResponse
from hypothesis import given
from hypothesis import strategies as st
from tests.web.conftest import PASSWORD, UNHURRIED, Browser, browser, entered

from headwater.desk import Desk
from headwater.errors import Conflict
from headwater.settings import Settings
from headwater.web import create_app, create_local_app
from headwater.web.assets import asset_url
from headwater.web.identity import TheVisit
from headwater.web.layers import POLICY
from headwater.web.limits import BODY_BYTES, Buckets, Limits, Rate
from headwater.web.security import require_form_token, require_loopback, same_site_path
from headwater.web.sessions import ABSOLUTE_S, IDLE_S, Sessions, cookie_name
from headwater.web.uploads import incoming, safe_name

MIB = 1024 * 1024


class Seconds:
    """A clock in seconds that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


NAME = "Shembulli"


@pytest.fixture(scope="module")
def odd(desk: Desk, node: Settings) -> FastAPI:
    """The app with a few routes that it has not: some break, one draws a form, one is for the node's own machine."""
    app, router = create_app(desk, node, limits=UNHURRIED), APIRouter(dependencies=[Depends(require_form_token)])

    @app.get("/broken")
    @app.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError(f"value of a statement: {NAME}")

    @app.get("/api/v1/breaks")
    def breaks() -> StreamingResponse:
        return StreamingResponse(half_an_answer())

    @app.get("/api/v1/first", dependencies=[Depends(require_loopback)])
    def first() -> str:
        return "here"

    @router.get("/form")
    def form(visit: TheVisit) -> PlainTextResponse:
        return PlainTextResponse(visit.form_token())

    @router.post("/form")
    async def take(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str((await request.form())["said"]))

    app.include_router(router)
    return app


def half_an_answer() -> Iterator[bytes]:
    yield b"half"
    raise OSError(f"value: {NAME}")


# -- headers


def addresses() -> list[str]:
    return [
        "/healthz",
        "/nowhere",
        "/api/v1/nowhere",
        "/api/v1/status",
        "/static/desk.js",
        "/api/v1/search?q=x",
        "/broken",
    ]


@pytest.mark.parametrize("address", addresses())
def test_every_answer_carries_the_strict_headers(odd: FastAPI, address: str):
    answer = browser(odd).get(address)
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers["cache-control"] == ("no-cache" if address.startswith("/static") else "no-store")
    assert "server" not in answer.headers


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    directives = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert directives["default-src"] == directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["form-action"] == "'self'"
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "*" not in POLICY


def test_a_static_file_is_kept_for_good_under_the_hash_of_its_content_only(visitor: Browser):
    right = visitor.get(asset_url("desk.js"))
    assert right.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert visitor.get("/static/desk.js?v=0000000000000000").headers["cache-control"] == "no-cache"
    assert visitor.get("/static/desk.js", headers={"If-None-Match": right.headers["etag"]}).status_code == 304
    assert visitor.get("/static/nowhere.js?v=1").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"]
)
def test_static_files_do_not_leave_their_folder(visitor: Browser, path: str):
    assert visitor.get(path).status_code == 404


# -- hosts


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8700", "", "[::2]:8700", "127.0.0.1@evil"]
)
def test_a_request_that_names_another_host_is_turned_away_in_words(app: FastAPI, host: str):
    answer = browser(app).get("/api/v1/status", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["error"]["where"] == "Host"
    assert "HEADWATER_ALLOWED_HOSTS" in answer.json()["error"]["remedy"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8700", "LocalHost:8700", "[::1]:8700", "[::1]"])
def test_the_nodes_own_hosts_are_answered(app: FastAPI, host: str):
    assert browser(app).get("/api/v1/status", headers={"Host": host}).status_code == 200


def test_two_hosts_in_one_request_are_none(app: FastAPI):
    headers = [(b"host", b"127.0.0.1"), (b"host", b"evil.example")]
    assert anyio.run(_status_of, app, headers) == 421


async def _status_of(app: FastAPI, headers: list[tuple[bytes, bytes]]) -> int:
    statuses: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message) -> None:
        statuses.append(message.get("status", 0))

    scope: dict[str, object] = {
        "type": "http",
        "method": "GET",
        "path": "/api/v1/status",
        "raw_path": b"",
        "query_string": b"",
    }
    scope |= {"headers": headers, "scheme": "http", "client": ("127.0.0.1", 1), "server": None, "http_version": "1.1"}
    await app(scope, receive, send)
    return statuses[0]


# -- cookie and session


def test_the_cookie_is_named_after_the_node_and_closed_to_scripts_and_other_sites(visitor: Browser, node: Settings):
    cookie = visitor.sign_in("analyst").headers["set-cookie"]
    assert cookie.startswith(f"{cookie_name(node)}=")
    assert {"Path=/", "HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "Domain" not in cookie


def test_over_https_the_cookie_is_secure(app: FastAPI):
    cookie = browser(app, base_url="https://localhost:8700").sign_in("analyst").headers["set-cookie"]
    assert "Secure" in cookie.split("; ")


def test_behind_a_proxy_that_encrypts_the_cookie_is_secure_and_forms_pass(app: FastAPI):
    behind = browser(app, headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"})
    assert "Secure" in behind.sign_in("analyst").headers["set-cookie"].split("; ")
    token = behind.cookies[cookie_name(app.state.settings)]
    headers = {"Cookie": f"{cookie_name(app.state.settings)}={token}", "Origin": "https://127.0.0.1:8700"}
    assert behind.put("/api/v1/session/purpose", json={"kind": "test"}, headers=headers).status_code == 200


def test_two_nodes_on_one_host_have_different_cookies(tmp_path: Path):
    names = {cookie_name(Settings(data=tmp_path / folder, node=node)) for folder in "ab" for node in ("GB", "AL")}
    assert len(names) == 4
    assert all(re.fullmatch(r"headwater-[0-9a-f]{10}", name) for name in names)


def test_signing_in_gives_a_new_token_and_ends_the_old_one(visitor: Browser, app: FastAPI, node: Settings):
    visitor.sign_in("analyst")
    first = visitor.cookies[cookie_name(node)]
    visitor.sign_in("analyst")
    assert visitor.cookies[cookie_name(node)] != first
    assert len(first) == 43  # 256 bits in base64
    assert browser(app, cookies={cookie_name(node): first}).get("/api/v1/session").status_code == 401


def test_a_token_that_a_stranger_chose_is_never_a_session(visitor: Browser, app: FastAPI, node: Settings):
    visitor.cookies.set(cookie_name(node), "chosen-by-a-stranger", domain="127.0.0.1")
    visitor.sign_in("analyst")
    other = browser(app, cookies={cookie_name(node): "chosen-by-a-stranger"})
    assert other.get("/api/v1/session").status_code == 401


def test_signing_out_ends_the_session_and_takes_the_cookie_away(analyst: Browser, app: FastAPI, node: Settings):
    token = analyst.cookies[cookie_name(node)]
    answer = analyst.delete("/api/v1/session")
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert browser(app, cookies={cookie_name(node): token}).get("/api/v1/session").status_code == 401


def test_cookies_of_other_programs_on_the_host_do_not_hide_ours(app: FastAPI, analyst: Browser, node: Settings):
    name = cookie_name(node)
    for beside in ('{"a": 1}', "odd; ; =; b", 'x="unended', "a=b=c", "\u017e=1"):
        header = f"{beside}; {name}={analyst.cookies[name]}; {beside}".encode()
        assert browser(app).get("/api/v1/session", headers=[(b"cookie", header)]).status_code == 200, beside


def test_the_limits_hold_no_token(desk: Desk, node: Settings, monkeypatch: pytest.MonkeyPatch):
    taken: list[str] = []
    real = Buckets.take

    def take(self: Buckets, visitor: str) -> bool:
        taken.append(visitor)
        return real(self, visitor)

    monkeypatch.setattr(Buckets, "take", take)
    one = entered(create_app(desk, node), "analyst")
    one.get("/api/v1/session")
    assert len(taken) == 1
    assert one.cookies[cookie_name(node)] not in taken


def test_the_store_of_sessions_holds_no_token():
    sessions = Sessions()
    token, _ = sessions.begin("a")
    held = repr(vars(sessions)).encode() + b"".join(sessions._by_hash)
    assert token.encode() not in held


def test_a_session_ends_after_half_an_hour_without_a_request():
    clock = Seconds()
    sessions = Sessions(clock=clock)
    token, _ = sessions.begin("a")
    for _ in range(3):
        clock.now += IDLE_S - 1
        assert sessions.find(token)
    clock.now += IDLE_S + 1
    assert sessions.find(token) is None


def test_a_session_ends_after_twelve_hours_whatever_is_asked():
    clock = Seconds()
    sessions = Sessions(clock=clock)
    token, _ = sessions.begin("a")
    for _ in range(int(ABSOLUTE_S / 600)):
        assert sessions.find(token)
        clock.now += 600
    clock.now += 1
    assert sessions.find(token) is None


def test_a_script_that_asks_by_itself_keeps_no_session_alive(desk: Desk, node: Settings):
    clock = Seconds()
    polling = entered(create_app(desk, node, sessions=Sessions(clock=clock), limits=UNHURRIED), "analyst")
    for _ in range(3):
        clock.now += IDLE_S / 2
        answer = polling.get("/api/v1/session", headers={"X-Headwater-Polling": "1"})
    assert answer.status_code == 401


def test_an_account_has_at_most_twenty_sessions():
    sessions = Sessions()
    tokens = [sessions.begin("a")[0] for _ in range(25)]
    other, _ = sessions.begin("b")
    assert [bool(sessions.find(token)) for token in tokens] == [False] * 5 + [True] * 20
    assert sessions.find(other)


def new_account(app: FastAPI, name: str) -> Browser:
    """A browser in which a new analyst is signed in."""
    form = {"name": name, "password": PASSWORD, "roles": ["analyst"]}
    made = entered(app, "admin").post("/api/v1/accounts", json=form)
    assert made.status_code == 201, made.text
    one = browser(app)
    one.sign_in(name)
    return one


def test_a_disabled_account_is_out_at_once(app: FastAPI):
    leaving = new_account(app, "leaving")
    mine = leaving.get("/api/v1/session").json()["account_id"]
    change = {"roles": ["analyst"], "disabled": True}
    assert entered(app, "admin").put(f"/api/v1/accounts/{mine}", json=change).status_code == 200
    assert leaving.get("/api/v1/session").status_code == 401
    again = browser(app).post("/api/v1/session", json={"name": "leaving", "password": PASSWORD})
    assert again.status_code == 401


def test_a_session_of_an_account_that_was_disabled_elsewhere_ends_at_its_next_request(app: FastAPI, desk: Desk):
    leaving = new_account(app, "leaving-elsewhere")
    admin = desk.actor_named("admin", "administer", via="command line")
    desk.disable_account(admin, leaving.get("/api/v1/session").json()["account_id"])
    answer = leaving.get("/api/v1/session")
    assert answer.status_code == 401
    assert "Max-Age=0" in answer.headers["set-cookie"]


def test_a_new_password_ends_the_other_sessions_only(app: FastAPI):
    one, other = new_account(app, "careful"), browser(app)
    other.sign_in("careful")
    changed = one.put("/api/v1/session/password", json={"old": PASSWORD, "new": "another long enough password"})
    assert changed.status_code == 204, changed.text
    assert other.get("/api/v1/session").status_code == 401
    assert one.get("/api/v1/session").status_code == 200


# -- forms that others drew


def test_what_changes_something_needs_the_form_token(analyst: Browser):
    del analyst.headers["X-CSRF-Token"]
    for method, path in [
        ("PUT", "session/purpose"),
        ("POST", "exports"),
        ("DELETE", "session"),
        ("POST", "imports/a/undo"),
    ]:
        answer = analyst.request(method, f"/api/v1/{path}", json={"kind": "test", "format": "csv"})
        assert answer.status_code == 403, path
        assert answer.json()["error"]["where"] == "_csrf"
    assert analyst.get("/api/v1/session").status_code == 200


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "text/plain", "application/x-www-form-urlencoded", ""]
)
def test_no_kind_of_body_gets_around_the_form_token(analyst: Browser, kind: str):
    del analyst.headers["X-CSRF-Token"]
    headers = {"Content-Type": kind} if kind else {}
    assert analyst.post("/api/v1/imports/a/undo", headers=headers, content=b"").status_code == 403


def test_the_form_token_of_another_session_is_refused(analyst: Browser, app: FastAPI):
    borrowed = {"X-CSRF-Token": entered(app, "analyst").csrf}
    assert analyst.post("/api/v1/exports", json={"format": "csv"}, headers=borrowed).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1:8700"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    ],
)
def test_a_change_sent_by_another_site_is_refused_even_with_the_token(
    analyst: Browser, visitor: Browser, headers: dict[str, str]
):
    answer = analyst.put("/api/v1/session/purpose", json={"kind": "test"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["error"]["where"] == "Origin"
    assert (
        visitor.post("/api/v1/session", json={"name": "analyst", "password": PASSWORD}, headers=headers).status_code
        == 403
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://127.0.0.1:8700", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},  # a form of a page without referrer
        {"Sec-Fetch-Site": "none"},
        {},
    ],
)
def test_a_change_from_the_nodes_own_pages_passes(analyst: Browser, headers: dict[str, str]):
    assert analyst.put("/api/v1/session/purpose", json={"kind": "test"}, headers=headers).status_code == 200


def test_a_sign_in_is_json_so_that_no_form_of_another_site_can_send_it(visitor: Browser):
    body = f'{{"name": "analyst", "password": "{PASSWORD}"}}'
    assert visitor.post("/api/v1/session", content=body, headers={"Content-Type": "text/plain"}).status_code == 400


def test_a_visitors_form_carries_a_token_before_they_sign_in(odd: FastAPI):
    visitor = browser(odd)
    token = visitor.get("/form").text
    assert visitor.post("/form", data={"_csrf": token, "said": "yes"}).text == "yes"
    assert visitor.post("/form", data={"_csrf": "0" * 64, "said": "yes"}).status_code == 403
    assert visitor.post("/form", data={"said": "yes"}).status_code == 403
    assert browser(odd).post("/form", data={"_csrf": token, "said": "yes"}).status_code == 403


def test_the_token_of_a_form_drawn_before_signing_in_is_void_after(odd: FastAPI):
    visitor = browser(odd)
    before = visitor.get("/form").text
    visitor.sign_in("analyst")
    del visitor.headers["X-CSRF-Token"]
    assert visitor.post("/form", data={"_csrf": before, "said": "yes"}).status_code == 403
    assert visitor.post("/form", data={"_csrf": visitor.csrf, "said": "yes"}).text == "yes"


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "evil",
        "",
        "/a\nb",
        "///evil",
    ],
)
def test_one_is_not_led_elsewhere_after_signing_in(address: str):
    assert same_site_path(address) == "/"


def test_one_is_led_back_to_where_one_was():
    assert same_site_path("/search?q=a%20b&offset=20") == "/search?q=a%20b&offset=20"


# -- limits


def stream(size: int, piece: bytes = b" " * 65536) -> Iterator[bytes]:
    for _ in range(size // len(piece)):
        yield piece


def test_a_body_that_says_it_is_too_large_is_not_read(analyst: Browser):
    answer = analyst.post("/api/v1/exports", content=b"", headers={"Content-Length": str(BODY_BYTES + 1)})
    assert answer.status_code == 413
    assert "headwater import" in answer.json()["error"]["remedy"]


def test_a_body_that_says_nothing_is_cut_off_as_it_streams(analyst: Browser):
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        for piece in stream(64 * MIB):
            read += len(piece)
            yield piece

    answer = analyst.post("/api/v1/exports", content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.headers["content-security-policy"] == POLICY


def test_an_upload_over_the_nodes_limit_leaves_nothing_behind(desk: Desk, node: Settings):
    small = Settings(data=node.data, port=0, demo=False, max_body_bytes=2 * MIB)
    uploading = entered(create_app(desk, small, limits=UNHURRIED), "analyst")
    answer = uploading.post("/api/v1/imports", files={"file": ("a.xml", b"x" * 3 * MIB)}, data={"agency": "GB"})
    assert answer.status_code == 413
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n\r\n'
    streamed = (piece for part in ([head], stream(3 * MIB)) for piece in part)
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = uploading.post("/api/v1/imports", content=streamed, headers=kind)
    assert answer.status_code == 413
    assert not list(incoming(node).glob("*"))


def test_only_the_upload_takes_more_than_a_mebibyte(analyst: Browser):
    assert analyst.post("/api/v1/refusals/a/mend", json={"raw": "x" * (2 * MIB)}).status_code == 413
    files = {"file": ("a.xml", b"x" * (2 * MIB))}
    form = {"agency": "GB", "format": "no-format"}
    assert analyst.post("/api/v1/imports", files=files, data=form).status_code == 400


def test_a_bucket_refills_with_time_and_no_faster():
    clock = Seconds()
    buckets = Buckets(Rate(per_s=2, burst=4), clock)
    assert [buckets.take("a") for _ in range(6)] == [True] * 4 + [False] * 2
    assert buckets.take("b")
    clock.now += 1
    assert [buckets.take("a") for _ in range(3)] == [True, True, False]
    clock.now += 3600
    assert [buckets.take("a") for _ in range(5)] == [True] * 4 + [False]


def test_the_buckets_forget_visitors_beyond_their_number():
    buckets = Buckets(Rate(per_s=0, burst=1), Seconds(), most=3)
    for visitor in "abcd":
        assert buckets.take(visitor)
    assert not buckets.take("d")
    assert buckets.take("a")  # forgotten, so it begins anew


def test_too_many_requests_are_told_so_and_when_to_come_again(desk: Desk, node: Settings):
    limits = Limits(requests=Rate(per_s=0, burst=3), sign_ins=Rate(per_s=0, burst=10))
    hurried = browser(create_app(desk, node, limits=limits))
    statuses = [hurried.get("/api/v1/status").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert int(hurried.get("/api/v1/status").headers["retry-after"]) > 0
    assert hurried.get("/healthz").status_code == 200
    assert hurried.get("/static/desk.js").status_code == 200


def test_cookies_made_up_by_the_client_give_no_fresh_bucket(desk: Desk, node: Settings):
    limits = Limits(requests=Rate(per_s=0, burst=3), sign_ins=Rate(per_s=0, burst=10))
    app = create_app(desk, node, limits=limits)
    made_up = [browser(app, cookies={cookie_name(node): f"made-up-{n}"}) for n in range(4)]
    assert [one.get("/api/v1/status").status_code for one in made_up] == [200, 200, 200, 429]


def test_a_session_has_its_own_bucket(desk: Desk, node: Settings):
    limits = Limits(requests=Rate(per_s=0, burst=3), sign_ins=Rate(per_s=0, burst=10))
    app = create_app(desk, node, limits=limits)
    signed_in = entered(app, "analyst")
    while browser(app).get("/api/v1/status").status_code == 200:
        pass
    assert signed_in.get("/api/v1/session").status_code == 200


def test_signing_in_is_limited_by_address_also_within_the_general_limit(desk: Desk, node: Settings):
    limits = Limits(requests=Rate(per_s=0, burst=100), sign_ins=Rate(per_s=0, burst=2))
    guessing = browser(create_app(desk, node, limits=limits))
    guess = {"name": "guessed", "password": "wrong"}
    assert [guessing.post("/api/v1/session", json=guess).status_code for _ in range(3)] == [401, 401, 429]


# -- what is logged


def test_the_log_has_a_line_a_request_and_no_search_words(analyst: Browser, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    analyst.get("/api/v1/search", params={"q": NAME})
    analyst.get("/api/v1/entities/abc")
    lines = [record.getMessage() for record in caplog.records if record.name == "headwater.web.access"]
    assert re.fullmatch(r"GET /api/v1/search \d{3} \d+ ms", lines[0])
    assert re.fullmatch(r"GET /api/v1/entities/abc 404 \d+ ms", lines[1])
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("headwater")]
    assert NAME not in "".join(ours)


def test_a_path_cannot_forge_a_line_of_the_log(visitor: Browser, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, "headwater.web.access")
    visitor.get("/x%0aGET%20/forged%20200%201%20ms")
    assert "\n" not in caplog.records[-1].getMessage()
    assert "/x%0AGET%20/forged" in caplog.records[-1].getMessage()


def test_what_nobody_foresaw_is_told_by_a_reference_and_logged_without_its_words(
    odd: FastAPI, caplog: pytest.LogCaptureFixture
):
    answer = browser(odd).get("/api/v1/broken")
    assert answer.status_code == 500
    reference = re.search(r"reference ([0-9a-f]{8})", answer.json()["error"]["remedy"])
    assert reference
    assert reference[1] in caplog.text
    assert "RuntimeError" in caplog.text
    assert NAME not in caplog.text + answer.text


def test_an_answer_that_breaks_off_midway_does_not_end_as_if_it_were_whole(
    odd: FastAPI, caplog: pytest.LogCaptureFixture
):
    with pytest.raises(RuntimeError, match="broke off") as caught:
        browser(odd).get("/api/v1/breaks")
    assert caught.value.__suppress_context__
    assert NAME not in caplog.text


# -- first start: on the node's own machine


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("127.8.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 403),
        ("2001:db8::1", {}, 403),
        ("testclient", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}, 403),
        ("127.0.0.1", {"X-Real-IP": "192.0.2.7"}, 403),
    ],
)
def test_the_first_start_is_for_the_nodes_own_machine(odd: FastAPI, client: str, headers: dict[str, str], status: int):
    assert browser(odd, client=(client, 50000)).get("/api/v1/first", headers=headers).status_code == status


# -- uploads and the socket


def test_an_upload_is_the_owners_alone_and_keeps_its_name(
    analyst: Browser, desk: Desk, node: Settings, monkeypatch: pytest.MonkeyPatch
):
    seen = []

    def import_file(actor, path: Path, **options):
        seen.append((path, path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777, path.read_bytes()))
        raise Conflict("Another import runs.")

    monkeypatch.setattr(desk, "import_file", import_file)
    files = {"file": ("../../UN list.xml", b"<a/>" * 50_000)}
    answer = analyst.post("/api/v1/imports", data={"agency": "UN", "format": "un"}, files=files)
    [(path, mode, folder, body)] = seen
    assert answer.status_code == 409
    assert not path.parent.exists()
    assert path.is_relative_to(incoming(node))
    assert (path.name, mode, folder, body) == ("UN list.xml", 0o600, 0o700, b"<a/>" * 50_000)


def test_an_upload_needs_its_token_and_its_role_before_it_is_kept(analyst: Browser, app: FastAPI, node: Settings):
    files = {"file": ("a.xml", b"<a/>")}
    del analyst.headers["X-CSRF-Token"]
    assert analyst.post("/api/v1/imports", data={"agency": "UN", "_csrf": "0"}, files=files).status_code == 403
    assert analyst.post("/api/v1/imports", data={"agency": "UN"}, files=files).status_code == 403
    assert entered(app, "officer").post("/api/v1/imports", data={"agency": "UN"}, files=files).status_code == 403
    assert not list(incoming(node).glob("*"))
    form = {"agency": "UN", "format": "no-format", "_csrf": analyst.csrf}
    assert analyst.post("/api/v1/imports", data=form, files=files).status_code == 400


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", "file"),
        (b"--x--\r\n", "file"),
        (b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n\r\n--x--\r\n', "file"),
        (b'--x\r\nContent-Disposition: form-data; name="other"; filename="a"\r\n\r\nA\r\n--x--\r\n', "other"),
        (b"no form at all", ""),
    ],
)
def test_what_is_no_form_with_a_file_is_told_so(analyst: Browser, node: Settings, body: bytes, where: str):
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = analyst.post("/api/v1/imports", content=body, headers=kind)
    assert answer.status_code == 400
    assert answer.json()["error"]["where"] == where
    assert not list(incoming(node).glob("*"))


def test_an_upload_whose_sender_goes_away_leaves_nothing_behind(
    app: FastAPI, analyst: Browser, node: Settings, caplog: pytest.LogCaptureFixture
):
    cookie = f"{cookie_name(node)}={analyst.cookies[cookie_name(node)]}".encode()
    headers = [(b"host", b"127.0.0.1"), (b"cookie", cookie), (b"content-type", b"multipart/form-data; boundary=x")]
    begun = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + b"A" * 100_000
    assert anyio.run(_cut_off, app, headers, begun) == []
    assert not list(incoming(node).glob("*"))
    assert "reference" not in caplog.text


async def _cut_off(app: FastAPI, headers: list[tuple[bytes, bytes]], begun: bytes) -> list[object]:
    came: Iterator[dict[str, object]] = iter(
        [{"type": "http.request", "body": begun, "more_body": True}, {"type": "http.disconnect"}]
    )
    sent: list[object] = []

    async def receive() -> dict[str, object]:
        return next(came)

    async def send(message: object) -> None:
        sent.append(message)

    scope: dict[str, object] = {"type": "http", "method": "POST", "path": "/api/v1/imports", "raw_path": b""}
    scope |= {"query_string": b"", "headers": headers, "scheme": "http", "client": ("127.0.0.1", 1), "server": None}
    await app(scope | {"http_version": "1.1"}, receive, send)
    return sent


@given(st.text())
def test_a_files_name_is_always_one_safe_part_of_a_path(name: str):
    safe = safe_name(name)
    assert 1 <= len(safe) <= 100
    assert Path(safe).name == safe
    assert safe.isprintable()


def test_what_an_earlier_process_left_behind_is_removed_at_start(desk: Desk, node: Settings):
    left = incoming(node) / "0" / "half.xml"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    create_app(desk, node)
    assert not left.exists()


def test_the_socket_has_no_sessions_and_knows_who_asks_by_a_header(desk: Desk, node: Settings):
    local = browser(create_local_app(desk, node), base_url="http://node.sock")
    assert local.get("/api/v1/session").status_code == 404
    assert local.get("/api/v1/imports").status_code == 200
    assert local.get("/api/v1/search", params={"q": "x"}).status_code == 403
    named = {"X-Headwater-As": "analyst", "X-Headwater-Purpose": "investigate case SYN-014"}
    assert local.get("/api/v1/search", params={"q": "x"}, headers=named).status_code == 200
    assert local.get("/nowhere").json()["error"]["detail"]


def test_those_headers_mean_nothing_on_the_network(visitor: Browser):
    named = {"X-Headwater-As": "analyst", "X-Headwater-Purpose": "investigate case SYN-014"}
    assert visitor.get("/api/v1/search", params={"q": "x"}, headers=named).status_code == 401
