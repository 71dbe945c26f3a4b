"""The demo county 云溪县: an invented county with real kinds of departments, items and laws."""
