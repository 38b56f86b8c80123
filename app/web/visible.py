"""Pure: text as it may stand in a page, whoever wrote it.

Marks that turn the rest of a line round, or that nobody sees, have no place in what people read.
Languages that run from right to left do without them: browsers know from the letters.
"""

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # commands to a terminal
    "\u200b\u2060\ufeff"  # widthless, and not needed by any script
    "\u202a-\u202e\u2066-\u2069"  # turns round what follows
    "\ufdd0-\ufdef\ufffe\uffff]"  # no characters at all
)
_LINE_END = re.compile("\r\n?")
_LINE_END_IN_DATA = re.compile("[\u2028\u2029]")  # a space, since JSON may hold no line ends


def visible(text: str) -> str:
    """A text without what nobody sees; HTML stays HTML."""
    seen = _UNSEEN.sub("", _LINE_END_IN_DATA.sub(" ", _LINE_END.sub("\n", text)))
    return text if seen == text else type(text)(seen)


def visible_value(value: object) -> object:
    """What a template is about to show: a text as `visible`, anything else as it is."""
    return visible(value) if isinstance(value, str) else value
