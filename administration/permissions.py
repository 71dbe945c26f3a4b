"""Who proposes, who signs, who confirms, who only reads."""

from django.db.models import Q

from accounts.models import ADMIN_ROLES, Organisation, Post, Role


def is_administrator(actor) -> bool:
    return actor.holds(*ADMIN_ROLES)


def is_security(actor) -> bool:
    return actor.holds(Role.SECURITY_ADMIN)


def is_system(actor) -> bool:
    return actor.holds(Role.SYSTEM_ADMIN)


def is_auditor(actor) -> bool:
    return actor.holds(Role.AUDIT_ADMIN)


def is_head(actor) -> bool:
    """A head of a unit; of the county itself its leader."""
    at_county = actor.post is not None and actor.organisation.level == Organisation.Level.COUNTY
    return actor.holds(Role.LEADER if at_county else Role.HEAD)


def can_look(actor) -> bool:
    """The three administrators, and heads for their own units."""
    return is_administrator(actor) or is_head(actor)


def headed(actor):
    """The unit that this actor heads; none for others."""
    return Organisation.objects.filter(pk=actor.organisation.pk) if is_head(actor) else Organisation.objects.none()


def heads(organisation):
    """The posts of those who head this unit now."""
    role = Role.LEADER if organisation.level == Organisation.Level.COUNTY else Role.HEAD
    return Post.objects.active().filter(organisation=organisation, role=role, user__is_active=True)


def signs_for(actor, organisation) -> bool:
    return is_head(actor) and actor.works_for(organisation.pk)


def is_colleague(post, user) -> bool:
    """Does this person hold another active post in the unit of the post?"""
    posts = Post.objects.active().filter(organisation=post.organisation_id, user=user, user__is_active=True)
    return posts.exclude(user=post.user_id).exists()


def can_decide_grant(actor, grant) -> bool:
    """A second security administrator, or the head of the receiving unit; never who proposed it or gets it.

    A deputy of the head does not sign: rights are not given by those who stand in.
    """
    if actor.user is None or actor.user.pk in (grant.proposed_by_id, grant.user_id):
        return False
    if is_security(actor):
        return True
    return signs_for(actor, grant.organisation) and actor.post.user_id == actor.user.pk


def can_withdraw_grant(actor, grant) -> bool:
    return is_security(actor) and actor.user.pk == grant.proposed_by_id


def can_change_post(actor, post) -> bool:
    """The security administrator, but not the own post."""
    return is_security(actor) and actor.user.pk != post.user_id


def can_restore(actor, post) -> bool:
    """A suspended post comes back by the word of the head of its unit, or of a security administrator."""
    if actor.user is None or actor.user.pk == post.user_id:
        return False
    return is_security(actor) or signs_for(actor, post.organisation)


def can_confirm(actor, confirmation) -> bool:
    """The head of the unit; where nobody else heads it, a security administrator."""
    if actor.user is None or actor.user.pk == confirmation.user_id:
        return False
    if signs_for(actor, confirmation.organisation):
        return True
    return is_security(actor) and not heads(confirmation.organisation).filter(~Q(user=confirmation.user_id)).exists()


def can_decide_reorganisation(actor, row) -> bool:
    return is_security(actor) and actor.user.pk != row.proposed_by_id


def can_withdraw_reorganisation(actor, row) -> bool:
    return is_system(actor) and actor.user.pk == row.proposed_by_id
