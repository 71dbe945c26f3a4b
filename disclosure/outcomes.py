"""How a request may end (政府信息公开条例 第三十六条至第三十九条), and which article says so."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """The rows of the yearly report (第五十条), from the most open to the least."""

    ALREADY = "already", _("is public already")
    GIVEN = "given", _("given")
    PARTLY = "partly", _("given in part")
    SECRET = "secret", _("not given: state secret, law, safety")
    THIRD = "third", _("not given: third party")
    INTERNAL = "internal", _("not given: internal or of the process")
    ENFORCEMENT = "enforcement", _("not given: files of enforcement")
    INQUIRY = "inquiry", _("not given: regulated elsewhere")
    NONE = "none", _("does not exist")
    NOT_OURS = "not_ours", _("not of this unit")
    MAKE = "make", _("would have to be made")
    UNCLEAR = "unclear", _("still unclear after correction")
    REPEATED = "repeated", _("asked again")
    PETITION = "petition", _("a complaint or a petition")
    BOOKS = "books", _("publications")


class Review(models.TextChoices):
    """What a reconsideration or a suit came to."""

    UPHELD = "upheld", _("answer upheld")
    CORRECTED = "corrected", _("answer corrected")
    OTHER = "other", _("other end")
    OPEN = "open", _("still pending")


@dataclass(frozen=True)
class Ground:
    """`article` is quoted in the letter; `refuses`: the law of 2023 wants a reconsideration before a suit."""

    article: str
    words: str  # Chinese: the sentence of the letter
    group: str  # of the yearly report
    refuses: bool = False


OPEN, PART, CLOSED, UNABLE, NOT_HANDLED = "open", "part", "closed", "unable", "not_handled"
GROUNDS = {
    Outcome.ALREADY: Ground(
        "第三十六条第一项",
        "您申请的信息已经主动公开，现将获取的方式、途径告知如下：",
        OPEN,
    ),
    Outcome.GIVEN: Ground(
        "第三十六条第二项",
        "您申请的信息属于可以公开的信息，现予以公开：",
        OPEN,
    ),
    Outcome.PARTLY: Ground(
        "第三十七条",
        "您申请的信息中含有不应当公开的内容，能够作区分处理，现公开可以公开的部分，并说明不予公开的理由：",
        PART,
        True,
    ),
    Outcome.SECRET: Ground(
        "第十四条、第三十六条第三项",
        "您申请的信息依法不予公开，理由如下：",
        CLOSED,
        True,
    ),
    Outcome.THIRD: Ground(
        "第十五条、第三十二条、第三十六条第三项",
        "您申请的信息公开后会对第三方合法权益造成损害，不予公开，理由如下：",
        CLOSED,
        True,
    ),
    Outcome.INTERNAL: Ground(
        "第十六条第一款、第三十六条第三项",
        "您申请的信息属于内部事务信息或者过程性信息，不予公开，理由如下：",
        CLOSED,
        True,
    ),
    Outcome.ENFORCEMENT: Ground(
        "第十六条第二款、第三十六条第三项",
        "您申请的信息属于行政执法案卷信息，不予公开，理由如下：",
        CLOSED,
        True,
    ),
    Outcome.INQUIRY: Ground(
        "第三十六条第七项",
        "您申请的信息依照有关法律、行政法规的规定办理，现告知如下：",
        CLOSED,
        True,
    ),
    Outcome.NONE: Ground(
        "第三十六条第四项",
        "经检索，您申请的信息不存在。检索情况如下：",
        UNABLE,
    ),
    Outcome.NOT_OURS: Ground(
        "第三十六条第五项",
        "您申请的信息不属于本机关负责公开，现说明如下：",
        UNABLE,
    ),
    Outcome.MAKE: Ground(
        "第三十八条",
        "您申请的信息需要本机关对现有政府信息进行加工、分析，现说明如下：",
        UNABLE,
    ),
    Outcome.UNCLEAR: Ground(
        "第三十条",
        "您申请的内容经补正仍不明确，无法提供，现说明如下：",
        UNABLE,
    ),
    Outcome.REPEATED: Ground(
        "第三十六条第六项",
        "您此前已就相同内容提出申请并已得到答复，不予重复处理：",
        NOT_HANDLED,
    ),
    Outcome.PETITION: Ground(
        "第三十九条第一款",
        "您的申请实为信访、投诉、举报等活动，不作为政府信息公开申请处理，请通过下列渠道提出：",
        NOT_HANDLED,
    ),
    Outcome.BOOKS: Ground(
        "第三十九条第二款",
        "您要求提供的是公开出版物，现告知获取的途径：",
        NOT_HANDLED,
    ),
}
GROUPS = {
    OPEN: _("given or public"),
    PART: _("given in part"),
    CLOSED: _("refused to be given"),
    UNABLE: _("cannot be given"),
    NOT_HANDLED: _("not handled as a request"),
}
