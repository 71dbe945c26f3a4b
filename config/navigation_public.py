"""Which pages the public and citizens find in the bar and in the menu. Data only, as in config.navigation."""

from django.utils.translation import gettext_lazy as _


def entry(name, label, icon="list", query=""):
    """`query` leads to a narrowed list; such an entry is never the current one, the list itself is."""
    return {"name": name, "label": label, "icon": icon, "query": query, "key": name + query}


def page(name, label, about, icon, query=""):
    return entry(name, label, icon, query) | {"about": about}


# What the public and citizens may do, in the groups of the menu and of the home page.
PUBLIC = [
    (
        _("Get things done"),
        [
            page("approvals:items", _("Service guide"), _("what you need, how long it takes"), "book"),
            page(
                "approvals:items",
                _("Several units at once"),
                _("one form, one set of documents"),
                "list",
                "?course=joint",
            ),
            page("approvals:items", _("Renewals"), _("thirty days before a licence ends"), "clock", "?course=renewal"),
            page("approvals:appointments", _("Appointments"), _("choose an hour at the window"), "calendar"),
            page("complaints:sessions", _("Face to face by video"), _("speak with a unit from home"), "user"),
        ],
    ),
    (
        _("Tell us"),
        [
            page("complaints:choose", _("Ask, suggest, complain"), _("every one gets a number and an answer"), "mail"),
            page("complaints:anonymous", _("Write anonymously"), _("a code is the only way back"), "lock"),
            page("complaints:query", _("Check an order"), _("order number and query code, no sign-in"), "search"),
            page("disclosure:request_guide", _("Ask for information"), _("answered within 20 working days"), "doc"),
            page("complaints:routes", _("Routes and limits"), _("who gets it, by when it is answered"), "clock"),
            page("complaints:articles", _("Frequent questions"), _("what is asked again and again"), "book"),
            page("complaints:voices", _("Published answers"), _("what others asked, what was answered"), "eye"),
            page("complaints:ranking", _("Ranking of the answers"), _("who answers, in time, to content"), "star"),
        ],
    ),
    (
        _("Look up"),
        [
            page(
                "disclosure:search", _("Search the whole portal"), _("items, powers, documents, everything"), "search"
            ),
            page("approvals:progress", _("Check progress"), _("case number and query code, no sign-in"), "search"),
            page("approvals:check_licence", _("Check a licence"), _("is it genuine and still valid"), "seal"),
            page("approvals:slip_check", _("Check inspections"), _("was this visit filed beforehand"), "shield"),
            page("records:seals", _("Proof of records"), _("nothing is changed afterwards"), "lock"),
        ],
    ),
    (
        _("Open to all"),
        [
            page(
                "procurement:public", _("Public resource trading"), _("notices, results, contracts, savings"), "list"
            ),
            page("procurement:credit", _("Projects and credit"), _("projects, firms, restrictions"), "building"),
            page("approvals:results", _("Published decisions"), _("permits and penalties within 7 days"), "doc"),
            page(
                "projects:public",
                _("Projects and works for the people"),
                _("what was promised, and how far it has come"),
                "flag",
            ),
            page("funds:public", _("Public funds"), _("where every yuan came from and went"), "chart"),
            page("funds:shown", _("Subsidies on show"), _("who is to get what, before it is paid"), "eye"),
            page("scoring:bulletins", _("Monthly bulletins"), _("what the squads of the units did"), "doc"),
            page("disclosure:figures", _("On-time figures"), _("on-time figures of every department"), "chart"),
            page("disclosure:rounds", _("Published scores"), _("totals, grades, and why they changed"), "star"),
            page("powers:public", _("Power lists"), _("what every office may do, and nothing else"), "shield"),
            page(
                "approvals:items",
                _("Powers of the offices"),
                _("penalties, levies, inspections by law"),
                "shield",
                "?powers=penalty",
            ),
            page("approvals:ratings", _("Ratings"), _("what people say of the service"), "star"),
            page(
                "disclosure:catalogue",
                _("Publication catalogue"),
                _("what each unit has to publish, and does"),
                "list",
            ),
            page("disclosure:announcements", _("Announcements"), _("notices, explanations, drafts"), "mail"),
            page("disclosure:library", _("Library"), _("laws, rules and founding documents"), "book"),
            page("disclosure:data", _("Open data"), _("CSV and JSON, for everybody"), "down"),
            page("disclosure:lessons", _("Integrity lessons"), _("short articles with a quiz"), "shield"),
            page("scoring:satisfaction", _("Satisfaction with the units"), _("rate any unit at any time"), "star"),
            page("complaints:programmes", _("Programmes on the air"), _("what was promised, and kept"), "phone"),
        ],
    ),
    (
        _("Mine"),
        [
            page("approvals:my", _("My cases"), _("apply, correct, print"), "inbox"),
            page("complaints:my_orders", _("My orders"), _("answers, ratings, open again"), "mail"),
            page("disclosure:my_requests", _("My requests"), _("what I asked for, what was answered"), "doc"),
            page("approvals:my_licences", _("My licences"), _("look, print, renew in time"), "doc"),
            page("funds:my_subsidies", _("My subsidies"), _("what was paid to you, and for what"), "doc"),
            page("procurement:my_registers", _("My entries in the registers"), _("register a firm, appeal"), "user"),
            page("procurement:my_seats", _("My committees"), _("for experts who were drawn"), "star"),
            page("procurement:my_bids", _("My bids"), _("for firms: seal, hand in, bring the key"), "lock"),
            page("procurement:my_tenders", _("My tenders"), _("for firms: run, object, complain"), "building"),
            page("approvals:looks", _("Who looked at my data"), _("every look of an official"), "eye"),
        ],
    ),
]

# The entries that stand in the bar itself; everything else is one step away.
BAR = [
    "disclosure:home",
    "approvals:items",
    "complaints:choose",
    "approvals:progress",
    "approvals:my",
]
HOME = entry("disclosure:home", _("Home"), "home")
