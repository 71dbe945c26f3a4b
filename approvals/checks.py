"""The documents of an application compared with the list of its item; the last comparison stands in the record."""

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from records.models import Entry

VERB = "approvals.case.checked"
COMPLETE, MISSING, ILLEGIBLE, NOT_NEEDED = "complete", "missing", "illegible", "not_needed"
RESULTS = {
    COMPLETE: _("in order"),
    MISSING: _("not handed in"),
    ILLEGIBLE: _("not legible or not valid"),
    NOT_NEEDED: _("not needed"),  # only for documents that are optional
}
TO_ASK_FOR = (MISSING, ILLEGIBLE)
IN_LETTERS = {MISSING: "未提交", ILLEGIBLE: "不清晰或者不符合要求，请重新提交"}  # words of the one-time notice


def last(case: Case) -> dict[str, dict]:
    """Code of a document → result and remark of the last check; looked up once for each case object."""
    if "last_check" not in case.__dict__:
        entry = Entry.objects.about(case).filter(verb=VERB).order_by("-pk").values_list("body", flat=True).first()
        case.last_check = {row["code"]: row for row in entry["documents"]} if entry else {}
    return case.last_check


def begin(case: Case) -> dict[str, dict]:
    """What the form shows at first: the last check, or what follows from what was handed in."""
    have = {material.document_id for material in case.materials.all()}
    known = last(case)
    return {document.code: known.get(document.code) or guess(document, have) for document in case.item.documents.all()}


def guess(document, have: set[int]) -> dict:
    absent = MISSING if document.is_required else NOT_NEEDED
    return {"code": document.code, "result": COMPLETE if document.pk in have else absent, "remark": ""}


def asked_for(rows) -> list[dict]:
    """The lines of a check that have to be asked for in the one-time notice."""
    return [row for row in rows if row["result"] in TO_ASK_FOR]


def words(case: Case) -> str:
    """The text of the one-time notice that follows from the last check."""
    rows = last(case)
    lines = []
    for document in case.item.documents.all():
        row = rows.get(document.code)
        if row and row["result"] in TO_ASK_FOR:
            remark = f"（{row['remark']}）" if row["remark"] else ""
            lines.append(f"{document.name}：{IN_LETTERS[row['result']]}{remark}。")
    return "\n".join(lines)
