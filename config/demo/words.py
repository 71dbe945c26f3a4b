"""What officials of the demo county write. Chinese data, like the county itself."""

from accounts.models import Role

PROCEDURES = [  # (one of approvals.flow.PAUSES, ground)
    ("inspection", "需对申报场所进行现场检验，核实设施设备与申报材料是否一致。"),
    ("inspection", "涉及特种设备安全，需由检验机构出具检验报告。"),
    ("testing", "需对样品进行检测，检测周期由检测机构确定。"),
    ("appraisal", "申报材料中的图件需委托技术机构鉴定。"),
    ("expert_review", "事项专业性强，需组织专家进行技术评审。"),
    ("hearing", "利害关系人提出听证申请，依法组织听证。"),
]
EXTENSION_REASONS = [
    "案情复杂，需向上级主管部门请示适用标准。",
    "现场核查发现边界需与相邻乡镇共同确认。",
    "涉及历史遗留问题，需调阅原始档案核实。",
]
ATTEMPT_GROUNDS = [  # (deed, role, detail): refused after acceptance and before review, whoever tries
    ("deliver", Role.CLERK, {}),
    ("accept", Role.CLERK, {}),
    ("decide", Role.REVIEWER, {"result": "granted"}),
    ("decide", Role.APPROVER, {"result": "granted"}),
    ("review", Role.CLERK, {"opinion": "同意。"}),
]
CARD_ANSWERS = [  # (cause, what was done)
    (
        "经办人员外出培训期间未落实 A、B 岗工作交接，办件滞留在审核环节。",
        "已当日办结该件；修订 A、B 岗交接清单，外出前须由股长签字确认。",
    ),
    (
        "现场核查车辆调度不及时，核查晚于计划，影响后续审批。",
        "已完成核查并办结；核查任务改为受理次日派单，分管领导每日调度。",
    ),
    (
        "对系统预警提示重视不够，到期前未及时催办。",
        "对经办人批评教育；建立每日上午查看到期清单制度，由窗口负责人督促。",
    ),
    (
        "业务骨干调离后新接手人员不熟悉办理要求，反复核对材料耽误时间。",
        "已组织专题培训，安排老同志结对指导一个月，同类办件优先复核。",
    ),
]
