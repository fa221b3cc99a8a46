"""Words that decide whether a line is measurable, each in its base form."""

#: Verbs with an observable result: a test or a look decides whether it is there.
OUTCOMES = """abort accept access achieve acquire act activate adapt add adhere adjust adopt
    advertise aggregate alert allocate allow annotate anonymise anonymize answer appear append apply
    approve archive arrive ask assert assign attach audit authenticate authorise authorize automate
    avoid backport backup batch become beep begin behave belong bill bind block boot bootstrap
    branch bring buffer build bump bundle buy cache calculate calibrate call cancel capture carry
    catch centralise centralize change charge check choose clean clear click clone close coexist
    collect combine come commit compare compile complete comply compress comprise compute configure
    confirm conflict conform connect consist consolidate consume contain continue control converge
    convert copy correct count cover crash create cut decode decommission decouple deduct
    deduplicate default defer define delegate delete deliver demonstrate demote deny depart depend
    deploy deposit deprecate derive describe deserialize detach detect disable disappear discard
    discharge disconnect display distinguish document download drag drain draw drop dump earn edit
    eject eliminate embed emit enable encode encrypt end enforce enqueue enrol enroll ensure enter
    equal escape evict exceed exclude execute exercise exist exit expand expire export expose extend
    extract fade fail feed fetch fill filter find finish fire fix flag flow flush fly fold follow
    forbid force fork format forward free freeze gate gather generate get give go graduate grant
    group guarantee guard hand handle happen hash hear heat hide highlight hold honor honour host
    hover ignore implement import include index inherit initialise initialize inject inline insert
    inspect install instantiate integrate interoperate introduce invalidate invoice invoke isolate
    issue join keep kill know label land last launch leave lend let leverage lift limit link list
    listen live load localise localize lock log lose maintain make manage map mark mask match
    measure meet merge migrate mirror mock model modify monitor mount move mute name normalise
    normalize notify observe obtain occupy occur offer onboard open operate order outline output
    override overwrite own package page paginate parallelise parallelize parse partition pass patch
    pause pay perform permit persist pin pipe place plot populate port post power predict preserve
    press prevent preview print proceed process produce profile prohibit promote prompt propagate
    protect prove provide provision proxy prune pseudonymise publish pull pump purge push put query
    queue quit raise reach read rebalance rebase reboot rebuild receive reclaim recognise recognize
    recompute reconcile reconnect record recover redact redirect redo refactor refer reflect refresh
    refund refuse register reject release reload rely remain remove rename render renew rent
    renumber reorder repair repeat replace replay replicate reply report represent request require
    rerender rerun reserve reset reside resize resolve respect respond restart restore restrict
    resume retain retire retrieve retry return reuse revert revoke rewrite ring roll rollback rotate
    round-trip route run sample sanitise sanitize save say scan schedule score scrape scroll seal
    search secure see select sell send separate serialise serialize serve set shard share ship show
    shut sign sit skip sleep snapshot sort spawn speak specify spill split spread squash stand
    standardise standardize start stay stop store stream strip submit subscribe succeed sum supply
    support surface survive suspend swap swipe switch sync synchronise synchronize tag take tap
    target teach tell terminate test throw toggle tokenise tokenize trace track transfer transform
    transition translate transmit treat trigger turn type unblock uncheck undo unify uninstall
    unlink unlock unmount unset unsubscribe untangle update upgrade upload upstream use vacuum
    validate vanish verify version vibrate view vote wait wake warn watch weigh weight win withdraw
    work wrap write yield zip zoom"""

#: Verbs that give a direction, but not how far.
DIRECTIONS = """accelerate advance alleviate amplify better boost broaden cut decline decrease
    deepen degrade diminish drop ease elevate enhance enrich expand extend fall grow harden
    improve increase lessen lighten limit lower maximise maximize minimise minimize mitigate
    modernise modernize optimise optimize polish raise reduce refine relax rise sharpen shorten
    shrink simplify slim slow smooth speed stabilise stabilize streamline strengthen tighten
    trim tune upskill weaken widen worsen"""

