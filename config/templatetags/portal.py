"""The shared components of every page; loaded for all templates (settings.TEMPLATES, builtins)."""

import uuid
from functools import cache

import segno
from django import template
from django.contrib.messages import constants
from django.forms import CheckboxInput
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.kept import owner_mark
from config.navigation import BAR, FIRST, HOME, LONG_BAR, OFFICES, ONLY, OPEN_GROUPS, PUBLIC, STAFF, WATCHING
from records.beside import about

register = template.Library()

# Which shape goes with which colour: a state is never told by colour alone.
LAMP_ICONS = {
    "ok": "clock",
    "warn": "warn",
    "over": "stop",
    "pause": "pause",
    "info": "info",
    "done": "check",
}
CARDS = {"yellow": ("▲", _("Yellow card")), "red": ("■", _("Red card"))}
CURRENT = {mark: mark_safe(f' aria-current="{mark}"') for mark in ("page", "true")}  # noqa: S308 -- our own words
WEEKDAYS = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
MESSAGE_TONES = {
    constants.SUCCESS: ("ok", "check", "status"),
    constants.WARNING: ("warn", "warn", "alert"),
    constants.ERROR: ("over", "stop", "alert"),
}


@cache
def _sprite():
    return static("icons.svg")


@register.simple_tag
def icon(name):
    """A drawing from static/icons.svg; it says nothing to a screen reader, so words must stand beside it."""
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name)


@register.simple_tag
def lamp(tone, words):
    """The one way to show a state: colour, shape and words. Tones: ok warn over pause info done yellow red."""
    if tone in CARDS:
        shape, _name = CARDS[tone]
        return format_html('<span class="chip {}"><span aria-hidden="true">{}</span>{}</span>', tone, shape, words)
    return format_html('<span class="chip {}">{}{}</span>', tone, icon(LAMP_ICONS.get(tone, "info")), words)


@register.simple_tag
def card_chip(colour):
    """The lamp of a supervision card: yellow or red; nothing for anything else."""
    return lamp(colour, CARDS[colour][1]) if colour in CARDS else ""


@cache
def _address(name, urlconf):
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""


@register.simple_tag
def nav_url(name):
    """Like {% url %}, but "" where the address does not exist, so that its link can be left out."""
    return _address(name, get_urlconf())


def _links(entries, request, counts, at=""):
    """The entries that exist; the one whose address is the longest beginning of this page, or of `at`, is current."""
    path = at or getattr(request, "path", "")
    present = [(entry, nav_url(entry["name"])) for entry in entries]
    links = [e | {"url": url + e["query"], "count": counts.get(e["key"])} for e, url in present if url]
    above = [link["url"] for link in links if path.startswith(link["url"]) and (link["url"] != "/" or path == "/")]
    current = max(above, key=len, default=None)
    marks = {current: "page" if current == getattr(request, "path", "") else "true"}
    return [link | {"current": marks.get(link["url"])} for link in links]


@register.inclusion_tag("components/beside.html", takes_context=True)
def beside(context, thing):
    """What other apps know about the thing of this page, as far as the actor may see it."""
    return {"groups": about(context["actor"], thing)}


@register.inclusion_tag("components/nav.html", takes_context=True)
def public_nav(context):
    """The citizens' navigation: a few entries in the bar, all of them by groups in the menu."""
    entries = [HOME] + [entry for _title, group in PUBLIC for entry in group]
    by_key = {link["key"]: link for link in _links(entries, context.get("request"), {})}
    return {"bar": [by_key[name] for name in BAR if name in by_key], "groups": _grouped(PUBLIC, by_key)}


@register.simple_tag
def public_groups():
    """(title, entries with url and about) of the public navigation, for the home page."""
    return _grouped(PUBLIC, {link["key"]: link for _title, group in PUBLIC for link in _links(group, None, {})})


def _grouped(groups, by_key):
    """The groups with the links that exist."""
    return [(title, [by_key[e["key"]] for e in entries if e["key"] in by_key]) for title, entries in groups]


@register.inclusion_tag("components/side.html", takes_context=True)
def staff_nav(context):
    """The side bar of the acting role; the main business of the unit comes first.

    A view may pass nav_counts = {url name: number} for the badges, nav_at = the address of the list it belongs to.
    """
    actor, counts = context.get("actor"), context.get("nav_counts") or {}
    business = actor.organisation.business if actor and actor.post else ""
    first, own = FIRST.get(business), OFFICES.get(business, [])
    groups = sorted([*own, *STAFF.get(actor.role if actor else None, [])], key=lambda group: group[0] != first)
    entries = [entry for _title, group in groups for entry in group]
    if actor and actor.role not in WATCHING:
        entries = [entry for entry in entries if ONLY.get(entry["name"], business) == business]
    links = _links(entries, context.get("request"), counts, context.get("nav_at", ""))
    return {"groups": _folded(_grouped(groups, {link["key"]: link for link in links}))}


