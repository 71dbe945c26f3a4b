"""What the database itself keeps: what was published stands, who asked stays sealed; and the index of the site search.

The index is written by triggers of the tables that everybody may read, so it is right after whatever changed them.
"""

from django.db import migrations

from records.triggers import append_only, watch

ANNOUNCED = [
    *("kind", "title", "body", "comments_until", "state", "drafted_at", "drafted_by_id", "published_at"),
    *("published_by_id", "withdrawn_at", "withdrawn_by_id", "reason"),
]
PUBLISHED = [
    *("due_on", "state", "title", "body", "link", "drafted_at", "drafted_by_id", "published_at", "published_on"),
    *("published_by_id", "reason", "duty_id"),  # the duty: a successor owes what was not published yet
]
CHECKED = [
    *("state", "confirmed_at", "confirmed_by_id", "report", "reported_at", "reported_by_id", "closed_at"),
    *("closed_by_id", "reason", "rectify_by", "total", "words", "drafted_at", "drafted_by_id"),
]
ASKED = [
    *("state", "organisation_id", "begun_on", "content", "correction", "correct_by", "corrected_at", "third_party"),
    *("third_by", "third_words", "extension_reason", "extension_days", "extension_by_id", "extended_at"),
    *("extended_by_id", "outcome", "answer", "drafted_at", "drafted_by_id", "answered_at", "answered_by_id"),
    *("reason", "review", "reviewed_on"),
]
LINE = [  # of the catalogue: all but its code and its cycle
    *("name", "category", "content", "basis", "days", "in_calendar_days", "page", "state", "entered_at"),
    *("entered_by_id", "released_at", "released_by_id", "ended_on", "ended_by_id", "reason"),
]
CHANGED = [
    *(
        "name",
        "category",
        "content",
        "basis",
        "days",
        "in_calendar_days",
        "page",
        "valid_from",
        "why",
        "before",
        "state",
    ),
    *("drafted_at", "drafted_by_id", "released_at", "released_by_id", "reason"),
]
SHEET = ["from_quarter", "why", "state", "drafted_at", "drafted_by_id", "released_at", "released_by_id", "reason"]
POINT = ["name", "standard", "points", "is_active"]
LESSON = [
    *("title", "level", "summary", "body", "quiz", "state", "drafted_at", "drafted_by_id", "published_on"),
    *("published_by_id", "withdrawn_at", "withdrawn_by_id", "reason"),
]
STANDS = [  # while it is open to everybody, the words stand
    "CREATE TRIGGER stands BEFORE UPDATE OF kind, title, body ON disclosure_announcement FOR EACH ROW WHEN "
    "(OLD.state <> 'draft' AND ROW(OLD.kind, OLD.title, OLD.body) IS DISTINCT FROM ROW(NEW.kind, NEW.title, NEW.body)) "
    "EXECUTE FUNCTION records_refuse()",
    "CREATE TRIGGER stands BEFORE UPDATE OF title, body, link ON disclosure_publication FOR EACH ROW WHEN "
    "(OLD.state = 'published' AND NEW.state = 'published' AND ROW(OLD.title, OLD.body, OLD.link) IS DISTINCT FROM "
    "ROW(NEW.title, NEW.body, NEW.link)) EXECUTE FUNCTION records_refuse()",
    "CREATE TRIGGER stands BEFORE UPDATE OF title, level, summary, body, quiz ON disclosure_lesson FOR EACH ROW WHEN "
    "(OLD.state <> 'draft' AND ROW(OLD.title, OLD.level, OLD.summary, OLD.body, OLD.quiz) IS DISTINCT FROM "
    "ROW(NEW.title, NEW.level, NEW.summary, NEW.body, NEW.quiz)) EXECUTE FUNCTION records_refuse()",
    "CREATE TRIGGER stands BEFORE UPDATE OF name, category, content, basis, days, in_calendar_days, page ON "
    "disclosure_cataloguechange FOR EACH ROW WHEN (OLD.state <> 'draft' AND ROW(OLD.name, OLD.category, OLD.content, "
    "OLD.basis, OLD.days, OLD.in_calendar_days, OLD.page) IS DISTINCT FROM ROW(NEW.name, NEW.category, NEW.content, "
    "NEW.basis, NEW.days, NEW.in_calendar_days, NEW.page)) EXECUTE FUNCTION records_refuse()",
    "CREATE TRIGGER stands BEFORE UPDATE ON disclosure_checkpoint FOR EACH ROW EXECUTE FUNCTION disclosure_sheet_stands()",
]
SHEET_STANDS = """
CREATE FUNCTION disclosure_sheet_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM disclosure_checksheet WHERE id = OLD.sheet_id AND state <> 'draft') THEN
    RAISE EXCEPTION 'points of a released sheet stand' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$
"""

