"""What is measured. Each module has `run(pairs, full) -> list of Result` and compares results before it times."""
