"""Whether the text of a recurrence, `every 2 weeks on Friday when done`, is a rule at all.

The Tasks plugin hands the text to rrule.js 2.8.1, whose English grammar this
follows: words are prefixes (`mo`, `jan`), what comes after the part that is
understood is ignored, and some beginnings are errors. A text in error has no
recurrence, and the plugin deletes it when it next writes the line.
"""

from __future__ import annotations

import re

__all__ = ["is_recurrence", "repeats_when_done"]

_WHEN_DONE = " when done"
_LARGEST_NTH = 366

# One token; a group's name is its letter in the grammar below. Longer words stand first, as the
# longest wins. Sample: `every 2 weeks on the 2nd last Friday` is E N K O T n L W.
_TOKEN = re.compile(
    r"""[ ]*+(?:
        (?P<E> every )
      | (?P<n> [1-9][0-9]*(?:th|nd|rd|st) | second | third )
      | (?P<N> [1-9][0-9]* )
      | (?P<X> weekdays? )
      | (?P<K> weeks? )
      | (?P<D> days? )
      | (?P<U> (?:hour|minute|month|year)s? )
      | (?P<I> first )
      | (?P<L> last )
      | (?P<o> one | two | three | times? )
      | (?P<O> on | in )
      | (?P<A> at )
      | (?P<T> the )
      | (?P<F> for )
      | (?P<u> (?:un)?til )
      | (?P<W> mo(?:n(?:day)?)? | tu(?:e(?:s(?:day)?)?)? | we(?:d(?:n(?:esday)?)?)?
             | th(?:u(?:r(?:sday)?)?)? | fr(?:i(?:day)?)? | sa(?:t(?:urday)?)? | su(?:n(?:day)?)? )
      | (?P<M> jan(?:uary)? | feb(?:ruary)? | mar(?:ch)? | apr(?:il)? | may | june? | july?
             | aug(?:ust)? | sep(?:t(?:ember)?)? | oct(?:ober)? | nov(?:ember)? | dec(?:ember)? )
      | (?P<C> (?: (?: , | and | or )[ ]* )+ )
      | (?P<unknown> [^ ] )
    )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)

# `z` is an nth beyond 366: an error wherever an nth is looked for.
_NTH = r"(?: [LI] | nL?+ )"
_ITEM = rf"(?: {_NTH}[WD]?+ | W | X | M | KN(?:CN)*+(?!C) )"
_ON = rf"(?: (?: OT?+ | T ) (?: {_ITEM}[CTO] )*+ (?> {_ITEM} | (?![zK]) ) | (?![OT]) )"
_AT = r"(?: (?: AN(?:CN)*+ )++(?!C) )?+ (?!A)"
_MONTH_DAYS = rf"O?+T?+ (?: {_NTH}.?+ (?: C{_NTH}.?+ )*+ (?!C) | (?![LInz]) )"
_RULE = re.compile(
    rf"""E N?+ (?:
        [DX] {_AT}
      | K {_ON} {_AT}
      | U {_ON}
      | W(?:CW)*+(?!C) {_AT} {_MONTH_DAYS}
      | M(?:CM)*+(?!C) {_ON}
    ) (?! F(?!N) ) (?P<until> u )?+""",
    re.VERBOSE,
)

# What JavaScript takes for a date after `until`: ` the 1 January 2025`, ` Dec 31, 2024`.
_UNTIL_DATE = re.compile(
    r"""(?P<words> [^0-9]*+ )
        (?P<numbers> (?: [0-9]++ [ ,!]*+ (?: (?: jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec )
            [a-z]*+ [ ,!]*+ )? ){1,3} )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def is_recurrence(text: str) -> bool:
    """Whether rrule.js understands `text`, all of it or its beginning.

    After `until`, whose date the plugin forgets anyway, the date is only looked at roughly.

    >>> is_recurrence("every month on the 2nd last Friday when done")
    True
    >>> is_recurrence("every day, if the weather is fine"), is_recurrence("every two weeks")
    (True, False)
    """
    rule = text[: -len(_WHEN_DONE)] if repeats_when_done(text) else text
    letters: list[str] = []
    ends: list[int] = []
    for token in _TOKEN.finditer(rule):
        letter = token.lastgroup or ""
        if letter == "unknown":
            break
        letters.append("z" if letter == "n" and _is_beyond(token["n"]) else letter)
        ends.append(token.end())
    match = _RULE.match("".join(letters))
    if match is None:
        return False
    return match["until"] is None or bool(_UNTIL_DATE.fullmatch(rule, ends[match.end() - 1]))


def repeats_when_done(text: str) -> bool:
    """Whether the next occurrence is counted from the day of completion.

    >>> repeats_when_done("every 3 days when done")
    True
    """
    return text[-len(_WHEN_DONE) :].lower() == _WHEN_DONE


def _is_beyond(nth: str) -> bool:
    digits = nth[:-2]  # cut before int(), which refuses thousands of digits
    return digits.isdigit() and (len(digits) > 3 or int(digits) > _LARGEST_NTH)
