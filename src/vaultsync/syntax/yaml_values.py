"""Front matter that the direct reader leaves alone, read as YAML: the home of the YAML libraries.

python-frontmatter's handler drives PyYAML, with a loader of ours that takes
the parser's events instead of constructing objects: values get YAML 1.2's
types and the places where they are written, and tags, collections as keys,
duplicate keys and alias bombs are refused. Nothing here writes.

The loader is pure Python: PyYAML's C loader dies with SIGSEGV on 30 KB of `[`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml
from frontmatter.default_handlers import YAMLHandler

from vaultsync.syntax import yaml_text
from vaultsync.syntax.elements import Value
from vaultsync.syntax.yaml_entries import Entry, Fault, Reading
from vaultsync.syntax.yaml_scalars import typed_scalar

__all__ = ["read_yaml"]

DEEPEST = 64
MOST_ALIASES = 100
# What the aliases may expand to, in characters: nine levels of nine aliases are 400 million.
LARGEST = 1_000_000

_TOO_DEEP = f"nested more than {DEEPEST} deep"
_UNQUOTED = 'a link without quotes is a list to YAML and no link: write "[[Note]]"'

# What PyYAML raises on bad input besides YAMLError (found by fuzzing; RecursionError as we
# may be called deep down).
_ESCAPING = (
    yaml.YAMLError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    RecursionError,
    OverflowError,
)


def read_yaml(block: str) -> Reading:
    r"""The entries of the lines between the `---`, or the fault that makes them opaque.

    >>> read_yaml("up: {a: [1, yes]}\n").entries[0].value
    {'a': [1, 'yes']}
    >>> read_yaml("a: @me\n").faults[0].message
    "front matter not readable: '@' can't start a value: put the value in quotes"
    """
    if (offset := yaml_text.too_deep(block, DEEPEST)) is not None:
        return _opaque(block, _TOO_DEEP, offset)
    try:
        reading: Reading = YAMLHandler().load(block, Loader=_EntryLoader)
    except yaml.MarkedYAMLError as error:
        return _opaque(block, error.problem or "", _offset(block, error))
    except _ESCAPING as error:
        return _opaque(block, type(error).__name__, 0)
    return reading


def _opaque(block: str, problem: str, offset: int) -> Reading:
    message = f"front matter not readable: {yaml_text.in_words(block, problem, offset)}"
    return Reading(
        None, (Fault("front-matter-error", message, offset, yaml_text.line_end(block, offset)),)
    )


def _offset(block: str, error: yaml.MarkedYAMLError) -> int:
    """Where the fault is; what is never closed or completed counts where it starts."""
    found = (error.problem_mark, error.context_mark)
    unfinished = (error.problem or "").startswith(("could not find expected", "expected ',' or"))
    marks = [mark.index for mark in (reversed(found) if unfinished else found) if mark]
    last = len(block.rstrip()) - 1
    return next((offset for offset in marks if offset <= last), max(last, 0))


def _refused(problem: str, event: Any) -> yaml.MarkedYAMLError:
    """The error for what is valid YAML perhaps, but nothing that front matter may hold."""
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)


class _Node(NamedTuple):
    value: Value
    start: int
    end: int


class _Anchored(NamedTuple):
    value: Value
    weight: int


class _EntryLoader(yaml.SafeLoader):
    """Builds the root's entries from PyYAML's events."""

    def __init__(self, stream: str) -> None:
        masked, self.unmask = yaml_text.mask(stream)
        super().__init__(masked)
        self.source = stream
        self.named: dict[str, _Anchored] = {}
        self.weight = 0
        self.aliases = 0
        self.unquoted: list[str] = []
        self.faults: list[Fault] = []

    def get_single_data(self) -> Reading:
        """The one document's entries; PyYAML's `load` asks for it by this name."""
        self._event()
        if self.check_event(yaml.StreamEndEvent):
            return Reading(None, ())
        self._event()
        root = self._event()
        if not isinstance(root, yaml.MappingStartEvent):
            raise _refused("the front matter holds no 'key: value' lines", root)
        self._refuse_tag(root)
        entries, _ = self._entries(root, "", 1)
        self._event()
        if not self.check_event(yaml.StreamEndEvent):
            raise _refused("a second YAML document", self._event())
        return Reading(tuple(entries), tuple(self.faults))

    def scan_to_next_token(self) -> None:
        """As PyYAML does, but blanks may be tabs too where they don't indent."""
        loader: Any = super()
        loader.scan_to_next_token()
        while blanks := yaml_text.tab_blanks(self.source, self.index, in_flow=self.flow_level > 0):
            loader.forward(blanks)
            loader.scan_to_next_token()

    def _event(self) -> Any:
        return self.get_event()  # type: ignore[no-untyped-call]

    def _entries(self, event: Any, path: str, depth: int) -> tuple[list[Entry], int]:
        """The entries of a mapping that `event` opens, and the offset of its end."""
        entries: dict[str, Entry] = {}
        end = event.end_mark.index
        while not self.check_event(yaml.MappingEndEvent):
            key_event = self._event()
            key = self._key(key_event)
            if key in entries:
                raise _refused(f"the key {key!r} is there twice", key_event)
            seen = len(self.unquoted)
            node = self._value(f"{path}{key}", depth)
            at = key_event.start_mark.index, key_event.end_mark.index
            start, end = self._place(node, after=at[1])
            entries[key] = Entry(key, node.value, *at, start, end, tuple(self.unquoted[seen:]))
        closing = self._event()
        return list(entries.values()), closing.end_mark.index if event.flow_style else end

    def _place(self, node: _Node, *, after: int) -> tuple[int, int]:
        """Where a value stands; a missing one stands on its key's line."""
        if node.start == node.end > yaml_text.line_end(self.source, after):
            return after, after
        return node.start, node.end

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise _refused("a key that is no text", event)
        self._refuse_tag(event)
        text = self._text(event)
        if event.style is None and not text:
            raise _refused("a value without a key", event)
        self._grow(len(text), event)
        self._name(event, text, len(text))
        return text

    def _value(self, path: str, depth: int) -> _Node:
        event = self._event()
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        self._refuse_tag(event)
        if depth > DEEPEST:
            raise _refused(_TOO_DEEP, event)
        before = self.weight
        self._grow(1, event)
        node = self._node(event, path, depth)
        self._name(event, node.value, self.weight - before)
        return node

    def _node(self, event: Any, path: str, depth: int) -> _Node:
        match event:
            case yaml.ScalarEvent():
                return self._scalar(event)
            case yaml.SequenceStartEvent():
                return self._list(event, path, depth)
            case _:
                entries, end = self._entries(event, f"{path}.", depth + 1)
                values = {entry.key: entry.value for entry in entries}
                return _Node(values, event.start_mark.index, end)

    def _scalar(self, event: Any) -> _Node:
        text = self._text(event)
        self._grow(len(text), event)
        start, end = event.start_mark.index, event.end_mark.index
        if event.style in ("|", ">"):
            end = yaml_text.block_scalar_end(self.source, start, end)
        return _Node(typed_scalar(text) if event.style is None else text, start, end)

    def _list(self, event: Any, path: str, depth: int) -> _Node:
        items: list[Value] = []
        start, end = event.start_mark.index, event.end_mark.index
        while not self.check_event(yaml.SequenceEndEvent):
            node = self._value(f"{path}.{len(items)}", depth + 1)
            items.append(node.value)
            end = node.end
        closing = self._event()
        if not event.flow_style:
            return _Node(items, start, end)
        end = closing.end_mark.index
        source = self.source[start:end]
        if not yaml_text.is_unquoted_link(source):
            return _Node(items, start, end)
        self.unquoted.append(path)
        self.faults.append(Fault("unquoted-link", _UNQUOTED, start, end))
        return _Node(source, start, end)

    def _alias(self, event: Any) -> _Node:
        """An alias stands for the same object; what it would expand to is counted."""
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            raise _refused(f"more than {MOST_ALIASES} aliases", event)
        anchored = self.named.get(event.anchor)
        if anchored is None:
            raise _refused("an alias ('*') of nothing above: put the value in quotes", event)
        self._grow(anchored.weight, event)
        return _Node(anchored.value, event.start_mark.index, event.end_mark.index)

    def _name(self, event: Any, value: Value, weight: int) -> None:
        if event.anchor is not None:
            self.named[event.anchor] = _Anchored(value, weight)

    def _grow(self, weight: int, event: Any) -> None:
        self.weight += weight
        if self.weight > LARGEST:
            raise _refused("aliases that expand to too much", event)

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            raise _refused("a YAML tag ('!'): put the value in quotes", event)

    def _text(self, event: Any) -> str:
        text: str = event.value
        if event.style == '"':
            text = yaml_text.join_surrogates(text)
        return text.translate(self.unmask) if self.unmask else text
