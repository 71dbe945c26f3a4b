"""Rights and units over the years: grants by two persons, moves, yearly review, reorganisations, the audit.

What others may read here: `Grant`, `RightChange` (the log of rights, append-only), `Reorganisation`, `Campaign` and
`Confirmation`. How their open work follows a unit or a person the apps above say in `accounts.succession`.
"""