#: Verbs of activity, without a result that shows when they are done.
ACTIVITIES = """address advocate aim align analyse analyze aspire assess assist attempt attract
    balance brainstorm champion collaborate consider contribute coordinate cultivate discover
    discuss educate embrace empower encourage engage envision evaluate examine experiment explore
    facilitate familiarise familiarize favor favour focus foster guide harmonise harmonize help
    identify inform inspire investigate iterate learn motivate nurture plan prioritise prioritize
    promote pursue reconsider research review revisit seek strive study tackle think try"""

#: Verbs of what people feel or think, or of what only seems so.
FEELINGS = """annoy appreciate believe bother confuse delight enjoy feel frustrate love mislead
    prefer satisfy seem surprise trust understand worry"""

#: Irregular participles.
PARTICIPLES = """become begun bound broken brought built chosen come cut done drawn driven
    fallen fed found frozen given gone got gotten grown held hidden hit kept known laid left let
    lost made met overridden paid put read rebuilt reset run seen sent set shown shut spent
    split stuck taken thrown told understood withdrawn written"""

#: Irregular past tenses that differ from the participle.
PASTS = """became came fell gave got grew made ran rose sent took went wrote"""

#: The nouns of verbs of direction.
DIRECTION_NOUNS = """acceleration decrease enhancement enhancements gain gains growth
    improvement improvements optimisation optimisations optimization optimizations reduction
    reductions refinement refinements simplification speedup"""

#: Adjectives whose meaning the reader would have to invent; their adverbs, comparatives and nouns
#: are derived from them.
VAGUE = """acceptable actionable adaptable adequate advanced aesthetic affordable agile appealing
    approachable appropriate attractive awesome bad bearable beautiful believable big brittle broad
    bulletproof burdensome careful cheap clean clear clunky coherent cohesive comfortable compelling
    competitive composable comprehensive concise confident confusing considerable convenient
    creative crisp cumbersome cutting-edge decent deep delightful dependable detailed difficult
    discoverable dramatic drastic durable easy economical effective efficient effortless elegant
    engaging enjoyable enterprise-ready ergonomic excellent exceptional excessive expressive
    extensible extensive familiar fast feasible flaky flexible fluent fluid fragile frequent
    frictionless friendly full-featured future-proof good graceful great handy happy hard harmonious
    hassle-free healthy heavy helpful high holistic ideal idiomatic immersive impactful impressive
    informative innovative insightful intelligent interesting interoperable intrusive intuitive
    judicious large lean learnable legible lightweight low maintainable manageable mature meaningful
    modern modular natural negative nice noticeable obvious optimal organised organized painful
    painless perfect performant pleasant polished poor portable positive powerful precise
    predictable proactive professional quick rapid readable realistic reasonable reliable resilient
    responsive rich rigorous robust safe sane satisfactory satisfied scalable seamless secure
    self-explanatory sensible sensitive severe significant simple sleek slick slow small smart
    smooth snappy solid sophisticated state-of-the-art straightforward streamlined stressful strong
    stunning substantial sufficient suitable superior sustainable swift tasteful tedious testable
    tidy tight timely tolerable top-notch tough transparent trivial trustworthy understandable undue
    unintrusive unnecessary unobtrusive usable useful valuable verbose versatile viable vibrant weak
    wide world-class worthwhile"""

#: Such an adjective with a noun that together are a fixed term, whose meaning is clear.
TERMS = """big-endian clean-build clear-text deep-link fast-forward fast-path hard-delete hard-limit
    hard-link high-water large-object low-water natural-key negative-cache negative-number
    negative-test positive-number quick-start rich-text safe-mode secure-boot secure-cookie
    secure-flag slow-log slow-path slow-query smart-contract smart-pointer smart-quote stable-sort
    strong-consistency strong-reference weak-map weak-ref weak-reference wide-character"""

