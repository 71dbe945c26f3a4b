"""Pages of scores: what leaders read, the desk of the office of appraisal, what units see."""
