"""How a document lies on its page: with a red head or without, with a seal or without. Data."""

from records.models import Document

Kind = Document.Kind
PLAIN = {Kind.RECEIPT, Kind.PAYMENT, Kind.DELIVERY, Kind.COPY_NOTICE}  # slips of the window: no red head
FORMAL_SEAL = "行政审批专用章"


def about(document: Document) -> dict:
    """What the template asks about the kind of the document."""
    return {
        "red_head": document.kind not in PLAIN,
        "framed": document.kind == Kind.LICENCE,
        "seal": FORMAL_SEAL if document.kind in Document.SEALED else "",
    }
