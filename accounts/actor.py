"""Who acts: a person from a post, a citizen without one, or the robot."""

from dataclasses import dataclass
from functools import cached_property

from accounts.models import Organisation, Post, User


@dataclass(frozen=True)
class Actor:
    """The `by` of every action. `post` is None for citizens; both are None for the robot.

    A deputy acts from the post of the person who is away: then `post.user` is not `user`.
    """

    user: User | None = None
    post: Post | None = None

    def __str__(self):
        return str(self.user) if self.user else "系统"

    @property
    def role(self) -> str | None:
        return self.post.role if self.post else None

    @property
    def organisation(self) -> Organisation | None:
        return self.post.organisation if self.post else None

    @cached_property
    def is_staff_member(self) -> bool:
        return self.post is not None

    @cached_property
    def unread(self) -> int:
        """Messages not read yet; accounts.backends has counted them with the person."""
        if self.user is None:
            return 0
        counted = getattr(self.user, "unread", None)
        return self.user.inbox.unread().count() if counted is None else counted

    def holds(self, *roles) -> bool:
        return self.role in roles

    @property
    def units(self) -> list[int]:
        """The units whose open matters are up to this post: the own one and the ended ones that it stands for."""
        return self.post.organisation.units if self.post else []

    def works_for(self, *organisations: int | None) -> bool:
        """Is one of these units the own one, or an ended one that the own one stands for?"""
        return not set(organisations).isdisjoint(self.units)

    @property
    def watched_path(self) -> str:
        """Path of all that a supervisor or leader watches: for a department (the discipline office), its county."""
        own = self.organisation
        return own.parent.path if own.level == Organisation.Level.DEPARTMENT and own.parent else own.path


ROBOT = Actor()
