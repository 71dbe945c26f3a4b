"""The gates every page passes (design: axe 0, CSP 0, 60 kB, 1,500 nodes, no overflow at 320 px, all reachable by Tab).

    with visit(browser, live_server.url + "/items/") as seen:
        assert faults(seen) == []

`faults` runs all of them and returns sentences; the single gates are there for finer tests. `signed_in` gives a
Django test client, `visit(..., actor=clerk)` a browser page, both signed in and acting from the actor's post.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": AXE_TAGS},
    "resultTypes": ["violations"],
}  # no lists of what is well
AXE = Axe().axe_script
RUN_AXE = "(options) => axe.run(options).then((all) => all.violations)"  # the rest is large and slow to send
FIRST_VISIT = 60_000  # bytes: HTML, CSS, JavaScript and icons, uncompressed
NODES = 1500
TABS = 400  # more tab stops than any page should have

NARROW, DESKTOP, PHONE = (320, 700), (1440, 900), (390, 844)

COUNT_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
MARK_CONTROLS = """() => {
  const seen = (e) => e.checkVisibility() && e.getClientRects().length && getComputedStyle(e).visibility === "visible";
  const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((e) => !e.disabled && e.type !== "hidden" && e.tabIndex >= 0 && seen(e));
  // Of a group of radio buttons Tab reaches one.
  const groups = new Set();
  const left = controls.filter((e) => {
    if (e.type !== "radio") return true;
    const first = !groups.has(e.name);
    groups.add(e.name);
    return first;
  });
  left.forEach((e, i) => { e.dataset.gate = e.type === "radio" ? e.name : i; });
  return left.map((e) => [e.dataset.gate, e.outerHTML.slice(0, 90)]);
}"""
NOTE_FOCUS = """() => {
  window.gateFocus = [];
  document.activeElement.blur();
  document.addEventListener("focusin", () => {
    const e = document.activeElement;
    const style = getComputedStyle(e);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
    window.gateFocus.push([e.type === "radio" ? e.name : e.dataset.gate, ring, e.outerHTML.slice(0, 90)]);
  });
}"""
FOCUSED = "() => [window.gateFocus.splice(0), document.activeElement === document.body]"


@dataclass
class Seen:
    """A page as a browser has seen it."""

    page: object
    status: int = 0
    sizes: dict = field(default_factory=dict)  # address -> bytes of everything the first visit loads
    complaints: list = field(default_factory=list)  # what the browser said about the content security policy


def signed_in(actor) -> Client:
    """A test client of this person, acting from this post; a guest for an actor without a user."""
    client = Client()
    if actor.user is None:
        return client
    client.force_login(actor.user, backend="accounts.backends.PeopleBackend")
    if actor.post is not None:
        session = client.session
        session["post"] = actor.post.pk
        session.save()
    return client


def cookies_of(actor, url) -> list[dict]:
    name = settings.SESSION_COOKIE_NAME
    cookie = signed_in(actor).cookies.get(name) if actor else None
    return [{"name": name, "value": cookie.value, "url": url}] if cookie else []


@contextmanager
def visit(browser, url, *, actor=None, size=DESKTOP, elder=False, scripts=True):
    """Opens an address in a fresh profile."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts)
    try:
        context.add_cookies(cookies_of(actor, url) + ([{"name": "elder", "value": "1", "url": url}] if elder else []))
        page = context.new_page()
        seen = Seen(page)
        answers = []
        page.on("response", lambda answer: answers.append(answer))
        page.on("console", lambda said: note_complaint(seen, said.text))
        seen.status = page.goto(url, wait_until="load").status
        page.wait_for_timeout(50)  # icons of <use> arrive a moment after the load event
        seen.sizes = {answer.url: len(answer.body()) for answer in answers if answer.status < 300}
        yield seen
    finally:
        context.close()


def opened_narrow(seen) -> Seen:
    """The same address as a small telephone opens it, in the profile that has seen it already."""
    seen.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    seen.page.reload(wait_until="load")
    return seen


def note_complaint(seen, text):
    if "Content Security Policy" in text:
        seen.complaints.append(text)


def axe_violations(page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, AXE_OPTIONS)
    return [f"axe {v['id']}: {v['help']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def overflow(page) -> int:
    """Pixels by which the page is wider than the window."""
    return page.evaluate(COUNT_OVERFLOW)


def node_count(page) -> int:
    return page.evaluate("() => document.querySelectorAll('*').length")


def out_of_reach(page) -> list[str]:
    """Controls that Tab does not reach, or on which it leaves no visible ring.

    The page itself notes what gets the focus, so that one question answers for as many presses as controls are left.
    """
    waiting = dict(page.evaluate(MARK_CONTROLS))
    without_ring, presses, past_the_end = [], 0, False
    page.evaluate(NOTE_FOCUS)
    while waiting and presses < TABS and not past_the_end:
        more = min(len(waiting), TABS - presses)
        for _press in range(more):
            page.keyboard.press("Tab")
        presses += more
        noted, past_the_end = page.evaluate(FOCUSED)
        for name, ring, html in noted:
            waiting.pop(name, None)
            without_ring += [] if ring else [f"no ring: {html}"]
    return [f"not reached by Tab: {html}" for html in waiting.values()] + without_ring


def too_small(page, least) -> list[str]:
    """Buttons and menu links lower than `least` pixels (44 for citizens, 60 in elder mode)."""
    return page.evaluate(
        """(least) => [...document.querySelectorAll(".btn, .nav a, .top a, .top button, .menu summary, .tabs a")]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < least - 0.5)
        .map((e) => "lower than " + least + " px: " + e.outerHTML.slice(0, 90))""",
        least,
    )


def faults(seen) -> list[str]:
    """All gates that do not depend on the width of the window."""
    weight, nodes = sum(seen.sizes.values()), node_count(seen.page)
    found = axe_violations(seen.page) + [f"CSP: {text}" for text in seen.complaints]
    found += [f"{weight} bytes on the first visit: {seen.sizes}"] if weight > FIRST_VISIT else []
    found += [f"{nodes} nodes"] if nodes > NODES else []
    return found + out_of_reach(seen.page)