def _folded(groups):
    """The groups of the side bar. Of a long bar the later ones open at a click, or when the page is theirs."""
    groups = [(title, links) for title, links in groups if links]
    long = sum(len(links) for _title, links in groups) > LONG_BAR
    return [
        {
            "title": title,
            "links": links,
            "folds": long and place >= OPEN_GROUPS,
            "open": any(link["current"] for link in links),
        }
        for place, (title, links) in enumerate(groups)
    ]


@register.inclusion_tag("components/messages.html", takes_context=True)
def notes(context):
    """What the last deed said: success as status, warnings and errors as alert."""
    told = [(m, MESSAGE_TONES.get(m.level, ("info", "info", "status"))) for m in context.get("messages") or []]
    return {"told": told}


@register.inclusion_tag("components/field.html", takes_context=True)
def field(context, bound):
    """Label, hint, control and error of one form field; filled with what a lost session left behind."""
    _refill(bound, getattr(context.get("request"), "kept", None))
    return {"field": bound, "layout": f"components/field_{_layout(bound)}.html"}


def _layout(bound):
    if bound.is_hidden:
        return "hidden"
    if bound.use_fieldset:
        return "group"
    return "check" if isinstance(bound.field.widget, CheckboxInput) else "line"


def _refill(bound, kept):
    if kept is None or bound.form.is_bound or bound.html_name not in kept:
        return
    bound.form.initial[bound.name] = bound.field.widget.value_from_datadict(kept, {}, bound.html_name)


@register.inclusion_tag("components/errors.html", takes_context=True)
def error_summary(context, form):
    """All errors of a form on top of it, each a link to its field. A question has not failed to be sent."""
    if not form.is_bound:
        return {}
    asked = getattr(form, "is_question", getattr(context.get("request"), "method", "") == "GET")
    return {"general": form.non_field_errors(), "wrong": [bound for bound in form if bound.errors], "asked": asked}


@register.simple_tag(takes_context=True)
def form_key(context):
    """The hidden idempotency key of a form: the same key twice is one deed.

    A form that comes back with errors keeps its key. `owner` lets accounts.kept give the typed values
    back to the same person, should the session end before the form is sent.
    """
    request = context.get("request")
    given = request.POST.get("key", "") if request and request.method == "POST" else ""
    pairs = [("key", given if _is_uuid(given) else uuid.uuid4())]
    if request and request.user.is_authenticated:
        pairs.append(("owner", owner_mark(request.user)))
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


def _is_uuid(text):
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """The query string of this page with some parameters changed (None or "" removes one): "?a=1&b=2" or "?"."""
    params = context["request"].GET.copy() if context.get("request") else QueryDict(mutable=True)
    for name, value in changes.items():
        params.pop(name, None)
        if value not in (None, ""):
            params[name] = value
    return f"?{params.urlencode()}"


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page):
    """Links of a keyset page: `page` has (keys or attributes) before, after (cursors or "") and words ("1000+ 件")."""
    read = page.get if isinstance(page, dict) else lambda name: getattr(page, name, None)
    before, after = read("before"), read("after")
    return {
        "words": read("words") or "",
        "previous": query(context, before=before, after=None) if before else "",
        "next": query(context, after=after, before=None) if after else "",
    }


@register.simple_tag
def qr(text, label=""):
    """A QR code as SVG without inline style. `label` says what it holds."""
    code = segno.make(str(text), error="m")
    svg = code.svg_inline(border=2, svgclass="qrcode", lineclass=None, omitsize=True)
    start = format_html('<svg role="img" aria-label="{}" ', label or gettext("QR code"))
    return mark_safe(svg.replace("<svg ", start, 1))  # noqa: S308 -- drawn by segno, label escaped above


@register.simple_tag
def cn_date(day, with_weekday=True):
    """2026年11月21日（周六）. Takes a date or an aware datetime (shown in local time); "" for None."""
    if day is None or day == "":
        return ""
    if hasattr(day, "hour") and is_aware(day):
        day = localtime(day)
    text = gettext("{year}-{month}-{day}").format(year=day.year, month=day.month, day=day.day)
    if not with_weekday:
        return text
    return gettext("{date} ({weekday})").format(date=text, weekday=WEEKDAYS[day.weekday()])


@register.simple_tag
def cn_time(moment):
    """2026-11-20 14:52 in local time; "" for None."""
    return localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


@register.filter
def money(amount):
    """1,234.50 with two decimals; "" for None."""
    return "" if amount is None else f"{amount:,.2f}"
