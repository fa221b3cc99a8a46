"""What each page shows of other pages' specs and items, so that it is written when that changes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_spec.links import Target

from . import domain as domains
from . import findings_table, output, rule_links
from .settled import Settled

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .domain import SpecDomain
    from .lookup import Incoming, Lookup


#: These stand among the documents' names, and can be none: where the pages are on the web, when
#: each page was read, what each export hung on, and the state of the files of `-b spec`.
_ADDRESSES, _READ, _EXPORTS, _FILES = "/", "/read", "/exports", "/files"


def outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The documents that show something else than when this builder last wrote them here.

    What they showed is not in the environment: builders share that, but write at different
    times.
    """
    domain = domains.of(env)
    domain.shown = _digests(domain)
    before = _before(_file(app))
    same = {name for name, digest in domain.shown.items() if before.get(name) == digest}
    # Exports name addresses, of which Sphinx knows which pages show them.
    is_there = before.get(_ADDRESSES) == _addresses(app)
    domain.settled = Settled(
        frozenset(same if is_there else ()),
        before.get(_EXPORTS, {}),
        before.get(_READ) == _times(env),
        before.get(_FILES, ""),
    )
    # A page that shows nothing of ours any more does not show what it did.
    return sorted(((domain.shown.keys() | before.keys()) - same) & env.found_docs)


def keep(app: Sphinx, error: Exception | None) -> None:
    """Keep what the pages show now; after a failed build some of them show something else."""
    if not error:
        domain = domains.of(app.env)
        about: dict[str, Any] = {_ADDRESSES: _addresses(app), _READ: _times(app.env)}
        now = domain.shown | about | {_EXPORTS: domain.hang_on, _FILES: domain.left}
        output.write(_file(app), json.dumps(now).encode())


def _digests(domain: SpecDomain) -> dict[str, str]:
    """What each page shows of others; of a spec also whether it was read again."""
    lookup = domain.lookup
    digests = {}
    views, names = findings_table.of(domain), rule_links.names(domain)
    ends: dict[str, list[tuple[str, tuple[Incoming, ...]]]] = {}
    for (docname, anchor), incoming in sorted(lookup.incoming.items()):
        ends.setdefault(docname, []).append((anchor, incoming))
    for docname in sorted({*lookup.pages, *domain.loose, *views, *names}):
        page = lookup.pages.get(docname)
        answers = [lookup.resolve(each, docname) for each in page.references] if page else []
        loose = [lookup.find("ref", each, docname) for each in domain.loose.get(docname, ())]
        shown: list[Any] = [_said(answer.only, lookup) for answer in answers]
        # Of several things that `any` may mean, Sphinx shows the first.
        shown += [_said(next(iter(answer.targets), None), lookup) for answer in loose]
        shown += [
            (end, each, lookup.pages[each.docname].title)
            for end, incoming in ends.get(docname, ())
            for each in incoming
        ]
        shown += [findings_table.rows(domain, view) for view in views.get(docname, ())]
        shown += [rule_links.home(domain, code) for code, *_place in names.get(docname, ())]
        if lookup.home(docname):
            read = domain.kept_file(docname).stat().st_mtime_ns
            shown += (lookup.is_owner(docname), read)
        if shown:
            text = json.dumps(shown)
            digests[docname] = hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
    return digests


def _said(target: Target | None, lookup: Lookup) -> tuple[str, ...]:
    """All that a page shows of what a reference leads to."""
    if target is None:
        return ()
    docname = lookup.docname(target)
    return docname, target.anchor, target.id, target.title, lookup.pages[docname].title


def _addresses(app: Sphinx) -> str:
    """Where pages are on the web, so far as the options tell."""
    config = app.config
    suffixes = (config.html_link_suffix, config.html_file_suffix)
    return json.dumps((config.html_baseurl, *suffixes))


def _times(env: BuildEnvironment) -> str:
    """When every page was read."""
    times = json.dumps(sorted(env.all_docs.items()))
    return hashlib.blake2b(times.encode(), digest_size=12).hexdigest()


def _before(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _file(app: Sphinx) -> Path:
    out = hashlib.blake2b(str(app.outdir).encode(), digest_size=8).hexdigest()
    return Path(app.doctreedir, f"spec-shown-{app.builder.name}-{out}.json")


def setup(app: Sphinx) -> None:
    """Compare in every build after everything is read, and keep what was written."""
    app.connect("env-updated", outdated)
    app.connect("build-finished", keep)
