"""The sentences from which invented specs are composed.

`{thing}` is what the spec is about, `{place}` where; `{a}` to `{d}` are ascending numbers from 2
up. Every spec draws its own numbers, so no two lines are the same and no program gains from having
seen a line before.
"""

from __future__ import annotations

THINGS = (
    """
ticket validator|depot roster|points heater|stop display|delay feed|fare cap|lost property desk
brake sand refill|signal log|shift swap|overhead line survey|season pass renewal|route diagram
noise complaint|wheel lathe queue|platform camera|transfer promise|refund form|track closure
winter timetable
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

WORKS = "Retry|Merge|Replay|Archive|Mirror|Batching|Signing|Versioning|Throttle|Handover".split("|")
PLACES = "Harbour Gate|Old Mill|North Quay|Rose Hill|Tannery Row|Castle Yard|East Lock".split("|")
PEOPLE = "Ines Falk|Tomas Reuter|Adaeze Obi|Pia Lindqvist|Jonas Weir|Mei Tanaka|Karim Said".split(
    "|"
)
STATUSES = "Draft|Proposed|In Review|Accepted|Implemented".split("|")
LEVELS = "Low|Medium|High".split("|")

PROBLEMS = """
At {place} the {thing} loses {a} of {d} messages on a busy morning, and nobody sees which.
Drivers wait {b} minutes for the {thing} before they call the control room, {c} times a week.
Each call costs the control room {a} minutes, so {d} calls a month take a whole shift.
The {thing} was built for {b} trams; since the line to {place} opened there are {d}.
A full disk stopped it on {c} days of last year, the longest time for {d} minutes.
Passengers wrote {d} complaints about the {thing} in spring, {b} of them within one week.
Today a clerk at {place} copies {c} rows a day from the {thing} into a sheet by hand.
Of every {d} entries {a} are wrong when they arrive, and {b} of those are found too late.
""".strip().split("\n")

GOALS = """
The {thing} loses fewer than {a} of {d}000 messages on a busy morning
Median wait for the {thing} at {place} falls from {d} s to less than {b} s
{c} of {d} depots run the {thing} without a clerk by the end of the quarter
No more than {a} calls a week reach the control room about the {thing}, down from {c}
An entry that arrives wrong at {place} is shown to a dispatcher within {b} minutes
The {thing} starts in less than {c} s after a loss of power
""".strip().split("\n")

#: The last goal of one spec in ten, so that there is something to find.
WEAK_GOAL = "The {thing} at {place} gets better"

NON_GOALS = """
New hardware at {place} — the contract for it ends in {b} years
A phone app for the {thing}, because only {a} of {d} drivers have a phone of the company
Other cities (their {thing} is another product)
Reports for the board — the office of statistics makes them in week {c}
Lines with fewer than {b} trams a day, as they have no {thing}
Work at night, because the {thing} at {place} is off for {c} hours
""".strip().split("\n")

BACKGROUND = """
The {thing} keeps its state in one file of {c} MB, which is written again every {b} minutes.
A trial at {place} ran for {c} days with {a} trams and `--dry-run` and found no other cause.
Other operators solve the same with a journal; the one of the ferries holds {d} days.
Since version {a}.{b} the {thing} has a socket for one reader, which the display at {place} takes.
The way from {place} to the control room takes {c} ms by cable and {d} ms by radio.
Two older proposals were given up in week {b} and week {c}, both for want of people.
""".strip().split("\n")

#: For each code block, the introduction, the language and the code.
CODE = [
    (
        "A caller says what it wants in one line:",
        "python",
        """\
with {name}(stop={c}, timeout={b}) as entry:
    entry.note(tram={d}, late=True)
    entry.close("arrived")  # at most {a} times""",
    ),
    (
        "Whoever only listens takes the other form:",
        "python",
        """\
for entry in {name}.since(minutes={d}):
    if entry.stop == {c}:
        show(entry, seconds={b})""",
    ),
    (
        "An entry is a row with a key that never changes:",
        "sql",
        """\
CREATE TABLE {name} (
    id      bigint PRIMARY KEY,  -- tram {d}, then the second
    stop    smallint NOT NULL,
    late    smallint DEFAULT {a},
    said_at timestamp(3) NOT NULL
);""",
    ),
]

STEPS = """
The tram reports stop {c} to the {thing}
The {thing} looks for an entry of the last {d} s
It adds {a} seconds for each tram that waits before {place}
The control room gets the entry and keeps it for {b} days
A display shows it for {c} s
The tram gets an answer, at the latest after {d} s
A clerk looks at what is left over on day {b}
""".strip().split("\n")

#: For each decision, the question and its options.
DECISIONS = [
    ("Where entries are kept", "a journal on disk|memory|the table of {place}"),
    ("How a tram is named", "its number|its route {c}|its driver"),
    ("Way to the control room", "cable|radio|both, cable first"),
    ("Who may close an entry", "the driver|a clerk|anyone within {b} min"),
    ("Order of entries", "by arrival|by stop|by delay over {a} min"),
    ("Form of a message", "JSON|fixed width of {d}|protobuf"),
    ("When nothing is heard", "ask again|wait {c} s|call the depot"),
]

RATIONALES = """
It works for {d} days without a network, and {place} has none at night
The trial with {a} trams lost nothing; the other needs {b} more people
Only this one is understood by the {thing} of {c} older trams
It costs {b} hours now and {c} hours a year less than the next best
Everyone at {place} has known it for {a} years
""".strip().split("\n")

FAILURES = """
The journal at {place} is full
Clock of a tram is off by {b} s
Two trams report one number
The cable to {place} is cut
A message arrives {a} times
An entry is never closed
The {thing} starts with an old file
A clerk closes the wrong entry
""".strip().split("\n")

MITIGATIONS = """
Entries over {d} days old go first, and the control room gets a note after {a}
It is compared with the last {c} stops and set anew if it differs by {b} s
The second is kept aside for {c} minutes, and a dispatcher picks one of them
The radio takes over within {b} s and sends what the last {d} s held
The same key is written once; what follows within {c} s is counted only
""".strip().split("\n")

METRICS = """
p95 of the answer to a tram at {place} < {c} ms with {d} trams (today: {d}0 ms)
At most {a} of {d}000 messages lost in a week of full service
Calls about the {thing} fall from {d} to {b} a month
{c} of {d} depots use the {thing} after {b} weeks
Every entry is closed within {d} minutes for {a} weeks in a row
Start after a loss of power takes < {c} s in {d} of {d} tries
A clerk at {place} spends < {b} minutes a day on the {thing}
""".strip().split("\n")

QUESTIONS = """
Does the {thing} at {place} need a second cable before line {c} opens?
Who answers for entries that are {b} days old?
May drivers see the last {d} entries of others?
Is a limit of {a} messages a second enough for a derby day?
Should the trial at {place} go on for {b} more weeks?
""".strip().split("\n")

APPENDIX = """
A paper form was tried for {b} days at {place}; {a} of {d} forms were lost.
The sums behind the limit of {c} s are kept by the office of timetables.
Line {c} had a similar {thing} until it was closed after {b} years.
""".strip().split("\n")
