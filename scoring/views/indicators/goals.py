"""Documents of goals: their list, the tree of one with search, its deeds, lists read in and out."""

from functools import partial

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from records import sheets
from records.desk import Deed, Table, detail, exported, listing, new, pattern, posted, read_in, take, who
from records.fields import FileForm, PlainForm, ReasonForm
from scoring.actions.indicators import goals, importing
from scoring.forms import goal_rows as rows
from scoring.forms import indicators as forms
from scoring.models import GoalDocument, Indicator, Task
from scoring.permissions import appraises
from scoring.permissions.indicators import can_sign_goals, keeps
from scoring.views.indicators.common import address, amount, only, only_staff, standing, today

S = GoalDocument.State
MOST_LINES = 60  # indicators on the page; whoever wants more looks for words
KINDS = {  # of a list: title, action, what is said when it was taken, the name of its pattern
    "tree": (
        gettext_lazy("Read in indicators"),
        importing.read_tree,
        gettext_lazy("%(count)s indicators are read in; a second person puts the document in force."),
        gettext_lazy("Indicators: pattern"),
    ),
    "tasks": (
        gettext_lazy("Read in further units"),
        importing.read_tasks,
        gettext_lazy("%(count)s tasks are read in."),
        gettext_lazy("Further units: pattern"),
    ),
}

