"""The catalogue of items: drafts by the system administrator, put into force or cancelled by the head of the unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.catalogue.checks import problems
from approvals.catalogue.content import Content, content, write
from approvals.catalogue.savings import savings
from approvals.flow import SAME_PERSON
from approvals.models import CleanUp, CleanUpProposal, Item, ItemDocument
from approvals.permissions import can_draft_items, can_publish_item
from records import attachments
from records.actions import deed, record
from records.deeds import for_update
from records.refusal import Refused

FORMS = ("sample", "blank_form")  # files of a document that everybody may download


@dataclass(frozen=True)
class Note:
    """Why a version changes, for the register of the clean-up: the round, the reason and the paper it rests on."""

    round: str
    reason: str
    basis: str = ""


def check_drafter(by):
    if not can_draft_items(by):
        raise PermissionDenied(_("The catalogue is drafted by the system administrator."))


def check_head(by, item: Item, author_id: int | None):
    """The head of the unit, and never the one who wrote or proposed it."""
    if not can_publish_item(by, item):
        raise PermissionDenied(_("The head of the unit in charge puts items into force and takes them out of it."))
    if author_id == by.user.pk:
        raise Refused(SAME_PERSON, _("You wrote this yourself; somebody else must decide it."))


def locked(code: str) -> list[Item]:
    """All versions of an item, the oldest first, locked until the transaction ends."""
    return list(Item.objects.select_for_update(of=("self",)).filter(code=code).order_by("version"))


def in_force(versions: list[Item]) -> Item | None:
    return next((version for version in versions if version.is_published), None)


def check_no_draft(versions: list[Item]):
    if any(version.is_draft for version in versions):
        raise Refused(None, _("There is a draft of this item already."))


def new_draft(code: str, versions: list[Item], wanted: Content, *, by, now, source: str) -> Item:
    """The next version as a draft that holds this content."""
    check_no_draft(versions)
    last = max((version.version for version in versions), default=0)
    draft = Item(code=code, version=last + 1, drafted_by=by.user)
    old = in_force(versions)
    draft.popularity = old.popularity if old else 1
    write(draft, wanted)
    record("approvals.item.drafted", draft, actor=by, now=now, code=code, version=draft.version, source=source)
    return draft


@deed(makes=True)
def revise(item: Item, *, by, now) -> Item:
    """A new draft that holds everything the version in force holds."""
    check_drafter(by)
    versions = locked(item.code)
    if (current := in_force(versions)) is None:
        raise Refused(None, _("This item is not in force; there is nothing to revise."))
    return new_draft(item.code, versions, content(current), by=by, now=now, source="revision")


@deed
def discard(draft: Item, *, by, now):
    """Throw a draft away; it was never in force."""
    check_drafter(by)
    draft = check_draft(locked(draft.code), draft)
    record("approvals.item.discarded", draft, actor=by, now=now, code=draft.code, version=draft.version)
    draft.delete()


def check_draft(versions: list[Item], draft: Item) -> Item:
    """The draft as it is now; refused when somebody published or discarded it meanwhile."""
    found = next((version for version in versions if version.pk == draft.pk), None)
    if found is None or not found.is_draft:
        raise Refused(None, _("This draft is not there any more; please open the item again."))
    return found


def renewable() -> set[str]:
    """Codes of items whose licences run for some years."""
    return set(Item.objects.published().filter(validity_years__isnull=False).values_list("code", flat=True))


def faults_of(draft: Item) -> list[str]:
    """What speaks against putting this draft into force."""
    return problems(content(draft), renewable())


@deed
def publish(draft: Item, *, by, now, note: Note | None = None) -> Item:
    """Put a draft into force today; the version before ends yesterday. Open cases keep theirs.

    With a note the register of the clean-up gets a line with the figures of before and after.
    """
    check_head(by, draft, draft.drafted_by_id)
    versions = locked(draft.code)
    draft, old = check_draft(versions, draft), in_force(versions)
    check_head(by, draft, draft.drafted_by_id)
    if faults := faults_of(draft):
        raise Refused(None, " ".join(faults))
    if old is not None and old.proposals.filter(state=CleanUpProposal.State.OPEN).exists():
        raise Refused(None, _("A proposal of the clean-up is open for this item; decide it first."))
    today = timezone.localdate(now)
    if old is not None:
        end(old, today)
    draft.valid_from, draft.published_by = today, by.user
    draft.publish()
    draft.save()
    if note is not None and old is not None:
        reason = {"decision": CleanUp.Decision.KEPT, "item": old, "after": draft}
        register(note, today, by=by, proposed_by=draft.drafted_by, **reason)
    replaced = old.version if old else None
    detail = {"code": draft.code, "version": draft.version, "replaces": replaced}
    record("approvals.item.published", draft, actor=by, now=now, **detail)
    return draft


def end(old: Item, today: date, cancelled: bool = False):
    """Take a version out of force; its last day is the day before, unless it came into force today."""
    old.valid_to = max(today - timedelta(days=1), old.valid_from) if old.valid_from else today - timedelta(days=1)
    old.cancel() if cancelled else old.retire()
    old.save(update_fields=["state", "valid_to"])


def register(note: Note, today: date, *, by, proposed_by, decision, item: Item, after: Item | None) -> CleanUp:
    """A line in the register of the clean-up. Of a merged or cancelled item nothing is left to do for people."""
    left = after if decision == CleanUp.Decision.KEPT else None
    return CleanUp.objects.create(
        round=note.round,
        reason=note.reason,
        basis=note.basis,
        decided_on=today,
        decided_by=by.user,
        proposed_by=proposed_by,
        decision=decision,
        item=item,
        after=after,
        **savings(item, left),
    )


@deed(makes=True)
def propose(item: Item, *, by, now, decision: str, note: Note, into: Item | None = None) -> CleanUpProposal:
    """Propose to keep, merge or cancel an item in force."""
    check_drafter(by)
    versions = locked(item.code)
    current = in_force(versions)
    if current is None or current.pk != item.pk:
        raise Refused(None, _("This version is not in force any more; please open the item again."))
    if current.proposals.filter(state=CleanUpProposal.State.OPEN).exists():
        raise Refused(None, _("There is a proposal for this item already."))
    check_target(current, decision, into)
    proposal = CleanUpProposal.objects.create(
        item=current,
        decision=decision,
        into=into,
        round=note.round,
        reason=note.reason,
        basis=note.basis,
        proposed_at=now,
        proposed_by=by.user,
    )
    record("approvals.item.proposed", current, actor=by, now=now, decision=decision, code=current.code)
    return proposal


def check_target(item: Item, decision: str, into: Item | None):
    if (decision == CleanUp.Decision.MERGED) != (into is not None):
        raise Refused(None, _("Choose the item into which this one is merged, and only then."), field="into")
    if into is not None and (into.code == item.code or not into.is_published):
        raise Refused(None, _("Choose another item that is in force."), field="into")


@deed
def carry_out(proposal: CleanUpProposal, *, by, now) -> CleanUp:
    """Decide as proposed: the item is kept as it is, merged into another one, or cancelled."""
    check_head(by, proposal.item, proposal.proposed_by_id)
    current = in_force(locked(proposal.item.code))
    proposal = open_proposal(proposal)
    if current is None or current.pk != proposal.item_id:
        raise Refused(None, _("This version is not in force any more; please open the item again."))
    decision, today = proposal.decision, timezone.localdate(now)
    into = proposal.into and Item.objects.published().filter(code=proposal.into.code).first()
    check_target(current, decision, into)
    if decision != CleanUp.Decision.KEPT:
        check_not_needed(current)
        end(current, today, cancelled=decision == CleanUp.Decision.CANCELLED)
    after = current if decision == CleanUp.Decision.KEPT else into
    settle(proposal, CleanUpProposal.carry_out, by=by, now=now)
    note = Note(proposal.round, proposal.reason, proposal.basis)
    about = {"decision": decision, "item": current, "after": after}
    line = register(note, today, by=by, proposed_by=proposal.proposed_by, **about)
    record("approvals.item.cleaned_up", current, actor=by, now=now, decision=decision, code=current.code)
    return line


def open_proposal(proposal: CleanUpProposal) -> CleanUpProposal:
    return for_update(proposal, "into")


def settle(proposal: CleanUpProposal, transition, *, by, now):
    transition(proposal)
    proposal.decided_at, proposal.decided_by = now, by.user
    proposal.save(update_fields=["state", "decided_at", "decided_by"])


def check_not_needed(item: Item):
    """An item that renews the licences of this one would have nothing left to renew."""
    renewing = Item.objects.published().filter(renews=item.code).values_list("code", flat=True).first()
    if renewing:
        raise Refused(None, _("Item %(code)s renews its licences; end that one first.") % {"code": renewing})


@deed
def drop(proposal: CleanUpProposal, *, by, now):
    """Not carried out: the head says no, or the one who proposed takes it back."""
    if not (can_publish_item(by, proposal.item) or can_draft_items(by)):
        raise PermissionDenied(_("The head of the unit in charge puts items into force and takes them out of it."))
    proposal = open_proposal(proposal)
    settle(proposal, CleanUpProposal.drop, by=by, now=now)
    record("approvals.item.proposal_dropped", proposal.item, actor=by, now=now, decision=proposal.decision)


@deed
def attach_form(document: ItemDocument, field: str, upload, *, by, now):
    """Store a filled-in sample or a blank form with a document of a draft. Raises Refused for a file not taken."""
    check_drafter(by)
    check_draft(locked(document.item.code), document.item)
    if field not in FORMS:
        raise Refused(None, _("A document has a filled-in sample and a blank form, nothing else."))
    kept = attachments.store(upload, by=by, now=now, kind=field)
    attachments.bind([kept], document.item, by=by, now=now)
    setattr(document, field, kept)
    document.save(update_fields=[field])


@deed
def take_over(wanted: Iterable[tuple[str, Content]], *, by, now) -> list[Item]:
    """Drafts from a checked import: (code, content) of every item that is new or changed. All or nothing."""
    check_drafter(by)
    return [
        new_draft(code, locked(code), found, by=by, now=now, source="import")
        for code, found in sorted(wanted, key=lambda pair: pair[0])
    ]
