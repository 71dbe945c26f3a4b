"""What the tests of cards share."""

from monitoring.models import Card, RuleVersion

SAID = {"cause": "经办人请假，未交接", "measure": "已补办并明确A/B岗"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def of(case, colour="yellow"):
    return Card.objects.get(finding__subject_id=case.pk, colour=colour)


def switch(code, **parameters):
    """A next version of the rule with these parameters, in force from the start."""
    old = RuleVersion.objects.get(code=code)
    version = {"version": old.version + 1, "parameters": old.parameters | parameters, "valid_from": old.valid_from}
    same = {name: getattr(old, name) for name in ("code", "name", "level", "law", "reason", "author", "signed_by")}
    return RuleVersion.objects.create(**same, **version)