#: More words of that sort, without other forms.
VAGUE_WORDS = """accountability aesthetics agility alignment almost ambiguity anxiety awareness best
    better boring burden clarity cleanliness clutter coherence comfort completeness complex
    complicated confidence confusion consistently convenience correctness creativity delight dx
    efficiency elegance empowerment enjoyment enough ergonomics excellence experience experiences
    fear fewer fidelity fragmentation freedom friction frustration groundwork happily happiness
    hassle innovation joy less morale nearly peace productivity promptly quality resilience
    robustness roughly satisfaction simplicity sustainable too transparency trust uncertainty ux
    very welcome well worse worst"""

#: Words that are vague unless something in the line makes them definite.
LOOSE_WORDS = """accessible accurate accurately additional agnostic aligned alike applicable
    architectural balanced behind-the-scenes best-effort common consistent correct correctly could
    diverse early essential etc eventually expected extended first-class frequently further future
    general generalized generic gradually handle handles handling hopefully ideally important
    informed intelligently logical might minimal mostly necessary normal often optionally possible
    potential practical preferably production-grade production-quality production-ready proper
    properly rarely real-time realtime regularly relevant repetitive similar soon sort stable
    typical up-to-date usual various works"""

#: Nouns of what cannot be observed: having or doing it never ends.
ABSTRACTIONS = """abuse adoption approach approaches barrier barriers benefit benefits burden cases
    collaboration complexity compliance concerns consistency culture debt ecosystem effort efforts
    engagement expectations experimentation fairness feedback foundation gap gaps governance
    groundwork growth guidance insight insights investments journey knowledge landscape learnings
    lock-in mindset mission mistakes misuse needs observability opportunity overhead ownership pain
    performance philosophy posture practice practices principles privacy progress recommendations
    risk risks safety scenarios security sense silos solution solutions stability story strategy
    things toil understanding value visibility vision"""

#: Amounts that nobody can count.
AMOUNTS = """ample certain countless few little lots many more most much numerous plenty several
    some various"""

#: Observable states of a thing.
STATES = """absent accessible active alive approved asynchronous asynchronously atomic available
    backward-compatible backwards-compatible byte-identical case-insensitive compatible complete
    configurable deterministic deterministically disjoint done editable empty enabled equal
    executable false functional green idempotent identical identically immutable inactive
    independent installable intact internal invalid invisible isolated live mandatory merged
    missing mutable namespaced non-breaking null offline online operational opt-in opt-out optional
    pluggable present private public reachable read-only reproducible required reviewed same
    self-contained silent stateless supported synchronous synchronously tested true unaffected
    unaltered unchanged uninterrupted unique unmodified unsupported untouched valid versioned
    visible"""

#: Words of a claim about all or none.
CLOSED = """all always any both each either entire entirely every everything exactly existing
    identical neither never no nobody none nor nothing only whole without zero"""

#: Words that occur only in a clause with a verb.
AUXILIARIES = """am are aren't be been being can can't cannot could did do does doesn't don't had
    has have is isn't may might must shall should shouldn't was wasn't were will won't would"""

#: Names of what is measured; without a target they say nothing yet.
METRICS = """accuracy activity adoption amount analytics availability bandwidth churn conversion
    cost costs count counts coverage cpu csat depth downloads duration engagement errors extent
    failures footprint frequency growth hours impressions incidents kpi kpis latencies latency
    length lengths level levels life lifetime likelihood lines memory metric metrics nps number
    percentage precision probability rate rates ratio recall requests retention revenue score scores
    share size speed statistics stats throughput tickets time times traffic uptime usage utilisation
    utilization velocity views volume"""

#: Words without a meaning of their own; they show that a line is English.
FUNCTION_WORDS = """a about across after against an and as at before between but by during for
    from he her how i if in instead into it its of off on onto or our out over per rather since
    so such than that the their them then there these they this those through to under until up
    upon via we what when where which while who whose with within you your"""

#: Numbers in words, in ascending order from zero.
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve"

#: Multiples that stand without another number.
MULTIPLES = """double doubled doubles half halve halved halves majority thirds triple tripled
    triples twice"""

#: Parts of a whole, and the nouns of which "a" means one: "by a third", "within a minute".
PARTS = "third quarter fifth tenth"
SPANS = "day dozen hour minute month percent quarter second week year"
