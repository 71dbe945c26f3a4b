"""Writing the record: entries, official documents, refused deeds, forms that must count once."""

import functools
import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from accounts.actor import ROBOT, Actor
from records.models import Anomaly, Document, Entry, FormKey, Look, Printing, SealUse
from records.numbers import take
from records.refusal import Refused

NOT_ENTITLED, WRONG_ORDER = "V07", "V08"
SAME_PERSON = NOT_ENTITLED  # 越权: the one who proposes also decides
BATCH = 5000  # rows per INSERT


ENCODE = DjangoJSONEncoder(ensure_ascii=False).encode

# Plain SQL: the ORM's expressions for five database defaults cost ten times the insert itself.
COLUMNS = ["subject_type_id", "subject_id", "verb", "actor_id", "post_id", "organisation_id", "happened_at", "body"]
TYPES = ["integer", "bigint", "text", "bigint", "bigint", "bigint", "timestamptz", "jsonb"]
ONE = f"INSERT INTO records_entry ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * 8)})"  # noqa: S608 - constants
MANY = (
    f"INSERT INTO records_entry ({', '.join(COLUMNS)}) SELECT * FROM unnest({', '.join(f'%s::{t}[]' for t in TYPES)})"  # noqa: S608
)


@dataclass(frozen=True)
class EntryDraft:
    """The arguments of `record`, for the bulk path."""

    verb: str
    subject: models.Model
    actor: Actor
    now: datetime
    detail: dict = field(default_factory=dict)

    def row(self):
        kind = ContentType.objects.get_for_model(self.subject).pk
        return kind, self.subject.pk, self.verb, *_who(self.actor).values(), self.now, ENCODE(self.detail)


class Written(NamedTuple):
    """What the bulk path tells of an entry: enough for a receipt."""

    pk: int
    digest: str


def _about(subject):
    kind = ContentType.objects.get_for_model(subject)
    return {"subject_type_id": kind.pk, "subject_id": subject.pk}


def _who(actor):
    post = actor.post
    return {
        "actor_id": actor.user.pk if actor.user else None,
        "post_id": post.pk if post else None,
        "organisation_id": post.organisation_id if post else None,
    }


def record(verb: str, subject, *, actor: Actor, now, **detail) -> Entry:
    """Append one entry with one statement. `now` is when it happened; the database adds when it was written."""
    row = EntryDraft(verb, subject, actor, now, detail).row()
    with connection.cursor() as cursor:
        cursor.execute(f"{ONE} RETURNING id, recorded_at, txid, digest", row)
        number, *stamped = cursor.fetchone()
    names = ["id", *COLUMNS, "recorded_at", "txid", "digest"]  # in the order of the model's fields
    return Entry.from_db(connection.alias, names, [number, *row[:-1], detail, *stamped])


def record_many(drafts) -> list[Written]:
    """Append many entries, in their order, with one INSERT per 5,000. Takes EntryDrafts or dicts of its fields."""
    written = []
    drafts = iter(drafts)
    while batch := list(islice(drafts, BATCH)):
        rows = [(EntryDraft(**draft) if isinstance(draft, dict) else draft).row() for draft in batch]
        with connection.cursor() as cursor:
            cursor.execute(f"{MANY} RETURNING id, digest", [list(column) for column in zip(*rows, strict=True)])
            written += map(Written._make, cursor.fetchall())
    return written


