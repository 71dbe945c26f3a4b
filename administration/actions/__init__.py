"""What is done to rights and units."""
