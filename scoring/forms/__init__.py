"""What is typed about scores."""
