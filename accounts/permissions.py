"""Who may act from which post, and whose matters one may see."""

from accounts.models import Organisation, Role

COUNTY_WIDE = (Role.INSPECTOR, Role.LEADER)


def can_act_from(user, post, today) -> bool:
    """The holder of a post that is neither ended nor suspended; its deputy while the holder is away."""
    if post.ended_on is not None or post.suspended_on is not None:
        return False
    away = post.away_until is not None and post.away_until >= today
    return post.user_id == user.pk or (post.deputy_id == user.pk and away)


def visible_organisations(actor):
    """Inspectors and leaders see what they watch, other staff their own unit and what is below it, citizens none."""
    if actor.holds(*COUNTY_WIDE):
        return Organisation.objects.filter(path__startswith=actor.watched_path)
    return Organisation.objects.within(actor.organisation) if actor.organisation else Organisation.objects.none()