def as_actor(actor: Actor):
    """Name the actor to the table triggers until the transaction ends (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.actor', %s, true)", [str(actor.user.pk) if actor.user else ""])


# Official documents: the title and the words inside the number are data of the county, not interface text.
WORDING = {
    Document.Kind.ACCEPTANCE: ("受理通知书", "审受"),
    Document.Kind.CORRECTION: ("补正材料一次性告知书", "审补"),
    Document.Kind.REFUSAL: ("不予受理决定书", "审拒"),
    Document.Kind.GRANTED: ("准予行政许可决定书", "审准"),
    Document.Kind.DENIED: ("不予行政许可决定书", "审否"),
    Document.Kind.EXTENSION: ("延长审批期限告知书", "审延"),
    Document.Kind.PROCEDURE: ("特别程序告知书", "审特"),
    Document.Kind.SUPERVISION: ("督办通知书", "督"),
    Document.Kind.INSTRUCTION: ("批示督办单", "批督"),
    Document.Kind.REPLY: ("答复书", "复"),
    Document.Kind.RECEIPT: ("收件回执", "审收"),
    Document.Kind.COPY_NOTICE: ("并联审批抄告单", "审抄"),
    Document.Kind.HEARING_RIGHT: ("行政许可听证告知书", "审听告"),
    Document.Kind.HEARING_SESSION: ("行政许可听证通知书", "审听通"),
    Document.Kind.DELIVERY: ("送达回证", "审送"),
    Document.Kind.LICENCE: ("行政许可证", "证"),
    Document.Kind.PAYMENT: ("缴费收据", "审费"),
    Document.Kind.PENALTY_TOLD: ("行政处罚事先告知书", "罚告"),
    Document.Kind.PENALTY: ("行政处罚决定书", "罚决"),
    Document.Kind.NO_PENALTY: ("不予行政处罚决定书", "罚免"),
    Document.Kind.LEVY: ("行政征收通知书", "征"),
    Document.Kind.SLIP: ("涉企检查备案单", "检备"),
    Document.Kind.INQUIRY: ("效能案件立案通知书", "效立"),
    Document.Kind.NO_BLAME: ("不予追究责任告知书", "效免"),
    Document.Kind.CRITICISM: ("批评教育通知书", "效教"),
    Document.Kind.TALK: ("诫勉谈话通知书", "效谈"),
    Document.Kind.ADMONITION: ("行政告诫书", "效诫"),
    Document.Kind.CENSURE: ("通报批评决定", "效通"),
    Document.Kind.SANCTION: ("处分登记通知书", "效处"),
    Document.Kind.TRANSFER: ("问题线索移送函", "效移"),
    Document.Kind.REFUND: ("退费凭证", "审退"),
    Document.Kind.REVOCATION: ("撤销行政许可决定书", "审撤"),
    Document.Kind.PENALTY_HEARING: ("行政处罚听证通知书", "罚听"),
    Document.Kind.ORDER_NOTICE: ("诉求事项受理告知书", "诉受"),
    Document.Kind.ORDER_LONGER: ("延长办理期限告知书", "诉延"),
    Document.Kind.ORDER_REPLY: ("诉求事项答复书", "诉复"),
    Document.Kind.PETITION_OPINION: ("信访事项处理意见书", "信意"),
    Document.Kind.ORDER_REMINDER: ("催办通知书", "诉催"),
    Document.Kind.ORDER_CRITICISM: ("书面通报批评", "诉批"),
    Document.Kind.TRADE: ("公共资源交易文书", "交"),
    Document.Kind.APPRAISAL: ("绩效考评文书", "考"),
    Document.Kind.RISK_ALARM: ("廉政风险预警警报", "廉警"),
    Document.Kind.RISK_ORDER: ("廉政风险督办书", "廉督"),
    Document.Kind.RISK_INQUIRY: ("函询通知书", "廉询"),
    Document.Kind.OPENNESS: ("政府信息公开文书", "公开"),
}


def digest_of(document) -> str:
    """SHA-256 over what the paper says and its salt, in hex. It goes into the record: a changed document shows."""
    facts = json.loads(ENCODE(document.body))  # as it will come back from the database
    said = [document.salt.hex, document.number, document.title, document.addressee, document.organisation_id, facts]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class DocumentDraft:
    """The arguments of `issue_document`, for the bulk path. `title`: of one paper among others of its kind."""

    kind: str
    subject: models.Model
    actor: Actor
    now: datetime
    organisation: models.Model
    body: dict
    addressee: str
    title: str = ""

    @property
    def series(self):
        return self.kind, timezone.localtime(self.now).year

    def document(self, serial):
        kind, year = self.series
        title, words = WORDING[kind]
        return Document(
            **_about(self.subject),
            kind=kind,
            year=year,
            serial=serial,
            number=f"{settings.COUNTY['number_prefix']}{words}〔{year}〕{serial:04d}号",
            title=self.title or title,
            addressee=self.addressee,
            body=self.body,
            issued_at=self.now,
            issued_by=self.actor.user,
            issued_post=self.actor.post,
            organisation=self.organisation,
        )

    def entry(self, document):
        detail = {"document": document.pk, "number": document.number, "digest": digest_of(document)}
        return EntryDraft(f"records.document.{self.kind}", self.subject, self.actor, self.now, detail)


def serials_of(drafts) -> dict[tuple[str, int], Iterator[int]]:
    """Kind and year → the serials for so many papers of it, to be given in the order of the papers."""
    counts = Counter((f"document.{kind}", year) for kind, year in (draft.series for draft in drafts))
    return {(kind.removeprefix("document."), year): iter(given) for (kind, year), given in take(counts).items()}


@transaction.atomic(savepoint=False)
def issue_documents(drafts) -> list[Document]:
    """Number, freeze and record many documents. Numbers of a kind and year follow the order of the list.

    Inside a deed it stands or falls with the deed, without a savepoint of its own.
    """
    drafts = list(drafts)
    serials = serials_of(drafts)
    documents = Document.objects.bulk_create(
        [draft.document(next(serials[draft.series])) for draft in drafts], batch_size=BATCH
    )
    record_many([draft.entry(document) for draft, document in zip(drafts, documents, strict=True)])
    return documents


def issue_document(kind, subject, *, actor, now, organisation, body, addressee, title="") -> Document:
    """Issue one official document about the subject: a number of its kind and year, the facts frozen, an entry."""
    [document] = issue_documents([DocumentDraft(kind, subject, actor, now, organisation, body, addressee, title)])
    return document


def once(user, key) -> bool:
    """True the first time this person sends this form; False when it was sent before.

    A second sender waits for the first transaction; when that one rolls back, the key is free again.
    Raises Refused for a key that is not a UUID.
    """
    try:
        key = uuid.UUID(str(key))
    except ValueError:
        raise Refused(None, _("This form has expired; please open it again.")) from None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_formkey (user_id, key) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [user.pk if user else None, str(key)],
        )
        return cursor.rowcount == 1


def _counted(function, makes: bool, named: bool):
    """The function of a deed, which does nothing for a form that was sent before."""

    def run(subject, *args, by, now, key, **kwargs):
        if key is None:
            return function(subject, *args, by=by, now=now, **kwargs)
        sender = by.user if named else None
        if not once(sender, key):
            return FormKey.result(sender, key) if makes else subject
        made = function(subject, *args, by=by, now=now, **kwargs)
        if makes:
            FormKey.remember(sender, key, made)
        return made

    return run


def deed(function=None, *, makes=False, named=True):
    """Run an action in one transaction; when it is refused with a code, undo it and leave one anomaly.

    The subject is the first argument, the actor the keyword `by`, the time the keyword `now`. A transition out of
    order becomes Refused("V08"); a staff member without the right leaves a V07 and still gets PermissionDenied.

    `key` is the key of the form, None for deeds without one (robot, import, demo). The same form again does nothing
    and gives the subject, or, of a deed that `makes` a row, what the first click made. The form of a deed that is not
    `named` is kept without its sender: for what must not lead to whoever wrote it.
    """
    if function is None:
        return functools.partial(deed, makes=makes, named=named)

    counted = _counted(function, makes, named)

    @functools.wraps(function)
    def run(subject, *args, by, now, key=None, **kwargs):
        try:
            with transaction.atomic():
                return counted(subject, *args, by=by, now=now, key=key, **kwargs)
        except TransitionNotAllowed as wrong:
            refusal = Refused(
                WRONG_ORDER, _("This step is not possible now: the course does not allow it in this order.")
            )
            _notice(refusal, subject, function, by, now)
            raise refusal from wrong
        except PermissionDenied as denied:
            if by.is_staff_member:
                message = str(denied) or _("This person is not entitled to do this.")
                _notice(Refused(NOT_ENTITLED, message), subject, function, by, now)
            raise
        except Refused as refusal:
            _notice(refusal, subject, function, by, now)
            raise

    return run


@transaction.atomic
def _notice(refusal, subject, function, actor, now):
    """Leave the anomaly of a refused deed, in a transaction of its own; nothing for plain validation."""
    if refusal.code is None:
        return
    name = f"{function.__module__.partition('.')[0]}.{function.__name__}"
    about = subject if getattr(subject, "pk", None) else actor.post or actor.user
    anomaly = Anomaly.objects.create(
        **_about(about),
        **_who(actor),
        code=refusal.code,
        deed=name,
        message=str(refusal.message),
        happened_at=now,
    )
    record("records.anomaly", about, actor=actor, now=now, anomaly=anomaly.pk, code=refusal.code, deed=name)


@transaction.atomic
def report_violation(code: str, subject, *, deed: str, message: str, organisation, responsible=None, now) -> Anomaly:
    """Note a deed that was carried out against the rules, of which somebody learned afterwards.

    `organisation` and `responsible` are the unit and the person who did it; supervision makes a finding of it.
    """
    anomaly = Anomaly.objects.create(
        **_about(subject),
        code=code,
        deed=deed,
        message=message,
        organisation=organisation,
        actor=responsible,
        happened_at=now,
        carried_out=True,
    )
    detail = {"anomaly": anomaly.pk, "code": code, "deed": deed, "organisation": organisation.pk}
    record("records.violation", subject, actor=ROBOT, now=now, **detail)
    return anomaly


def look(subject, actor: Actor, now) -> None:
    """Note that somebody of the office opened a page with the personal data of the subject. One statement."""
    if actor.is_staff_member:
        Look.objects.create(**_about(subject), user=actor.user, post=actor.post, looked_at=now)


@transaction.atomic
def note_printing(document: Document, *, by: Actor, now, copies: int = 1, key=None) -> Printing | None:
    """A line of the print register: who printed how many copies. The same form twice is one line."""
    if key is not None and not once(by.user, key):
        return None
    line = Printing.objects.create(document=document, copies=copies, printed_at=now, printed_by=by.user)
    record("records.printed", document, actor=by, now=now, number=document.number, copies=copies)
    return line


@transaction.atomic
def note_seal_use(*, by: Actor, now, seal: str, purpose: str, copies: int = 1, key=None) -> SealUse | None:
    """The seal was used on paper that is no document of ours; the register shows it all the same (seed S4-03)."""
    if key is not None and not once(by.user, key):
        return None
    about = {"seal": seal, "purpose": purpose, "copies": copies}
    line = SealUse.objects.create(organisation=by.organisation, used_at=now, used_by=by.user, **about)
    record("records.seal.used", line, actor=by, now=now, **about)
    return line
