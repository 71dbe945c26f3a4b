"""The offices behind every order: the hotline office of a county, and its discipline office. Found by their posts."""

from django.db.models import Case, Q, When

from accounts.models import Organisation, Post, Role


def county() -> Organisation:
    """The county whose portal this is."""
    return Organisation.objects.filter(level=Organisation.Level.COUNTY).order_by("pk").first()


def office_of(role: str, county_path: str) -> Organisation | None:
    """The unit in which somebody holds this role, departments of the county first; None where nobody does."""
    units = Organisation.objects.filter(
        path__startswith=county_path, posts__in=Post.objects.active().filter(role=role)
    )
    is_department = Q(level=Organisation.Level.DEPARTMENT)
    return units.order_by(Case(When(is_department, then=0), default=1), "path", "pk").first()


def hotline_of(county_path: str) -> Organisation:
    """Who owes the assignment of orders: the office of the dispatchers, else the county itself."""
    return office_of(Role.DISPATCHER, county_path) or Organisation.objects.get(path=county_path)


def discipline_of(county_path: str) -> Organisation | None:
    """Who handles what is confidential, and complaints about the hotline office itself."""
    return office_of(Role.INSPECTOR, county_path)


def leaders_of(county_path: str) -> Organisation | None:
    """Who handles complaints about the discipline office itself, or passes them to the organ above."""
    return office_of(Role.LEADER, county_path)
