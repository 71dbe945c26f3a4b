"""The pages of the desk for lessons of integrity and the questions of their quizzes."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import permissions
from disclosure.actions import teaching
from disclosure.forms import keeping as forms
from disclosure.models import Lesson
from disclosure.views.common import only, only_staff
from disclosure.views.deeds import address, deed
from disclosure.views.library import has_answers, lesson_page
from records.desk import Deed, Table, detail, is_known, listing, local, new, posted, sent, take, who
from records.fields import PlainForm, ReasonForm

S = Lesson.State
LESSONS = Table(
    title=gettext_lazy("Integrity lessons"),
    columns=[
        (gettext_lazy("Headline"), lambda row: row.title),
        (gettext_lazy("For which level"), lambda row: row.get_level_display()),
        (gettext_lazy("version"), lambda row: row.version),
        (gettext_lazy("questions"), lambda row: len(row.quiz)),
        (gettext_lazy("published on"), lambda row: row.published_on.isoformat() if row.published_on else ""),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: row.address,
    nothing=gettext_lazy("No lesson is written yet."),
    numeric=(gettext_lazy("version"), gettext_lazy("questions")),
)


@require_safe
@only_staff
def lessons(request):
    """All lessons and their versions; the office writes one."""
    is_office = permissions.is_office(request.actor)
    add = [(reverse("disclosure:new_lesson"), _("Write a lesson"))] if is_office else []
    ways = [(reverse("disclosure:lessons"), _("As everybody reads it"))]
    rows = Lesson.objects.visible_to(request.actor).order_by("level", "sort", "code", "-version")
    form = forms.LessonsFilter(request.GET)
    return listing(request, LESSONS, rows, form, add=add, ways=ways, nav_at=NAV_AT())


def NAV_AT() -> str:
    return reverse("disclosure:desk")


def may_keep(actor, row) -> bool:
    return permissions.is_office(actor)


def may_revise(actor, row) -> bool:
    """The version that is published, or the last one of a lesson that was withdrawn; no other draft waits."""
    rows = Lesson.objects.filter(code=row.code)
    is_last = row.state == S.PUBLISHED or (row.state == S.WITHDRAWN and not rows.public().exists())
    return permissions.is_office(actor) and is_last and not rows.drafts().exists()


LESSON_DEEDS = {
    "publish": deed(
        PlainForm,
        teaching.publish,
        permissions.can_release_drawn,
        [S.DRAFT],
        gettext_lazy("Publish the lesson"),
        gettext_lazy("Published: everybody reads it now."),
        "seal",
    ),
    "ask": deed(
        forms.QuestionForm,
        teaching.add_question,
        may_keep,
        [S.DRAFT],
        gettext_lazy("Add a question"),
        gettext_lazy("The question is added."),
        "plus",
    ),
    "amend": deed(
        forms.AmendLessonForm,
        teaching.amend,
        may_keep,
        [S.DRAFT],
        gettext_lazy("Write the lesson anew"),
        gettext_lazy("Saved; somebody else publishes it."),
        "edit",
        of_row=True,
    ),
    "revise": Deed(
        PlainForm,
        teaching.revise,
        may_revise,
        gettext_lazy("Write a new version"),
        gettext_lazy("A draft of the next version; what is published stays until the draft is published."),
        "edit",
    ),
    "withdraw": deed(
        ReasonForm,
        teaching.withdraw,
        may_keep,
        [S.PUBLISHED],
        gettext_lazy("Withdraw the lesson"),
        gettext_lazy("Taken from view; the reason stays on its page."),
        "down",
        grave=True,
    ),
    "drop": deed(
        ReasonForm,
        teaching.drop,
        may_keep,
        [S.DRAFT],
        gettext_lazy("Give the draft up"),
        gettext_lazy("Given up; what is published stays."),
        "down",
        grave=True,
    ),
}


def lesson_of(actor, pk) -> Lesson:
    rows = Lesson.objects.visible_to(actor).select_related("drafted_by", "published_by", "withdrawn_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@only_staff
def lesson(request, pk):
    return desk_page(request, lesson_of(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def lesson_deed(request, pk, deed):
    return take(request, lesson_of(request.actor, pk), deed, LESSON_DEEDS, desk_page, after)


def after(row) -> str:
    """Where a new version was begun, its page."""
    draft = Lesson.objects.drafts().filter(code=row.code).first()
    return (draft or row).address


def desk_page(request, row, refused=None):
    is_draft = row.state == S.DRAFT
    bare = is_draft and not row.quiz
    about = {
        "title": row.title,
        "lamp": (row.tone, row.get_state_display()),
        "warnings": [_("Add at least one question first: a lesson ends with a quiz.")] if bare else [],
        "facts": [
            (_("code"), row.code),
            (_("version"), row.version),
            (_("For which level"), row.get_level_display()),
            (_("short summary"), row.summary),
            (_("written by"), who(row.drafted_by, row.drafted_at)),
            (_("published on"), row.published_on),
            (_("released by"), str(row.published_by or "")),
            (_("taken from view at"), local(row.withdrawn_at)),
            (_("Reason"), row.reason),
        ],
        "tables": [(_("Questions of the quiz"), HEADS, [cells(row, place) for place in range(len(row.quiz))])],
        "sections": [(_("Text"), row.body.split("\n"))],
        "links": [(reverse("disclosure:lesson_preview", args=[row.pk]), _("Preview"))] if is_draft else [],
        "deed_address": "disclosure:lesson_deed",
        "back": (reverse("disclosure:desk_lessons"), _("Integrity lessons")),
        "nav_at": NAV_AT(),
    }
    if row.state == S.PUBLISHED:
        about["links"] = [(reverse("disclosure:lesson", args=[row.code]), _("As everybody reads it"))]
    return detail(request, row, LESSON_DEEDS, about, refused)


HEADS = [
    (gettext_lazy("Question"), False),
    (gettext_lazy("Options"), False),
    (gettext_lazy("right"), False),
    (gettext_lazy("why it is right"), False),
]


def cells(row, place: int) -> list:
    """A question; on a draft it leads to where it is changed."""
    one = row.quiz[place]
    options = "；".join(
        f"{letter.upper()}. {option}" for letter, option in zip(forms.LETTERS, one["options"], strict=False)
    )
    ask = f"{place + 1}. {one['ask']}"
    link = (reverse("disclosure:question", args=[(row.pk, place + 1)]), ask) if row.state == S.DRAFT else ask
    return [link, options, forms.LETTERS[one["right"]].upper(), one["why"]]


@require_safe
@only_staff
def preview(request, pk):
    """A draft as everybody will read it; its quiz can be tried."""
    row = get_object_or_404(Lesson.objects.visible_to(request.actor).drafts(), pk=pk)
    return lesson_page(request, row, request.GET if has_answers(row, request) else None, is_preview=True)


@require_http_methods(["GET", "POST"])
@only(permissions.is_office)
def new_lesson(request):
    form = forms.LessonForm(*posted(request))
    about = {"title": _("Write a lesson"), "back": reverse("disclosure:desk_lessons"), "after": address}
    about |= {
        "nav_at": NAV_AT(),
        "lead": gettext_lazy("The questions of the quiz come next; then somebody else publishes it."),
    }
    return new(request, form, teaching.write, None, saved=_("Saved; add the questions now."), **about)


# questions


def question_deeds(row, place: int) -> dict[str, Deed]:
    """What may be done with this question of a draft."""
    one = row.quiz[place]
    told = {f"option_{letter}": option for letter, option in zip(forms.LETTERS, one["options"], strict=False)}
    told |= {name: one[name] for name in ("ask", "right", "why")} | {"was": one["ask"]}
    form, leave = (partial(make, initial=told) for make in (forms.ChangeQuestionForm, forms.TakeOutForm))
    change, take_out = (partial(act, place=place) for act in (teaching.change_question, teaching.take_out_question))
    words = gettext_lazy("Change the question"), gettext_lazy("Saved; somebody else publishes it.")
    gone = gettext_lazy("Take the question out"), gettext_lazy("The question is taken out.")
    return {
        "change": deed(form, change, may_keep, [S.DRAFT], *words, "edit"),
        "take-out": deed(leave, take_out, may_keep, [S.DRAFT], *gone, "down", grave=True),
    }


def question_of(actor, key) -> tuple[Lesson, int]:
    pk, number = key
    row = lesson_of(actor, pk)
    if not 1 <= number <= len(row.quiz):
        raise Http404
    return row, number - 1


@require_safe
@only_staff
def question(request, key):
    row, place = question_of(request.actor, key)
    return question_page(place, request, row)


@require_http_methods(["GET", "POST"])
@only_staff
def question_deed(request, key, deed):
    if request.method == "POST" and is_known(request.actor, sent(request)):  # the second click
        return redirect(lesson_of(request.actor, key[0]).address)
    row, place = question_of(request.actor, key)
    return take(request, row, deed, question_deeds(row, place), partial(question_page, place), address)


def question_page(place: int, request, row, refused=None):
    one = row.quiz[place]
    facts = [(_("Question"), one["ask"])]
    facts += [
        (_("Option %(letter)s") % {"letter": letter.upper()}, option)
        for letter, option in zip(forms.LETTERS, one["options"], strict=False)
    ]
    facts += [(_("right"), forms.LETTERS[one["right"]].upper()), (_("why it is right"), one["why"])]
    about = {
        "title": _("Question %(number)s") % {"number": place + 1},
        "lamp": (row.tone, row.get_state_display()),
        "facts": facts,
        "deed_address": "disclosure:question_deed",
        "deed_key": (row.pk, place + 1),
        "back": (row.address, row.title),
        "nav_at": NAV_AT(),
    }
    return detail(request, row, question_deeds(row, place), about, refused)
