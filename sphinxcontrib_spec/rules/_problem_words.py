"""Words that show what a Problem Statement says."""

from __future__ import annotations

from sphinxcontrib_spec.patterns import pattern

#: Words for what is broken or missing.
GAPS = frozenset(
    """although barely blank break breaks broke broken bug bugs but can't cannot crash crashed
    crashes currently despite differs doesn't don't down dropped drops even ever fail failed
    failing fails failure failures forget forgets forgot forgotten gap gaps hand hang hangs
    hardly however impossible incomplete inconsistent instead insufficient isn't lack lacking
    lacks late leak leaks lose loses losing lost manual manually mismatch missing mistake
    mistakes must neither never no nobody none nor not nothing only outdated overlap overlaps
    problem rarely refuse refuses regardless reject rejects stale still stop stopped stops stuck
    though today unable unavailable unclear unknown unless unprotected unsupported until vanish
    vanished vanishes wait waiting waits wasn't waste wasted wastes whereas without won't wrong
    wrongly yet""".split()
)

#: Words for who has the problem.
AFFECTED = frozenset(
    """admin admins agent agents analyst analysts architect architects attorney attorneys
    auditor author authors candidate candidates chef chefs child children citizens clerk clerks
    client clients clinic clinics coach coaches colleague colleagues companies company consumer
    contributor courier crew crews crowd customer department departments dev developer devs
    doctor driver employee engineer everybody everyone expert experts families family farmer
    group groups guest guests hospital hospitals household households institute institutions
    intern interns lab labs lawyer libraries library maintainer manager mechanic mechanics men
    merchant midwife midwives neighbour neighbours nurse nurses office offices on-call operator
    ops organisation organisations organization organizations owner paramedic paramedics parents
    partner passenger patient patients people person pilots player public pupil pupils reader
    representative representatives residents reviewer sales school schools scientist somebody
    someone sre sres staff stakeholder student students subjects surgeon surgeons sysadmin
    sysadmins team teams tenant tenants user vendor visitor volunteer who whoever whom women
    you""".split()
)

#: Endings of words for people, the exact pattern for these, and words with such an ending for
#: things.
ENDINGS = ("rs", "st", "ts", "an", "ns", "ees", "eer", "en")
DOER = pattern(r"[^\W\d_][\w'’-]+(?:ers|ors|ists?|ians?|ants|ees|eers?|(?!u)[\w'’-]man|men)\Z")
THINGS = frozenset(
    """acumen adapters agrees alters answers assist assists browsers buffers buttons career chapters
    characters clusters colors colours computers considers consist consists constants
    containers controllers counters covers degrees delivers differs discovers enters errors
    exist exists factors fees filters folders frontiers german grants headers identifiers
    indicators insist invariants iterators layers letters list lists markers matters median
    members mirrors monitors motors needs numbers offers orders others papers parameters
    persist persists pier pointers printers processors quarters refers regimen registers
    renders roman routers sectors sees selectors sensors servers specimen suffers timers
    towers transfers trees triggers twist variants vectors wants wrappers""".split()
)

#: Words for the consequences.
COSTS = frozenset(
    """accident accidents block blocked blocks bottleneck bottlenecks break breaks broke broken burn
    burned burns cause caused causes collide collides collision complain complaint complaints
    corrupt corrupted corrupts cost costly costs crash crashes damage damaged damages delay
    delayed delays diverge diverges drift drifts drop dropped drops duplicate duplicated
    error errors expensive fail failed fails failure failures fine fined fines force forced
    forces hours hurt hurts idle incident incidents injured injuries lag lags late leak
    leaked leaks lose loses losing loss losses lost miss missed misses mistake mistakes
    outage outages outdated overtime paid pay paying pays penalties penalty redo refund
    refunds repeat repeated repeats risk risks rot rots scrap scrapped slow slower slows
    stale stuck suffer suffers toil twice unsafe wait waited waiting waits waste wasted
    wastes wrong""".split()
)
