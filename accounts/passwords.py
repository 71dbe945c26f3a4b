"""What a password must be: staff after 等保三级 (GB/T 22239-2019, 8.1.4.1), citizens after OWASP ASVS 2.1."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

STAFF_PASSWORD_AGE = timedelta(days=90)
STAFF_SIGNS = [
    (str.isupper, _("a capital letter")),
    (str.islower, _("a small letter")),
    (str.isdigit, _("a digit")),
    (lambda sign: sign.isprintable() and not sign.isalnum() and not sign.isspace(), _("a sign such as # or !")),
]


class StaffPasswordValidator:
    """Capital and small letters, digits and signs for staff; citizens are free to choose a long phrase."""

    def validate(self, password, user=None):
        if user is None or getattr(user, "is_citizen", True):
            return
        missing = [str(name) for test, name in STAFF_SIGNS if not any(test(sign) for sign in password)]
        if missing:
            raise ValidationError(
                _("The password of a staff member still needs %(missing)s."),
                code="staff_password",
                params={"missing": "、".join(missing)},
            )

    def get_help_text(self):
        return _("Staff: capital letters, small letters, digits and signs.")


def is_due(user, now) -> bool:
    """Whether a staff member has to choose a new password: never chosen one of their own, or 90 days old."""
    if user.is_citizen:
        return False
    return user.password_changed_at is None or now - user.password_changed_at > STAFF_PASSWORD_AGE
