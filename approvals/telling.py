"""Telling applicants what happens to their cases, and holders when a licence ends soon: messages from the record.

Reads the entries of documents and letters as they are committed and writes messages (accounts.messaging). What
leaves the house names the case by its number and nobody by name. The words are Chinese data, like the letters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.messaging.outbox import BOTH, Draft, send
from accounts.models import Channel, Tone
from approvals.models import Case, CaseMessage, Licence
from records.following import follow
from records.models import Document, Entry

READER = "approvals"
NEWS = timedelta(days=7)  # what happened longer ago is no news: 我的办件 shows it
PAPER = "records.document."
WRITTEN = "approvals.message.sent"
WARN_DAYS = [60, 30]  # days before a licence ends: to prepare; the last day for a timely renewal (行政许可法 第五十条)
MORNING = time(8)


@dataclass(frozen=True)
class Story:
    """What is told of a paper: {number} is that of the case, {paper} that of the paper."""

    title: str
    words: str
    tone: str = Tone.INFO


Kind = Document.Kind
STORIES = {
    Kind.RECEIPT: Story("已收到您的申请", "您的申请已收到，办件号{number}，凭办件号和查询码可查进度。"),
    Kind.ACCEPTANCE: Story("您的申请已受理", "您的办件{number}已受理。", Tone.OK),
    Kind.CORRECTION: Story("请一次性补正材料", "您的办件{number}需要补正材料，请登录查看一次性告知书。", Tone.WARNING),
    Kind.REFUSAL: Story("您的申请不予受理", "您的办件{number}有新的决定，请登录查看。", Tone.WARNING),
    Kind.GRANTED: Story("准予许可，请领取结果", "您的办件{number}已办结，请登录查看或到窗口领取。", Tone.OK),
    Kind.DENIED: Story("不予许可的决定", "您的办件{number}有新的决定，请登录查看。", Tone.WARNING),
    Kind.EXTENSION: Story("办理期限已延长", "您的办件{number}的办理期限有变化，请登录查看。"),
    Kind.PROCEDURE: Story("进入特别程序", "您的办件{number}进入特别程序，所需时间不计入办理期限，请登录查看。"),
    Kind.HEARING_RIGHT: Story("您有权要求听证", "您的办件{number}有听证告知书，请在期限内登录查看。", Tone.WARNING),
    Kind.HEARING_SESSION: Story("听证会通知", "您的办件{number}将举行听证，请登录查看时间地点。", Tone.WARNING),
    Kind.LICENCE: Story("证照已制作", "您的办件{number}的证照已制作。", Tone.OK),
}
VERBS = [*(PAPER + kind for kind in STORIES), WRITTEN]


def tell(now) -> int:
    """Write the messages about everything that was recorded since the last round. Returns how many entries."""
    return follow(READER, VERBS, lambda entries: send(drafts(entries), now), since=now - NEWS)


def drafts(entries: list[Entry]) -> list[Draft]:
    """The messages about these entries."""
    cases = Case.objects.select_related("item").in_bulk({entry.subject_id for entry in entries})
    answers = from_window({entry.body.get("message") for entry in entries if entry.verb == WRITTEN} - {None})
    papers = [entry for entry in entries if entry.verb != WRITTEN]
    made = [of_paper(entry, cases[entry.subject_id]) for entry in papers if entry.subject_id in cases]
    return made + [of_answer(answer) for answer in answers]


def of_paper(entry: Entry, case: Case) -> Draft:
    story = STORIES[entry.verb.removeprefix(PAPER)]
    return Draft(
        kind=entry.verb.removeprefix("records."),
        title=f"{story.title}：{case.item.name}",
        text=f"办件号 {case.number}\n{entry.body['number']}",
        words=story.words.format(number=case.number),
        tone=story.tone,
        channels=BOTH,
        made_at=entry.happened_at,
        source=f"entry:{entry.pk}",
        **to_applicant(case),
    )


def to_applicant(case: Case) -> dict:
    """Where the message goes: to the account, else to the telephone on the form."""
    return {
        "thread": f"case:{case.pk}",
        "address": reverse("approvals:case", args=[case.number]),
        "recipients": frozenset({case.applicant_id} - {None}),
        "telephone": case.telephone,
    }


def from_window(keys: Iterable[int]) -> list[CaseMessage]:
    """The messages of units to applicants among these."""
    rows = CaseMessage.objects.filter(pk__in=list(keys), from_applicant=False)
    return list(rows.select_related("case__item").order_by("pk"))


def of_answer(answer: CaseMessage) -> Draft:
    """An answer of the window; people without an account cannot have written and get none."""
    case = answer.case
    return Draft(
        kind="message",
        title=f"窗口给您留言：{case.item.name}",
        text=f"办件号 {case.number}",
        words=f"窗口就办件{case.number}给您留言，请登录查看。",
        channels=(Channel.EMAIL,),
        made_at=answer.sent_at,
        source=f"message:{answer.pk}",
        **to_applicant(case),
    )


# licences


def remind(now) -> int:
    """Tell the holders of licences that end soon, once for each term. Returns how many were told."""
    today = timezone.localdate(now)
    until = today + timedelta(days=max(WARN_DAYS))
    rows = Licence.objects.filter(state=Licence.State.VALID, valid_until__range=(today, until), owner__isnull=False)
    return len(send([of_licence(row, today) for row in rows.order_by("pk")], now))


def of_licence(licence: Licence, today) -> Draft:
    days = (licence.valid_until - today).days
    term = min(term for term in WARN_DAYS if days <= term)
    return Draft(
        kind="licence.ends",
        title=f"{licence.name}将于 {days} 日后到期",
        text=f"{licence.number}，有效期至 {licence.valid_until:%Y-%m-%d}。需要延续的，应当在到期三十日前提出申请。",
        words=f"您的证照将于{days}日后到期，需要延续的请在到期三十日前登录申请。",
        tone=Tone.WARNING,
        channels=BOTH,
        address=reverse("approvals:my_licences"),
        made_at=timezone.make_aware(datetime.combine(today, MORNING)),
        thread=f"licence:{licence.pk}",
        source=f"licence:{licence.pk}:{term}",
        recipients=frozenset({licence.owner_id}),
    )
