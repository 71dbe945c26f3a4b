"""Reference data of deadlines, to be read: a year is loaded by `workdays import`, so that the clocks move with it."""

from django.contrib import admin

from accounts.admin import RoleModelAdmin
from deadlines.models import Day, Policy, Year


class ReadOnly(RoleModelAdmin):
    """Looked at, never typed: a date changed by hand would leave the clocks as they are."""

    change_roles = ()


@admin.register(Year)
class YearAdmin(ReadOnly):
    list_display = ["year", "status", "source"]


@admin.register(Day)
class DayAdmin(ReadOnly):
    list_display = ["date", "name", "working"]
    list_filter = ["working", "year"]


@admin.register(Policy)
class PolicyAdmin(ReadOnly):
    list_display = ["version", "name", "warn_percent", "warn_at_least", "grave_after", "valid_from"]
