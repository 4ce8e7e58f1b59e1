"""Words for the codes of the survey's tables, and the words of the survey page."""

from listlab.chart import palette
from listlab.model.language import Text

ROUTES = {
    "none": Text("无", "none"),
    "assessment": Text("安全评估", "security assessment"),
    "contract": Text("标准合同", "standard contract"),
    "certification": Text("认证", "certification"),
}
FREQUENCIES = {
    "realtime": Text("实时", "real time"),
    "daily": Text("每日", "daily"),
    "weekly": Text("每周", "weekly"),
    "monthly": Text("每月", "monthly"),
    "quarterly": Text("每季度", "quarterly"),
    "yearly": Text("每年", "yearly"),
    "on_demand": Text("按需", "on demand"),
}
YES_NO = {
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
    "unknown": Text("不确定", "not sure"),
}
NEEDS = {
    "required": Text("必需", "required"),
    "optional": Text("可选", "optional"),
}
# How soon a flow needs a procedure, most urgent first, with its colour.
URGENCY = {
    "now": (
        Text("尚无路径，人数已到应办程序的量级", "no route yet, at a volume that needs one"),
        palette.ASSESSMENT,
    ),
    "maybe": (
        Text("尚无路径，人数可能到，答复不足以判断", "no route yet, perhaps at such a volume"),
        palette.REVIEW,
    ),
    "below": (
        Text("尚无路径，人数未到", "no route yet, below such a volume"),
        palette.FREE,
    ),
    "unanswered": (Text("未答现有路径", "route not answered"), palette.OBSERVED),
    "handled": (
        Text("已办评估、标准合同或认证", "assessed, under contract or certified"),
        palette.FORECAST,
    ),
}
FRAME = {
    "accepted": Text("已采用", "used"),
    "rejected": Text("已交，被退回", "handed in, sent back"),
    "none": Text("未交", "not handed in"),
}
CORRECTIONS = {
    "applied": Text("已更正", "applied"),
    "refused": Text("未采用", "refused"),
}
AGREES = {
    True: Text("不矛盾", "agree"),
    False: Text("矛盾，请核实", "contradict: check"),
    None: Text("问卷未报此场景", "not in the survey"),
}

# Words of the survey page beside those that its tables and figures bring along.
PAGE = {
    "title": Text("需求调研看板", "The survey at a glance"),
    "callbacks": Text("需要回访的企业", "whom to call back"),
    "callbacks_note": Text(
        "被退回的、有必须改的、没有给出任何人数的、在名录中而未交的。标注好的问卷可直接发还企业。",
        "Sent back, with what must be mended, without any number of persons, or in the frame and "
        "silent. Marked copies are ready to be returned.",
    ),
    "callbacks_hidden": Text(
        "回访名单和标注好的问卷只供内部读者。",
        "The list and the marked copies are for internal readers only.",
    ),
    "why_call": Text("原因", "reasons"),
    "marked": Text("标注好的问卷", "marked copy"),
    "response": Text("谁作答", "who answered"),
    "completeness": Text("填得是否完整", "how fully"),
    "demand": Text("要出境什么", "what they send"),
    "volumes": Text("每家企业的人数", "volumes of every enterprise"),
    "recipients": Text("发给谁", "to whom"),
    "wishes": Text("希望与困难", "wishes and difficulties"),
    "beside": Text("更正与以往案件", "corrections and earlier cases"),
    "private": Text("个人信息防护", "personal data"),
    "problems": Text("问卷中的问题", "problems"),
    "workbooks": Text("收到的问卷", "workbooks"),
    "open": Text(
        "每一行都可以点开，看到它背后的企业、原文位置（文件 › 工作表 › 单元格）。",
        "Every line opens onto the enterprises behind it and their file, sheet and cells.",
    ),
    "back": Text("返回报告", "back to the report"),
    "copies": Text("全部标注好的问卷，可发还企业", "all marked copies, ready to be returned"),
}
