"""An application that is being filled in: what was typed and uploaded so far. Nothing here is evidence yet."""

import uuid
from datetime import timedelta

from django.db import transaction

from approvals.models import Draft, DraftFile, Material
from records import attachments
from records.models import Attachment

ANSWERS = ["applicant_name", "id_number", "telephone", "address", "request", "place", "renews"]
NUL = "\x01"  # PostgreSQL cannot keep a NUL; this sign is refused by the form just the same
REUSED_FOR = timedelta(days=730)  # two years; older papers are asked for anew
OFFERED, MOST_EARLIER = 3, 200  # files offered for one document; rows looked at
LONGEST = 3000  # signs kept of one answer, also of one that is too long to be accepted


def own(user, item) -> Draft | None:
    """The person's draft for this item."""
    return Draft.objects.filter(user=user, item=item).first()


def follow(user, item) -> bool:
    """Take a draft of an earlier version along to this one: files by the code of their document. True when moved."""
    with transaction.atomic():
        begun = Draft.objects.select_for_update(of=("self",)).filter(user=user, item__code=item.code)
        if not item.is_published or begun.filter(item=item).exists() or (draft := begun.order_by("pk").last()) is None:
            return False
        documents = {document.code: document for document in item.documents.all()}
        for kept in draft.files.select_related("attachment", "document"):
            if same := documents.get(kept.document.code):
                kept.document = same
                kept.save(update_fields=["document"])
            else:
                DraftFile.objects.filter(pk=kept.pk).delete()
                discard(kept.attachment)
        draft.item = item
        draft.save(update_fields=["item"])
    return True


def save_answers(user, item, typed, *, now) -> Draft:
    """Keep what was typed, right or wrong. The key makes every tab and click of this draft one application."""
    answers = {name: typed.get(name, "").replace("\0", NUL)[:LONGEST] for name in ANSWERS}
    with transaction.atomic():
        draft, _made = Draft.objects.select_for_update().get_or_create(
            user=user, item=item, defaults={"updated_at": now, "answers": {"key": str(uuid.uuid4())}}
        )
        draft.answers |= answers
        draft.updated_at = now
        draft.save(update_fields=["answers", "updated_at"])
    return draft


def files(draft: Draft) -> dict[int, Attachment]:
    """What was uploaded: key of the document → file; the newest where two uploads crossed."""
    return {kept.document_id: kept.attachment for kept in draft.files.select_related("attachment").order_by("pk")}


def keep_file(draft: Draft, document, upload, *, by, now) -> Attachment:
    """Store an upload for a document in place of an earlier one. Raises Refused for a file we do not take."""
    attachment = attachments.store(upload, by=by, now=now, kind="draft")
    drop_file(draft, document)
    DraftFile.objects.create(draft=draft, document=document, attachment=attachment)
    Draft.objects.filter(pk=draft.pk).update(updated_at=now)
    return attachment


def earlier_files(user, documents, now) -> dict[str, list[Attachment]]:
    """Name of a document → what this person handed in under that name lately, the newest of equal files first."""
    names = {document.name for document in documents}
    mine = Material.objects.filter(case__applicant=user, document__name__in=names, attachment__isnull=False)
    lately = mine.filter(handed_in_at__gte=now - REUSED_FOR).select_related("attachment", "document")
    found, known = {}, set()
    for material in lately.order_by("-handed_in_at", "-pk")[:MOST_EARLIER]:
        name, same = material.document.name, (material.document.name, material.attachment.sha256)
        if same not in known and len(found.setdefault(name, [])) < OFFERED:
            known.add(same)
            found[name].append(material.attachment)
    return found


def take_again(draft: Draft, document, token: str, *, by, now) -> bool:
    """Put a copy of a file handed in before into the draft; False when it is not the person's own."""
    offered = earlier_files(by.user, [document], now).get(document.name, [])
    original = next((attachment for attachment in offered if str(attachment.token) == token), None)
    if original is None:
        return False
    attachment = attachments.copy(original, by=by, now=now, kind="draft")
    drop_file(draft, document)
    DraftFile.objects.create(draft=draft, document=document, attachment=attachment)
    Draft.objects.filter(pk=draft.pk).update(updated_at=now)
    return True


def drop_file(draft: Draft, document):
    """Take the file of a document out of the draft again; nobody else ever saw it."""
    for kept in draft.files.filter(document=document).select_related("attachment"):
        kept.delete()
        discard(kept.attachment)


def discard(attachment: Attachment):
    """Delete an upload that belongs to no case."""
    if attachment.subject_id is None:
        attachment.file.delete(save=False)
        attachment.delete()


def throw_away(draft: Draft):
    """The person does not want this draft any more."""
    with transaction.atomic():
        for kept in list(draft.files.select_related("attachment")):
            kept.delete()
            discard(kept.attachment)
        draft.delete()


def correction_kind(case, document) -> str:
    """The mark of an upload that waits for the answer to a one-time notice."""
    return f"correct:{case.pk}:{document.pk}"


def correction_files(case, documents, user) -> dict[int, Attachment]:
    """What the applicant has uploaded for the answer so far: key of the document → file."""
    kinds = {correction_kind(case, document): document.pk for document in documents}
    found = Attachment.objects.unbound().filter(uploader=user, kind__in=kinds).order_by("pk")
    return {kinds[attachment.kind]: attachment for attachment in found}


def keep_correction(case, document, upload, *, by, now) -> Attachment:
    """Store an upload for the answer in place of an earlier one. Raises Refused for a file we do not take."""
    attachment = attachments.store(upload, by=by, now=now, kind=correction_kind(case, document))
    drop_correction(case, document, by.user, but=attachment)
    return attachment


def drop_correction(case, document, user, but=None):
    """Take an upload out of the answer again."""
    old = Attachment.objects.unbound().filter(uploader=user, kind=correction_kind(case, document))
    for attachment in old.exclude(pk=but.pk if but else None):
        discard(attachment)
