"""Tender numbers: YXJY20260302-0417-8 = county, 交易, day of the handing in, serial of that day, check digit."""

from records.numbers import DayNumbers

TENDERS = DayNumbers("tender", "JY")
PATTERN = TENDERS.pattern
tender_number, next_tender_number = TENDERS.number, TENDERS.next
