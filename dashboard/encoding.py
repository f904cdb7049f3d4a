"""Bytes of a text file to text: the encoding is proved on the whole file, never guessed from a sample.

What a file is told about its damage belongs to the import.
"""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    # Before UTF-16, whose mark is the beginning of this one.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_UNMARKED = (("utf-8", "UTF-8"), ("gb18030", "GB18030"))
# What a person is offered to choose from, the likeliest first.
OFFERED_ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16")
# What may be chosen: a correction comes out of a stored text, and Python has codecs that are
# no encodings of text (zlib, idna) or that do not end soon.
ENCODINGS = frozenset(
    {
        *OFFERED_ENCODINGS, "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb2312",
        "big5-hkscs", "cp950",
    }
)  # fmt: skip
_CUT_REASONS = ("unexpected end of data", "truncated data", "incomplete multibyte sequence")
_LABEL = 20
_NEARLY_ALL = 0.95


def _guess_utf16(content: bytes) -> tuple[tuple[str, str], ...]:
    """UTF-16 without a mark has NUL bytes in nearly only the odd, or only the even places."""
    zeros = content.count(0)
    if not zeros or len(content) % 2 or zeros * 50 < len(content):
        return ()
    odd = content[1::2].count(0)
    if odd >= zeros * _NEARLY_ALL:
        return (("utf-16-le", "UTF-16"),)
    return (("utf-16-be", "UTF-16"),) if odd <= zeros * (1 - _NEARLY_ALL) else ()


def decode_given(content: bytes, encoding: str) -> tuple[str | None, str]:
    """The text and the label of an encoding that a person named; None where it does not fit."""
    codec = encoding.strip().lower().replace("_", "-")
    if codec not in ENCODINGS:
        return None, encoding[:_LABEL]
    try:
        return content.decode(codec), codec.upper()
    except UnicodeDecodeError:
        return None, codec.upper()


def decode_proved(content: bytes) -> tuple[str | None, str]:
    """The text and the label of its encoding: by mark, strict UTF-8, strict GB18030 in this order.

    None for the text where none of them fits, or where the file ends within a character.
    """
    for mark, codec, label in _MARKS:
        if content.startswith(mark):
            candidates: tuple[tuple[str, str], ...] = ((codec, label),)
            break
    else:
        candidates = (*_guess_utf16(content), *_UNMARKED)
    for codec, label in candidates:
        try:
            return content.decode(codec), label
        except UnicodeDecodeError:
            # GB18030 would make something of half a character as well.
            if is_cut_off(content, codec):
                return None, label
    return None, ""


def is_cut_off(content: bytes, codec: str) -> bool:
    """Whether nothing but the end of the last character is missing."""
    if codec.lower() not in ENCODINGS:
        return False
    try:
        content.decode(codec)
    except UnicodeDecodeError as error:
        return error.reason in _CUT_REASONS and error.start > 0 and error.end >= len(content)
    return False
