"""Who can be scored by a scheme: units of a kind, people of the windows, parties of the market."""

from dataclasses import dataclass

from django.db.models import Model

from accounts.models import Organisation, Post
from procurement.models import Expert, Party
from scoring.models import Scheme

LEVELS = {
    Scheme.About.TOWNSHIP: Organisation.Level.TOWN,
    Scheme.About.STATION: Organisation.Level.STATION,
    Scheme.About.DEPARTMENT: Organisation.Level.DEPARTMENT,
    Scheme.About.SQUAD: Organisation.Level.STATION,
}


@dataclass(frozen=True)
class Participant:
    """The thing that is scored, its unit (None for outsiders), and the name on its sheet."""

    subject: Model
    unit: Organisation | None
    name: str

    @property
    def key(self) -> str:
        return f"{self.subject._meta.model_name}-{self.subject.pk}"

    def as_row(self) -> tuple:
        return self.subject, self.unit, self.name


def participants(scheme: Scheme) -> list[Participant]:
    """Everybody who can take part in a round of this scheme; whoever opens it strikes out the others."""
    if scheme.about == Scheme.About.STAFF:
        return staff()
    if scheme.about == Scheme.About.PARTY:
        return market(scheme.parameters.get("kind", ""))
    units = Organisation.objects.filter(level=LEVELS[scheme.about])
    return [Participant(unit, unit, unit.short_name) for unit in units]


def staff() -> list[Participant]:
    """People at the windows, those sent by other units as well: the centre scores them (S1-50)."""
    posts = Post.objects.active().exclude(window=None).select_related("user", "organisation").order_by("user_id", "pk")
    first = {post.user_id: post for post in reversed(posts)}
    return [
        Participant(post.user, post.organisation, f"{post.user.name}（{post.organisation.short_name}）")
        for post in sorted(first.values(), key=lambda post: post.pk)
    ]


def market(kind: str) -> list[Participant]:
    if kind == "expert":
        rows = Expert.objects.filter(state=Expert.State.REGISTERED).order_by("pk")
    else:
        rows = Party.objects.doing(kind).order_by("pk")
    return [Participant(row, None, str(row)) for row in rows]
