"""What is owed to the public: duties, periods, clocks, two persons, what is late; announcements."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from disclosure import figures, periods
from disclosure.actions import announcing, publishing, watching
from disclosure.actions.announcing import Words
from disclosure.actions.publishing import Piece
from disclosure.models import Announcement, CatalogueEntry, Publication, PublicationDuty
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.refusal import Refused
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
PIECE = Piece("3月行政许可情况", "受理120件，办结118件。")


@pytest.mark.parametrize(
    ("cycle", "day", "begin", "end"),
    [
        ("month", date(2026, 2, 17), date(2026, 2, 1), date(2026, 2, 28)),
        ("quarter", date(2026, 5, 31), date(2026, 4, 1), date(2026, 6, 30)),
        ("year", date(2026, 12, 31), date(2026, 1, 1), date(2026, 12, 31)),
        ("event", date(2026, 3, 9), date(2026, 3, 9), date(2026, 3, 9)),
    ],
)
def test_periods_begin_and_end(cycle, day, begin, end):
    assert (periods.begin_of(cycle, day), periods.last_of(cycle, begin)) == (begin, end)


def test_month_is_asked_for_when_it_has_ended(owes):
    duty = owes("licences")
    watching.run(at("2026-03-31 23:00"))
    assert not duty.publications.exists()
    watching.run(at("2026-04-01 08:00"))
    row = duty.publications.get()
    assert (row.period, row.due_on) == (date(2026, 3, 1), date(2026, 4, 15))  # ten working days after 31 March


def test_missed_runs_are_caught_up_and_two_runs_are_one(owes):
    duty = owes("licences")
    for _twice in range(2):
        watching.run(at("2026-06-01"))
    assert duty.publications.count() == 3


def test_yearly_report_is_due_on_31_january(owes):
    duty = owes("annual", since="2025-01-01")
    watching.run(at("2026-01-01"))
    assert duty.publications.get().due_on == date(2026, 1, 31)


def test_once_is_owed_at_once(owes):
    assert owes("organ").publications.get().due_on == date(2026, 3, 27)  # 20 working days after 1 March


def test_event_is_owed_within_its_days(owes, clerk):
    row = publishing.note_event(owes("budget"), by=clerk, now=at("2026-03-05"), on=date(2026, 3, 4), event="预算批复")
    assert row.due_on == date(2026, 3, 24)  # 20 calendar days (预算法 第十四条)


def test_event_of_tomorrow_is_refused(owes, clerk):
    with pytest.raises(Refused) as refused:
        publishing.note_event(owes("budget"), by=clerk, now=at("2026-03-05"), on=date(2026, 3, 6), event="预算批复")
    assert refused.value.field == "on"


def test_second_duty_of_the_same_line_is_refused(owes):
    owes("organ")
    with pytest.raises(Refused):
        owes("organ")


def test_only_the_office_imposes_duties(bureau, head):
    entry = CatalogueEntry.objects.get(code="organ")
    with pytest.raises(PermissionDenied):
        publishing.impose(bureau, by=head, now=at("2026-03-02"), entry=entry, begun_on=date(2026, 3, 1))


# clocks


def owed(owes):
    return owes("organ").publications.get()


def test_warning_two_working_days_before_and_card_after(owes):
    owed(owes)
    sweep(at("2026-03-24 23:59"))
    assert not Finding.objects.exists()
    sweep(at("2026-03-25 00:01"))
    assert [finding.code for finding in Finding.objects.all()] == ["W27"]
    sweep(at("2026-03-30 00:01"))
    assert Finding.objects.get(code="Y27").level == "yellow"


def published(row, by, second, now="2026-03-10"):
    publishing.write(row, by=by, now=at(now), piece=PIECE)
    return publishing.publish(row, by=second, now=at(f"{now} 15:00"))


def test_published_in_time_leaves_no_card(owes, clerk, approver):
    published(owed(owes), clerk, approver)
    sweep(at("2026-04-30"))
    assert not Finding.objects.exists()


def test_who_writes_does_not_release(owes, approver):
    row = owed(owes)
    publishing.write(row, by=approver, now=at("2026-03-10"), piece=PIECE)
    with pytest.raises(Refused):
        publishing.publish(row, by=approver, now=at("2026-03-10"))
    row.refresh_from_db()
    assert row.state == Publication.State.DRAFTED


def test_stranger_does_not_write(owes, stranger):
    with pytest.raises(PermissionDenied):
        publishing.write(owed(owes), by=stranger, now=at("2026-03-10"), piece=PIECE)


@pytest.mark.parametrize(
    ("piece", "field"),
    [
        (Piece("", "正文"), "title"),
        (Piece("标题"), "body"),
        (Piece("标题", link="https://evil.example/"), "link"),
        (Piece("标题", link="//evil.example/"), "link"),
        (Piece("标题", link="/\\evil.example"), "link"),
    ],
)
def test_piece_that_says_nothing_or_leads_away_is_refused(owes, clerk, piece, field):
    with pytest.raises(Refused) as refused:
        publishing.write(owed(owes), by=clerk, now=at("2026-03-10"), piece=piece)
    assert refused.value.field == field


def test_taken_back_is_owed_again(owes, clerk, approver):
    row = publishing.take_back(
        published(owed(owes), clerk, approver), by=approver, now=at("2026-03-11"), reason="数字有误"
    )
    assert (row.state, row.due_on) == (Publication.State.OWED, date(2026, 3, 18))


def test_compliance_counts_on_time_late_and_missing(owes, clerk, approver):
    published(owed(owes), clerk, approver)
    published(owes("guide").publications.get(), clerk, approver, "2026-04-08")
    publishing.note_event(owes("emergency"), by=clerk, now=at("2026-03-05"), on=date(2026, 3, 4), event="暴雨")
    [kept] = figures.of_units(Publication.objects.all(), date(2026, 4, 10))
    assert (kept.duties, kept.due, kept.on_time, kept.late, kept.missing) == (3, 3, 1, 1, 1)


# lists


def upload(text):
    return SimpleUploadedFile("duties.csv", text.encode())


def read_in(client, director, text):
    signed = signed_in(director)
    return signed.post("/desk/openness/duties/import/", {"file": upload(text)})


def test_duties_are_read_in(client, director, bureau):
    answer = read_in(
        client, director, "单位,目录条目,开始日期\n市场监管局,规范性文件,2026-03-01\n市场监管局,organ,2026-03-01\n"
    )
    assert (answer.status_code, PublicationDuty.objects.count()) == (302, 2)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("没有的局,规范性文件,2026-03-01", "没有"),
        ("市场监管局,没有的条目,2026-03-01", "目录中没有这个条目"),
        ("市场监管局,规范性文件,2026-02-30", "2026-03-12"),
        ("市场监管局,机构职能与领导信息,2026-03-01", "与第2行重复"),
        ("市场监管局,,2026-03-01", "请填写"),
    ],
)
def test_wrong_row_names_the_cure_and_nothing_is_saved(client, director, bureau, line, words):
    text = f"单位,目录条目,开始日期\n市场监管局,organ,2026-03-01\n{line}\n"
    answer = read_in(client, director, text)
    page = answer.content.decode()
    assert (answer.status_code, words in page, PublicationDuty.objects.exists()) == (422, True, False)


def test_duty_that_stands_already_is_told_with_its_row_and_cell(client, director, bureau):
    text = "单位,目录条目,开始日期\n市场监管局,organ,2026-03-01\n"
    read_in(client, director, text)
    [fault] = read_in(client, director, text).context["faults"]
    assert (fault.row, fault.value, PublicationDuty.objects.count()) == (2, "organ", 1)


# announcements


def test_announcement_needs_a_second_person(written, clerk):
    with pytest.raises(Refused):
        announcing.publish(written, by=clerk, now=at("2026-03-02"))
    assert Announcement.objects.public().count() == 0


def test_words_of_what_is_open_stand(announced):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_announcement SET body = '改了'")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (Words("notice", " ", "正文"), "title"),
        (Words("notice", "标题", "　"), "body"),
        (Words("preview", "草案", "正文"), "comments_until"),
        (Words("notice", "标题", "正文", date(2026, 4, 1)), "comments_until"),
    ],
)
def test_announcement_that_lacks_something_names_it(bureau, clerk, words, field):
    with pytest.raises(Refused) as refused:
        announcing.write(bureau, by=clerk, now=at("2026-03-02"), words=words)
    assert (refused.value.field, Announcement.objects.exists()) == (field, False)


def test_withdrawn_announcement_says_why_and_hides_its_text(client, announced, approver):
    announcing.withdraw(announced, by=approver, now=at("2026-03-03"), reason="日期有误")
    answer = client.get(f"/announcements/{announced.pk}/")
    page = answer.content.decode()
    assert (answer.status_code, "日期有误" in page, "急事急办" in page) == (410, True, False)


def test_draft_is_nobodys_page(client, written):
    assert client.get(f"/announcements/{written.pk}/").status_code == 404


@pytest.mark.parametrize(("kind", "holds"), [("all", True), ("notice", True), ("preview", False), ("duties", False)])
def test_feeds_hold_what_is_open(client, announced, kind, holds):
    answer = client.get(f"/feeds/{kind}.xml")
    assert (answer.status_code, "中秋假期" in answer.content.decode()) == (200, holds)
