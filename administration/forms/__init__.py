"""What is typed about rights and units."""
