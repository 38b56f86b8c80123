"""Pure: Dutch forms of one word ("loopt", "lopen", "clubje"), by spelling alone.

A form that does not exist does no harm: forms are only looked up among words that we know.
"""

_VOWELS = frozenset("aeiou")
_SHORTEST = 3
_LONGEST = 40
_VOICED = {"v": "f", "z": "s"}
_VOICELESS = {"f": "v", "s": "z"}
_DIMINUTIVES = ("etje", "tje", "pje", "kje", "je")
_PAST = ("den", "ten", "de", "te")


def bases_of(word: str) -> tuple[str, ...]:
    """Shorter words that this may be a form of, likeliest first: "lopen" → "loop"; not itself.

    Plural, diminutive, forms of verbs and the -e of an adjective; doubled vowels and consonants
    are put right. `word` is folded.
    """
    if not _SHORTEST < len(word) <= _LONGEST:
        return ()
    found: dict[str, None] = {}
    for base in _shortened(word):
        if len(base) >= _SHORTEST and base != word:
            found[base] = None
    return tuple(found)


def forms_of(word: str) -> tuple[str, ...]:
    """Other words with the same base: what `bases_of` gives and their plurals, verbs and -e."""
    if not _SHORTEST <= len(word) <= _LONGEST:
        return ()
    bases = bases_of(word)
    found = dict.fromkeys(bases)
    for base in bases if word.endswith("en") else (word, *bases):
        for longer in _lengthened(base):
            found[longer] = None
    found.pop(word, None)
    return tuple(found)


def root_of(word: str) -> str:
    """A key that the forms of one word share ("loopt", "lopen" → "lop"); it is no word itself.

    Too rough for one word ("bom" and "boom" are one), good within a phrase.
    """
    root = word
    for ending in ("etjes", "etje", "tjes", "tje", "jes", "je", "en", "e", "s", "t"):
        if root.endswith(ending) and len(root) - len(ending) >= _SHORTEST:
            root = root[: -len(ending)]
            break
    root = root[:-1] + _VOICED.get(root[-1:], root[-1:])
    kept = [letter for place, letter in enumerate(root) if root[place - 1 : place] != letter]
    return "".join(kept)


def _shortened(word: str) -> list[str]:
    """The word without an ending, as it is spelled then."""
    found = []
    for singular in (word[:-1], word) if word.endswith("jes") else (word,):
        found += _without_diminutive(singular)
    if word.endswith("en"):
        found += [*_closed(word[:-2]), word[:-1]]
    elif word.endswith("e"):
        found += _closed(word[:-1])
    if word.endswith(("ing", "ingen")):
        found += _closed(word.removesuffix("en")[:-3])
    found += [word[: -len(past)] for past in _PAST if word.endswith(past)]
    if word[-1] in "st":
        found.append(word[:-1])
    kernel = word[2:]
    if word.startswith("ge") and len(kernel) > _SHORTEST:
        found += [kernel, *_closed(kernel[:-2])] if kernel.endswith("en") else []
        found += [kernel[:-1]] if kernel[-1] in "dt" else []
    return found


def _without_diminutive(word: str) -> list[str]:
    found = [word[: -len(ending)] for ending in _DIMINUTIVES if word.endswith(ending)]
    return [*_closed(word[:-4]), *found] if word.endswith("etje") else found


def _closed(stem: str) -> list[str]:
    """How a stem is spelled without the vowel after it: "lop|en" → "loop", "katt|en" → "kat"."""
    if len(stem) < _SHORTEST - 1:
        return []
    last, before = stem[-1], stem[-2]
    if last == before and last not in _VOWELS:
        return [stem[:-1]]
    hardened = stem[:-1] + _VOICED.get(last, last)
    if last in _VOWELS or before not in _VOWELS or stem[-3:-2] in _VOWELS:
        return [hardened]
    doubled = hardened[:-1] + before + hardened[-1]
    # "lop|en" can only be "loop"; of "wandel|en" the last vowel is a weak one.
    return [doubled] if _has_one_vowel(stem) else [hardened, doubled]


def _has_one_vowel(stem: str) -> bool:
    return sum(letter in _VOWELS for letter in stem) == 1


def _lengthened(base: str) -> list[str]:
    """A base with the endings of plural, verb and adjective in Dutch spelling."""
    last, before, third = base[-1], base[-2], base[-3:-2]
    if last in _VOWELS:
        return [f"{base}n", f"{base}s", f"{base}en"]
    stems = [base]
    if before in _VOWELS and third == before:
        stems = [base[:-2] + last, base[:-2] + _VOICELESS.get(last, last)]
    elif before in _VOWELS and third not in _VOWELS:
        stems = [base + last] if _has_one_vowel(base) else [base, base + last]
    elif last in _VOICELESS:
        stems = [base[:-1] + _VOICELESS[last], base]
    endings = [f"{stem}{ending}" for stem in stems for ending in ("en", "e")]
    return [*endings, f"{base}s", f"{base}t", f"{base}je", f"{base}tje"]
