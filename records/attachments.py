"""Files that people hand in: stored under random names, bound once the form is accepted, read by right."""

import hashlib

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from records.actions import record
from records.files import FORMATS, MAX_BYTES, check
from records.models import Attachment
from records.refusal import Refused

# Who may read what is attached to which model: "approvals.Case" -> function(actor, subject) -> bool.
# The business apps enter themselves when they are loaded; a model that did not is read by nobody.
READERS = {}


def store(uploaded_file, *, by, now, kind="", formats=FORMATS) -> Attachment:
    """Check, clean and keep an upload, not bound to anything yet. Raises Refused(None, message)."""
    if uploaded_file.size > MAX_BYTES:  # said before a byte of it is read
        raise Refused(None, _("The file is larger than 10 MB. Please make it smaller or split it."))
    clean = check(uploaded_file.name, uploaded_file.read(MAX_BYTES + 1), formats)
    attachment = Attachment(
        uploader=by.user,
        kind=kind,
        name=clean.name,
        content_type=clean.content_type,
        size=len(clean.data),
        sha256=hashlib.sha256(clean.data).hexdigest(),
        uploaded_at=now,
    )
    attachment.file.save(clean.name, ContentFile(clean.data), save=False)
    attachment.save()
    return attachment


def copy(original: Attachment, *, by, now, kind="") -> Attachment:
    """An own, unbound upload with the content of a file handed in before; the original stays where it is."""
    with original.file.open("rb") as source:
        content = ContentFile(source.read())
    same = {name: getattr(original, name) for name in ("name", "content_type", "size", "sha256")}
    made = Attachment(uploader=by.user, kind=kind, uploaded_at=now, **same)
    made.file.save(original.name, content, save=False)
    made.save()
    return made


def bind(attachments, subject, *, by, now) -> int:
    """Attach own, still unbound uploads to the subject and record their digests. Returns how many.

    A second call finds them bound and does nothing; other people's uploads are passed over.
    """
    mine = Attachment.objects.unbound().filter(pk__in=[attachment.pk for attachment in attachments], uploader=by.user)
    files = {str(attachment.token): attachment.sha256 for attachment in mine.select_for_update()}
    if files:
        kind = ContentType.objects.get_for_model(subject)
        Attachment.objects.filter(token__in=files).update(subject_type=kind, subject_id=subject.pk)
        record("records.attachment.bound", subject, actor=by, now=now, files=files)
    return len(files)


def may_read(actor, attachment) -> bool:
    """Unbound: its uploader. Bound: whoever may read the subject, as its own app decides."""
    if attachment.subject_id is None:
        return actor.user is not None and attachment.uploader_id == actor.user.pk
    reader = READERS.get(attachment.subject_type.model_class()._meta.label)
    return reader is not None and reader(actor, attachment.subject)
