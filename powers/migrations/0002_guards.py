"""What the database itself keeps: powers of a list that is no draft stand as they are; states write the record."""

from django.db import migrations

from records.triggers import append_only, watch

REFUSE = "RAISE EXCEPTION '{}' USING ERRCODE = 'check_violation', CONSTRAINT = '{}';"

# Once a list is declared its powers stand; who holds a post may change while the list is in force.
STANDS = f"""
CREATE FUNCTION powers_power_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE row jsonb; owner bigint;
BEGIN
  row := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  IF TG_TABLE_NAME = 'powers_power' THEN owner := row ->> 'list_id';
  ELSE SELECT list_id INTO owner FROM powers_power WHERE id = (row ->> 'power_id')::bigint; END IF;
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'powers_powerstep'
      AND to_jsonb(OLD) - ARRAY['holder_id', 'deputy_id'] = to_jsonb(NEW) - ARRAY['holder_id', 'deputy_id'] THEN
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT FROM powers_powerlist WHERE id = owner AND state <> 'draft') THEN
    {REFUSE.format("the powers of a declared list stand", "power_of_a_declared_list")}
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
# A code belongs to one unit and to those that carry on its matters: items, rules and old versions point at it.
ONE_OWNER = f"""
CREATE FUNCTION powers_code_of_one_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM powers_power p JOIN powers_powerlist l ON l.id = p.list_id
      JOIN powers_powerlist own ON own.id = NEW.list_id JOIN accounts_organisation o ON o.id = own.organisation_id
      WHERE p.code = NEW.code AND l.organisation_id <> o.id AND l.organisation_id <> ALL (o.stands_for)) THEN
    {REFUSE.format("this code belongs to another unit", "power_code_of_one_unit")}
  END IF;
  RETURN NEW;
END $$
"""
TRIGGERS = [
    *(
        f"CREATE TRIGGER stands BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW "
        "EXECUTE FUNCTION powers_power_stands()"
        for table in ("powers_power", "powers_powerstep")
    ),
    *(
        f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()"
        for table in ("powers_power", "powers_powerstep")
    ),
    "CREATE TRIGGER one_owner BEFORE INSERT OR UPDATE OF code, list_id ON powers_power FOR EACH ROW "
    "EXECUTE FUNCTION powers_code_of_one_unit()",
]
LIST_LIFE = ["state", "words", "opinion", "reason", "replaced_at"]
LIST_LIFE += [f"{deed}_{what}" for deed in ("declared", "checked", "published") for what in ("at", "by_id")]
POINT_LIFE = ["state", "power_id", "step_id", "charge", "probability", "harm", "frequency", "discretion", "proposed"]
POINT_LIFE += ["level", "reason", "measure", "measure_due_on", "measured_on", "review_due_on"]
POINT_LIFE += [f"{deed}_{what}" for deed in ("proposed", "decided") for what in ("at", "by_id")]


class Migration(migrations.Migration):
    dependencies = [("powers", "0001_initial"), ("records", "0002_guards")]
    operations = [
        migrations.RunSQL(STANDS, "DROP FUNCTION powers_power_stands() CASCADE"),
        migrations.RunSQL(ONE_OWNER, "DROP FUNCTION powers_code_of_one_unit() CASCADE"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        append_only("powers_powerlist", LIST_LIFE),
        append_only("powers_riskpoint", POINT_LIFE),
        append_only("powers_riskreview"),
        append_only("powers_clear", ["confirmed_at", "confirmed_by_id"]),
        watch(
            "powers_powerlist",
            "powers.list",
            columns=["state", "version", "declared_by_id", "checked_by_id", "published_by_id"],
            content_type=("powers", "powerlist"),
            organisation="organisation_id",
        ),
        watch(
            "powers_riskpoint",
            "powers.point",
            columns=["state", "level", "proposed", "decided_by_id"],
            content_type=("powers", "riskpoint"),
            organisation="organisation_id",
        ),
    ]
