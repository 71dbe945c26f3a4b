"""What stands in a version of an item, apart from the database: content, checks, comparison, spreadsheets."""
