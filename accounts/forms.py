"""What people type to sign in, to register and to look after their account."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django_otp import match_token, user_has_device

from accounts.fields import CleanCharField, PersonNameField, TelephoneField, half_width
from accounts.models import Post, User


def password_field(label, **kwargs):
    complete = kwargs.pop("autocomplete", "current-password")
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, strip=False, max_length=128, widget=widget, **kwargs)


class SignInForm(forms.Form):
    """Shared by both doors; `person` and `device` hold the result of a valid form."""

    citizens = True

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.person, self.device = request, None, None

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        person = authenticate(self.request, username=cleaned["username"], password=cleaned["password"])
        if person is None or person.is_citizen != self.citizens:
            raise forms.ValidationError(self.wrong(), code="wrong")
        self.check_code(person, cleaned.get("code", ""))
        self.person = person
        return cleaned

    def check_code(self, person, code):
        """Citizens have no one-time code."""

    def wrong(self):
        return _("Telephone number or password is wrong. After five wrong passwords the account rests for 15 minutes.")


class CitizenSignInForm(SignInForm):
    username = TelephoneField(label=_("Mobile number"), help_text=_("The number you registered with."))
    password = password_field(_("Password"))


class StaffSignInForm(SignInForm):
    citizens = False
    username = CleanCharField(
        label=_("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = password_field(_("Password"))
    code = CleanCharField(
        label=_("One-time code"),
        required=False,
        max_length=8,
        help_text=_("Six digits from your telephone, if you have bound one."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def check_code(self, person, code):
        if not user_has_device(person):
            return
        self.device = match_token(person, half_width(code)) if code else None
        if self.device is None:
            self.add_error("code", _("Please type the six digits your telephone shows now. Each code works once."))

    def wrong(self):
        return _("User name or password is wrong. After five wrong passwords the account rests for 15 minutes.")


class RegisterForm(forms.Form):
    name = PersonNameField(label=_("Name"), help_text=_("As on your identity card."))
    telephone = TelephoneField(label=_("Mobile number"), help_text=_("You will sign in with this number."))
    password = password_field(
        _("Password"), autocomplete="new-password", help_text=_("At least 8 signs. A long sentence is best.")
    )
    again = password_field(_("Password once more"), autocomplete="new-password")

    def clean(self):
        cleaned = super().clean()
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ. Please type both again."))
        if password:
            self.check_password(password, cleaned)
        return cleaned

    def check_password(self, password, cleaned):
        user = User(username=cleaned.get("telephone", ""), name=cleaned.get("name", ""), is_citizen=True)
        try:
            validate_password(password, user)
        except forms.ValidationError as error:
            self.add_error("password", error)


class PasswordForm(PasswordChangeForm):
    """Django's, with a new password that really is a new one."""

    old_password = password_field(_("Present password"))
    new_password1 = password_field(_("New password"), autocomplete="new-password")
    new_password2 = password_field(_("New password once more"), autocomplete="new-password")

    def clean_new_password1(self):
        new = self.cleaned_data["new_password1"]
        if self.user.check_password(new):
            raise forms.ValidationError(_("This is the present password. Please choose another one."))
        return new


class PostForm(forms.Form):
    """From which of the posts open to them a person acts."""

    post = forms.ModelChoiceField(
        queryset=Post.objects.none(), label=_("Post"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, posts, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts


class CodeForm(forms.Form):
    code = CleanCharField(
        label=_("One-time code"),
        max_length=8,
        help_text=_("The six digits your telephone shows now."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self):
        return half_width(self.cleaned_data["code"])
