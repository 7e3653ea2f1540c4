"""Circles in a graph: which of its points lead to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

__all__ = ["circles_of"]


def circles_of(edges: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The points that lead back to themselves, those that lead to each other together.

    Each circle and all of them are sorted; linear in the edges (Tarjan's strongly
    connected components, without recursion: vaults may be deep).

    >>> circles_of({"a": ["b"], "b": ["c", "a"], "c": ["d"], "e": ["e"]})
    (('a', 'b'), ('e',))
    """
    found = []
    for component in _components(edges):
        one = component[0]
        if len(component) > 1 or one in edges.get(one, ()):
            found.append(tuple(sorted(component)))
    return tuple(sorted(found))


def _components(edges: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    waiting: set[str] = set()

    def enter(point: str) -> tuple[str, Iterator[str]]:
        number[point] = lowest[point] = len(number)
        stack.append(point)
        waiting.add(point)
        return point, iter(edges.get(point, ()))

    for start in edges:
        path = [enter(start)] if start not in number else []
        while path:
            point, ahead = path[-1]
            following = next(ahead, None)
            if following is None:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[point])
                if lowest[point] == number[point]:
                    component = [stack.pop()]
                    while component[-1] != point:
                        component.append(stack.pop())
                    waiting.difference_update(component)
                    yield component
            elif following not in number:
                path.append(enter(following))
            elif following in waiting:
                lowest[point] = min(lowest[point], number[following])