GOALS = Table(
    title=gettext_lazy("Documents of goals"),
    columns=[
        (gettext_lazy("title of the paper"), lambda row: row.title),
        (gettext_lazy("number of the paper"), lambda row: row.number),
        (gettext_lazy("Year"), lambda row: row.year),
        (gettext_lazy("issued on"), lambda row: row.issued_on.isoformat()),
        (gettext_lazy("indicators"), lambda row: row.indicator_count),
        (gettext_lazy("tasks"), lambda row: row.task_count),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("goal"),
    nothing=gettext_lazy("No document of goals is in force yet."),
    numeric=(gettext_lazy("Year"), gettext_lazy("indicators"), gettext_lazy("tasks")),
)


@require_safe
@only_staff
def goal_list(request):
    found = GoalDocument.objects.visible_to(request.actor)
    found = found.annotate(
        indicator_count=Count("indicators", distinct=True), task_count=Count("tasks", distinct=True)
    )
    add = [(reverse("scoring:new_goal"), _("Enter a document of goals"))] if appraises(request.actor) else []
    return listing(request, GOALS, found, forms.GoalsFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only(appraises)
def new_goal(request):
    form = forms.PaperForm(*posted(request), initial={"year": today().year, "issued_on": today()})
    words = {
        "title": _("Enter a document of goals"),
        "back": reverse("scoring:goals"),
        "saved": _("Entered; now read in its indicators."),
    }
    about = {"after": address("goal"), "nav_at": reverse("scoring:goals")}
    return new(request, form, goals.enter, request.actor.organisation, **words, **about)


DEEDS = {
    "add": Deed(
        forms.IndicatorForm,
        goals.add,
        lambda actor, row: row.state == S.DRAFT and keeps(actor, row),
        gettext_lazy("Add an indicator"),
        gettext_lazy("The indicator is added."),
        "plus",
        of_row=True,
    ),
    "sign": Deed(
        PlainForm,
        goals.sign,
        lambda actor, row: row.state == S.DRAFT and can_sign_goals(actor, row),
        gettext_lazy("Put in force"),
        gettext_lazy("In force: the units see their tasks."),
        "seal",
    ),
    "drop": Deed(
        ReasonForm,
        goals.drop,
        lambda actor, row: row.state == S.DRAFT and keeps(actor, row),
        gettext_lazy("Give the draft up"),
        gettext_lazy("The draft is given up."),
        "stop",
        grave=True,
    ),
    "close": Deed(
        PlainForm,
        goals.close,
        lambda actor, row: row.state == S.IN_FORCE and can_sign_goals(actor, row),
        gettext_lazy("Close the year"),
        gettext_lazy("Closed."),
        "lock",
        grave=True,
    ),
}


def seen_goal(actor, pk) -> GoalDocument:
    found = GoalDocument.objects.visible_to(actor).select_related("organisation", "drafted_by", "signed_by")
    return get_object_or_404(found, pk=pk)


@require_safe
@only_staff
def goal(request, pk):
    """The document with one level of its tree, or what a search finds; all of it as a file."""
    row, form = seen_goal(request.actor, pk), forms.TreeForm(request.GET)
    form.is_valid()
    if form.cleaned_data.get("export"):
        return export(row, form.cleaned_data["export"])
    return goal_page(request, row)


@require_http_methods(["GET", "POST"])
@only_staff
def goal_deed(request, pk, deed):
    return take(request, seen_goal(request.actor, pk), deed, DEEDS, goal_page, address("goal"))


def goal_page(request, row: GoalDocument, refused=None):
    form = forms.TreeForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    node = row.indicators.filter(pk=asked["node"]).first() if asked.get("node") else None
    found = list(wanted(row, node, asked)[: MOST_LINES + 1])
    about = {
        "title": row.title,
        "lamp": (row.tone, row.get_state_display()),
        "facts": facts(row),
        "form": form,
        "node": node,
        "way": way(node),
        "lines": lines(found[:MOST_LINES], today()),
        "is_cut": len(found) > MOST_LINES,
        "is_search": bool(asked.get("q") or asked.get("unit")),
        "most": MOST_LINES,
        "back": (reverse("scoring:goals"), _("Documents of goals")),
        "links": links(request.actor, row),
        "deed_address": "scoring:goal_deed" if appraises(request.actor) else "",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:goals"),
        "template": "scoring/indicators/goal.html",
    }
    return detail(request, row, DEEDS, about, refused)


def links(actor, row: GoalDocument) -> list[tuple]:
    if not (row.state == S.DRAFT and keeps(actor, row)):
        return []
    return [(reverse("scoring:goal_import", args=[row.pk, kind]), title) for kind, (title, *_more) in KINDS.items()]


def facts(row: GoalDocument) -> list[tuple]:
    return [
        (_("number of the paper"), row.number),
        (_("Year"), str(row.year)),
        (_("issued on"), row.issued_on),
        (_("office"), row.organisation.name),
        (_("indicators"), str(row.indicators.count())),
        (_("tasks"), str(row.tasks.count())),
        (_("tolerance (percentage points)"), str(row.tolerance)),
        (_("term of an explanation (working days)"), str(row.explain_days)),
        (_("Drafted by"), who(row.drafted_by, row.drafted_at)),
        (_("Signed by"), who(row.signed_by, row.signed_at)),
    ]


def way(node: Indicator | None) -> list[Indicator]:
    """From the top down to the node."""
    found = []
    while node is not None:
        found.insert(0, node)
        node = node.parent
    return found


def wanted(row: GoalDocument, node, asked):
    """The children of the node; where something is looked for, whatever it is found in."""
    found = row.indicators.annotate(below=Count("children", distinct=True)).order_by("pk")
    if not (asked.get("q") or asked.get("unit")):
        return found.filter(parent=node)
    words, unit = asked.get("q") or "", asked.get("unit")
    found = found.filter(Q(code__istartswith=words) | Q(name__icontains=words) | Q(standard__icontains=words))
    if unit:
        found = found.filter(tasks__organisation__short_name__icontains=unit)
    return found.distinct()


def lines(found: list[Indicator], day) -> list[dict]:
    """Indicators with their tasks, each with how it stands."""
    related, tasks = ["organisation", "responsible", "indicator", "document"], {}
    for task in Task.objects.filter(indicator__in=found).measured().select_related(*related).order_by("pk"):
        tasks.setdefault(task.indicator_id, []).append(standing(task, day))
    return [{"one": one, "weight": amount(one.weight), "tasks": tasks.get(one.pk, [])} for one in found]


HEADS = ["code", "parent", "name", "weight", "standard", "measure", "direction", "target", "due_on", "organisation"]


def export(row: GoalDocument, kind: str):
    """The whole tree, in the columns in which it is read in, with what is done."""
    labels = sheets.labels(rows.FORMS["tree"])
    heads = [*(labels[name] for name in [*HEADS, "responsible"]), _("amount done"), _("done (percent)"), _("State")]
    return exported(row.title, kind, heads, tree_lines(row))


def tree_lines(row: GoalDocument):
    day, tasks = today(), {}
    found = Task.objects.filter(document=row).measured()
    for task in found.select_related("organisation", "responsible", "indicator", "document").order_by("pk"):
        tasks.setdefault(task.indicator_id, []).append(standing(task, day))
    for one in row.indicators.select_related("parent").order_by("pk"):
        plain = [one.code, one.parent.code if one.parent else "", one.name, amount(one.weight), one.standard]
        plain += [one.measure, one.get_direction_display()]
        for how in tasks.get(one.pk, [None]):
            yield [*plain, *(cells(how) if how else [amount(one.target), one.due_on, "", "", "", "", ""])]


def cells(how) -> list:
    task = how.task
    people = [task.organisation.short_name, str(task.responsible or "")]
    return [amount(task.target), task.due_on, *people, amount(task.done), how.reached, str(how.lamp[1])]


# lists read in


@require_http_methods(["GET", "POST"])
@only(appraises)
def goal_import(request, pk, kind):
    """GET asks for the file; POST takes all of it, or says row and column of what is wrong."""
    row = seen_goal(request.actor, pk)
    if kind not in KINDS:
        raise Http404
    title, action, saved, _name = KINDS[kind]
    page = {"title": title, "saved": saved, "kind": kind, "row": row, "template": "scoring/indicators/import.html"}
    page |= {"pattern": reverse("scoring:goal_pattern", args=[kind]), "nav_at": reverse("scoring:goals")}
    page |= {"back": reverse("scoring:goal", args=[row.pk]), "above": row.title}
    return read_in(request, FileForm(*posted(request)), rows.row_form(kind), partial(action, row), **page)


@require_safe
@only(appraises)
def goal_pattern(request, kind):
    """An empty list with the headers and examples."""
    if kind not in KINDS:
        raise Http404
    return pattern(KINDS[kind][-1], rows.FORMS[kind], *rows.EXAMPLES[kind])