# Pairs of neighbouring signs, without blanks and punctuation: Chinese is searched without cutting it into words.
GRAMS = r"""
CREATE FUNCTION disclosure_grams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT sign || after), '{}') FROM (
    SELECT sign, lead(sign) OVER (ORDER BY place) AS after
    FROM unnest(string_to_array(lower(regexp_replace(coalesce(words, ''),
      E'[\\s!-/:-@\\[-`{-~　，。；：、！？“”‘’（）《》〈〉【】〔〕…—·]+', ' ', 'g')), NULL)) WITH ORDINALITY AS signs(sign, place)
  ) pairs WHERE after IS NOT NULL AND sign <> ' ' AND after <> ' '
$$
"""
PUT = """
CREATE FUNCTION disclosure_put(p_kind text, p_thing bigint, p_key text, p_title text, p_text text, p_unit bigint,
  p_weight integer) RETURNS void LANGUAGE sql AS $$
  INSERT INTO disclosure_indexed (kind, thing, key, title, text, organisation_id, weight, grams)
  VALUES (p_kind, p_thing, p_key, p_title, left(coalesce(p_text, ''), 20000), p_unit, p_weight,
          disclosure_grams(p_title || ' ' || left(coalesce(p_text, ''), 20000)))
  ON CONFLICT (kind, thing) DO UPDATE SET key = excluded.key, title = excluded.title, text = excluded.text,
    organisation_id = excluded.organisation_id, weight = excluded.weight, grams = excluded.grams
$$
"""
TRIGGER = """
CREATE FUNCTION disclosure_index_{kind}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' AND {shown} THEN
    PERFORM disclosure_put('{kind}', NEW.id, {key}, {title}, {text}, {unit}, {weight});
  ELSE
    DELETE FROM disclosure_indexed WHERE kind = '{kind}' AND thing = OLD.id;
  END IF;
  RETURN NULL;
END $$
"""
PLAIN = r"regexp_replace({}::text, '[\[\]\{{\}}\"]+', ' ', 'g')"  # JSON as words
INDEX = {  # table: kind, condition, key, title, text, unit, weight
    "approvals_item": (
        "item",
        "NEW.state = 'published' AND NEW.kind <> 'non_permit'",
        "NEW.code",
        "NEW.name",
        "concat_ws(' ', NEW.code, NEW.theme, NEW.certificate, NEW.audience, " + PLAIN.format("NEW.legal_basis") + ")",
        "NEW.organisation_id",
        "NEW.popularity",
    ),
    "disclosure_announcement": (
        "announcement",
        "NEW.state = 'published'",
        "NEW.id::text",
        "NEW.title",
        "NEW.body",
        "NEW.organisation_id",
        "0",
    ),
    "disclosure_publication": (
        "publication",
        "NEW.state = 'published'",
        "NEW.id::text",
        "NEW.title",
        "NEW.body",
        "(SELECT organisation_id FROM disclosure_publicationduty WHERE id = NEW.duty_id)",
        "0",
    ),
    "disclosure_librarydocument": (
        "document",
        "NEW.state <> 'draft'",
        "NEW.code",
        "NEW.title",
        "concat_ws(' ', NEW.number, NEW.issuer, NEW.summary, NEW.text)",
        "NEW.organisation_id",
        "CASE WHEN NEW.state = 'in_force' THEN 1 ELSE 0 END",
    ),
    "disclosure_lesson": (
        "lesson",
        "NEW.state = 'published'",
        "NEW.code",
        "NEW.title",
        "concat_ws(' ', NEW.summary, NEW.body)",
        "NULL",
        "0",
    ),
    "projects_project": (
        "project",
        "NEW.state NOT IN ('draft', 'submitted')",
        "NEW.code",
        "NEW.name",
        "concat_ws(' ', NEW.code, NEW.place, NEW.content)",
        "NEW.organisation_id",
        "0",
    ),
    "accounts_organisation": (
        "unit",
        "NEW.ended_on IS NULL",
        "NEW.code",
        "NEW.name",
        "concat_ws(' ', NEW.short_name, NEW.address, NEW.telephone)",
        "NEW.id",
        "0",
    ),
    "powers_power": (
        "power",
        "EXISTS (SELECT FROM powers_powerlist WHERE id = NEW.list_id AND state = 'published')",
        "NEW.code",
        "NEW.name",
        "concat_ws(' ', NEW.code, NEW.basis, NEW.object, NEW.result)",
        "(SELECT organisation_id FROM powers_powerlist WHERE id = NEW.list_id)",
        "0",
    ),
}
# The powers of a list come and go with it; a tender is shown from its first notice on.
OF_LISTS = """
CREATE FUNCTION disclosure_index_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'published' THEN
    PERFORM disclosure_put('power', id, code, name, concat_ws(' ', code, basis, object, result), NEW.organisation_id, 0)
      FROM powers_power WHERE list_id = NEW.id;
  ELSE
    DELETE FROM disclosure_indexed WHERE kind = 'power'
      AND thing IN (SELECT id FROM powers_power WHERE list_id = NEW.id);
  END IF;
  RETURN NULL;
END $$
"""
OF_NOTICES = """
CREATE FUNCTION disclosure_index_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM disclosure_put('tender', id, number, concat_ws(' ', project_name, lot),
    concat_ws(' ', number, project_number, summary), tenderer_organisation_id, 0)
    FROM procurement_tender WHERE id = NEW.tender_id;
  RETURN NULL;
END $$
"""
MADE = [
    "CREATE TRIGGER indexed AFTER UPDATE OF state ON powers_powerlist FOR EACH ROW "
    "WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION disclosure_index_list()",
    "CREATE TRIGGER indexed AFTER INSERT ON procurement_notice FOR EACH ROW "
    "EXECUTE FUNCTION disclosure_index_notice()",
]


