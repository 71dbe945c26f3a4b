"""Cases told as a whole history: the deeds of `approvals.actions` on rows in memory, saved in batches.

For demonstration data and imports of what has already happened. Who may do what was decided when it happened, so
only the order of the course is checked. The result equals that of the actions; a test runs both.
"""

from dataclasses import asdict

from django.db import connection

from approvals import letters, letters_licence, paperwork
from approvals.actions import licences
from approvals.actions.applying import PAPER, Applicant
from approvals.actions.common import within
from approvals.flow import (
    APPROVE,
    DELIVERY,
    DELIVERY_DAYS,
    EXTENSION_DAYS,
    NOTICE,
    NOTICE_DAYS,
    PAUSES,
    PROMISE,
    REVIEW,
    SPECIAL,
    STEP,
)
from approvals.models import Case, Channel, Correction, Item, Licence, Material, Result
from deadlines import actions as deadlines
from deadlines.bulk import Clock
from deadlines.models import Deadline, Extension, Pause
from records.actions import DocumentDraft, EntryDraft
from records.bulk import insert, keys
from records.models import Document


class Keys:
    """Where the rows of one run get their primary keys from."""

    def __init__(self):
        self.cases, self.clocks = keys(Case), keys(Deadline)


class Course:
    """One case on its way. `said` collects entries and documents in the order of time."""

    def __init__(self, given: Keys, number: str, item: Item, *, by, now, applicant: Applicant, materials):
        self.keys = given
        at_window = by.is_staff_member
        self.case = Case(
            pk=next(given.cases),
            number=number,
            item=item,
            organisation=item.organisation,
            channel=Channel.WINDOW if at_window else Channel.ONLINE,
            applicant=None if at_window else by.user,
            submitted_at=now,
            **asdict(applicant),
        )
        self.clocks: list[Clock] = []
        self.clock = self.step_clock = self.special = None
        self.materials: list[Material] = []
        self.corrections: list[tuple[Correction, list]] = []
        self.licence: Licence | None = None
        self.said: list[EntryDraft | DocumentDraft] = []
        self.hand_in(materials, now)
        self.owe(NOTICE, NOTICE_DAYS, now)
        self.record("received", by, now, number=number, item=item.code)
        handed_in = paperwork.handed_in(self.case, materials, self.step_clock.row)
        self.letter(Document.Kind.RECEIPT, handed_in, by, now)

    def hand_in(self, materials, now):
        self.materials += [
            Material(
                case_id=self.case.pk,
                document_id=document.pk,
                attachment_id=None if file is PAPER else file.pk,
                is_paper=file is PAPER,
                handed_in_at=now,
            )
            for document, file in materials.items()
        ]

    def record(self, verb: str, by, now, **detail):
        self.said.append(EntryDraft(f"approvals.case.{verb}", self.case, by, now, detail))

    def letter(self, kind, body: dict, by, now):
        case = self.case
        self.said.append(DocumentDraft(kind, case, by, now, case.organisation, body, case.applicant_name))

    def owe(self, name: str, days: int, now, responsible=None, round=1):
        self.step_clock = self.start(name, within(days), now, responsible, round)

    def settle(self, now):
        if self.step_clock and self.step_clock.is_running:
            self.step_clock.meet(now)
        self.step_clock = None

    def start(self, name: str, limits, now, responsible=None, round=1) -> Clock:
        about = {"organisation": self.case.organisation, "responsible": responsible, "now": now, "round": round}
        clock = Clock(deadlines.build(self.case, name, limits=limits, **about))
        clock.row.pk = next(self.keys.clocks)
        self.clocks.append(clock)
        return clock

    def running(self) -> list[Clock]:
        return [clock for clock in (self.clock, self.step_clock) if clock and clock.is_running]

    def accept(self, *, by, now):
        case = self.case
        case.accept()
        self.settle(now)
        self.clock = self.start(PROMISE, case.item.limits, now, by.user)
        if (days := case.item.step_days(REVIEW)) is not None:
            self.owe(STEP + REVIEW, days, now, by.user)
        case.clerk, case.accepted_at, case.clock = by.user, now, self.clock.row
        self.letter(Document.Kind.ACCEPTANCE, letters.acceptance(case), by, now)
        self.record("accepted", by, now, due_on=self.clock.row.due_on)

    def request_correction(self, *, by, now, missing, message: str):
        case = self.case
        case.request_correction()
        self.settle(now)
        self.corrections.append((Correction(case=case, message=message, requested_at=now), list(missing)))
        self.letter(Document.Kind.CORRECTION, letters.correction(case, missing, message), by, now)
        self.record("correction_requested", by, now, missing=[document.code for document in missing])

    def correct(self, *, by, now, materials):
        self.case.correct()
        self.hand_in(materials, now)
        self.corrections[-1][0].answered_at = now
        self.owe(NOTICE, NOTICE_DAYS, now, round=1 + len(self.corrections))
        self.record("corrected", by, now)

    def refuse(self, *, by, now, reason: str):
        case = self.case
        case.refuse()
        self.settle(now)
        case.reason, case.clerk, case.closed_at = reason, by.user, now
        self.letter(Document.Kind.REFUSAL, letters.refusal(case, reason), by, now)
        self.record("refused", by, now, reason=reason)

    def withdraw(self, *, by, now):
        self.case.withdraw()
        self.case.closed_at = now
        for clock in self.clocks:
            if clock.is_running:
                clock.cancel(now)
        self.record("withdrawn", by, now)

    def review(self, *, by, now, opinion: str):
        case = self.case
        case.review()
        self.settle(now)
        if (days := case.item.step_days(APPROVE)) is not None:
            self.owe(STEP + APPROVE, days, now)
        case.reviewer, case.review_opinion = by.user, opinion
        self.record("reviewed", by, now)

    def decide(self, *, by, now, result: str, reason: str = ""):
        self.case.decide()
        self.case.approver = by.user
        self.close_with(by, now, result, reason)

    def decide_at_once(self, *, by, now, result: str = Result.GRANTED, reason: str = ""):
        self.case.decide_at_once()
        self.close_with(by, now, result, reason)

    def close_with(self, by, now, result: str, reason: str):
        case = self.case
        case.result, case.reason, case.decided_at = result, reason, now
        self.settle(now)
        self.clock.meet(now)
        self.owe(DELIVERY, DELIVERY_DAYS, now, case.clerk)
        self.letter(Document.Kind(result), letters.decision(case), by, now)
        if licences.results_in_licence(case):
            self.licence = licences.build(case, now)
            self.letter(Document.Kind.LICENCE, letters_licence.licence(case, self.licence), by, now)
        self.record("decided", by, now, result=result, used_days=self.clock.row.used_days)

    def deliver(self, *, by, now, how: str = letters_licence.WINDOW, receiver: str = "", post_number: str = ""):
        case = self.case
        case.deliver()
        self.settle(now)
        case.closed_at = now
        body = letters_licence.delivery(case, how, receiver or case.applicant_name, post_number, now)
        self.letter(Document.Kind.DELIVERY, body, by, now)
        self.record("delivered", by, now, how=how)

    def pause(self, *, by, now, kind: str, ground: str, told_days: int):
        for clock in self.running():
            clock.pause(kind=kind, ground=ground, told_days=told_days, now=now)
        self.special = self.start(SPECIAL, within(told_days), now, round=len(self.clock.pauses))
        body = letters.procedure(self.case, str(PAUSES[kind]), ground, told_days)
        self.letter(Document.Kind.PROCEDURE, body, by, now)
        self.record("paused", by, now, kind=kind, told_days=told_days)

    def resume(self, *, by, now):
        kind = next(pause.kind for pause in self.clock.pauses if pause.until_on is None)
        for clock in self.running():
            clock.resume(kind=kind, now=now)
        self.special.meet(now)
        self.record("resumed", by, now, kind=kind, due_on=self.clock.row.due_on)

    def extend(self, *, by, now, reason: str, days: int = EXTENSION_DAYS):
        self.clock.extend(days=days, approver=by.user, reason=reason, now=now)
        self.letter(Document.Kind.EXTENSION, letters.extension(self.case, days, reason), by, now)
        self.record("extended", by, now, days=days)

    def finish(self) -> Case:
        """The case as it now stands, with the clock of its present step."""
        self.case.step_clock = self.step_clock.row if self.step_clock else None
        return self.case


def save(courses: list[Course]):
    """Write the rows of many cases, in the caller's transaction; entries and documents are the caller's to write."""
    clocks = [clock for course in courses for clock in course.clocks]
    insert([course.finish() for course in courses])
    insert([clock.row for clock in clocks])
    Pause.objects.bulk_create([pause for clock in clocks for pause in clock.pauses])
    Extension.objects.bulk_create([clock.extension for clock in clocks if clock.extension])
    insert([course.licence for course in courses if course.licence])
    insert([material for course in courses for material in course.materials])
    save_corrections([pair for course in courses for pair in course.corrections])
    with connection.cursor() as cursor:  # checks the references now, so that they do not pile up until the commit
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def save_corrections(pairs: list[tuple[Correction, list]]):
    Correction.objects.bulk_create([correction for correction, _missing in pairs])
    through = Correction.missing.through
    through.objects.bulk_create(
        through(correction=correction, itemdocument=document) for correction, missing in pairs for document in missing
    )
