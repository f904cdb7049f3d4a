"""XML of office files as it passes by: wanted elements one at a time, nothing kept behind them.

The parser expands no entities and fetches nothing. A part is UTF-8 whatever it says: that is how it
was searched for declarations of entities before.
"""

from collections.abc import Collection, Iterator

from lxml import etree

_PIECE_BYTES = 1 << 16
# What may wait for the end of one element; the tree of it takes thirty times as much. The longest
# row has 16,384 cells.
_OPEN_BYTES = 10_000_000
_MARGIN = b"\xef\xbb\xbf \t\r\n"
# Programs leave control characters in texts; the reader of workbooks passes over them too.
_CONTROLS = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32))
_SPACED = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
# References to them are told as errors. libxml2 tells of no more than a hundred, and others among
# them must not go unseen.
_WRONG_CHARACTERS = 50


class PartError(ValueError):
    """A part of the archive is damaged or declares entities."""


def read_elements(
    xml: bytes, whole: Collection[str], begun: Collection[str] = ()
) -> Iterator[tuple[str, etree._Element]]:
    """Elements and their names without namespace: with all they hold, or as soon as they begin.

    Each is good until the next is taken. Raises PartError where the XML is damaged.
    """
    parser = etree.XMLPullParser(
        events=("start", "end") if begun else ("end",),
        tag=[f"{{*}}{name}" for name in (*whole, *begun)],
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    root: etree._Element | None = None
    last: etree._Element | None = None
    waiting = 0
    for piece in _pieces(xml):
        parser.feed(piece)
        _check(parser)
        for event, element in parser.read_events():
            name = local_name(element)
            root = element.getroottree().getroot() if root is None else root
            if name in (whole if event == "end" else begun):
                yield name, element
            if event == "end" and name in whole:
                element.clear()
        before = last
        last = None if root is None else _drop_behind(root, whole)
        is_same = root is None or (last is not None and last is before)
        waiting = waiting + len(piece) if is_same else 0
        if waiting > _OPEN_BYTES:
            raise PartError("An element holds more than any row or text does.")
    _close(parser)


def local_name(element: etree._Element) -> str:
    """The name without its namespace."""
    return element.tag.rpartition("}")[2]


def _pieces(xml: bytes) -> Iterator[bytes]:
    xml = xml.lstrip(_MARGIN)
    for start in range(0, len(xml), _PIECE_BYTES):
        yield xml[start : start + _PIECE_BYTES].translate(_SPACED)


def _check(parser: etree.XMLPullParser) -> None:
    """Raise PartError for all but a few characters that no XML may have."""
    errors = [e for e in parser.feed_error_log if e.level >= etree.ErrorLevels.ERROR]
    worse = [e for e in errors if e.type != etree.ErrorTypes.ERR_INVALID_CHAR]
    if worse or len(errors) > _WRONG_CHARACTERS:
        raise PartError(str((worse or errors)[0].message))


def _close(parser: etree.XMLPullParser) -> None:
    try:
        parser.close()
    except etree.LxmlError as error:
        raise PartError(str(error)) from error
    _check(parser)


def _drop_behind(root: etree._Element, whole: Collection[str]) -> etree._Element | None:
    """Drop what has ended; the wanted element that is still open."""
    element = root
    while len(element):
        del element[:-1]
        element = element[-1]
        if local_name(element) in whole:
            return element
    return None
