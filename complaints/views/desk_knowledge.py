"""The desk of knowledge: quick search while somebody is on the telephone, writing, approval, the yearly review."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from complaints.actions import knowledge
from complaints.forms.voices import ArticleForm, ReasonForm, ReviewForm, SearchForm
from complaints.models import HOTLINE_ROLES, Article, Publication
from complaints.permissions_voices import (
    can_approve_version,
    can_keep_article,
    can_read_knowledge,
    can_write_article,
)
from complaints.views.common import NOT_YOUR_DUTY, only
from records import paging
from records.desk import denied, sent
from records.refusal import Refused

NOT_YOURS = gettext_lazy("The collection is kept by the units and by the hotline office.")
State = Article.State
TONES = {State.DRAFT: "warn", State.PUBLISHED: "ok", State.RETIRED: "done"}
EXPORTED = 5000


def readable(actor):
    """Published ones of every unit; drafts and old ones of one's own, and of all for the hotline office."""
    rows = Article.objects.select_related("organisation", "category", "clock")
    if actor.holds(*HOTLINE_ROLES):
        return rows.filter(organisation__path__startswith=actor.watched_path)
    return rows.filter(state=State.PUBLISHED) | rows.filter(organisation=actor.organisation)


@require_safe
@only(can_read_knowledge, NOT_YOURS)
def articles(request):
    """Search first: with the whole answer of the first ones, so that the operator reads it out at once."""
    rows, today = readable(request.actor), timezone.localdate()
    form = SearchForm(request.GET, rows)
    form.is_valid()
    found = form.narrowed(rows)
    asked = form.cleaned_data.get("q")
    found = found.order_by("-shared", "-helped", "-pk") if asked else found.order_by("state", "clock__due_on", "-pk")
    if "xlsx" in request.GET:
        return export(found[:EXPORTED])
    part = paging.sliced(found, request.GET, paging.PAGE_SIZE)
    page = {
        "form": form,
        "part": part,
        "asked": asked,
        "rows": [(row, TONES[row.state], is_due(row, today)) for row in part.rows],
        "narrowed": any(form.cleaned_data.values()),
        "waiting": waiting(request.actor),
    }
    return render(request, "complaints/voices/desk_articles.html", page)


def is_due(article: Article, today) -> bool:
    """Is the yearly review over its term?"""
    return article.clock is not None and article.clock.is_running and article.clock.due_on < today


def waiting(actor) -> list[Article]:
    """Texts that this person may approve."""
    rows = readable(actor).filter(versions__approved_at=None).exclude(state=State.RETIRED).distinct().order_by("pk")
    return [row for row in rows[:100] if (text := open_version(row)) and can_approve_version(actor, text)]


def open_version(article: Article):
    """The text that waits for approval, or None."""
    found = article.versions.filter(approved_at=None, number__gt=article.version).last()
    if found is not None:
        found.article = article
    return found


def export(rows):
    header = [_("Question"), _("Answer"), _("Unit"), _("Topic"), _("Keywords"), _("State"), _("Valid until")]
    header += [_("Helped"), _("Did not help")]
    cells = (
        [row.title, row.answer, row.organisation.name, row.category.name if row.category else "", row.keywords]
        + [row.get_state_display(), row.valid_until, row.helped, row.not_helped]
        for row in rows
    )
    return xlsx_response(_("Knowledge"), header, cells)


@require_http_methods(["GET", "POST"])
@only(can_read_knowledge, NOT_YOURS)
def new(request, pk=None):
    """A new article, by hand or (pk) from a published answer."""
    origin = get_object_or_404(Publication.objects.public().select_related("category"), pk=pk) if pk else None
    initial = begun_with(origin) if origin else {}
    form = ArticleForm(request.POST if request.method == "POST" else None, actor=request.actor, initial=initial)
    if form.is_valid() and (made := written(request, form, origin)):
        messages.success(request, _("Written; another person approves it."))
        return redirect("complaints:desk_article", made.pk)
    page = {"form": form, "origin": origin}
    return render(request, "complaints/voices/article_form.html", page, status=422 if form.errors else 200)


