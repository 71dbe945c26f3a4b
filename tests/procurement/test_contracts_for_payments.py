"""Contracts of trading as those who pay under them ask for them."""

import pytest

from funds import contracts
from procurement.models import Contract

pytestmark = pytest.mark.django_db


def test_contract_names_the_winner(course):
    contract = Contract.objects.get(award__tender=course.to("filing_contract"))
    winner = contract.award.winner
    assert contracts.parties([contract.number, ""]) == {contract.number: {winner.code: winner.name}}
