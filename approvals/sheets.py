"""How a document lies on its page: with a red head or without, with a seal or without. Data."""

from records.models import Document

Kind = Document.Kind
PLAIN = {Kind.RECEIPT, Kind.PAYMENT, Kind.REFUND, Kind.DELIVERY, Kind.COPY_NOTICE}  # slips of the window: no red head
FORMAL_SEAL = "行政审批专用章"
LINE, ROOM = 27, 11  # signs in a line, and lines between the title and the signature, of an ordinary letter
CODED = 3  # lines that the square code takes from them


def about(document: Document) -> dict:
    """What the template asks about the kind of the document."""
    return {
        "red_head": document.kind not in PLAIN,
        "framed": document.kind == Kind.LICENCE,
        "tight": document.kind not in {*PLAIN, Kind.LICENCE} and lines_of(document) > ROOM,
        "seal": FORMAL_SEAL if document.kind in Document.SEALED else "",
    }


def lines_of(document: Document) -> int:
    """How many lines the text takes in the ordinary size, each paragraph indented by two signs."""
    paragraphs = [*document.body.get("paragraphs", ()), *document.body.get("after", ())]
    rows = [row for paragraph in paragraphs if paragraph for row in paragraph.splitlines()]
    return sum(-(-(len(row) + 2) // LINE) for row in rows) + CODED * (document.kind == Kind.SLIP)