def indexing():
    """The triggers of the tables above, and what stands in them already."""
    forward, names = [], ("kind", "shown", "key", "title", "text", "unit", "weight")
    for table, told in INDEX.items():
        about = dict(zip(names, told, strict=True))
        run = f"ON {table} FOR EACH ROW EXECUTE FUNCTION disclosure_index_{about['kind']}()"
        forward += [TRIGGER.format(**about), f"CREATE TRIGGER indexed AFTER INSERT OR UPDATE OR DELETE {run}"]
    backward = [f"DROP FUNCTION disclosure_index_{told[0]}() CASCADE" for told in INDEX.values()]
    return migrations.RunSQL(forward, backward)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0001_initial"),
        ("records", "0002_guards"),
        ("accounts", "0001_initial"),
        ("approvals", "0001_initial"),
        ("powers", "0001_initial"),
        ("procurement", "0001_initial"),
        ("projects", "0001_initial"),
    ]
    operations = [
        append_only("disclosure_announcement", ANNOUNCED),
        append_only("disclosure_publicationduty", ["asked_until", "last_on", "ended_on"]),
        append_only("disclosure_publication", PUBLISHED),
        append_only("disclosure_opennesscheck", CHECKED),
        append_only("disclosure_checkline"),
        append_only("disclosure_inforequest", ASKED),
        append_only("disclosure_applicant", ["key", "sealed"]),
        append_only("disclosure_catalogueentry", LINE),
        append_only("disclosure_cataloguechange", CHANGED),
        append_only("disclosure_checksheet", SHEET),
        append_only("disclosure_checkpoint", POINT),
        append_only("disclosure_lesson", LESSON),
        migrations.RunSQL(SHEET_STANDS, "DROP FUNCTION disclosure_sheet_stands() CASCADE"),
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
        watch(
            "disclosure_announcement",
            "disclosure.announcement",
            columns=["state", "published_by_id"],
            content_type=("disclosure", "announcement"),
            organisation="organisation_id",
        ),
        watch(
            "disclosure_publication",
            "disclosure.publication",
            columns=["state", "due_on", "published_by_id", "duty_id"],
            content_type=("disclosure", "publication"),
        ),
        watch(
            "disclosure_cataloguechange",
            "disclosure.catalogue_change",
            columns=["state", "valid_from", "released_by_id"],
            content_type=("disclosure", "cataloguechange"),
        ),
        watch(
            "disclosure_opennesscheck",
            "disclosure.check",
            columns=["state", "total", "confirmed_by_id"],
            content_type=("disclosure", "opennesscheck"),
            organisation="organisation_id",
        ),
        watch(
            "disclosure_inforequest",
            "disclosure.request",
            columns=["state", "outcome", "answered_by_id"],
            content_type=("disclosure", "inforequest"),
            organisation="organisation_id",
        ),
        migrations.RunSQL(GRAMS, "DROP FUNCTION disclosure_grams(text)"),
        migrations.RunSQL(PUT, "DROP FUNCTION disclosure_put(text, bigint, text, text, text, bigint, integer)"),
        indexing(),
        migrations.RunSQL(OF_LISTS, "DROP FUNCTION disclosure_index_list() CASCADE"),
        migrations.RunSQL(OF_NOTICES, "DROP FUNCTION disclosure_index_notice() CASCADE"),
        migrations.RunSQL(MADE, migrations.RunSQL.noop),
    ]
