"""`manage.py reseal_identities`: seal the identities anew that an older key of IDENTITY_KEYS has sealed."""

from django.core.management.base import BaseCommand
from django.db import transaction

from complaints import identity
from complaints.models import Complainant

BATCH = 500


class Command(BaseCommand):
    help = "Seals every identity with the first key of IDENTITY_KEYS; afterwards older keys may be taken away."

    def handle(self, *args, verbosity=1, **options):
        count = 0
        while done := reseal():
            count += done
        if verbosity:
            self.stdout.write(f"{count}")


@transaction.atomic
def reseal() -> int:
    """One batch of what another key has sealed. Safe to run twice, and while orders come in."""
    old = Complainant.objects.exclude(key=identity.current()).select_for_update(skip_locked=True)
    rows = list(old.order_by("pk")[:BATCH])
    for row in rows:
        row.key, row.sealed = identity.seal(row.order_id, row.contact)
        row.save(update_fields=["key", "sealed"])
    return len(rows)
