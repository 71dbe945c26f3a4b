"""Performance as ratios to the limit, measured in one run: `python -m bench [NAME …] [--json] [--quick | --full]`."""
