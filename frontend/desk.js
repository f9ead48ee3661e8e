// What the pages do better with a script. Every page works without it, through the links and forms it stands on:
// - a source is a button that loads its report into the panel, on a phone under its own line;
// - an import run, or the index, is looked at again until it is done;
// - Escape closes the panel and goes back to where the reader was;
// - in the review, a key presses the button that names it, and what was said is told to a screen reader.
// Nothing is kept in the browser, and nothing is asked of another host.

const WIDE = matchMedia("(width >= 60rem)");
const POLL_MS = 1500;
const POLLING = { "X-Headwater-Polling": "1" };

const panel = document.getElementById("source-panel");
const said = document.getElementById("said");
let pressed = document.querySelector(".source[aria-pressed=true]");
let latest = 0;
let atRest = "";
const compared = document.querySelector(".compare");
let opened = document.querySelector(".compare .opened");
const told = document.getElementById("told");
let sent = false;

if (panel) {
  atRest = pressed ? "" : panel.innerHTML;
  document.addEventListener("click", onSource);
  document.addEventListener("keydown", onEscape);
  WIDE.addEventListener("change", place);
  place();
}
if (document.querySelector("#run[data-polling=true]")) setTimeout(poll, POLL_MS);
if (document.querySelector("[data-keys=on]")) document.addEventListener("keydown", onKey);
document.querySelector(".review")?.addEventListener("submit", onceOnly);
document.querySelector("[data-dismiss]")?.addEventListener("click", dismiss);
// A region that speaks must have been there before its words: what stood in it from the start is not read out.
if (told) setTimeout(() => say(told.firstElementChild), 300);
addEventListener("pageshow", () => (sent = false));

function onSource(event) {
  const source = event.target.closest("button.source[data-report]");
  if (!source || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (source === pressed) close();
  // A click without a pointer comes from the keyboard: then the reading goes on in the panel.
  else open(source, event.detail === 0);
}

async function open(source, byKeyboard) {
  const number = ++latest;
  const address = `/reports/${encodeURIComponent(source.dataset.report)}/panel`;
  const query = new URLSearchParams({ assertion: source.value, of: source.dataset.of ?? "" });
  const answer = await fetch(`${address}?${query}`).catch(() => null);
  if (number !== latest) return;
  // Signed out meanwhile, no purpose, an error: the page itself knows how to tell, so let the form do its work.
  if (!answer?.ok || answer.redirected) return source.form.requestSubmit(source);
  panel.innerHTML = await answer.text();
  press(source);
  place();
  const title = panel.querySelector("h2");
  say(title);
  if (byKeyboard) title?.focus();
}

function close() {
  latest += 1;
  const source = pressed;
  press(null);
  panel.innerHTML = atRest;
  place();
  source?.focus();
}

function press(source) {
  pressed?.setAttribute("aria-pressed", "false");
  pressed = source;
  pressed?.setAttribute("aria-pressed", "true");
}

// Beside the facts where there is room, else under the line whose source was pressed; in a comparison under its row.
function place() {
  if (compared) return pressed ? under(pressed.closest("tr")) : opened?.remove();
  const home = document.querySelector(".with-panel");
  if (WIDE.matches || !pressed) home?.append(panel);
  else pressed.after(panel);
  panel.hidden = !WIDE.matches && !pressed;
}

function under(row) {
  if (!opened) {
    opened = document.createElement("tr");
    opened.className = "opened";
    opened.insertCell().colSpan = row.cells.length;
  }
  opened.cells[0].append(panel);
  row.after(opened);
  panel.hidden = false;
}

function onKey(event) {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) return;
  const key = event.key?.toLowerCase();
  const button = "ynuz".includes(key) && document.querySelector(`button[data-key="${key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

// A second press before the next pair is there would be a second word on this one.
function onceOnly(event) {
  if (sent) event.preventDefault();
  sent = true;
}

function dismiss(event) {
  event.preventDefault();
  history.replaceState(null, "", event.currentTarget.href);
  told.remove();
  document.querySelector("h1").focus();
}

function onEscape(event) {
  if (event.key === "Escape" && pressed && !event.defaultPrevented) close();
}

function say(element) {
  if (said && element) said.textContent = element.textContent;
}

async function poll() {
  const answer = await fetch(location.href, { headers: POLLING }).catch(() => null);
  if (!answer) return setTimeout(poll, POLL_MS * 4);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const run = page.querySelector("#run");
  // The whole page tells what is done, refused or gone; the part alone tells how far it is.
  if (answer.redirected || run?.dataset.polling !== "true") return location.reload();
  document.getElementById("run").replaceWith(document.adoptNode(run));
  setTimeout(poll, POLL_MS);
}
