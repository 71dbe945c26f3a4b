"""开标: who watches signs in; after the window has closed everything whose key is there is opened at once."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from procurement import openings, restrictions, sealing, statements, veil
from procurement.actions import course, draws, facts, standing
from procurement.actions.boxes import moment
from procurement.actions.common import CONDITION, enter, lock, today
from procurement.actions.guaranteeing import match
from procurement.actions.revealing import bound, closes_at
from procurement.flows import Capacity, flow_of
from procurement.guards.bids import fewest
from procurement.models import Bid, OnSite, Opening, Reveal, Tender
from procurement.words_bids import in_words
from records import attachments
from records.actions import deed, record
from records.refusal import Refused

STEP = "opening"
SAID = ("manager", "author", "handler", "telephone")


@deed
def sign_in(tender: Tender, *, by, now) -> OnSite:
    """驻场监督 signs in to this opening: from the deadline until the bids are opened, once a person."""
    tender = lock(tender, now)
    course.in_order(tender, flow_of(tender), STEP)
    enter(tender, [Capacity.SUPERVISOR], by, now)
    about = {"name": by.user.name, "organisation": by.organisation, "signed_at": now}
    made, new = OnSite.objects.get_or_create(tender=tender, round=tender.round, user=by.user, defaults=about)
    if not new:
        raise Refused(None, _("You have signed in to this opening already."))
    record("procurement.opening.watched", tender, actor=by, now=now, round=tender.round, name=made.name)
    return made


@deed
def open_bids(tender: Tender, *, by, now) -> Tender:
    """Open every bid whose key is there; a bid without its key counts as withdrawn, and only that bid.

    Fewer firms than the law wants: nothing is opened and the round has failed (招标投标法实施条例 第四十四条).
    Raises Refused before the window has closed, and without somebody of the supervising department.
    """
    tender = lock(tender, now)
    course.in_order(tender, flow_of(tender), STEP)
    enter(tender, [Capacity.CENTRE], by, now)
    insist_ready(tender, now)
    reveals = list(revealed(tender))
    firms = {row.party_id for row in reveals}
    if len(firms) < fewest(tender):
        return failed(tender, len(firms), by, now)
    bids = [opened(tender, row, by, now) for row in reveals]
    match(tender, now)
    draws.check_bidders(tender, firms, now=now)
    written_down(tender, bids, by, now)
    tender = course.advance(tender, STEP, by=by, now=now, data={"bidders": len(firms)})
    facts.refresh(tender, now=now)
    return tender


def insist_ready(tender: Tender, now):
    closes = closes_at(tender)
    if closes is not None and now < closes:
        words = _("The window for the keys closes at %(closes)s; nothing is opened before.")
        raise Refused(CONDITION, words % {"closes": moment(closes)})
    if not OnSite.objects.filter(tender=tender, round=tender.round).exists():
        words = _("Nobody of the supervising department has signed in to this opening yet.")
        raise Refused(CONDITION, words)


def revealed(tender: Tender):
    rows = Reveal.objects.filter(sealed_bid__box__tender=tender, sealed_bid__box__round=tender.round)
    return rows.select_related("sealed_bid", "party").order_by("sealed_bid__received_at", "pk")


def failed(tender: Tender, firms: int, by, now) -> Tender:
    """流标: the bids stay sealed."""
    write(tender, firms, openings.unopened(tender, firms, now), by, now)
    words = f"截标时投标人不足{fewest(tender)}个（提交密钥的{firms}个），依法不予开标，重新招标。"
    return standing.fail(tender, by=by, now=now, reason=words)


def opened(tender: Tender, row: Reveal, by, now) -> Bid:
    """One bid, opened. What cannot be read, and what the law leaves no choice about, is void with its reason."""
    about = {"tender": tender, "round": tender.round, "party": row.party, "sealed_bid": row.sealed_bid}
    about |= {"submitted_at": row.sealed_bid.received_at, "opened_at": now}
    try:
        said = content_of(tender, row)
    except sealing.Unsealable as wrong:
        return Bid.objects.create(**about, state=Bid.State.VOID, reason=in_words(wrong))
    reason = why_void(tender, row, now)
    made = Bid.objects.create(
        **about,
        **{name: getattr(said, name) for name in SAID},
        price=said.price,
        duration_days=said.days,
        guarantee_number=said.guarantee["number"],
        **{name: said.guarantee[name] for name in ("payer", "account", "bank")},
        marks=marks_of(said),
        notes=openings.notes(tender, said),
        state=Bid.State.VOID if reason else Bid.State.VALID,
        reason=reason,
    )
    keep_files(made, said.files, by, now)
    return made


def content_of(tender: Tender, row: Reveal) -> statements.Statement:
    """Raises Unsealable: the ciphertext or its content is not what was handed in."""
    sealed = bytes(row.sealed_bid.sealed)
    if sealing.digest(sealed) != row.sealed_bid.digest:
        raise sealing.Unsealable("changed")
    key = bytes.fromhex(veil.unseal(row.veil, bound(row.sealed_bid), row.veiled_key))
    content = sealing.unseal(sealed, key)
    return statements.read(content, tender=tender.number, round_=tender.round, party=row.party.code)


def why_void(tender: Tender, row: Reveal, now) -> str:
    """Two bids of one firm (招标投标法实施条例 第五十一条第四项), and a firm on which a restriction lies."""
    if revealed(tender).filter(party=row.party).exclude(pk=row.pk).exists():
        return str(_("The firm brought the keys of two bids or more: all of them are void."))
    if restrictions.is_restricted(row.party, today(now)):
        return str(_("The firm is restricted from trading on this day."))
    return ""


def marks_of(said: statements.Statement) -> dict:
    """What red flags compare between bidders."""
    found = {name: [getattr(said, name)] for name in SAID if getattr(said, name)}
    if said.guarantee["account"]:
        found["account"] = [said.guarantee["account"]]
    return found | said.devices


def keep_files(bid: Bid, files, by, now):
    """The files of a bid; one of a kind that is not taken is named in the notes."""
    kept = []
    for name, data in files:
        try:
            kept.append(attachments.store(SimpleUploadedFile(name, data), by=by, now=now, kind="bid"))
        except Refused as refusal:
            record("procurement.bid.file_refused", bid, actor=by, now=now, file=name, reason=str(refusal.message))
    attachments.bind(kept, bid, by=by, now=now)


def written_down(tender: Tender, bids: list[Bid], by, now) -> Opening:
    return write(tender, len({bid.party_id for bid in bids}), openings.record_of(tender, bids, now), by, now)


def write(tender: Tender, firms: int, facts: dict, by, now) -> Opening:
    """开标记录: frozen, with an entry that binds its digest."""
    about = {"bidders": firms, "record": facts, "opened_at": now, "opened_by": by.user}
    made = Opening.objects.create(tender=tender, round=tender.round, **about)
    more = {"bidders": firms, "digest": openings.digest_of(facts)}
    record("procurement.opening.recorded", made, actor=by, now=now, round=tender.round, **more)
    return made
