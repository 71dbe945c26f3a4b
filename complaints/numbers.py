"""Order numbers: YXGD20261113-0417-8 = county, 工单, day of receipt, serial of that day, check digit."""

from records.numbers import DayNumbers

ORDERS = DayNumbers("order", "GD")
PATTERN = ORDERS.pattern
next_order_number = ORDERS.next
