"""What arrived stays as it arrived; tokens, meanings and decisions show in the record, also when set by hand."""

from django.db import migrations

from records.triggers import append_only, watch

DECIDED = ["state", "decided_by_id", "decided_at"]


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("records", "0002_guards")]
    operations = [
        append_only("exchange_event"),
        append_only("exchange_foreignitem"),
        append_only("exchange_violation"),
        append_only("exchange_overtaken", except_columns=["seen_at", "seen_by_id"]),
        append_only("exchange_token", except_columns=["expires_at", "last_used_at", "revoked_at", "revoked_by_id"]),
        append_only("exchange_mapping", except_columns=DECIDED),
        append_only(
            "exchange_problem",
            except_columns=[*DECIDED, "reason", "field", "value", "error", "times", "last_at"],
        ),
        watch("exchange_token", "exchange.token", ["digest", "expires_at", "revoked_at"], ("exchange", "token")),
        watch("exchange_mapping", "exchange.mapping", ["name", "item_code", "state"], ("exchange", "mapping")),
        watch("exchange_problem", "exchange.problem", ["state"], ("exchange", "problem")),
    ]