def begun_with(origin: Publication) -> dict:
    texts = {"title": origin.title, "answer": origin.answer}
    return texts | {"organisation": origin.organisation_id, "category": origin.category_id}


def written(request, form, origin):
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
    unit, category = form.cleaned_data["organisation"], form.cleaned_data["category"]
    try:
        return knowledge.write_article(unit, said=form.said, category=category, origin=origin, **about)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None


@require_safe
@only(can_read_knowledge, NOT_YOURS)
def article(request, pk):
    """One article with all its texts, and what this person may do."""
    return page_of(request, get_object_or_404(readable(request.actor), pk=pk))


def page_of(request, found: Article, deed="", form=None, status=200):
    """The page; `form` is the one that was refused."""
    actor, text = request.actor, open_version(found)
    forms = {"revise": revising(found), "review": ReviewForm(), "retire": ReasonForm()}
    if deed in forms:
        forms[deed] = form
    keeps = can_keep_article(actor, found)
    page = {
        "article": found,
        "tone": TONES[found.state],
        "due": is_due(found, timezone.localdate()),
        "versions": list(found.versions.select_related("written_by", "approved_by").order_by("-number")),
        "text": text,
        "may_approve": text is not None and can_approve_version(actor, text),
        "may_revise": text is None and found.state != State.RETIRED and can_write_article(actor, found.organisation),
        "may_review": found.state == State.PUBLISHED and keeps,
        "may_retire": found.state != State.RETIRED and keeps,
        "forms": forms,
        "chosen": deed,
    }
    return render(request, "complaints/voices/desk_article.html", page, status=status)


def revising(found: Article):
    names = ("title", "answer", "keywords", "valid_until")
    return ArticleForm(article=found, initial={name: getattr(found, name) for name in names}, auto_id="revise_%s")


@require_http_methods(["GET", "POST"])
@only(can_read_knowledge, NOT_YOURS)
def deed(request, pk, deed):
    """Approve, revise, review, take out."""
    found = get_object_or_404(readable(request.actor), pk=pk)
    if deed not in DEEDS:
        raise Http404
    if request.method == "GET":
        return redirect("complaints:desk_article", pk)
    make, action, arguments, words, may = DEEDS[deed]
    if not may(request.actor, found):
        return denied(request, NOT_YOUR_DUTY)
    form = make(found, request.POST)
    if form.is_valid() and act(request, found, action, form, arguments(form)):
        messages.success(request, words)
        return redirect("complaints:desk_article", pk)
    return page_of(request, found, deed, form, 422)


def act(request, found, action, form, arguments) -> bool:
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
    try:
        action(found, **about, **arguments)
    except PermissionDenied as refused:
        form.add_error(None, str(refused) or str(NOT_YOUR_DUTY))
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return not form.errors


def may_write(actor, found: Article) -> bool:
    return can_write_article(actor, found.organisation)


DEEDS = {  # deed → its form, its action, the arguments, what is said when it is done, who may try
    "approve": (
        lambda found, data: ReviewForm({}),
        knowledge.approve_article,
        lambda form: {},
        gettext_lazy("Approved: this text holds from now on."),
        may_write,
    ),
    "revise": (
        lambda found, data: ArticleForm(data, article=found, auto_id="revise_%s"),
        knowledge.revise_article,
        lambda form: {"said": form.said},
        gettext_lazy("The new text waits for approval; the old one holds until then."),
        may_write,
    ),
    "review": (
        lambda found, data: ReviewForm(data),
        knowledge.review_article,
        lambda form: form.cleaned_data,
        gettext_lazy("Reviewed: it still holds."),
        can_keep_article,
    ),
    "retire": (
        lambda found, data: ReasonForm(data),
        knowledge.retire_article,
        lambda form: form.cleaned_data,
        gettext_lazy("It is out of the collection."),
        can_keep_article,
    ),
}
