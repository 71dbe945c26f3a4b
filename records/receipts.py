"""A receipt: the digest of an entry and, once it is sealed, the proof that the seal contains it."""

from hashlib import sha256

import segno
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.safestring import mark_safe

from records import merkle
from records.keys import trusted_keys
from records.models import Entry, Leaf, Seal
from records.sealer import BLOCK_LEVEL, public
from records.verify import Fault, check_signature


def find(digest: str) -> Entry | None:
    """The entry with this digest: among the sealed ones by index, among the few others by looking."""
    leaf = Leaf.objects.filter(digest=digest).first()
    if leaf:
        return Entry.objects.filter(pk=leaf.entry_id).first()
    last = Seal.objects.first()
    return Entry.objects.filter(txid__gte=last.oldest_txid if last else 0, digest=digest).first()


def receipt(entry) -> dict:
    """What the person takes home. `seal`, `leaf` and `path` appear with the first seal after the deed.

    `path` is the audit path of RFC 6962 from the leaf to the root of that seal, deepest first. No private content.
    """
    kind = ContentType.objects.get_for_id(entry.subject_type_id)
    facts = {
        "entry": entry.pk,
        "verb": entry.verb,
        "subject": f"{kind.app_label}.{kind.model}:{entry.subject_id}",
        "digest": entry.digest,
        "recorded_at": entry.recorded_at.isoformat(),
    }
    leaf = Leaf.objects.filter(entry_id=entry.pk).first()
    seal = leaf and Seal.objects.filter(size__gt=leaf.number).order_by("size").first()
    if not seal:
        return facts
    return facts | {"leaf": leaf.number, "path": proof(leaf.number, seal.size), "seal": public(seal)}


def is_signed(seal: dict) -> bool:
    """Is it our sealer's signature, as far as its key is known here?"""
    try:
        check_signature(seal, trusted_keys() or [seal["key"]])
    except Fault:
        return False
    return True


def is_proven(facts: dict) -> bool:
    """Does the path lead from the digest to the root of the receipt's own seal?"""
    seal = facts["seal"]
    return merkle.climb(facts["digest"], facts["leaf"], seal["size"], facts["path"]) == seal["root"]


def state(entry, facts: dict) -> str:
    """ "intact" (sealed and proven), "waiting" for the next seal, or "broken"."""
    honest = sha256(b"\0" + entry.canon.encode()).hexdigest() == entry.digest
    if honest and "seal" not in facts:
        return "waiting"
    return "intact" if honest and is_proven(facts) and is_signed(facts["seal"]) else "broken"


NODES = "SELECT level, position, digest FROM records_node WHERE (level, position) IN %s"
LEAVES = "SELECT number, digest FROM records_leaf WHERE number >= %s AND number < %s"


def proof(number: int, size: int) -> list[str]:
    """The audit path of a leaf in the tree of the first `size` leaves, from at most 512 leaves and the kept nodes."""
    wanted = set()
    merkle.path(number, 0, size, lambda level, position: wanted.add((level, position)) or merkle.EMPTY)
    known = _read(wanted)

    def node(level, position):
        if (level, position) not in known:
            known[level, position] = merkle.join(node(level - 1, 2 * position), node(level - 1, 2 * position + 1))
        return known[level, position]

    return merkle.path(number, 0, size, node)


def _read(wanted):
    """The kept nodes among the wanted ones, and the leaves of the (at most two) blocks that the others lie in."""
    large = tuple(place for place in wanted if place[0] >= BLOCK_LEVEL)
    blocks = {position << level >> BLOCK_LEVEL for level, position in wanted if level < BLOCK_LEVEL}
    known = {}
    with connection.cursor() as cursor:
        if large:
            cursor.execute(NODES, [large])
            known |= {(level, position): digest for level, position, digest in cursor.fetchall()}
        for block in blocks:
            cursor.execute(LEAVES, [block << BLOCK_LEVEL, (block + 1) << BLOCK_LEVEL])
            known |= {(0, number): digest for number, digest in cursor.fetchall()}
    return known


def qr_svg(text: str):
    """The text as a QR code: inline SVG that takes its size from its class, without style attributes."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(svgclass="qr-code", lineclass=None, omitsize=True, border=2))  # noqa: S308 - segno
