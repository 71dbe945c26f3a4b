"""What stands behind the addresses of the registers: an application, an expert, a charge, an open record."""

from procurement.actions import conduct, entering
from procurement.models import Expert, OpenKind, Practitioner, Registration, Speciality
from tests.conftest import at

NOBODY = 999_999


def marketed(people, bureau, tender, firm) -> dict:
    """The arguments of the addresses of the registers; the first bureau decides, the firm is the bidder's."""
    applied = Registration.objects.create(
        code="91420583MA00000051",
        name="湖北新城建设有限公司",
        legal_representative="李大海",
        founded_on=at("2015-03-01").date(),
        businesses=["bidder"],
        applied_at=at("2026-03-02"),
        applied_by=people["owner"].user,
    )
    expert = Expert.objects.create(
        code="ZJ0001",
        name="程立平",
        user=people["owner"].user,
        telephone="13800000001",
        employer_name="三峡大学",
        state=Expert.State.REGISTERED,
        entered_at=at("2026-03-02"),
        confirmed_at=at("2026-03-02"),
    )
    expert.specialities.set(Speciality.objects.all()[:1])
    charge = conduct.Charge("yellow", "提供虚假业绩", "业绩不属实", "《招标投标法》第三十三条", firm)
    row = conduct.propose(bureau, charge, by=people["clerk"], now=at("2026-03-02"))
    about = {"kind": OpenKind.APPROVAL, "title": "可行性研究报告批复", "happened_on": at("2026-03-01").date()}
    shown = entering.publish(bureau, by=people["clerk"], now=at("2026-03-02"), **about)
    builder = Practitioner.objects.create(name="张三", party=firm, profession="一级注册建造师", number="鄂142")
    number = tender.number
    return {
        "procurement:registration": [applied.pk],
        "procurement:registration_deed": [applied.pk, "check"],
        "procurement:firm_record": [firm.pk],
        "procurement:firm_deed": [firm.pk, "certify"],
        "procurement:desk_open_record": [shown.pk],
        "procurement:open_record_deed": [shown.pk, "withdraw"],
        "procurement:expert": [expert.pk],
        "procurement:expert_deed": [expert.pk, "declare"],
        "procurement:misconduct": [row.pk],
        "procurement:misconduct_deed": [row.pk, "decide"],
        "procurement:committee": [number],
        "procurement:committee_deed": [number, "criteria"],
        "procurement:my_criteria": [number],
        "procurement:appraise": [number, "tenderer"],
        "procurement:parties": ["bidders"],
        "procurement:my_seat": [NOBODY],
        "procurement:accept_seat": [NOBODY],
        "procurement:decline_seat": [NOBODY],
        "procurement:arrive": [NOBODY],
        "procurement:score": [NOBODY],
        "procurement:my_misconduct": [row.pk],
        "procurement:my_misconduct_deed": [row.pk, "state"],
        "procurement:feed_of": ["construction"],
        "procurement:public_tender": [number],
        "procurement:draw_log": [number],
        "procurement:credit_kind": ["firm"],
        "procurement:open_record": [shown.pk],
        "procurement:credit_firm": [firm.code],
        "procurement:credit_person": [builder.pk],
    }
