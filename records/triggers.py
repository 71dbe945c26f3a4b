"""Migration operations for evidence: tables that refuse change, and tables whose changes write the record.

Both speak plain SQL, so that a hand on the database itself is refused, or seen, as well.
"""

from django.db import migrations


def _name(*words):
    """An identifier that needs no quoting; anything else is a mistake in a migration."""
    name = "_".join(words)
    if not name.isidentifier():
        raise ValueError(f"not a plain SQL name: {name}")
    return name


CANON = """jsonb_build_object(
    'id', {row}.id, 'txid', {row}.txid, 'db_user', {row}.db_user,
    'recorded_at', to_char({row}.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'happened_at', to_char({row}.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'subject_type', {row}.subject_type_id, 'subject_id', {row}.subject_id, 'verb', {row}.verb,
    'actor', {row}.actor_id, 'post', {row}.post_id, 'organisation', {row}.organisation_id, 'body', {row}.body)::text"""


def canon(row):
    """SQL of the text of an entry that is hashed. Every digest ever given out depends on it: it never changes."""
    return CANON.format(row=row)


def append_only(table, except_columns=(), delete_when="false"):
    """Refuse UPDATE (except of the named columns), DELETE (unless the condition on OLD holds) and TRUNCATE."""
    table = _name(table)
    columns = ", ".join(f"'{_name(column)}'" for column in except_columns)
    changed = f"(to_jsonb(OLD) - ARRAY[{columns}]) IS DISTINCT FROM (to_jsonb(NEW) - ARRAY[{columns}])"
    rules = {
        "no_update": f"BEFORE UPDATE ON {table} FOR EACH ROW" + (f" WHEN ({changed})" if columns else ""),
        "no_delete": f"BEFORE DELETE ON {table} FOR EACH ROW WHEN (NOT ({delete_when}))",
        "no_truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
    }
    return migrations.RunSQL(
        [f"CREATE TRIGGER {name} {rule} EXECUTE FUNCTION records_refuse()" for name, rule in rules.items()],
        [f"DROP TRIGGER {name} ON {table}" for name in rules],
    )


WATCH = """
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kind integer;
BEGIN
  SELECT id INTO kind FROM django_content_type WHERE app_label = '{app_label}' AND model = '{model}';
  IF kind IS NULL THEN
    INSERT INTO django_content_type (app_label, model) VALUES ('{app_label}', '{model}')
      ON CONFLICT (app_label, model) DO UPDATE SET model = excluded.model RETURNING id INTO kind;
  END IF;
  INSERT INTO records_entry (subject_type_id, subject_id, verb, actor_id, organisation_id, happened_at, body)
    VALUES (kind, NEW.id, '{prefix}.state', nullif(current_setting('portal.actor', true), '')::bigint,
            {organisation}, clock_timestamp(), jsonb_build_object({pairs}));
  RETURN NULL;
END $$
"""


def watch(model_table, verb_prefix, columns, content_type, organisation=None):
    """Write '<verb_prefix>.state' with the named columns whenever a row is inserted or one of them changes.

    `content_type` is (app_label, model); `organisation` may name the column that holds the responsible unit's id.
    The actor is the one of `records.actions.as_actor`, if the transaction named one.
    """
    table, function = _name(model_table), _name(model_table, "watch")
    app_label, model = (_name(part) for part in content_type)
    columns = [_name(column) for column in columns]
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    create = WATCH.format(
        function=function,
        app_label=app_label,
        model=model,
        prefix=".".join(_name(part) for part in verb_prefix.split(".")),
        organisation=f"NEW.{_name(organisation)}" if organisation else "NULL",
        pairs=", ".join(f"'{column}', NEW.{column}" for column in columns),
    )
    run = f"FOR EACH ROW {{}}EXECUTE FUNCTION {function}()"
    changed = f"WHEN (ROW({old}) IS DISTINCT FROM ROW({new})) "
    return migrations.RunSQL(
        [
            create,
            f"CREATE TRIGGER watch_insert AFTER INSERT ON {table} {run.format('')}",
            f"CREATE TRIGGER watch_update AFTER UPDATE OF {', '.join(columns)} ON {table} {run.format(changed)}",
        ],
        [
            f"DROP TRIGGER watch_update ON {table}",
            f"DROP TRIGGER watch_insert ON {table}",
            f"DROP FUNCTION {function}()",
        ],
    )
