"""A note as HTML: what it says, and nothing that it could do.

mistune reads the Markdown. All HTML of a note is shown as text; links lead to
the web, to mail or into Obsidian, and to nothing else; nothing is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from mistune import HTMLRenderer
from mistune.core import BlockState, InlineState
from mistune.inline_parser import InlineParser
from mistune.markdown import Markdown
from mistune.plugins import import_plugin

from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap, status_type
from vaultsync.syntax.comments import take_out_comments

__all__ = ["Place", "note_html", "obsidian_link"]

_WEB = ("http:", "https:", "mailto:")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# [!warning]- Mind the gap
_CALLOUT = re.compile(r"\[!(?P<kind>[^\[\]\n]{1,40})\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)\n?")
_BOX = re.compile(r"\[(?P<status>.)\](?:[ \t]+|$)")
_WIKILINK = r"!?\[\[[^\[\]\n]+\]\]"
_COMMENT = r"%%[\s\S]*?%%"
_BLOCK_ID = r"[ \t]\^[A-Za-z0-9-]+[ \t]*(?=\n|$)"
_LONGEST_TEXT = 20_000
_KINDS = {
    **dict.fromkeys(("warning", "caution", "attention", "question", "help", "faq"), "warning"),
    **dict.fromkeys(("danger", "error", "bug", "failure", "fail", "missing"), "danger"),
    **dict.fromkeys(("tip", "hint", "important", "success", "check", "done"), "tip"),
    **dict.fromkeys(("quote", "cite"), "quote"),
}


class Place(NamedTuple):
    """Where a text stands: the vault's name, the note's path, what its boxes mean."""

    vault: str
    path: str
    statuses: StatusMap = DEFAULT_STATUSES


def obsidian_link(vault: str, target: str) -> str:
    """The address at which Obsidian opens a note, or a heading of it.

    >>> obsidian_link("My notes", "Topics/RAG#Use")
    'obsidian://open?vault=My%20notes&file=Topics%2FRAG%23Use'
    """
    vault, target = (_SURROGATE.sub("\ufffd", one) for one in (vault, target))
    return f"obsidian://open?vault={quote(vault, safe='')}&file={quote(target, safe='')}"


def note_html(text: str, place: Place) -> str:
    r"""The HTML of a note's text, its front matter left out; without comments.

    Its headings start at the fourth level. Ids, classes and styles come from
    us alone.

    >>> print(note_html("# Plan\n- [x] see [[RAG|it]] %% mine %%\n\n<b>", Place("V", "a.md")))
    ... # doctest: +ELLIPSIS
    <h4>Plan</h4>
    <ul>
    <li class="task"><span class="box done" ...</span>see <a href="obsidian:...">it</a> </li>
    </ul>
    <p>&lt;b&gt;</p>
    <BLANKLINE>
    """
    text = _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    rows = _CONTROL.sub("\ufffd", text).split("\n")
    take_out_comments(rows, [0] * len(rows), 0)
    return str(_markdown(place)("\n".join(rows)))


class _Renderer(HTMLRenderer):
    def __init__(self, place: Place) -> None:
        super().__init__(escape=True)
        self.place = place

    def heading(self, text: str, level: int, **_attrs: Any) -> str:
        tag = f"h{min(6, level + 3)}"
        return f"<{tag}>{text}</{tag}>\n"

    def paragraph(self, text: str) -> str:
        return f"<p>{text}</p>\n" if text.strip() else ""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        href = self.address(url)
        if href is None:
            return text
        attrs = {"href": href, "title": title or None}
        if not href.startswith("obsidian:"):
            attrs["rel"] = "noopener noreferrer"
        return f"<a{self.render_attrs(attrs)}>{text}</a>"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A link to the picture: nothing is loaded."""
        return self.link(f"▢ {text or self.escape_attribute(url)}", url, title)

    def address(self, url: str) -> str | None:
        """Where a link may lead; None for what stays text."""
        bare = _UNSEEN.sub("", unquote(unescape(url))).lower()
        scheme = _SCHEME.match(bare)
        if scheme:
            return url if scheme[0] in _WEB and url.lower().startswith(scheme[0]) else None
        if not bare or bare.startswith(("//", "\\")):
            return None
        target = unquote(url)
        return obsidian_link(
            self.place.vault, f"{self.place.path}{target}" if target.startswith("#") else target
        )

    def wikilink(self, text: str, target: str, *, embed: bool) -> str:
        target = f"{self.place.path}{target}" if target.startswith("#") else target
        attrs = {"href": obsidian_link(self.place.vault, target)}
        if embed:
            attrs["class"] = "embed"
        return f"<a{self.render_attrs(attrs)}>{self.text(text)}</a>"

    def block_code(self, code: str, info: str | None = None) -> str:  # noqa: ARG002
        return super().block_code(code)

    def block_html(self, html: str) -> str:
        return "" if html.lstrip().startswith("<!--") else super().block_html(html)

    def inline_html(self, html: str) -> str:
        return "" if html.startswith("<!--") else super().inline_html(html)

    def table_cell(self, text: str, align: str | None = None, *, head: bool = False) -> str:
        tag = "th" if head else "td"
        aligned = f' class="{align}"' if align in ("left", "right", "center") else ""
        return f"  <{tag}{aligned}>{text}</{tag}>\n"

    def task(self, text: str, status: str) -> str:
        kind = status_type(status, self.place.statuses).value.replace("_", " ")
        box = f'<span class="box {kind.partition(" ")[0]}" role="img" aria-label="{kind}"></span>'
        if text.startswith("<p>"):
            return f'<li class="task"><p>{box}{text[3:]}</li>\n'
        return f'<li class="task">{box}{text}</li>\n'

    def callout(self, text: str, kind: str, *, folded: bool) -> str:
        tag = "details" if folded else "aside"
        return f'<{tag} class="callout {kind}">\n{text}</{tag}>\n'

    def callout_title(self, text: str, *, folded: bool) -> str:
        return f"<summary>{text}</summary>\n" if folded else f'<p class="title">{text}</p>\n'


