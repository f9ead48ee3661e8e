"""Take the pictures in `docs/pictures` again: each page of a fresh node at 1280 and 390 px, light and dark.

    python scripts/take_pictures.py [NAME ...]

A node is made in a temporary folder with the shipped lists and the synthetic group; its people sign in and state a
purpose in a real browser. Chromium itself turns each picture into an 8-bit PNG, so that nothing else is needed.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import synthetic_records
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, FloatRect, Page, StorageState, sync_playwright

from headwater.desk import Actor, Desk, Role
from headwater.settings import Settings
from headwater.web import create_app
from headwater.web.limits import Limits, Rate

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
PALETTE = (Path(__file__).parent / "palette.js").read_text(encoding="utf-8")
PASSWORD = "four words in no order"  # noqa: S105 - of a node that is gone a minute later
UNHURRIED = Limits(requests=Rate(per_s=1e6, burst=1_000_000), sign_ins=Rate(per_s=1e6, burst=1_000_000))
PEOPLE = {
    "A. Analyst": (Role.ANALYST, "investigate"),
    "L. Liaison": (Role.LIAISON, "develop"),
    "D. Protection": (Role.PROTECTION, "supervise"),
    "A. Ministrator": (Role.ADMINISTRATOR, "administer"),
}
ANALYST, LIAISON, OFFICER, ADMINISTRATOR = PEOPLE
COLLEAGUE = "B. Reviewer"
# Each end by its name and an agency that reports it.
PAIRS = {
    "besnik": (("Besnik Shembulli", "GB"), ("Besnik Shembuli", "AL")),
    "goran": (("Goran Probni", "GB"), ("Goran Probni", "AL")),
    "dragan": (("Dragan Primeroviq", "AL"), ("Драган Примеровиќ", "MK")),
    "milica": (("Милица Образец", "MK"), ("Milica Obrazec", "GB")),
    "promet": (("Пример Промет", "MK"), ("Primer Promet", "GB")),
}
BROKEN = """{"id": "SYN-P-1", "schema": "Person", "properties": {"name": ["Primer Probni"]}}
{"id": "SYN-P-2", "schema"
"""


TALLEST = {1280: 2000, 390: 3000}
"""Pages longer than this, in pixels, are cut off."""


@dataclass(frozen=True)
class Picture:
    """A picture: its file's name, whose page it is ("" before sign-in), its address, and what it shows.

    Attributes:
        press: A button that is pressed before the picture is taken, as a CSS selector; "" for none.
    """

    name: str
    who: str
    path: str
    shows: str
    press: str = ""


OPENING = Picture("rebuilding", ANALYST, "/", "While the index is being rebuilt")


@contextmanager
def running(folder: Path) -> Iterator[tuple[FastAPI, str]]:
    """The app of a node that answers on a loopback port, loaded, without accounts."""
    settings = Settings(data=folder, port=0)
    desk = Desk.open(settings)
    desk.load_demo()
    app = create_app(desk, settings, limits=UNHURRIED)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    try:
        yield app, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        desk.close()


def people(desk: Desk, token: str) -> None:
    """Make the accounts of `PEOPLE`."""
    desk.redeem_link(token, (ADMINISTRATOR, PASSWORD), (ANALYST, PASSWORD))
    administrator = desk.sign_in(ADMINISTRATOR, PASSWORD)
    for name in (LIAISON, OFFICER):
        desk.add_account(administrator, name, PASSWORD, frozenset({PEOPLE[name][0]}))


def pictures(desk: Desk, folder: Path) -> list[Picture]:
    """Every picture that needs accounts; what it shows is looked up or made on this desk."""
    analyst = desk.actor_named(ANALYST, "investigate:SYN-014", via="page")
    person = desk.search(analyst, "Besnik Shembulli").hits[0].id
    listed = desk.search(analyst, "LYi.026").hits[0].id
    group = next(line.id for line in desk.groups(analyst)[0] if line.synthetic)
    report = desk.entity(analyst, person).groups[0].properties[0].values[0].sources[0].report_id
    edition = next(run.id for run in desk.imports(analyst) if run.format == "un")
    broken = folder / "synthetic-with-a-torn-line.jsonl"
    broken.write_text(BROKEN, encoding="utf-8")
    torn = desk.import_file(analyst, broken, format="ftm", agency="GB", list_name="synthetic", category="contact").id
    return [
        Picture("sign-in", "", "/sign-in", "Sign in"),
        Picture("purpose", ANALYST, "/purpose", "Why are you here: asked once after sign-in"),
        Picture("home", ANALYST, "/", "Search before anything is asked, and what the node holds"),
        Picture("search", ANALYST, "/search?q=Бесник Шембули", "A name in Cyrillic finds the one in Latin"),
        Picture("search-many", ANALYST, "/search?q=Shembulli", "Results of several kinds, with filters"),
        Picture("nothing-found", ANALYST, "/search?q=Probni-7", "Nothing found"),
        Picture(
            "person",
            ANALYST,
            f"/entities/{person}",
            "A synthetic person: sources that disagree, and the report behind one value",
            press=".disagree button.source >> nth=1",
        ),
        Picture("listed-person", ANALYST, f"/entities/{listed}", "Somebody on a public list: designated, nothing more"),
        Picture("report", ANALYST, f"/reports/{report}", "A report with all its statements"),
        Picture("groups", ANALYST, "/groups", "The groups"),
        Picture("group", ANALYST, f"/groups/{group}", "A synthetic group: stages, links, members, linked to"),
        Picture("imports", ANALYST, "/imports", "The imports"),
        Picture("import-form", ANALYST, "/imports/new", "Bring in a file"),
        Picture("import", ANALYST, f"/imports/{torn}", "An import with a refused line to mend, and its undo"),
        Picture("import-edition", ANALYST, f"/imports/{edition}", "An import of an edition: what it added"),
        Picture("export", ANALYST, f"/export?id={person}", "Export: what will be written, for which purpose"),
        Picture("audit", OFFICER, "/audit", "The audit", press="form[action='/audit/verify'] button"),
        Picture("audit-record", OFFICER, f"/audit?record={person}", "Who saw this record"),
        Picture("accounts", ADMINISTRATOR, "/accounts", "Accounts"),
        Picture("password", ANALYST, "/password", "Change a password"),
        Picture("no-access", LIAISON, "/audit", "A room of another role"),
        Picture("not-found", ANALYST, "/entities/000000000000000000000000", "Not there, or not for this reader"),
    ]


def review_pictures(desk: Desk, folder: Path) -> list[Picture]:
    """The pictures of the review, after records of other agencies have come in and some pairs are decided."""
    analyst = desk.actor_named(ANALYST, "investigate:SYN-014", via="page")
    desk.import_file(analyst, synthetic_records.write(folder), format="headwater", agency="SYN")
    administrator = desk.sign_in(ADMINISTRATOR, PASSWORD)
    desk.add_account(administrator, COLLEAGUE, PASSWORD, frozenset({Role.ANALYST}))
    colleague = desk.actor_named(COLLEAGUE, "investigate:SYN-014", via="page")
    desk.suggestions(analyst, progress=lambda fraction, words: None)
    found = {key: [record(desk, analyst, *end) for end in ends] for key, ends in PAIRS.items()}
    pair = {key: (left, right) for key, (left, right) in found.items()}
    desk.judge(colleague, *pair["dragan"], "positive", "The same number of the identity card")
    desk.judge(analyst, *pair["dragan"], "positive")
    desk.judge(colleague, *pair["promet"], "unsure", "The register has to be asked")
    desk.judge(colleague, *pair["milica"], "positive", "Born on the same day")
    desk.judge(analyst, *pair["milica"], "negative", "Two photographs that differ")
    desk.withdraw(analyst, desk.judge(analyst, *pair["goran"], "positive").id)
    path = {key: f"/review/{left}/{right}?case=SYN-014" for key, (left, right) in pair.items()}
    return [
        Picture("review", ANALYST, path["besnik"], "Review: two records side by side, what speaks for and against"),
        Picture("review-said", ANALYST, path["goran"], "What was just said, with its undo", press="[data-key=n]"),
        Picture("review-source", ANALYST, path["besnik"], "The report behind a value", ".compare .source >> nth=2"),
        Picture("review-question", ANALYST, path["milica"], "Answers that contradict each other: who said what"),
        Picture("review-decided", ANALYST, "/review/judgements", "What was decided, withdrawn decisions included"),
        Picture("review-none", ANALYST, "/review?case=SYN-099", "No pair waits with this filter"),
        Picture("records", ANALYST, f"/entities/{pair['dragan'][0]}", "The records a person is made of, and why"),
        Picture("weights", ANALYST, "/help/weights", "How weights are set"),
    ]


def agreement_pictures(desk: Desk, folder: Path) -> list[Picture]:
    """The pictures of agreements, and of why one can see a fact of one's own agency."""
    analyst = desk.actor_named(ANALYST, "investigate:SYN-014", via="page")
    person = desk.entity(analyst, desk.search(analyst, "Besnik Shembulli").hits[0].id)
    said = [source for prop in person.groups[0].properties for value in prop.values for source in value.sources]
    own, other = (next(source for source in said if source.agency == agency) for agency in ("GB", "AL"))
    why = "/reports/{0.report_id}/why?assertion={0.assertion_id}"
    matrix = "Who may share with whom, and whose law keeps persons' data back"
    return [
        Picture("agreements", ANALYST, "/agreements?from=FRONTEX&to=AL", matrix),
        Picture("agreements-none", ANALYST, "/agreements?from=GB&to=BA", "No agreement, and what it would need"),
        Picture("agreement", ANALYST, "/agreements/GB-AL", "An agreement clause by clause"),
        Picture("agreement-proposal", ADMINISTRATOR, "/agreements/GB-AL?version=2", "A proposal to sign"),
        Picture("agreement-changes", OFFICER, "/agreements/GB-AL/compare", "What a version would change here"),
        Picture("agreement-file", ANALYST, "/agreements/GB-AL/text", "The file of an agreement"),
        Picture("agreement-keys", ADMINISTRATOR, "/agreements/keys", "Keys of the parties"),
        Picture("profile", ANALYST, "/agreements/parties/FRONTEX", "What a party's own law lets it hold and pass on"),
        Picture("why-own", ANALYST, why.format(own), "Who may see a fact of one's own agency"),
        Picture("why-other", ANALYST, why.format(other), "Why one can see a fact of another agency"),
        Picture("sharing", ANALYST, f"/reports/{own.report_id}/sharing?to=XK", "What of a report goes and what stays"),
    ]


def record(desk: Desk, actor: Actor, name: str, agency: str) -> str:
    """The id of the record of this name that this agency reports, and as few others as there are."""
    hits = [hit for hit in desk.search(actor, name).hits if hit.schema in ("Person", "Company")]
    return min((hit for hit in hits if agency in hit.agencies), key=lambda hit: len(hit.agencies)).id


def signed_in(browser: Browser, address: str, who: str) -> StorageState:
    """What a browser keeps after somebody has signed in and stated a purpose."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("User name").fill(who)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator(f"input[name=kind][value={PEOPLE[who][1]}]").check()
    if PEOPLE[who][0] is Role.ANALYST:
        page.get_by_label("Case reference").fill("SYN-014")
        page.get_by_label("In a few words").fill("facilitation of illegal entry")
    page.get_by_role("button", name="Go on with this purpose").click()
    state = context.storage_state()
    context.close()
    return state


def take(browser: Browser, address: str, picture: Picture, state: StorageState | None) -> None:
    """Take one picture at both widths in both modes."""
    for width in (1280, 390):
        for mode in ("light", "dark"):
            context = browser.new_context(
                storage_state=state,
                viewport={"width": width, "height": 800},
                color_scheme="dark" if mode == "dark" else "light",
                reduced_motion="reduce",
            )
            page = context.new_page()
            answer = page.goto(address + picture.path)
            if answer is None or answer.status == 500:
                raise RuntimeError(f"{picture.name}: the page is broken")
            if picture.press:
                press(page, picture.press)
            small = palette(browser, whole(page, width))
            (PICTURES / f"{picture.name}-{width}-{mode}.png").write_bytes(small)
            context.close()


def whole(page: Page, width: int) -> bytes:
    """The page as a PNG, down to where it would only go on in the same way."""
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    # What sticks to the window's lower edge would else stand in the middle of a long picture.
    page.set_viewport_size({"width": width, "height": min(height, TALLEST[width])})
    clip = FloatRect(x=0, y=0, width=width, height=min(height, TALLEST[width]))
    return page.screenshot(full_page=True, clip=clip)


def press(page: Page, button: str) -> None:
    """Press a button and wait for what it opens."""
    page.locator(button).click()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")


def palette(browser: Browser, png: bytes) -> bytes:
    """The picture with at most 64 colours, the rarest drawn in the nearest that is kept."""
    page = browser.new_page()
    encoded = page.evaluate(f"({PALETTE})({json.dumps(base64.b64encode(png).decode())})")
    page.close()
    return base64.b64decode(encoded)


def contents(taken: list[Picture]) -> str:
    """The README of the pictures."""
    lines = [f"| {p.shows} | {' '.join(_links(p))} |" for p in taken]
    return "\n".join(
        [
            "# Pictures of the desk",
            "",
            "Taken by `scripts/take_pictures.py` from a fresh node with the shipped lists and the synthetic group.",
            "Persons of the group are invented; those on a public list are shown as the list publishes them.",
            "Long pages are cut off.",
            "",
            "| what | 1280 px, 390 px, light and dark |",
            "|---|---|",
            *lines,
            "",
        ]
    )


def _links(picture: Picture) -> list[str]:
    return [
        f"[{width} {mode}]({picture.name}-{width}-{mode}.png)" for width in (1280, 390) for mode in ("light", "dark")
    ]


def main(wanted: list[str]) -> None:
    """Take the pictures of these names, or all of them and their table of contents."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        with running(folder / "node") as (app, address):
            desk: Desk = app.state.desk
            token = desk.first_link()
            first = Picture("first-start", "", f"/start?token={token}", "The first start, from the one-time link")
            if not wanted or first.name in wanted:
                take(browser, address, first, None)
            people(desk, token)
            states = {name: signed_in(browser, address, name) for name in PEOPLE}
            all_pictures = []
            for some in (pictures, agreement_pictures, review_pictures):
                for picture in (more := some(desk, folder)):
                    if not wanted or picture.name in wanted:
                        take(browser, address, picture, states.get(picture.who))
                        print(picture.name)
                all_pictures += more
            app.state.desk = Desk(Settings(data=folder / "opening"))  # not open yet, as while an index is rebuilt
            if not wanted or OPENING.name in wanted:
                take(browser, address, OPENING, states[OPENING.who])
        browser.close()
    (PICTURES / "README.md").write_text(contents([first, *all_pictures, OPENING]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
