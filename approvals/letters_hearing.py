"""The words of the letters about a hearing (行政许可法 第四十七条、第四十八条). Chinese by nature."""

from django.utils import timezone

from approvals.letters import facts
from deadlines.words import chinese_date, with_weekday


def right(case, hearing) -> dict:
    return facts(case) | {
        "paragraphs": [
            f"你（单位）申请的“{case.item.name}”涉及申请人与他人之间重大利益关系或者其他应当听证的事项：",
            hearing.ground,
            "根据《中华人民共和国行政许可法》第四十七条的规定，在作出行政许可决定前，申请人、利害关系人享有要求听证的权利。"
            f"如要求听证，请自被告知听证权利之日起五日内提出，最迟于{with_weekday(hearing.apply_by)}提出；"
            "可以在本平台“我的办件”中提出，也可以到受理窗口提出。逾期未提出的，视为放弃听证权利。",
            "申请人、利害关系人不承担本机关组织听证的费用。",
        ]
    }


def session(case, hearing) -> dict:
    moment = timezone.localtime(hearing.session_at)
    return facts(case) | {
        "paragraphs": [
            f"根据你（单位）{chinese_date(timezone.localdate(hearing.applied_at))}提出的听证申请，"
            f"本机关决定就“{case.item.name}”举行听证，现将有关事项通知如下：",
            f"听证事项：{hearing.ground}",
            f"听证时间：{with_weekday(moment.date())}{moment:%H时%M分}。",
            f"听证地点：{hearing.place}。",
            f"听证主持人：{hearing.chair.name}。申请人、利害关系人认为主持人与该行政许可事项有直接利害关系的，有权申请回避。",
            "听证公开举行（涉及国家秘密、商业秘密或者个人隐私的除外）。可以亲自参加，也可以委托一至二人代理；"
            "请携带身份证件、委托书和有关证据，按时参加。听证笔录交参加人确认无误后签字或者盖章，本机关根据听证笔录作出决定。",
        ]
    }
