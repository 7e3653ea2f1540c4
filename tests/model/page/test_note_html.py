"""Notes as HTML: what they say is shown, and what they could do isn't."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.page.reading_html import Page
from tests.outline import unarrow
from vaultsync.model.reporting.page.note_html import Place, note_html
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusType

PLACE = Place('My "vault"', "Topics/RAG.md")
OPEN = "obsidian://open?vault=My%20%22vault%22&amp;file="


def body(text: str) -> str:
    return note_html(unarrow(text), PLACE).strip()


def box(kind: str, name: str = "") -> str:
    return f'<span class="box {kind}" role="img" aria-label="{name or kind}"></span>'


SHOWN = {
    "heading": ("# a", "<h4>a</h4>"),
    "deep-heading": ("###### a", "<h6>a</h6>"),
    "wikilink": ("[[RAG#Use|it]]", f'<p><a href="{OPEN}RAG%23Use">it</a></p>'),
    "wikilink-bare": ("[[RAG#Use]]", f'<p><a href="{OPEN}RAG%23Use">RAG › Use</a></p>'),
    "own-heading": ("[[#Use]]", f'<p><a href="{OPEN}Topics%2FRAG.md%23Use">Use</a></p>'),
    "embed": ("![[a.png|100]]", f'<p><a href="{OPEN}a.png" class="embed">100</a></p>'),
    "note-link": ("[b](My%20note.md)", f'<p><a href="{OPEN}My%20note.md">b</a></p>'),
    "web": (
        "[b](https://a.b/?c=d&e)",
        '<p><a href="https://a.b/?c=d&amp;e" rel="noopener noreferrer">b</a></p>',
    ),
    "picture": (
        "![b](https://a.b/c.png)",
        '<p><a href="https://a.b/c.png" rel="noopener noreferrer">▢ b</a></p>',
    ),
    "open": ("- [ ] a", f'<ul>\n<li class="task">{box("open")}a</li>\n</ul>'),
    "done": ("1. [X] a", f'<ol>\n<li class="task">{box("done")}a</li>\n</ol>'),
    "begun": ("- [/] a", f'<ul>\n<li class="task">{box("in", "in progress")}a</li>\n</ul>'),
    "given-up": ("- [-] a", f'<ul>\n<li class="task">{box("cancelled")}a</li>\n</ul>'),
    "no-box": ("- [x]a", "<ul>\n<li>[x]a</li>\n</ul>"),
    "callout": (
        "> [!Tip] Now⏎> a",
        '<aside class="callout tip">\n<p class="title">Now</p>\n<p>a</p>\n</aside>',
    ),
    "untitled": ("> [!bug]⏎", '<aside class="callout danger">\n<p class="title">Bug</p>\n</aside>'),
    "folded": (
        "> [!x]- a⏎> b",
        '<details class="callout note">\n<summary>a</summary>\n<p>b</p>\n</details>',
    ),
    "comment": ("a %%b⏎c%% d", "<p>a  d</p>"),
    "comment-block": ("a⏎⏎%%⏎- [ ] b⏎%%⏎⏎c", "<p>a</p>\n<p>c</p>"),
    "html-comment": ("a <!-- b --> c⏎⏎<!--⏎d⏎-->", "<p>a  c</p>"),
    "comment-in-code": ("`%% a %%`", "<p><code>%% a %%</code></p>"),
    "region-markers": ("%% vaultsync:begin a %%⏎b⏎%% vaultsync:end a %%", "<p>\nb\n</p>"),
    "block-id": ("a ^b-1", "<p>a</p>"),
    "mark": ("==a== ~~b~~", "<p><mark>a</mark> <del>b</del></p>"),
    "code": ("```x⏎<b>⏎```", "<pre><code>&lt;b&gt;\n</code></pre>"),
    "newlines": ("a\r\n\r\nb\rc", "<p>a</p>\n<p>b\nc</p>"),
    "bad-bytes": ("a\udce9\x00\x1b", "<p>a\ufffd\ufffd\ufffd</p>"),
}


@pytest.mark.parametrize(("text", "wanted"), SHOWN.values(), ids=SHOWN)
def test_shows(text: str, wanted: str) -> None:
    assert body(text) == wanted


def test_boxes_mean_what_the_vault_says() -> None:
    statuses = {**DEFAULT_STATUSES, "!": StatusType.DONE, "i": StatusType.NON_TASK}
    place = PLACE._replace(statuses=statuses)
    assert box("done") in note_html("- [!] a", place)
    assert box("non", "non task") in note_html("- [i] a", place)


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script-block": "<script>⏎alert(1)⏎</script>⏎",
    "script-in-heading": "# <script>alert(1)</script>",
    "script-in-task": "- [x] <script>alert(1)</script>",
    "script-in-callout": "> [!<script>] <script>alert(1)</script>⏎> <b onload=x>",
    "script-in-table": "| <script> |⏎| --- |⏎| <script>alert(1)</script> |",
    "script-in-code": "```html⏎</code></pre><script>alert(1)</script>⏎```",
    "script-in-info": '```"><script>alert(1)</script>⏎a⏎```',
    "script-in-codespan": "`</code><script>alert(1)</script>`",
    "unclosed": "<div><table><a href='x' onclick=alert(1)",
    "closing": "</article></details></main></body></html>",
    "style": "<style>*{display:none}</style><link rel=stylesheet href=//evil/x.css>",
    "frame": "<iframe src=https://evil/></iframe><object data=x><embed src=x>",
    "picture": '<img src=x onerror="alert(1)"> <svg onload=alert(1)>',
    "meta": '<meta http-equiv="refresh" content="0;url=https://evil/"><base href="//evil/">',
    "form": "<form action=https://evil/><input autofocus onfocus=alert(1)></form>",
    "comment-end": "--> <!--><script>alert(1)</script>",
    "conditional-comment": "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "cdata": "<![CDATA[<script>alert(1)</script>]]>",
    "javascript": "[a](javascript:alert(1)) <javascript:alert(1)>",
    "javascript-in-capitals": "[a](JaVaScRiPt:alert(1)) [b](JAVASCRIPT:x)",
    "javascript-by-entity": "[a](java&#115;cript:x) [b](&#x6A;avascript&colon;x)",
    "javascript-by-percent": "[a](%6aavascript:x) [b](javascript%3Ax)",
    "javascript-with-blanks": "[a](<java\tscript:x>) [b](<\x01javascript:x>) [c](< javascript:x>)",
    "javascript-unseen": "[a](\u200bjavascript:x) [b](java\u2028script:x)",
    "javascript-by-reference": "[a][b]⏎⏎[b]: javascript:alert(1) 'x'",
    "javascript-in-picture": "![a](javascript:alert(1))",
    "javascript-in-wikilink": "[[javascript:alert(1)]] ![[javascript:alert(1)|a]]",
    "data": "[a](data:text/html,<script>alert(1)</script>) ![b](data:image/svg+xml,x)",
    "vbscript": "[a](vbscript:x) [b](file:///etc/passwd) [c](blob:x) [d](about:blank)",
    "other-programs": "[a](ms-msdt:x) [b](obsidian://advanced-uri?eval=x) [c](shell:x)",
    "no-scheme": "[a](//evil/x) [b](\\\\\\\\evil\\\\x) ![c](//evil/x.png)",
    "quotes-in-address": "[a](https://b/\"onmouseover=\"alert(1)) [c](x'onclick='y)",
    "quotes-in-title": '[a](https://b \'" onclick="alert(1)\') [c](https://b "&quot; onx=y")',
    "quotes-in-wikilink": '[[a"onclick="alert(1)|<b onclick=x>]] [[a\'><script>]]',
    "quotes-in-alt": '![" onerror="alert(1)](https://b/c.png)',
    "link-in-link": "[a [b](javascript:x) <b>](https://c) [[d [e](javascript:f)]]",
    "nested-deep": "> " * 300 + "<script>",
    "list-deep": "".join(f"{'  ' * depth}- [ ] <b>⏎" for depth in range(99)),
    "many-brackets": "[" * 3000 + "](javascript:x)" * 100,
    "many-stars": "*a_b" * 3000,
    "many-comments": "%%" * 3001,
    "long-text": "<b> [a](javascript:x) " * 2000,
    "null": "<scr\x00ipt>alert(1)</scr\x00ipt> [a](java\x00script:x)",
    "entities": "&lt;script&gt; &#60;script&#62; &amp;lt;",
    "footnote": "[^1]: <script>alert(1)</script>⏎⏎a[^1]",
    "status": "- [\"] a⏎- [<] b⏎- ['] c⏎- [>] d",
    "math": "$<script>alert(1)</script>$ $$⏎<b>⏎$$",
}
TAGS = {
    *("h4", "h5", "h6", "p", "ul", "ol", "li", "a", "em", "strong", "code", "pre", "blockquote"),
    *("aside", "details", "summary", "span", "table", "thead", "tbody", "tr", "th", "td"),
    *("br", "hr", "mark", "del"),
}
ATTRIBUTES = {"href", "title", "rel", "class", "role", "aria-label", "start"}
LINKS = ("https://", "http://", "mailto:", "obsidian://open?vault=My%20%22vault%22&file=")


def harmless(html: str) -> None:
    page = Page(html)
    assert (page.open, page.unbalanced) == ([], [])
    for tag, attrs in page.elements:
        assert tag in TAGS
        assert attrs.keys() <= ATTRIBUTES
        assert "\"'<>" not in (attrs.get("class") or "")
    assert all(link.startswith(LINKS) for link in page.links())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_is_harmless(text: str) -> None:
    harmless(body(text))


pieces = st.sampled_from(
    [
        *(
            "<script>",
            "</",
            "<a ",
            "<!--",
            "-->",
            "&#",
            "javascript:",
            "](",
            "[a",
            "[[",
            "]]",
            "![",
        ),
        *(
            '"',
            "'",
            "`",
            "```",
            "%%",
            "> [!x]",
            "- [x] ",
            "| ",
            "|\n|-|\n",
            "\n",
            "\n\n",
            " ",
            "\t",
        ),
        *(
            "*",
            "_",
            "==",
            "~~",
            "$",
            "\\",
            "onx=",
            "http://",
            "data:",
            ":",
            "a",
            "^b",
            "\x00",
            "\r",
        ),
    ]
)


@given(st.lists(pieces, max_size=40).map("".join))
def test_nothing_comes_of_odd_notes(text: str) -> None:
    harmless(note_html(text, PLACE))
