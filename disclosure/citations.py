"""Which documents of the library a text cites (《…》), and what cites a document."""

import re
from collections.abc import Iterable

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.models import Item
from disclosure.models import CatalogueEntry, LibraryDocument
from monitoring.models import RuleVersion
from powers.models import Power
from records.beside import Line

QUOTED = re.compile(r"《([^《》]{2,100})》")
LIBRARY = _("Documents in the library")
MOST = 30


def cited(text: str) -> list[LibraryDocument]:
    """The documents of the library that this text names, in the order of the text."""
    names = list(dict.fromkeys(QUOTED.findall(text)))
    if not names:
        return []
    rows = LibraryDocument.objects.public().filter(Q(title__in=names) | any_name(names))
    by_name = {name: row for row in rows for name in row.cited_as}
    found = [by_name[name] for name in names if name in by_name]
    return list(dict.fromkeys(found))


def any_name(names: Iterable[str]) -> Q:
    """One of the names is a short name of the document."""
    asked = Q()
    for name in names:
        asked |= Q(names__contains=[name])
    return asked


def lines(text: str) -> list[Line]:
    return [
        Line(LIBRARY, row.title, reverse("disclosure:document", args=[row.code]), row.number, row.tone, state_of(row))
        for row in cited(text)
    ]


def state_of(row) -> str:
    return str(row.get_state_display())


def of_item(actor, item) -> list[Line]:
    return lines(" ".join(map(str, item.legal_basis)))


def of_power(actor, power) -> list[Line]:
    return lines(power.basis)


def of_rule(actor, rule) -> list[Line]:
    """Rules of the county name the founding documents without brackets as well."""
    named = LibraryDocument.objects.public().filter(title__in=[part.strip() for part in re.split("[、，]", rule.law)])
    quoted = "".join(f"《{row.title}》" for row in named)
    return lines(rule.law + quoted)


def naming(document: LibraryDocument, field: str) -> Q:
    """Rows whose field names this document; the short names of laws stand inside the brackets."""
    asked = Q()
    for name in document.cited_as:
        asked |= Q(**{f"{field}__contains": f"《{name}》"})
    return asked


def citing(document: LibraryDocument) -> list[tuple[str, list[tuple[str, str]]]]:
    """(heading, [(words, address)]) of what cites this document, as everybody may read it."""
    offered = Item.objects.open_to_all().annotate(basis_text=Cast("legal_basis", TextField()))
    items = offered.filter(naming(document, "basis_text")).order_by("code")[:MOST]
    powers = Power.objects.in_force().filter(naming(document, "basis")).order_by("code")[:MOST]
    lines = CatalogueEntry.objects.in_force().filter(naming(document, "basis"))[:MOST]
    rules = RuleVersion.objects.filter(naming(document, "law") | Q(law__contains=document.title))
    names = dict(rules.order_by("code", "version").values_list("code", "name"))
    found = [
        (_("Items"), [(item.name, reverse("approvals:item", args=[item.code])) for item in items]),
        (_("Powers"), [(power.name, reverse("powers:public_power", args=[power.code])) for power in powers]),
        (_("Publication catalogue"), [(row.name, reverse("disclosure:entry", args=[row.code])) for row in lines]),
        (_("Rules of supervision"), [(f"{code} {name}", "") for code, name in names.items()]),
    ]
    return [(heading, rows) for heading, rows in found if rows]
