"""The office of appraisal with its clerk and head; whom it scores and asks about."""

from types import SimpleNamespace

import pytest

from accounts.models import Organisation, Role
from scoring.surveys import OVERALL
from tests.conftest import employ
from tests.scoring.asked import stations, survey_of


@pytest.fixture
def office(county):
    business = Organisation.Business.APPRAISAL
    about = {"name": "云溪县绩效考评办公室", "short_name": "考评办", "level": "department", "business": business}
    unit = Organisation.objects.create(code="kpb", parent=county, **about)
    return SimpleNamespace(
        unit=unit, clerk=employ("kao", "考小评", unit, Role.CLERK), head=employ("ping", "平主任", unit, Role.HEAD)
    )


@pytest.fixture
def towns(county):
    """Ten towns, in alphabetical order of their codes."""
    names = ["城关", "青山", "白水", "石桥", "柳林", "双河", "龙泉", "金沟", "高坪", "望江"]
    return [
        Organisation.objects.create(
            code=f"town{place}", name=f"{name}镇人民政府", short_name=f"{name}镇", level="town", parent=county
        )
        for place, name in enumerate(names)
    ]


@pytest.fixture
def units(county):
    return stations(county)


@pytest.fixture
def survey(office, units):
    """One unit, one aspect: a slip is an answer."""
    return survey_of(office, units[:1], OVERALL)
