"""What each page shows of other pages' specs and items, so that it is written when that changes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_spec.links import Target

from . import domain as domains
from . import output

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .domain import SpecDomain
    from .lookup import Lookup


def outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The documents that show something else than when this builder last wrote them here.

    What they showed is not in the environment: builders share that, but write at different
    times.
    """
    domain = domains.of(env)
    domain.shown = _digests(domain)
    before = _before(_file(app))
    same = {name for name, digest in domain.shown.items() if before.get(name) == digest}
    domain.settled = frozenset(same)
    return sorted((domain.shown.keys() | before.keys()) - same & env.found_docs)


def keep(app: Sphinx, error: Exception | None) -> None:
    """Keep what the pages show now; after a failed build some of them show something else."""
    if not error:
        output.write(_file(app), json.dumps(domains.of(app.env).shown).encode())


def _digests(domain: SpecDomain) -> dict[str, str]:
    """What each page shows; of a spec also what its export beside the page hangs on."""
    lookup, config = domain.lookup, domain.env.config
    addresses = (config.html_baseurl, config.html_link_suffix, config.html_file_suffix)
    digests = {}
    for docname in sorted({*lookup.pages, *domain.loose}):
        page = lookup.pages.get(docname)
        answers = [lookup.resolve(each, docname) for each in page.references] if page else []
        loose = [lookup.find("ref", each, docname) for each in domain.loose.get(docname, ())]
        shown: list[Any] = [_said(lookup.only(answer), lookup) for answer in answers]
        # Of several things that `any` may mean, Sphinx shows the first.
        shown += [_said(next(iter(answer.targets), None), lookup) for answer in loose]
        if lookup.home(docname):
            read = domain.kept_file(docname).stat().st_mtime_ns
            shown += (lookup.is_owner(docname), read, *addresses)
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


def _before(file: Path) -> dict[str, str]:
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
