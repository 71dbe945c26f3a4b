"""The fixed accounts of the demo county, printed at start-up and shown on the sign-in page in demo mode only."""

from typing import NamedTuple

PASSWORD = "Mingjing-2026"  # noqa: S105 - public on purpose: the demo county holds invented data


class Account(NamedTuple):
    """A demo person. Citizens have no role and no organisation; `window` is where a clerk sits."""

    who: str
    username: str
    password: str
    role: str | None
    organisation: str | None
    name: str
    title: str = ""
    window: str | None = None

    @property
    def is_citizen(self) -> bool:
        return self.role is None


def staff(who: str, username: str, role: str, organisation: str, name: str, title: str, window: str | None = None):
    return Account(who, username, PASSWORD, role, organisation, name, title, window)


ACCOUNTS = [
    Account("群众 老张", "13800000001", PASSWORD, None, None, "张建国"),
    Account("群众 李秀英", "13800000002", PASSWORD, None, None, "李秀英"),
    Account("招标代理 郑一鸣", "13700000001", PASSWORD, None, None, "郑一鸣"),
    Account("投标企业 孙立", "13700000002", PASSWORD, None, None, "孙立"),
    Account("评标专家 程立平", "13700000003", PASSWORD, None, None, "程立平"),
    staff("市场监管局 窗口受理", "wang", "clerk", "scjg", "王慧敏", "窗口工作人员", "013"),
    staff("市场监管局 审核", "li", "reviewer", "scjg", "李建国", "行政审批股股长"),
    staff("市场监管局 审批", "zhou", "approver", "scjg", "周雅琴", "副局长"),
    staff("市场监管局 负责人", "liu", "head", "scjg", "刘志远", "局长"),
    staff("住建局 窗口受理", "chen", "clerk", "zjj", "陈晓峰", "窗口工作人员", "056"),
    staff("住建局 审核", "he", "reviewer", "zjj", "何文博", "行政审批股股长"),
    staff("住建局 审批", "tang", "approver", "zjj", "唐丽萍", "副局长"),
    staff("住建局 负责人", "luo", "head", "zjj", "罗守信", "局长"),
    staff("城关街道 窗口受理", "xu", "clerk", "chengguan", "许文静", "便民服务中心工作人员", "111"),
    staff("城关街道 初审", "ma", "reviewer", "chengguan", "马国庆", "便民服务中心主任"),
    staff("文昌社区 代办员", "meng", "clerk", "chengguan-wenchang", "孟春兰", "社区代办员"),
    staff("热线办 话务员", "deng", "operator", "rexian", "邓小丽", "12345话务员"),
    staff("热线办 派单员", "fang", "dispatcher", "rexian", "方秀兰", "派单督办科科长"),
    staff("热线办 负责人", "gao", "head", "rexian", "高明远", "主任"),
    staff("交易中心 经办", "ye", "clerk", "jyzx", "叶文静", "交易受理科科员"),
    staff("交易中心 经办", "tao", "clerk", "jyzx", "陶志勇", "交易组织科科员"),
    staff("交易中心 负责人", "yu", "head", "jyzx", "余长河", "主任"),
    staff("教育局 采购人", "jiang", "clerk", "jyj", "江晓梅", "基建后勤股股长"),
    staff("财政局 采购监管", "xia", "reviewer", "czj", "夏明远", "政府采购监管股股长"),
    staff("财政局 国库支付经办", "fan", "clerk", "czj", "范雪梅", "国库支付中心科员"),
    staff("财政局 负责人", "jin", "head", "czj", "金立诚", "局长"),
    staff("审计局 审计人员", "cui", "clerk", "sjj", "崔文谦", "财政金融审计股科员"),
    staff("审计局 负责人", "bai", "head", "sjj", "白敬之", "局长"),
    staff("督查室 督查员", "shi", "clerk", "dcs", "石磊", "项目督查科科员"),
    staff("督查室 负责人", "dong", "head", "dcs", "董明德", "主任"),
    staff("考评办 考评员", "ren", "clerk", "kpb", "任晓明", "综合考评科科员"),
    staff("考评办 负责人", "shen", "head", "kpb", "沈国华", "主任"),
    staff("编办 审核员", "du", "clerk", "bzb", "杜文涛", "权责清单科科员"),
    staff("编办 负责人", "yan", "head", "bzb", "严正平", "主任"),
    staff("政务公开办 科员", "song", "clerk", "gkb", "宋文清", "督查考核科科员"),
    staff("政务公开办 负责人", "yuan", "head", "gkb", "袁志平", "主任"),
    staff("县纪委监委 监察员", "zhao", "inspector", "jiwei", "赵正明", "党风政风监督室主任"),
    staff("县纪委监委 复核监察员", "qian", "inspector", "jiwei", "钱文斌", "案件审理室副主任"),
    staff("县领导", "sun", "leader", "yunxi", "孙立群", "县长"),
    staff("系统管理员", "sysadmin", "system_admin", "yunxi", "吴新民", "系统管理员"),
    staff("安全管理员", "secadmin", "security_admin", "yunxi", "郑学文", "安全管理员"),
    staff("安全管理员（复核）", "secadmin2", "security_admin", "yunxi", "秦守正", "安全管理员"),
    staff("审计管理员", "auditadmin", "audit_admin", "yunxi", "冯静怡", "审计管理员"),
]
