"""Rows of lists that a county brings: projects, and the nodes of their plans. Each row is a form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Post
from projects.forms.projects import CODE
from projects.models import Project, Stage
from records.fields import NONE, MoneyField, UnitField, WordField, day_field, whole


class ProjectRow(forms.Form):
    """One project. The headers of the file are these labels."""

    code = forms.SlugField(label=_("code"), max_length=30, error_messages={"invalid": CODE})
    name = CleanCharField(label=_("Name of the project"), max_length=100)
    kind = WordField(label=_("Kind"), choices=Project.Kind.choices)
    rank = CleanCharField(label=_("rank of the project"), max_length=50, **NONE)
    year = whole(_("Year"), 2000, 2100)
    organisation = UnitField(label=_("lead unit of the project"))
    responsible = CleanCharField(label=_("person responsible"), max_length=50, **NONE)
    leader = CleanCharField(label=_("leader responsible for it"), max_length=50, **NONE)
    place = CleanCharField(label=_("place"), max_length=100, **NONE)
    content = CleanCharField(label=_("what is built or done"), max_length=1000)
    standard = CleanCharField(label=_("standard of completion"), max_length=1000, **NONE)
    total = MoneyField(label=_("Total investment (yuan)"))
    year_total = MoneyField(label=_("Planned investment of the year (yuan)"))
    planned_start = day_field(_("planned start"))
    planned_finish = day_field(_("planned finish"))
    planned_production = day_field(_("planned production"), **NONE)

    def clean(self):
        """The person of that name in the unit; several or none is said at the column."""
        given = super().clean()
        name, unit = given.get("responsible"), given.get("organisation")
        if name and unit:
            posts = Post.objects.active().filter(organisation=unit, user__name=name).select_related("user")
            people = {post.user for post in posts}
            if len(people) != 1:
                words = _("Exactly one person of this name must work in the unit; leave it blank otherwise.")
                self.add_error("responsible", words)
            given["responsible"] = next(iter(people), None)
        elif not name:
            given["responsible"] = None
        return given


class NodeRow(forms.Form):
    """One node of the plan of a project that was entered before."""

    code = forms.SlugField(label=_("code of the project"), max_length=30, error_messages={"invalid": CODE})
    stage = WordField(label=_("stage"), choices=Stage.choices)
    name = CleanCharField(label=_("node"), max_length=100)
    weight = whole(_("weight"), 1, 100)
    starts_on = day_field(_("begins on"))
    planned_on = day_field(_("due on"))
    organisation = UnitField(label=_("unit that answers for it"), **NONE)
    done_on = day_field(_("done on"), **NONE)


FORMS = {"projects": ProjectRow, "nodes": NodeRow}


EXAMPLES = {
    "projects": {
        "code": "ZD-2026-001",
        "name": "云溪大桥新建工程",
        "kind": "重大项目",
        "rank": "市级重点",
        "year": 2026,
        "organisation": "交通局",
        "place": "城关街道",
        "content": "新建跨河大桥一座，全长620米",
        "total": "260000000.00",
        "year_total": "120000000.00",
        "planned_start": "2026-03-01",
        "planned_finish": "2027-06-30",
    },
    "nodes": {
        "code": "ZD-2026-001",
        "stage": "征地拆迁",
        "name": "征地拆迁完成",
        "weight": 20,
        "starts_on": "2026-03-01",
        "planned_on": "2026-06-30",
        "organisation": "自然资源和规划局",
    },
}
