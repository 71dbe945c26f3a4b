"""What must not be read by everybody in the words of a complainant or an answer: who somebody is, where they live.

A proposal of a masked text: a person reads it over and a second one as well, because no pattern knows every name.
"""

import re
from collections.abc import Iterable

from records.masks import without_numbers

HIDDEN = "***"
SOMEBODY = "某某"
# The hundred commonest surnames and the double ones; a sign of this list before a title or after 我叫 begins a name.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金"
    "邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐"
NAME = rf"(?:{DOUBLE}|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}}"
TITLES = "先生|女士|小姐|同志|老师|师傅|大爷|大妈|阿姨|叔叔"
# a name before a title; a name after the words that introduce one. The title and those words stay.
BEFORE_TITLE = re.compile(rf"({DOUBLE}|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}}(?={TITLES})")
AFTER_WORDS = re.compile(
    rf"((?:我叫|本人是|我是|名叫|姓名[：:]?|业主|居民|村民|户主|当事人|反映人|申请人|投诉人|患者|学生|司机)\s*)({DOUBLE}|[{SURNAMES}])"
    r"[\u4e00-\u9fff]{1,2}(?=[，,。；;、：:（(\s]|$)"
)
PLATE = re.compile(r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])[·•\s]?[A-Z0-9]{5,6}")
HOME = re.compile(
    r"(?:[0-9０-９一二三四五六七八九十]+(?:号楼|栋|幢|座|号院|单元|楼层|室|户|门牌号)){1,}[0-9０-９]{0,4}(?:室|户|号)?"
    r"|[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}"
)
HOUSE = re.compile(r"([路街道巷弄村组])[0-9０-９]+号(?!楼)")
SOCIAL = re.compile(r"((?:QQ|qq|微信|抖音|快手)号?(?:码)?[是为：:\s]*)[A-Za-z0-9_-]{5,20}")


def masked_text(text: str, names: Iterable[str] = ()) -> str:
    """Without telephones, numbers, plates, homes and names; `names` are known ones, hidden wherever they stand."""
    for name in sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True):
        text = text.replace(name, f"{name[0]}{SOMEBODY}")
    text = SOCIAL.sub(rf"\1{HIDDEN}", text)
    text = PLATE.sub(rf"\1{HIDDEN}", text)
    text = HOME.sub(HIDDEN, text)
    text = HOUSE.sub(rf"\1{HIDDEN}号", text)
    text = BEFORE_TITLE.sub(rf"\1{SOMEBODY}", text)
    text = AFTER_WORDS.sub(rf"\1\2{SOMEBODY}", text)
    return without_numbers(text)


def masked_answer(text: str, names: Iterable[str] = ()) -> str:
    """An answer of an office: the same, but the telephone of the office, a landline, may be read."""
    kept = dict.fromkeys(OFFICE.findall(text))
    for place, number in enumerate(kept):
        text = text.replace(number, KEPT.format(chr(START + place)))
    text = masked_text(text, names)
    for place, number in enumerate(kept):
        text = text.replace(KEPT.format(chr(START + place)), number)
    return text


OFFICE = re.compile(r"(?<![\d-])(?:0\d{2,3}-?)?[2-8]\d{6,7}(?![\d-])|(?<!\d)(?:12345|12328|12315|110|119|120)(?!\d)")
START = 0xE000  # of the private area of Unicode: no text that anybody typed holds these
KEPT = "\ue0ff{}\ue0ff"
