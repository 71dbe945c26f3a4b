"""What every deed on a tender has in common."""

from functools import cache

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import holds
from procurement.flows.base import SYSTEM
from procurement.models import Notice, Participation, Tender, Trade
from procurement.permissions import capacity_in, takes_part_otherwise
from records.actions import NOT_ENTITLED
from records.refusal import Refused

RELATED = ["tenderer_organisation", "tenderer_party", "agent", "supervisor", "centre"]
CONDITION = "V18"  # a condition of trading does not hold


class Locked(Refused):
    """A step that cannot be done: `missing` lists everything that is, for the page to say it field by field."""

    def __init__(self, code, missing):
        super().__init__(code, "\n".join(row.message for row in missing), next(iter(fields(missing)), None))
        self.missing = missing


def fields(missing) -> list[str]:
    return [row.field for row in missing if row.field]


def lock(tender: Tender, now=None) -> Tender:
    """The tender as it is now, locked until the transaction ends; with the time: Refused if supervision holds it."""
    locked = all_rows().get(pk=tender.pk)
    if now is not None:
        holds.check(locked, now)
    return locked


@cache
def all_rows():
    """What `lock` asks for, put together once."""
    return Tender.objects.select_for_update(of=("self",)).select_related(*RELATED)


def may(allowed: bool):
    """Raise PermissionDenied unless it is this actor's duty."""
    if not allowed:
        raise PermissionDenied(_("This deed is not the duty of your post or firm in this tender."))


def enter(tender: Tender, among, by, now) -> str:
    """In which capacity the actor acts; from the first deed on in no other one of the whole project (管办分离)."""
    capacity = capacity_in(by, tender, among, now)
    may(capacity is not None)
    if by.user is None or capacity == SYSTEM:
        return capacity
    if takes_part_otherwise(by, tender, capacity):
        words = _("You act in another capacity in this project already: who acts does not approve.")
        raise Refused(NOT_ENTITLED, words)
    about = {"capacity": capacity, "tender": tender, "since": now}
    Participation.objects.get_or_create(project_number=tender.project_number, user=by.user, defaults=about)
    return capacity


def publish(tender: Tender, kind, text: str, *, by, now, title="", facts=(), media=None, until=None) -> Notice:
    """Make something public about the tender. The words are the county's, not the interface's."""
    media = media or [MEDIUM]
    return Notice.objects.create(
        tender=tender,
        round=tender.round,
        kind=kind,
        title=title or joined(tender.title, title_of(tender, kind)),
        text=text,
        facts=[list(row) for row in facts],
        media=media,
        published_at=now,
        published_by=by.user,
        organisation=by.organisation,
        until=until,
    )


MEDIUM = "云溪县公共资源交易平台"
MEDIA = [MEDIUM, "湖北省公共资源交易电子服务系统", "中国招标投标公共服务平台", "中国政府采购网"]
TITLES = {
    Notice.Kind.TENDER: "招标公告",
    Notice.Kind.PREQUALIFICATION: "资格预审公告",
    Notice.Kind.CORRECTION: "更正公告",
    Notice.Kind.SINGLE: "单一来源采购公示",
    Notice.Kind.CANDIDATES: "中标候选人公示",
    Notice.Kind.RESULT: "中标结果公告",
    Notice.Kind.FAILED: "流标公告",
    Notice.Kind.TERMINATED: "终止公告",
    Notice.Kind.SUSPENDED: "暂停公告",
    Notice.Kind.CONTRACT: "合同公告",
}
OWN_TITLES = {
    (Trade.PROCUREMENT, Notice.Kind.TENDER): "采购公告",
    (Trade.LAND, Notice.Kind.TENDER): "出让公告",
    (Trade.LAND, Notice.Kind.RESULT): "成交结果公示",
    (Trade.PROPERTY, Notice.Kind.TENDER): "转让信息披露公告",
    (Trade.PROPERTY, Notice.Kind.RESULT): "成交结果公告",
    (Trade.DRUGS, Notice.Kind.TENDER): "集中采购公告",
    (Trade.DRUGS, Notice.Kind.CANDIDATES): "拟中选结果公示",
    (Trade.DRUGS, Notice.Kind.RESULT): "中选结果公告",
}


def title_of(tender: Tender, kind) -> str:
    """What such a publication is called in this trade."""
    return OWN_TITLES.get((tender.trade, kind)) or TITLES[kind]


def joined(title: str, called: str) -> str:
    """The publication's name behind the tender's; a word that ends one and begins the other stands once."""
    return title + (called[2:] if title.endswith(called[:2]) else called)


def today(now):
    return timezone.localdate(now)
