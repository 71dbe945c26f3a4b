"""Who may publish answers, keep the collection of knowledge, judge answers and establish what is proven."""

from accounts.models import Role
from complaints.models import HOTLINE_ROLES, NEVER_PUBLIC, UNIT_ROLES, Article, ArticleVersion, Order, Publication
from complaints.permissions import is_accused

PUBLISHERS = [Role.DISPATCHER, Role.OPERATOR]  # propose, edit and decide; never the same person twice
AUTHORS = [*UNIT_ROLES, *HOTLINE_ROLES]
APPROVERS = [Role.APPROVER, Role.HEAD, Role.DISPATCHER]
PROVERS = [*UNIT_ROLES, Role.INSPECTOR]
ANSWERED = [Order.State.REPLIED, Order.State.CLOSED]


def is_of_county(actor, path: str) -> bool:
    """Does this post of the hotline office answer for the county of this path?"""
    return actor.is_staff_member and path.startswith(actor.watched_path)


def can_moderate(actor) -> bool:
    """The queue of answers that may be published."""
    return actor.holds(*PUBLISHERS)


def may_be_public(order: Order) -> bool:
    """What the law and the complainant allow: agreed to, named, no report, no matter of discipline, answered."""
    open_to_all = order.asked_public and not (order.is_anonymous or order.is_confidential)
    return bool(open_to_all and order.kind not in NEVER_PUBLIC and order.state in ANSWERED and not order.is_child)


def can_propose_publication(actor, order: Order) -> bool:
    """An operator or dispatcher, for what may be public and is not yet."""
    own = actor.holds(*PUBLISHERS) and is_of_county(actor, order.county_path)
    return own and may_be_public(order) and not is_accused(actor, order)


def can_decide_publication(actor, publication: Publication) -> bool:
    """A dispatcher other than who proposed it."""
    own = actor.holds(Role.DISPATCHER, Role.OPERATOR) and is_of_county(actor, publication.order.county_path)
    return own and actor.user.pk != publication.proposed_by_id


def can_withdraw_publication(actor, publication: Publication) -> bool:
    """Whoever finds a name in it takes it from the page at once; that needs no second person."""
    return actor.holds(*PUBLISHERS) and is_of_county(actor, publication.order.county_path)


def can_read_knowledge(actor) -> bool:
    """Operators search it while somebody is on the telephone; units keep their own articles."""
    return actor.holds(*AUTHORS)


def can_write_article(actor, organisation) -> bool:
    """The unit itself, and the hotline office for every unit."""
    if not actor.holds(*AUTHORS):
        return False
    return actor.works_for(organisation.pk) or (actor.holds(*HOTLINE_ROLES) and is_of_county(actor, organisation.path))


def can_approve_version(actor, version: ArticleVersion) -> bool:
    """Somebody who leads the unit, or the dispatcher; never the author."""
    if version.approved_at is not None or not actor.holds(*APPROVERS):
        return False
    return can_write_article(actor, version.article.organisation) and actor.user.pk != version.written_by_id


def can_keep_article(actor, article: Article) -> bool:
    """Review it once a year, or take it out."""
    return actor.holds(*APPROVERS, Role.CLERK, Role.REVIEWER) and can_write_article(actor, article.organisation)


def can_establish(actor, order: Order) -> bool:
    """Who handled the matter, or supervision, says what was proven; nobody of the accused unit."""
    if not actor.holds(*PROVERS) or is_accused(actor, order) or order.state not in (*Order.IN_HAND, *ANSWERED):
        return False
    return actor.works_for(order.organisation_id) or (
        actor.holds(Role.INSPECTOR) and order.county_path.startswith(actor.watched_path)
    )
