"""The collection of answered questions: written, approved by a second person, looked through once a year, voted on."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from complaints.finding import search_text
from complaints.flow import REVIEW, REVIEW_DAYS
from complaints.models import Article, ArticleVersion, Category, Publication
from complaints.permissions_voices import can_approve_version, can_keep_article, can_write_article
from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Limits, Unit
from records.actions import SAME_PERSON, deed, once, record
from records.deeds import for_update, needed
from records.refusal import Refused


@dataclass(frozen=True)
class Text:
    """What an article says, as typed."""

    title: str
    answer: str
    keywords: str = ""
    valid_until: date | None = None
    why: str = ""


def check(said: Text, now):
    """Raise Refused that names the field of what is missing or over already."""
    needed(said.title, "title", _("Write the question as people ask it."))
    needed(said.answer, "answer", _("Write the answer."))
    if said.valid_until is not None and said.valid_until < timezone.localdate(now):
        raise Refused(None, _("This day is over already."), field="valid_until")


def add_version(article: Article, said: Text, *, by, now) -> ArticleVersion:
    """The next text of the article; it holds when it is approved."""
    number = 1 + article.versions.count()
    texts = {name: getattr(said, name).strip() for name in ("title", "answer", "keywords", "why")}
    return ArticleVersion.objects.create(
        article=article, number=number, valid_until=said.valid_until, written_by=by.user, written_at=now, **texts
    )


@deed(makes=True)
def write_article(
    organisation: Organisation,
    *,
    by,
    now,
    said: Text,
    category: Category | None = None,
    origin: Publication | None = None,
) -> Article:
    """A new article of this unit, by hand or from a published answer; a second person approves it."""
    if not can_write_article(by, organisation):
        raise PermissionDenied(_("Articles are written by the unit itself or by the hotline office."))
    check(said, now)
    article = Article.objects.create(
        title=said.title.strip(),
        answer=said.answer.strip(),
        organisation=organisation,
        category=category,
        origin=origin,
    )
    add_version(article, said, by=by, now=now)
    record("complaints.article.written", article, actor=by, now=now, organisation=organisation.pk)
    return article


def lock(article: Article) -> Article:
    return for_update(article, "organisation", "category", "clock")


@deed(makes=True)
def revise_article(article: Article, *, by, now, said: Text) -> ArticleVersion:
    """A new text of the article; the old one holds until it is approved."""
    article = lock(article)
    if not can_write_article(by, article.organisation):
        raise PermissionDenied(_("Articles are written by the unit itself or by the hotline office."))
    if article.state == Article.State.RETIRED:
        raise Refused(None, _("This article was taken out of the collection."))
    if article.versions.filter(approved_at=None, number__gt=article.version).exists():
        raise Refused(None, _("Another text of this article waits for approval already."))
    check(said, now)
    made = add_version(article, said, by=by, now=now)
    record("complaints.article.revised", article, actor=by, now=now, version=made.number)
    return made


@deed
def approve_article(article: Article, *, by, now) -> Article:
    """The waiting text holds from now on, and everybody may read it; its yearly review begins."""
    article = lock(article)
    version = article.versions.filter(approved_at=None, number__gt=article.version).select_for_update().last()
    if version is None:
        raise Refused(None, _("No text of this article waits for approval."))
    version.article = article
    if by.user is not None and version.written_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("A text is approved by somebody other than its author."))
    if not can_approve_version(by, version):
        raise PermissionDenied(_("This deed is not the duty of your post in this unit."))
    article.approve()
    version.approved_by, version.approved_at = by.user, now
    version.save(update_fields=["approved_by", "approved_at"])
    for name in ("title", "answer", "keywords", "valid_until"):
        setattr(article, name, getattr(version, name))
    article.version, article.published_at = version.number, article.published_at or now
    article.search = search_of(article)
    look_again(article, by, now)
    article.save()
    record("complaints.article.approved", article, actor=by, now=now, version=version.number)
    return article


def search_of(article: Article) -> str:
    """What an article is found by."""
    category = article.category.name if article.category else ""
    return search_text(article.title, article.keywords, article.answer, category)


def look_again(article: Article, by, now):
    """The next review: a year from now, or when the article is over. The article is not saved."""
    if article.clock is not None and article.clock.is_running:
        deadlines.meet(article.clock, now)
    today = timezone.localdate(now)
    left = (article.valid_until - today).days if article.valid_until else REVIEW_DAYS
    limits = Limits(max(1, min(REVIEW_DAYS, left)), unit=Unit.CALENDAR, graded=False)
    round = 1 + Deadline.objects.about(article).filter(name=REVIEW).count()
    article.clock = deadlines.start(
        article, REVIEW, organisation=article.organisation, limits=limits, now=now, round=round
    )
    article.reviewed_at, article.reviewed_by = now, by.user


@deed
def review_article(article: Article, *, by, now, valid_until: date | None = None) -> Article:
    """It was looked through and still holds; `valid_until` may be moved."""
    article = lock(article)
    if not can_keep_article(by, article):
        raise PermissionDenied(_("This deed is not the duty of your post in this unit."))
    if valid_until is not None and valid_until < timezone.localdate(now):
        raise Refused(None, _("This day is over already."), field="valid_until")
    article.review()
    article.valid_until = valid_until
    look_again(article, by, now)
    article.save(update_fields=["state", "valid_until", "clock", "reviewed_at", "reviewed_by"])
    record("complaints.article.reviewed", article, actor=by, now=now, due_on=article.clock.due_on)
    return article


@deed
def retire_article(article: Article, *, by, now, reason: str) -> Article:
    """It no longer holds: out of the collection, with the reason. Its versions stay."""
    article = lock(article)
    if not can_keep_article(by, article):
        raise PermissionDenied(_("This deed is not the duty of your post in this unit."))
    reason = needed(reason, "reason", _("Give the reasons."))
    article.retire()
    if article.clock is not None and article.clock.is_running:
        deadlines.cancel(article.clock, now)
    article.save(update_fields=["state"])
    record("complaints.article.retired", article, actor=by, now=now, reason=reason[:300])
    return article


def vote(article: Article, *, helped: bool, by, key) -> bool:
    """Did this help? One vote a form; nothing is kept of who voted. False when this form voted before."""
    if not once(by.user, key):
        return False
    name = "helped" if helped else "not_helped"
    Article.objects.filter(pk=article.pk).update(**{name: F(name) + 1})
    return True
