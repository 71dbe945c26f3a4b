"""Pages of indicators, weekly reports and the quarterly figures."""
