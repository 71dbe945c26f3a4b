"""A bidder brings the key: who they are is said now, and proved by the commitments that were sealed with the bid."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from procurement import sealing, veil
from procurement.actions.boxes import moment, numbers
from procurement.actions.common import CONDITION, lock, may
from procurement.models import Participation, Party, Prequalification, Reveal, SealedBid, Tender
from procurement.permissions import represents, takes_part_otherwise
from procurement.words_bids import in_words
from records.actions import NOT_ENTITLED, deed, record
from records.refusal import Refused

FIELD = "key_file"


def closes_at(tender: Tender) -> datetime | None:
    """When the window for the keys closes; None without a deadline."""
    due = tender.bids_due_at
    return due + timedelta(minutes=numbers(tender, due).window) if due else None


def is_window_open(tender: Tender, now) -> bool:
    closes = closes_at(tender)
    return closes is not None and tender.bids_due_at <= now < closes


@deed
def reveal(tender: Tender, keys: dict, *, by, now) -> Reveal:
    """Bring the key of one bid, as `sealing.read_key` read it. Nothing is opened before the window has closed.

    Raises Refused outside of the window, for a bid of another tender, a withdrawn one, and a key or a firm that was
    not committed to; PermissionDenied for somebody who does not act for the firm.
    """
    tender = lock(tender, now)
    insist_window(tender, now)
    if (keys["tender"], keys["round"]) != (tender.number, tender.round):
        raise Refused(None, in_words(sealing.Unsealable("tender")), field=FIELD)
    party = Party.objects.filter(code=keys["party"]).first()
    may(party is not None and represents(by, party.pk, now))
    found = sealed_bid(tender, keys["digest"])
    fits(found, keys)
    insist_able(tender, party)
    take_part(tender, party, by, now)
    name, place = veil.current(), bound(found)
    return keep(found, keys, party, by=by, now=now, veil=name, veiled_key=veil.seal(name, place, keys["key"].hex()))


def keep(found: SealedBid, keys: dict, party: Party, *, by, now, **veiled) -> Reveal:
    about = {"salt": keys["salt"].hex(), "party": party, "revealed_at": now, "revealed_by": by.user}
    made = Reveal.objects.create(sealed_bid=found, **about, **veiled)
    record("procurement.key.received", made, actor=by, now=now, digest=found.digest, party=party.code)
    return made


def bound(found: SealedBid) -> str:
    """The place to which the veil binds a key."""
    return f"bid:{found.pk}"


def insist_window(tender: Tender, now):
    closes = closes_at(tender)
    if closes is None or now < tender.bids_due_at:
        words = _("Keys are taken from the deadline on (%(due)s). Until then nobody but you has the key.")
        raise Refused(None, words % {"due": moment(tender.bids_due_at) if tender.bids_due_at else "—"}, field=FIELD)
    if now >= closes:
        words = _("The window for the keys closed at %(closes)s. A bid without its key counts as withdrawn.")
        raise Refused(None, words % {"closes": moment(closes)}, field=FIELD)


def sealed_bid(tender: Tender, digest: str) -> SealedBid:
    rows = SealedBid.objects.select_for_update().filter(box__tender=tender, box__round=tender.round)
    found = rows.filter(digest=digest).first()
    if found is None:
        words = _("The box of this tender holds no bid with the digest of this key file. Was it handed in?")
        raise Refused(None, words, field=FIELD)
    if found.withdrawn_at is not None:
        raise Refused(None, _("This bid has been withdrawn already."), field=FIELD)
    if Reveal.objects.filter(sealed_bid=found).exists():
        raise Refused(None, _("The key of this bid is here already."), field=FIELD)
    return found


def fits(found: SealedBid, keys: dict):
    try:
        sealing.check_key(bytes(found.sealed), **{name: keys[name] for name in ("key", "salt", "party")})
    except sealing.Unsealable as wrong:
        raise Refused(None, in_words(wrong), field=FIELD) from None


def insist_able(tender: Tender, party: Party):
    """招标投标法实施条例 第三十六条: after a prequalification only those who passed it bid."""
    found = tender.prequalifications.filter(round=tender.round, state=Prequalification.State.PASSED).first()
    if found is not None and not found.applicants.filter(party=party, is_able=True).exists():
        raise Refused(CONDITION, _("This firm did not pass the prequalification of this tender."), field=FIELD)


def take_part(tender: Tender, party: Party, by, now):
    """From now on a bidder in this project and nothing else; neither the tenderer nor its agent bids."""
    if party.pk in (tender.agent_id, tender.tenderer_party_id):
        raise Refused(NOT_ENTITLED, _("The tenderer and its agent do not bid in their own tender."))
    if takes_part_otherwise(by, tender, Participation.Capacity.BIDDER):
        words = _("You act in another capacity in this project already: who acts does not approve.")
        raise Refused(NOT_ENTITLED, words)
    about = {"capacity": Participation.Capacity.BIDDER, "tender": tender, "since": now}
    Participation.objects.get_or_create(project_number=tender.project_number, user=by.user, defaults=about)
