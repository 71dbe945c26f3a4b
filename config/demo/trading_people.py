"""People of the market: who acts for a firm, registered builders, experts; with certificates and credit records."""

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import User
from config.demo.trading import RARE, data
from procurement.models import (
    CreditRecord,
    Expert,
    Party,
    Practitioner,
    Qualification,
    Representative,
    Speciality,
)
from records.numbers import next_number

if TYPE_CHECKING:
    from config.demo.scenes.offices import Office

FIRST_EXPERT, FIRST_PERSON = 13_700_002_001, 13_700_003_001
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭郎"
GIVEN = [
    "志强",
    "建国",
    "文华",
    "晓东",
    "丽娟",
    "国庆",
    "海燕",
    "明远",
    "振华",
    "永红",
    "素芬",
    "立新",
    "家明",
    "春生",
]
EMPLOYERS = [
    "湖北省建筑设计院",
    "三峡大学土木与建筑学院",
    "长江水利委员会设计院",
    "宜昌市造价管理站",
    "荆州市中心医院",
]


def person(rng: Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def name_people(rng: Random, now: datetime):
    """Somebody acts for each firm."""
    password, today = make_password(None), timezone.localdate(now)
    alone = list(Party.objects.filter(representatives=None).order_by("pk"))
    numbers = [str(FIRST_PERSON + place) for place in range(len(alone))]
    users = User.objects.bulk_create(
        User(username=number, telephone=number, name=person(rng), password=password, is_citizen=True)
        for number in numbers
    )
    Representative.objects.bulk_create(
        Representative(party=party, user=user, title="授权代表", since=today)
        for party, user in zip(alone, users, strict=True)
    )


def certify(rng: Random, now: datetime):
    """Each builder has a certificate and two registered builders."""
    works = {row["name"] for row in data()["firms"] if row["group"] in ("goods", "drugs", "buyers", "sellers")}
    since = timezone.localdate(now) - timedelta(days=700)
    builders = [party for party in Party.objects.doing("bidder").order_by("pk") if party.name not in works]
    kinds = ["建筑工程施工总承包", "市政公用工程施工总承包", "公路工程施工总承包", "水利水电工程施工总承包"]
    Qualification.objects.bulk_create(
        Qualification(
            party=party,
            name=kinds[place % len(kinds)],
            level=rng.choice(["壹级", "贰级", "叁级"]),
            number=f"D24{rng.randrange(10**7):07d}-{place}",
            issued_by="湖北省住房和城乡建设厅",
            valid_from=since,
            valid_until=since + timedelta(days=1826),
        )
        for place, party in enumerate(builders)
    )
    CreditRecord.objects.bulk_create(
        CreditRecord(
            party=party,
            kind=CreditRecord.Kind.HONOUR if place % 2 else CreditRecord.Kind.PERFORMANCE,
            text="获评年度守合同重信用企业" if place % 2 else "按期完成合同，工程质量验收合格",
            decided_by="云溪县市场监督管理局" if place % 2 else "云溪县住房和城乡建设局",
            decided_on=since + timedelta(days=400 + place),
            entered_at=now,
        )
        for place, party in enumerate(builders[::3])
    )
    Practitioner.objects.bulk_create(
        Practitioner(
            name=person(rng),
            party=party,
            profession=rng.choice(["一级注册建造师", "二级注册建造师", "注册造价工程师"]),
            number=f"鄂1{rng.randrange(10**8):08d}-{place}-{one}",
            valid_until=since + timedelta(days=1461),
        )
        for place, party in enumerate(builders)
        for one in range(2)
    )


def enter_experts(rng: Random, now: datetime, centre: "Office", count: int):
    """The rest of the pool; what one wrote down another confirmed."""
    password, kinds = make_password(None), list(Speciality.objects.exclude(code=RARE[0]).order_by("sort"))
    users = User.objects.bulk_create(
        User(username=str(number), telephone=str(number), name=person(rng), password=password, is_citizen=True)
        for number in range(FIRST_EXPERT, FIRST_EXPERT + max(count, 0))
    )
    firms = list(Party.objects.doing("bidder").order_by("pk"))
    for place, user in enumerate(users):
        employer = firms[place % len(firms)].name if place % 9 == 0 else EMPLOYERS[place % len(EMPLOYERS)]
        known = next((firm for firm in firms if firm.name == employer), None)
        made = Expert.objects.create(
            code=f"ZJ{next_number('expert', 0):04d}",
            name=user.name,
            user=user,
            telephone=user.username,
            employer_name=employer,
            employer_party=known,
            rank=rng.choice(["高级工程师", "正高级工程师", "副教授", "主任医师"]),
            state=Expert.State.REGISTERED,
            entered_at=now,
            entered_by=centre.clerk.user,
            confirmed_at=now,
            confirmed_by=centre.head.user,
        )
        made.specialities.set(kinds[(place + more) % len(kinds)] for more in (0, 3, 7))
