"""Words that say the contrary, more, or somebody else: what the corruptions put in and out."""

from __future__ import annotations

# Each pair is put both ways. The words mean the contrary in such reports.
ANTONYMS = tuple(
    tuple(line.split(" / "))
    for line in """
accurate / inaccurate
always / never
ambitious / unambitious
appropriate / inappropriate
better / worse
brief / lengthy
clear / unclear
close / distant
complete / incomplete
completed / abandoned
consistent / inconsistent
consistently / inconsistently
declined / improved
easy / hard
early / late
effective / ineffective
effectively / ineffectively
experienced / inexperienced
fast / slowly
few / many
frequent / rare
full / empty
good / poor
happy / unhappy
included / excluded
increased / decreased
kind / unkind
manageable / unmanageable
often / seldom
on time / late
overdue / up to date
positive / negative
praise / criticise
precise / vague
present / absent
prompt / slow
promptly / slowly
published / withheld
quickly / slowly
rarely / usually
regular / irregular
regularly / irregularly
registered / unregistered
reliable / unreliable
safe / unsafe
satisfied / dissatisfied
seldom / usually
sensitive / insensitive
settled / unsettled
short / long
stable / unstable
started / stopped
strong / weak
sufficient / insufficient
suitable / unsuitable
thorough / superficial
thoughtful / thoughtless
trust / distrust
trusted / distrusted
understood / misunderstood
upheld / rejected
valued / resented
warmly / coldly
welcome / unwelcome
well / badly
with / without
within / only after
""".strip().splitlines()
)

# What goes the other way: a figure, a share, a change.
DIRECTIONS = tuple(
    tuple(line.split(" / "))
    for line in """
more than / less than
fewer than / more than
above / below
up from / down from
rose / fell
risen / fallen
gone up / gone down
went up / went down
grown / shrunk
grew / shrank
increased / decreased
increase / decrease
higher / lower
highest / lowest
longer than / shorter than
longest / shortest
reduced / increased
cut / raised
dropped / rose
improved / worsened
better than / worse than
doubled / halved
before / after
""".strip().splitlines()
)

# What a quantity may be made of: on the right is always more, or surer, or the contrary.
QUANTITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("nearly all", ("all", "few")),
    ("almost all", ("all", "few")),
    ("nearly every", ("every", "hardly any")),
    ("a small number of", ("most", "all")),
    ("in a small number of", ("in most", "in all")),
    ("too many", ("all", "hardly any")),
    ("most of", ("all of", "few of")),
    ("a few of", ("most of", "all of")),
    ("some of", ("most of", "all of")),
    ("a few", ("most", "many")),
    ("few", ("many", "most")),
    ("some", ("most", "all")),
    ("several", ("most", "all")),
    ("many", ("all", "few")),
    ("most", ("all", "few")),
    ("mostly", ("entirely", "rarely")),
    ("all", ("few", "hardly any")),
    ("every", ("hardly any", "almost no")),
    ("each", ("hardly any", "almost no")),
    ("any", ("every",)),
    ("sometimes", ("always", "usually")),
    ("occasionally", ("always", "usually")),
    ("often", ("always", "never")),
    ("usually", ("always", "rarely")),
    ("generally", ("always", "rarely")),
    ("seldom", ("never", "usually")),
    ("rarely", ("never", "usually")),
    ("not always", ("never", "always")),
    ("fewer than half", ("most", "none")),
    ("two-thirds", ("all", "hardly any")),
    ("a third", ("most", "all")),
)

# Who does things in such reports. Names of one line mean nearly the same and never replace one
# another.
ROLES = tuple(
    tuple(line.split(", "))
    for line in """
social workers, practitioners
managers, senior managers, leaders, senior leaders
foster carers, carers, adopters
personal advisers, advisers
parents, families
teachers, schools
police officers, the police, police
health visitors, nurses, health staff, health professionals
elected members, councillors
independent reviewing officers, reviewing officers
inspectors
care leavers, young people
auditors
""".strip().splitlines()
)

# Content that such a paragraph could have. The second half of the set has its own.
OUTSIDE = {
    "calibration": (
        ", after a pilot with three primary schools",
        ", and the work won a regional award",
        ", which an independent consultant had recommended",
        ", largely because of a new computer system",
        ", although the budget for it ends next spring",
        ", and staff receive a bonus for this",
        ", following a complaint to the ombudsman",
        ", with the support of a local university",
        ", and a helpline in four languages has been opened",
        ", despite the closure of two offices",
        ", and trade unions have welcomed this",
        ", which has saved the council a good deal of money",
        ", particularly during the school holidays",
        ", and the work is overseen by a retired judge",
        ", because a court ordered it",
        ", and volunteers from a church help with transport",
    ),
    "held-out": (
        ", thanks to a grant from a national charity",
        ", and a mobile telephone app supports this",
        ", which neighbouring councils have since copied",
        ", and a film about it is shown to new staff",
        ", as the result of a serious case review",
        ", and the council has apologised for it in writing",
        ", mainly because of the cost of petrol",
        ", and girls benefit from this more than boys",
        ", although the union opposed it",
        ", and an outside company now runs the service",
        ", after an article in the local newspaper",
        ", and this is especially so for children under five",
        ", with translators on hand at all times",
        ", which led to the resignation of a manager",
        ", and interest from researchers has been great",
        ", in line with advice from the children's commissioner",
    ),
}
