"""Pure: what meets a piece of a question, and how it is said back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.words.asked import Alternative, Need
from app.words.folding import fold
from app.words.inflection import bases_of, forms_of
from app.words.lexicon import Lexicon, Meaning
from app.words.negations import has_denial
from app.words.schemas import Understood, UnderstoodNeed
from app.words.segments import Segment

MOST_ALTERNATIVES = 24
_MOST_LITERAL = 3
"""Words; a whole sentence is in no title."""
_SHORTEST_BEGINNING = 3
_SORTS = {"theme": "onderwerp", "kind": "soort", "audience": "voor"}

Ways = tuple[Alternative, ...]


def alternatives_of(
    segment: Segment,
    words: Sequence[str],
    *,
    lexicon: Lexicon,
    is_excluded: bool,
    may_go_on: bool,
) -> Iterator[Ways]:
    """For every need that a piece is, what meets it; `words` are those of the piece, folded.

    One need, or for a compound of several meaningful parts one for each of them. `may_go_on`: the
    piece is the end of what was typed, so that its last word may be a beginning.
    """
    literal = _literal(segment, words, lexicon)
    if may_go_on and not is_excluded:
        literal = [_as_beginning(way) for way in literal]
    if is_excluded:
        if shunned := _bounded([*literal, *_shunned(segment, words, lexicon)]):
            yield shunned
        return
    if segment.sort == "compound":
        for of_part in _of_parts(segment.parts, lexicon):
            yield _bounded([*literal, *of_part])
        return
    meant = segment.meaning.alternatives if segment.meaning else ()
    if segment.sort == "identity" and (audience := lexicon.identities.get(segment.base)):
        meant = (Alternative(term=f"audience:{audience}"),)
    if found := _bounded([*literal, *_same_word(segment, words), *meant]):
        yield found


def without_wanted(need: Need, wanted: set[Alternative]) -> Need:
    """An excluded need that no longer takes out what is asked for elsewhere in the question."""
    literal, *others = need.alternatives
    kept = [way for way in others if way not in wanted]
    return replace(need, alternatives=(literal, *kept))


def said_back(need: Need, lexicon: Lexicon) -> Understood | None:
    """What we took a need for; None for words that we do not repeat.

    With today's word: the label of what was meant, whatever was typed.
    """
    terms = [way.term for way in need.alternatives if way.term]
    typed = fold(need.phrase)
    if not terms and not lexicon.never_proposed.isdisjoint(typed.split()):
        return None
    value: str
    if need.is_excluded:
        name, value, text = "not", need.phrase, f"niet: {need.phrase}"
    elif terms:
        name, _, value = terms[0].partition(":")
        labels = [lexicon.labels.get(t, t.partition(":")[2]) for t in terms if t.startswith(name)]
        text = f"{_SORTS.get(name, name)}: {' of '.join(labels)}"
    else:
        name, value = "words", need.phrase
        shown = _shown(need, typed)
        text = f"{'woorden' if ' ' in shown else 'woord'}: {shown}"
    return Understood(
        phrase=need.phrase,
        start=need.start,
        end=need.end,
        need=UnderstoodNeed(name=name, value=value, hard=need.is_excluded),
        text=text,
    )


def _shown(need: Need, typed: str) -> str:
    """The phrase, and the first other word for it that the phrase does not hold itself."""
    same = forms_of(typed)
    for way in need.alternatives:
        if not all(word in typed or word in same for word in way.words):
            return f"{need.phrase} of {' '.join(way.words)}"
    return need.phrase


def _literal(segment: Segment, words: Sequence[str], lexicon: Lexicon) -> list[Alternative]:
    """The words themselves."""
    if len(words) == 1:
        return [Alternative(words=tuple(words))]
    if has_denial(words):
        # Of "geen contact" the word alone would say the opposite.
        return []
    telling = tuple(word for word in words if word not in lexicon.everyday) or tuple(words)
    found = [Alternative(words=telling)] if len(telling) <= _MOST_LITERAL else []
    one = "".join(words)
    return [*found, Alternative(words=(one,))] if segment.base == one else found


def _same_word(segment: Segment, words: Sequence[str]) -> list[Alternative]:
    """The word as our lists have it, if it was typed in another form."""
    if not segment.base or segment.base == " ".join(words) or len(words) > 1:
        return []
    return [Alternative(words=tuple(segment.base.split()))]


def _as_beginning(way: Alternative) -> Alternative:
    return replace(way, is_beginning=len(way.words[-1]) >= _SHORTEST_BEGINNING)


def _of_parts(parts: Sequence[str], lexicon: Lexicon) -> Iterator[list[Alternative]]:
    """For each part that says much: it, and what our lists say of it.

    Parts that say little ("groep") may be missing; if all do, all must be there.
    """
    telling = [part for part in parts if not lexicon.parts[part]]
    if not telling:
        yield [Alternative(words=tuple(parts))]
    for part in telling:
        meaning = _meaning_of(part, lexicon)
        yield [Alternative(words=(part,)), *(meaning.alternatives if meaning else ())]


def _meaning_of(part: str, lexicon: Lexicon) -> Meaning | None:
    for form in (part, *forms_of(part)):
        if form in lexicon.meanings and form not in lexicon.everyday:
            return lexicon.meanings[form]
    return None


def _shunned(segment: Segment, words: Sequence[str], lexicon: Lexicon) -> list[Alternative]:
    """What else an exclusion leaves out beside the words: same words, and a term by its name."""
    found = _same_word(segment, words)
    if segment.sort == "compound":
        found.append(Alternative(words=segment.parts))
    if segment.meaning is None:
        return found
    found += [way for way in segment.meaning.alternatives if way.words]
    phrase = " ".join(words)
    names = {phrase, segment.base, *(bases_of(phrase) if len(words) == 1 else ())}
    for way in segment.meaning.alternatives:
        if way.term is not None:
            code = way.term.partition(":")[2].replace("-", " ")
            label = fold(lexicon.labels.get(way.term, ""))
            found += [way] if not names.isdisjoint((code, label)) else []
    return found


def _bounded(ways: Sequence[Alternative]) -> Ways:
    return tuple(dict.fromkeys(ways))[:MOST_ALTERNATIVES]
