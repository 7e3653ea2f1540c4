"""What Obsidian takes from the properties for the whole vault: links, tags and aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultsync.syntax.elements import FrontMatter, Property, Value

__all__ = ["front_matter_aliases", "front_matter_links", "front_matter_tags"]

# A value that is one link from end to end:
# [[Note]]   [[Note#Heading|text]]   [text](Note.md)   [text](<My Note.md> "title")
_LINK = re.compile(
    r"""
    \[\[ (?: (?! \[\[ | \]\] ) [^\r\n] )++ \]\]
    | \[ [^\[\]\r\n]*+ \]
      \( (?! <? [A-Za-z][A-Za-z0-9+.-]+: )                    # no https:, no mailto:
         (?: < [^<>\r\n]++ > | (?: [^\s()<>] | \( [^\s()<>]*+ \) )++ )
         (?: [ ]++ (?: "[^"\r\n]*+" | '[^'\r\n]*+' ) )?
      \)
    """,
    re.VERBOSE,
)

# A tag with or without its `#`: no blanks, no general or supplemental punctuation, and of
# ASCII's only `_ - /`; not all digits.  project/alpha   #2024-plan   日記   🌱
_TAG = re.compile(
    r"""\#? (?P<name> (?! [0-9]+ \Z )
    [^\s \u2000-\u206f \u2e00-\u2e7f '!"\#$%&()*+,.:;<=>?@^`{|}~\[\]\\]++ )""",
    re.VERBOSE,
)


def front_matter_links(front_matter: FrontMatter) -> list[tuple[str, str, Property]]:
    r"""Each value that is one link from end to end: its key path, the link as read, its property.

    Text around a link, or a second one, makes it plain text; so does the lack
    of quotes around `[[Note]]` (`Property.unquoted_links`).
    Source: https://help.obsidian.md/properties.

    >>> from vaultsync.syntax.front_matter import read_front_matter
    >>> from vaultsync.text import split_lines
    >>> text = '---\nup: "[[Home]]"\nsee: ["[[A|B]]", "to [[C]]"]\n---'
    >>> fm = read_front_matter(text, 0, *split_lines(text))
    >>> [(key, raw) for key, raw, _ in front_matter_links(fm)]
    [('up', '[[Home]]'), ('see.0', '[[A|B]]')]
    """
    return [
        (path, written, property_)
        for property_ in front_matter.properties
        for path, written in _texts(property_.key, property_.value)
        if _LINK.fullmatch(written) and path not in property_.unquoted_links
    ]


def _texts(path: str, value: Value) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield path, value
        case list():
            for index, item in enumerate(value):
                yield from _texts(f"{path}.{index}", item)
        case dict():
            for key, item in value.items():
                yield from _texts(f"{path}.{key}", item)
        case _:
            return


def front_matter_tags(values: dict[str, Value] | None) -> list[str] | None:
    """The tags of the property `tags`, each with its `#`; None where there is no such value.

    One text is one tag, never split at commas; what is no valid tag is left out.
    Source: Obsidian's `parseFrontMatterTags` since 1.9.

    >>> front_matter_tags({"tags": ["a/b", "#c", "2024", "d e"]})
    ['#a/b', '#c']
    >>> front_matter_tags({"tags": "a, b"})
    []
    """
    texts = _list_of_texts(values, "tags")
    if texts is None:
        return None
    return [f"#{match['name']}" for text in texts if (match := _TAG.fullmatch(text))]


def front_matter_aliases(values: dict[str, Value] | None) -> list[str] | None:
    """The names of the property `aliases`; None where there is no such value.

    One text is one alias, never split at commas.
    Source: https://help.obsidian.md/aliases.

    >>> front_matter_aliases({"aliases": ["Home ", 2024, None]})
    ['Home', '2024']
    >>> front_matter_aliases({"aliases": "a, b"})
    ['a, b']
    """
    return _list_of_texts(values, "aliases")


def _list_of_texts(values: dict[str, Value] | None, name: str) -> list[str] | None:
    """The texts of a property that is a list or one text, trimmed; its name in any case."""
    found = next((value for key, value in (values or {}).items() if key.lower() == name), None)
    if found is None:
        return None
    texts = [_text(item).strip() for item in (found if isinstance(found, list) else [found])]
    return [text for text in texts if text]


def _text(value: Value) -> str:
    match value:
        case bool():
            return ""
        case str() | int() | float():
            return str(value)
        case _:
            return ""
