"""Many cases made from one by SQL: the same row again and again with another number, name, telephone and time."""

from django.db import connection

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文辉力斌宇浩凯健俊帆雪梅琳晨欣怡佳慧丹婷雅"

# `n` numbers the copies. The arithmetic spreads names and telephones evenly and the same way every time.
COPY_CLOCKS = """
INSERT INTO deadlines_deadline
SELECT (jsonb_populate_record(d, jsonb_build_object('id', %(first_clock)s + n, 'subject_id', %(first_case)s + n))).*
FROM deadlines_deadline d, generate_series(1, %(count)s) n WHERE d.id = %(clock)s
"""
COPY_CASES = """
INSERT INTO approvals_case
SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', %(first_case)s + n,
    'number', %(prefix)s || lpad(n::text, 8, '0'),
    'applicant_name', substr(%(family)s, 1 + (n %% length(%(family)s)), 1)
        || substr(%(given)s, 1 + (n / 7 %% length(%(given)s)), 1)
        || substr(%(given)s, 1 + (n / 11 %% length(%(given)s)), 1),
    'telephone', '139' || lpad((n::bigint * 7919 %% 100000000)::text, 8, '0'),
    'submitted_at', c.submitted_at - n * interval '10 minutes',
    'decided_at', c.decided_at - n * interval '10 minutes',
    'closed_at', c.closed_at - n * interval '10 minutes',
    'clock_id', CASE WHEN %(clock)s = c.clock_id THEN %(first_clock)s + n ELSE c.clock_id END,
    'step_clock_id', CASE WHEN %(clock)s = c.step_clock_id THEN %(first_clock)s + n ELSE c.step_clock_id END
))).*
FROM approvals_case c, generate_series(1, %(count)s) n WHERE c.id = %(case)s
"""


def multiply(case, clock, count: int, prefix: str):
    """`count` copies of a case and of this clock of it, in the caller's transaction; nothing enters the record."""
    about = {"case": case.pk, "clock": clock.pk, "count": count, "prefix": prefix, "family": FAMILY, "given": GIVEN}
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM approvals_case")
        about["first_case"] = cursor.fetchone()[0]
        cursor.execute("SELECT max(id) FROM deadlines_deadline")
        about["first_clock"] = cursor.fetchone()[0]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks that wait cannot be altered
        cursor.execute("ALTER TABLE approvals_case DISABLE TRIGGER USER")
        cursor.execute(COPY_CLOCKS, about)
        cursor.execute(COPY_CASES, about)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE approvals_case ENABLE TRIGGER USER")
        for table in ("approvals_case", "deadlines_deadline"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608
        cursor.execute("ANALYZE approvals_case, deadlines_deadline, accounts_organisation")
