"""What stands behind the addresses of openness: duties, a piece of each state, a request, a check and its next sheet,
a document, a lesson that is being written.
"""

from datetime import date
from decimal import Decimal

from accounts.models import Organisation, Role
from disclosure.actions import announcing, answering, checking, publishing, sheets, teaching
from disclosure.actions.announcing import Words
from disclosure.actions.answering import Asked
from disclosure.actions.checking import Seen, Sheet
from disclosure.models import CatalogueEntry, CheckPoint
from records.models import Document
from tests.conftest import at, employ

NOW, DAY = at("2026-03-03"), date(2026, 3, 1)
TOKEN = "00000000-0000-4000-8000-000000000009"


def opened(people, county, bureau) -> dict:
    """The arguments of the addresses of openness."""
    about = {"name": "云溪县政务公开办公室", "short_name": "政务公开办", "level": "department", "business": "openness"}
    office = Organisation.objects.create(code="gkb", parent=county, **about)
    director = employ("p-openness", "某公开", office, Role.HEAD)
    writer = employ("p-openness-clerk", "某公开员", office, Role.CLERK)
    row = announcing.write(bureau, by=people["clerk"], now=NOW, words=Words("notice", "值班公告", "轮流值班"))
    announcing.publish(row, by=people["head"], now=NOW)
    entry = CatalogueEntry.objects.get(code="organ")
    duty = publishing.impose(bureau, by=director, now=NOW, entry=entry, begun_on=DAY)
    piece = duty.publications.get()
    publishing.write(piece, by=people["clerk"], now=NOW, piece=publishing.Piece("机构职能", "职能"))
    publishing.publish(piece, by=people["head"], now=NOW)
    lines = tuple(Seen(point, Decimal(point.points)) for point in CheckPoint.objects.all())
    check = checking.write(bureau, by=writer, now=NOW, sheet=Sheet(date(2026, 1, 1), lines))
    checking.confirm(check, by=director, now=NOW)
    asked = Asked("采购目录", "online", "张建国", "13800000001")
    request = answering.receive(bureau, by=people["owner"], now=NOW, asked=asked)
    answering.ask_correction(request, by=people["clerk"], now=NOW, words="请明确年度")
    paper = Document.objects.about(request).get()
    sheet = sheets.draw_up(None, by=writer, now=NOW, quarter=date(2026, 4, 1), why="新办法")
    article = teaching.Article("清正家风", "county", "家风连着作风。", "家风好，作风才正。")
    lesson = teaching.write(None, by=writer, now=NOW, code="jiafeng", article=article)
    question = teaching.Question("家人收礼怎么办？", ("退回", "收下"), 0, "责任仍在本人。")
    teaching.add_question(lesson, by=writer, now=NOW, question=question)
    return {
        "disclosure:announcement": [row.pk],
        "disclosure:feed": ["all"],
        "disclosure:unit": [bureau.code],
        "disclosure:file": [TOKEN],
        "disclosure:publication": [piece.pk],
        "disclosure:unit_duties": [bureau.code],
        "disclosure:entry": ["organ"],
        "disclosure:query_paper": [paper.pk],
        "disclosure:query_file": [TOKEN],
        "disclosure:request_query_deed": ["withdraw"],
        "disclosure:my_request": [request.number],
        "disclosure:my_paper": [request.number, paper.pk],
        "disclosure:my_request_deed": [request.number, "correct"],
        "disclosure:document": ["xingzheng-xuke-fa"],
        "disclosure:lesson": ["huibi"],
        "disclosure:dataset": ["items"],
        "disclosure:dataset_csv": ["items"],
        "disclosure:dataset_json": ["items"],
        "disclosure:desk_announcement": [row.pk],
        "disclosure:announcement_deed": [row.pk, "withdraw"],
        "disclosure:desk_publication": [piece.pk],
        "disclosure:publication_deed": [piece.pk, "take-back"],
        "disclosure:duty": [duty.pk],
        "disclosure:duty_deed": [duty.pk, "end"],
        "disclosure:line": ["organ"],
        "disclosure:line_deed": ["organ", "change"],
        "disclosure:sheet": [sheet.pk],
        "disclosure:sheet_deed": [sheet.pk, "add"],
        "disclosure:point": [sheet.points.first().pk],
        "disclosure:point_deed": [sheet.points.first().pk, "change"],
        "disclosure:desk_lesson": [lesson.pk],
        "disclosure:lesson_preview": [lesson.pk],
        "disclosure:lesson_deed": [lesson.pk, "ask"],
        "disclosure:question": [(lesson.pk, 1)],
        "disclosure:question_deed": [(lesson.pk, 1), "change"],
        "disclosure:check": [check.pk],
        "disclosure:check_deed": [check.pk, "put-right"],
        "disclosure:desk_paper": [paper.pk],
        "disclosure:desk_request": [request.number],
        "disclosure:request_deed": [request.number, "write"],
        "disclosure:desk_document": ["xingzheng-xuke-fa"],
        "disclosure:document_deed": ["xingzheng-xuke-fa", "end"],
    }
