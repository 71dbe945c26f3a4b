"""Facts for red flags: plain data of a tender, how it is stored, where it comes from."""
