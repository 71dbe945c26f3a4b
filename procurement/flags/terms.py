"""The check list of discriminating terms: words in tender documents that exclude firms (条例 第三十二条)."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class TermRule:
    code: str
    name: str
    pattern: re.Pattern


LOCAL = r"(?:本地|本县|本市|本省|我县|我市|县域内|云溪县(?:境内)?)"
TERMS = {
    rule.code: rule
    for rule in [
        TermRule(
            "brand",
            _("a brand is named"),
            re.compile(
                r"(?:指定|限定|必须(?:为|采用|使用)|须(?:为|采用|使用)|应(?:为|采用|使用))[^，。；,;\n]{0,20}(?:品牌|牌)"
            ),
        ),
        TermRule(
            "local",
            _("local firms only"),
            re.compile(
                rf"(?:仅限|必须|须|应)[^，。；,;\n]{{0,15}}{LOCAL}[^，。；,;\n]{{0,15}}(?:企业|注册|纳税|分公司|分支机构|业绩|社保)"
            ),
        ),
        TermRule(
            "excessive",
            _("excessive qualification"),
            re.compile(
                r"注册资(?:本|金)(?:不(?:低于|少于|得低于)|达到|须)[^，。；,;\n]{0,15}万元"
                r"|(?:成立|经营)(?:年限|时间)?(?:满|不少于|不低于)[^，。；,;\n]{0,6}年"
                r"|(?:年营业额|营业收入|纳税额)(?:不低于|不少于|达到)[^，。；,;\n]{0,15}元"
            ),
        ),
        TermRule(
            "sole",
            _("awards of one region or trade give points"),
            re.compile(
                rf"(?:获得?|取得|具有)[^，。；,;\n]{{0,10}}{LOCAL}[^，。；,;\n]{{0,10}}(?:奖|荣誉)[^，。；,;\n]{{0,10}}(?:加|得)"
            ),
        ),
    ]
}


def found_in(text: str) -> list[tuple[str, str]]:
    """(code, words) of every term of the list in the text, each once."""
    hits = [(rule.code, match.group()[:200]) for rule in TERMS.values() for match in rule.pattern.finditer(text)]
    return list(dict.fromkeys(hits))
