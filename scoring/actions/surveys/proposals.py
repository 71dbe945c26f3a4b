"""Persons with whom fewer than the share asked for are satisfied: somebody else decides about the proposal (S3-18)."""

from django.utils.translation import gettext as _

from records.actions import as_actor, deed, issue_document, record
from records.deeds import another, may, needed, repeated
from records.models import Document
from records.refusal import Refused
from scoring.models import PostProposal
from scoring.permissions.surveys import can_decide

ADDRESSEE = "县委组织部"
TITLES = {"transfer": "调整工作岗位建议书", "removal": "免职建议书"}
DEMANDS = {"transfer": "建议调整工作岗位", "removal": "建议免去现任职务"}


def lock(row: PostProposal) -> PostProposal:
    related = ["about__survey__organisation", "about__organisation"]
    return PostProposal.objects.select_for_update(of=("self",)).select_related(*related).get(pk=row.pk)


@deed
def confirm(row: PostProposal, *, by, now, kind: str, key=None) -> PostProposal:
    """Goes on paper to the office that decides about posts."""
    row = lock(row)
    may(can_decide(by, row.about.survey))
    if repeated(by, key):
        return row
    another(by, row.proposed_by_id)
    if kind not in PostProposal.Kind.values:
        raise Refused(None, _("Choose what is proposed."), field="kind")
    row.kind = kind
    row.confirm()
    as_actor(by)
    row.decided_at, row.decided_by = now, by.user
    row.document = paper(row, by=by, now=now)
    row.save(update_fields=["state", "kind", "decided_at", "decided_by", "document"])
    record("scoring.post_proposal.confirmed", row, actor=by, now=now, kind=kind)
    return row


def paper(row: PostProposal, *, by, now) -> Document:
    about, survey = row.about, row.about.survey
    rate = f"群众满意率为{row.rate}%，达不到{survey.floor}%以上"
    fact = f"{about.organisation.name}{about.name}同志在{survey.name}中，{rate}。"
    demand = f"按照民主测评的规定，{DEMANDS[row.kind]}，请研究。"
    body = {"case": survey.name, "item": TITLES[row.kind], "organisation": about.organisation.name}
    told = {"body": body | {"paragraphs": [fact, demand]}, "addressee": ADDRESSEE, "title": TITLES[row.kind]}
    return issue_document(Document.Kind.APPRAISAL, row, actor=by, now=now, organisation=survey.organisation, **told)


@deed
def drop(row: PostProposal, *, by, now, reason: str, key=None) -> PostProposal:
    row = lock(row)
    may(can_decide(by, row.about.survey))
    if repeated(by, key):
        return row
    another(by, row.proposed_by_id)
    row.reason = needed(reason, "reason", _("Give the reason."))[:300]
    row.drop()
    as_actor(by)
    row.decided_at, row.decided_by = now, by.user
    row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    record("scoring.post_proposal.dropped", row, actor=by, now=now, reason=row.reason)
    return row
