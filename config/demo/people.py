"""Invents applicants: names, companies, addresses and numbers that pass every check and belong to nobody.

Identity numbers carry a region code that does not exist and the birth year 1900; credit codes the same region.
"""

from random import Random

from accounts.fields import CREDIT_SIGNS, IdNumberField
from config.demo.county import People

REGION = "999921"  # no county of the country has this code


def id_number(rng: Random) -> str:
    """18 signs after GB 11643-1999 with the right check sign."""
    stem = f"{REGION}1900{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(1, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(stem, IdNumberField.WEIGHTS, strict=True))
    return stem + IdNumberField.CHECK_SIGNS[total % 11]


def credit_code(rng: Random) -> str:
    """18 signs after GB 32100-2015 with the right check sign."""
    stem = f"91{REGION}MA{''.join(rng.choices(CREDIT_SIGNS, k=7))}"
    total = sum(CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(stem))
    return stem + CREDIT_SIGNS[-total % 31]


class Inventor:
    """Makes people out of the county's parts; the same `rng` makes the same people."""

    def __init__(self, people: People, rng: Random):
        self.people, self.rng = people, rng
        self.given = [name for names in people.given_names.values() for name in names]

    def name(self) -> str:
        return self.rng.choice(self.people.family_names) + self.rng.choice(self.given)

    def address(self) -> str:
        rng, people = self.rng, self.people
        if rng.random() < 0.7:
            return f"云溪县{rng.choice(people.streets)}{rng.randint(1, 180)}号"
        return f"云溪县{rng.choice(people.hamlets)}{rng.randint(1, 90)}号"

    def telephone(self) -> str:
        return f"1380002{self.rng.randint(0, 9999):04d}"

    def person(self, **known) -> dict:
        """What a natural person types into an application; what is `known` of the person stays."""
        made = {
            "applicant_name": self.name(),
            "id_number": id_number(self.rng),
            "telephone": self.telephone(),
            "address": self.address(),
        }
        return made | known

    def company(self, theme: str, **known) -> dict:
        """What a company types into an application of this theme."""
        rng, people = self.rng, self.people
        name = f"云溪县{rng.choice(people.company_words)}{rng.choice(people.company_kinds[theme])}"
        made = {
            "applicant_name": name,
            "id_number": credit_code(rng),
            "telephone": self.telephone(),
            "address": f"云溪县{rng.choice(people.streets)}{rng.randint(1, 180)}号",
        }
        return made | known

    def applicant(self, item, **known) -> dict:
        """Somebody who may apply for this item, and what for."""
        company = item.audience == "企业" or (item.audience == "个人、企业" and self.rng.random() < 0.6)
        made = self.company(item.theme, **known) if company else self.person(**known)
        return made | {"request": f"申请办理{item.name}。"}
