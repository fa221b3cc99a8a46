"""What is kept of a page that was read: everything that its findings and its export need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_spec import formatting, interchange, rules, writer
from sphinxcontrib_spec.interchange import EntryText
from sphinxcontrib_spec.measure.rows import Verdicts
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.notices import Ignore
from sphinxcontrib_spec.roles import Pointer, pointers

from . import page_file
from .export_text import ExportText
from .page_file import Page, Refusal
from .relative_urls import Relative, is_relative, relative_urls

if TYPE_CHECKING:
    from ..domain import SpecDomain
    from ..markdown import RenderContext
    from .spots import Spot


class Plain(NamedTuple):
    """What the page alone determines about its export.

    A plain page is Markdown without item directives and roles; `text` is its canonical form if the
    file is not in that form already, `refusal` says why it cannot be brought into it. `relative`
    are the links in the file, if nothing else differs in its export.
    """

    is_plain: bool
    text: str | None = None
    refusal: Refusal | None = None
    relative: tuple[Pointer, ...] | None = None


def page(
    docname: str,
    spec: Spec,
    context: RenderContext,
    spots: Iterable[Spot],
    ignores: Sequence[Ignore],
    domain: SpecDomain,
) -> Page:
    """Return what is kept of a page: everything that its findings and its export need.

    `ignores` are its ignore comments.
    """
    config, pointing = domain.options, list(pointers(spec))
    name = Path(spec.path).name if spec.surface == "markdown" else ""
    verdicts = Verdicts(spec)
    found = rules.check(spec, config.settings, name, verdicts=verdicts)
    found += rules.check_page(context.lost, ignores)
    has_roles = bool(context.xrefs) or any(each.kind == "role" for each in pointing)
    levels = config.levels
    data = interchange.to_data(spec, docname=docname, levels=levels, verdicts=verdicts)
    entry = interchange.entry_text(data)
    relative = Relative.of(spec, pointing)
    source = Path(domain.env.srcdir, spec.path)
    plain = _plain(spec, has_roles, [*filter(relative.has, pointing)], source)
    return Page(
        page_file.packed(entry),
        spec.surface,
        tuple(sorted(found)),
        context.xrefs,
        tuple(dict.fromkeys(relative_urls(spec, pointing, relative, domain.parts(docname)))),
        context.anchors,
        frozenset(context.as_written),
        *plain,
        tuple(spots),
        _is_replaced(plain.relative, spec, entry),
        None if plain.is_plain else ExportText.of(spec, relative),
    )


def _plain(spec: Spec, has_roles: bool, links: Sequence[Pointer], source: Path) -> Plain:
    """Return what a page alone determines about its export, once, when it is read.

    `links` are those of its links that depend on where it lies.
    """
    if spec.surface != "markdown":
        return Plain(False)
    content = source.read_bytes()
    text = content.decode("utf-8", "replace")
    if writer.write(spec) == text:
        return Plain(not has_roles, relative=None if has_roles else _relative(spec, links))
    new, refusal = formatting.formatted(text)
    if refusal:
        return Plain(True, None, Refusal(refusal.reason, refusal.span.line, refusal.span.column))
    return Plain(not has_roles, None if new == text else new)


def _relative(spec: Spec, found: Sequence[Pointer]) -> tuple[Pointer, ...] | None:
    """Return the links of a file that may change in its export, if replacing their text works.

    They cannot if the URL of a typed link may change too, if one contains a pipe, which a table
    escapes, if the column of one is unknown, or if one is inside another.
    """
    if any(
        link.url and is_relative(link.url) for item in spec.items() for link in item.about.links
    ):
        return None
    spans = [each.at for each in found]
    if any("|" in each.text or not each.at.column for each in found) or spans != sorted(set(spans)):
        return None
    return tuple(found)


def _is_replaced(relative: Sequence[Pointer] | None, spec: Spec, entry: EntryText) -> bool:
    """Return whether replacing these links in an entry's text gives the entry of the changed spec.

    This is so if they occur there as often as in prose, none of them inside another, and none of
    them in items whose text is measured.
    """
    if relative is None:
        return False
    often = Counter(each.text for each in relative)
    measured = [
        words
        for item in spec.items()
        if isinstance(item, interchange.MEASURED)
        for words in (*item.about.extra, *(getattr(item, each.key) for each in item.kind.fields))
    ]
    return all(
        entry.count(text) == number
        and not any(text in other for other in often if other != text)
        and not any(text in words for words in measured)
        for text, number in often.items()
    )
