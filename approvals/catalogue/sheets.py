"""The workbook of the catalogue: its sheets, their columns, how each is read. The headers are part of the format."""

from dataclasses import dataclass

from approvals.catalogue.cells import Cell, Choice, Code, Day, Known, Lines, Money, Number, Text, YesNo
from approvals.models import Item

ITEM, CODE, WINDOWS = "事项", "code", "windows"
MOST_DAYS = 3650


@dataclass(frozen=True)
class Column:
    name: str
    header: str
    cell: Cell


@dataclass(frozen=True)
class Sheet:
    """`kind` is the related name of the parts that stand here; the first column of a part is the item's code."""

    title: str
    kind: str
    columns: tuple[Column, ...]

    @property
    def headers(self) -> list[str]:
        return [column.header for column in self.columns]


UNIT = Known()
OF_ITEM = Column("item", "事项编码", Code(30, required=True))
PART = (OF_ITEM, Column("code", "编码", Code(20, required=True)), Column("name", "名称", Text(200, required=True)))

SHEETS = [
    Sheet(
        ITEM,
        "",
        (
            Column(CODE, "事项编码", Code(30, required=True)),
            Column("name", "事项名称", Text(200, required=True)),
            Column("organisation", "实施机关", UNIT),
            Column("kind", "权力类型", Choice(Item.Kind.choices)),
            Column("handling", "办件类型", Choice(Item.Handling.choices)),
            Column("promised_days", "承诺时限（工作日）", Number(MOST_DAYS)),
            Column("statutory_days", "法定时限（工作日）", Number(MOST_DAYS)),
            Column("legal_basis", "设定依据（一行一条）", Lines(4000)),
            Column("conditions", "受理条件（一行一条）", Lines(4000)),
            Column("audience", "服务对象", Text(50)),
            Column("theme", "主题", Text(30)),
            Column("certificate", "结果名称", Text(100)),
            Column("validity", "有效期", Text(100)),
            Column("validity_years", "证照有效年数", Number(100, required=False, least=1)),
            Column("renews", "延续哪个事项的证照", Code(30)),
            Column("level", "办理层级", Choice(Item.Level.choices)),
            Column("first_review", "初审", Choice(Item.FirstReview.choices, blank=True)),
            Column("is_joint", "并联办理", YesNo()),
            Column("needs_site_check", "现场核查", YesNo()),
            Column("is_online", "网上可办", YesNo()),
            Column("at_window", "窗口可办", YesNo()),
            Column("telephone", "咨询电话", Text(20)),
            Column("in_hall", "进驻大厅", YesNo()),
            Column("outside_reason", "未进驻原因", Text(200)),
            Column("entering_on", "计划进驻日期", Day()),
            Column("power_code", "权力事项编码", Code(40)),
            Column(WINDOWS, "窗口号", Text(300)),
        ),
    ),
    Sheet(
        "材料",
        "documents",
        (
            *PART,
            Column("is_required", "必须提交", YesNo()),
            Column("source", "材料来源", Text(100)),
            Column("copies", "份数", Number(100, least=1)),
            Column("note", "说明", Text(300)),
        ),
    ),
    Sheet("环节", "steps", (*PART, Column("days", "时限（工作日）", Number(MOST_DAYS, least=1)))),
    Sheet(
        "并联单位",
        "branches",
        (
            *PART,
            Column("organisation", "审查单位", UNIT),
            Column("days", "时限（工作日）", Number(MOST_DAYS, least=1)),
        ),
    ),
    Sheet(
        "收费",
        "fees",
        (
            *PART,
            Column("amount", "标准（元）", Money()),
            Column("unit", "计费单位", Text(30)),
            Column("basis", "收费依据", Text(200)),
            Column("valid_from", "起征日期", Day()),
            Column("valid_to", "停征日期", Day()),
        ),
    ),
]