class _Inline(InlineParser):
    def render(self, state: InlineState) -> list[dict[str, Any]]:
        """The parts of a text; of a very long one only the text, as reading it takes too long."""
        if len(state.src) > _LONGEST_TEXT:
            return [{"type": "text", "raw": state.src}]
        return list(super().render(state))


def _markdown(place: Place) -> Markdown:
    renderer = _Renderer(place)
    plugins = [import_plugin(name) for name in ("strikethrough", "mark", "table")]
    markdown = Markdown(renderer, inline=_Inline(), plugins=plugins)
    markdown.inline.register("wikilink", _WIKILINK, _read_wikilink, before="link")
    markdown.inline.register("note_comment", _COMMENT, _pass_over, before="link")
    markdown.inline.register("block_id", _BLOCK_ID, _pass_over, before="link")
    markdown.before_render_hooks.append(_find_ours)
    return markdown


def _pass_over(_inline: InlineParser, match: re.Match[str], _state: InlineState) -> int:
    return match.end()


def _read_wikilink(_inline: InlineParser, match: re.Match[str], state: InlineState) -> int:
    embed = match[0].startswith("!")
    target, bar, shown = match[0].lstrip("!")[2:-2].partition("|")
    target = target.rstrip("\\").strip()
    text = shown.strip() if bar else target.removeprefix("#").replace("#", " › ")
    attrs = {"target": target, "embed": embed}
    state.append_token({"type": "wikilink", "raw": text or target, "attrs": attrs})
    return match.end()


def _find_ours(_markdown: Markdown, state: BlockState) -> None:
    _rewrite(state.tokens)


def _rewrite(tokens: Iterable[dict[str, Any]]) -> None:
    """Find boxes and callouts before running text is read."""
    for token in tokens:
        children = token.get("children") or []
        first = children[0] if children else {}
        text = first.get("text", "") if first.get("type") in ("paragraph", "block_text") else ""
        if token["type"] == "list_item" and (box := _BOX.match(text)):
            first["text"] = text[box.end() :]
            token |= {"type": "task", "attrs": {"status": box["status"]}}
        elif token["type"] == "block_quote" and (match := _CALLOUT.match(text)):
            folded = match["fold"] == "-"
            first["text"] = text[match.end() :]
            name = match["kind"].strip()
            title = match["title"].strip() or name[:1].upper() + name[1:]
            head = {"type": "callout_title", "text": title, "attrs": {"folded": folded}}
            kind = _KINDS.get(name.lower(), "note")
            token |= {"type": "callout", "attrs": {"kind": kind, "folded": folded}}
            token["children"] = [head, *children]
        _rewrite(children)
