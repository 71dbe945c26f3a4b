"""A published answer, an article of knowledge and what is proven, behind their addresses."""

from complaints import actions
from complaints.actions import knowledge, publishing
from complaints.models import Kind
from tests.conftest import at

NOW = at("2026-03-03")


def voiced(people, bureau) -> dict:
    """The arguments of the addresses of publication, knowledge and proofs."""
    contact = actions.Contact(name="张建国", telephone="13800000001")
    about = {"kind": Kind.SUGGESTION, "title": "建议增设路灯", "text": "学校门口晚上太黑。", "asked_public": True}
    order = actions.receive(actions.Filing(**about, contact=contact), by=people["owner"], now=at("2026-03-02"))
    order = actions.assign(order, by=people["dispatcher"], now=at("2026-03-02"), unit=bureau)
    order = actions.accept(order, by=people["clerk"], now=at("2026-03-02"))
    actions.reply(order, by=people["clerk"], now=NOW, text="路灯三盏列入本月维修计划，3月20日前完成，电话62500123。")
    made = publishing.propose_publication(order, by=people["operator"], now=NOW)
    publishing.publish(made, by=people["dispatcher"], now=NOW)
    said = knowledge.Text("路灯坏了找谁？", "请拨打12345，三日内修复。")
    article = knowledge.write_article(bureau, by=people["clerk"], now=NOW, said=said)
    knowledge.approve_article(article, by=people["head"], now=NOW)
    return {
        "complaints:voice": [made.pk],
        "complaints:article": [article.pk],
        "complaints:vote": [article.pk],
        "complaints:publication": [made.pk],
        "complaints:publication_deed": [made.pk, "withdraw"],
        "complaints:propose_publication": [order.number],
        "complaints:desk_article": [article.pk],
        "complaints:article_from": [made.pk],
        "complaints:article_deed": [article.pk, "retire"],
        "complaints:proof": [order.number],
    }
