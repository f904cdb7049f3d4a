"""Damaged .pptx files: as a template and as a deck to check, each works or is refused in words.

``FUZZ_EXAMPLES`` says how many files are tried; each is made from a seed of its own, so a number
that failed fails again.
"""

import os
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
from pptx import Presentation

from dashboard.briefing.checks.old_deck import check_deck
from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.slides.presentation import make_deck
from dashboard.errors import DashboardError
from dashboard.selection import ChartRequest
from dashboard.store import Store
from tests.briefing.test_templates import make_template

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "48"))
GROUPS = 4
Parts = dict[str, bytes]


def pack(parts: Parts) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def unpack(content: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def choose(parts: Parts, chance: Random, pattern: str = r"\.(xml|rels)$") -> str:
    return chance.choice([n for n in sorted(parts) if re.search(pattern, n)])


# Damage to the file as it lies on a disk


def flip_bytes(content: bytes, chance: Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice((1, 5, 50))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def cut_off(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content))]


def encrypt(content: bytes, chance: Random) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content[: chance.randrange(len(content))]


def set_flag(content: bytes, chance: Random) -> bytes:
    """Says in the directory that the parts are encrypted or packed in another way."""
    data = bytearray(content)
    for at in [m.start() for m in re.finditer(b"PK\x01\x02", content)]:
        if chance.random() < 0.3:
            place, value = chance.choice(((8, 1), (10, 9), (10, 14), (10, 99)))
            data[at + place] = value
    return bytes(data)


WHOLE = (flip_bytes, cut_off, encrypt, set_flag)


# Damage inside a sound archive


def remove_part(parts: Parts, chance: Random) -> None:
    del parts[choose(parts, chance, "")]


def rename_part(parts: Parts, chance: Random) -> None:
    name = choose(parts, chance, "")
    parts[name.replace("/", "\\") if chance.random() < 0.3 else name + "x"] = parts.pop(name)


def break_xml(parts: Parts, chance: Random) -> None:
    name = choose(parts, chance)
    data = bytearray(parts[name])
    for _ in range(chance.choice((1, 3, 20))):
        data[chance.randrange(len(data))] = chance.choice(b'<>"/&a0 \x00\xff')
    parts[name] = bytes(data)


def cut_xml(parts: Parts, chance: Random) -> None:
    name = choose(parts, chance)
    parts[name] = parts[name][: chance.randrange(len(parts[name]))]


def remove_element(parts: Parts, chance: Random) -> None:
    """Takes out an element without children, or one tag with all that is inside it."""
    name = choose(parts, chance)
    found = list(re.finditer(rb"<([\w:]+)\b[^<>]*/>|<([\w:]+)\b[^<>]*>.*?</\2>", parts[name], re.S))
    if found:
        taken = chance.choice(found)
        parts[name] = parts[name][: taken.start()] + parts[name][taken.end() :]


def change_attribute(parts: Parts, chance: Random) -> None:
    name = choose(parts, chance)
    found = list(re.finditer(rb'="([^"<>]*)"', parts[name]))
    if found:
        at = chance.choice(found)
        value = chance.choice(
            (b"", b"x", b"-1", b"0", b"99999999999999999999", b"1.5", b"NaN", b"rId1", b"../../x")
        )
        parts[name] = parts[name][: at.start(1)] + value + parts[name][at.end(1) :]


def remove_attribute(parts: Parts, chance: Random) -> None:
    name = choose(parts, chance)
    found = list(re.finditer(rb' [\w:]+="[^"<>]*"', parts[name]))
    if found:
        at = chance.choice(found)
        parts[name] = parts[name][: at.start()] + parts[name][at.end() :]


def retarget(parts: Parts, chance: Random) -> None:
    """Points a relationship at another part, at itself, at nothing, or outside."""
    name = choose(parts, chance, r"\.rels$")
    targets = [f"/{n}" for n in sorted(parts)] + ["", "x.xml", "../../../../x", "http://x.example/"]
    found = list(re.finditer(rb'Target="([^"]*)"', parts[name]))
    if found:
        at = chance.choice(found)
        value = chance.choice(targets).encode()
        parts[name] = parts[name][: at.start(1)] + value + parts[name][at.end(1) :]


def retype(parts: Parts, chance: Random) -> None:
    """Gives a part the content of another, or a relationship or content type of another."""
    name, other = choose(parts, chance), choose(parts, chance)
    kinds = [m[0] for m in re.finditer(rb'(?:Type|ContentType)="[^"]*"', parts[name])]
    if kinds and chance.random() < 0.7:
        parts[name] = parts[name].replace(chance.choice(kinds), chance.choice(kinds), 1)
    else:
        parts[name] = parts[other]


def repeat_element(parts: Parts, chance: Random) -> None:
    """Writes one element many times."""
    name = choose(parts, chance)
    found = list(re.finditer(rb"<[\w:]+\b[^<>]*/>", parts[name]))
    if found:
        taken = chance.choice(found)
        more = taken[0] * chance.choice((1, 100, 20_000))
        parts[name] = parts[name][: taken.end()] + more + parts[name][taken.end() :]


def nest_deeply(parts: Parts, chance: Random) -> None:
    name = choose(parts, chance, r"\.xml$")
    found = list(re.finditer(rb"<[\w:]+\b[^<>]*/>", parts[name]))
    if found:
        at = chance.choice(found).end()
        depth = chance.choice((200, 5000))
        deep = b"<a:x xmlns:a='urn:x'>" * depth + b"</a:x>" * depth
        parts[name] = parts[name][:at] + deep + parts[name][at:]


def declare_entities(parts: Parts, chance: Random) -> None:
    name = choose(parts, chance, r"\.xml$")
    lines = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    head = b'<!DOCTYPE x [<!ENTITY e0 "ha">' + lines + b"]>"
    parts[name] = re.sub(rb"(<\?xml[^>]*>)?", lambda m: m[0] + head, parts[name], count=1)


def swell(parts: Parts, chance: Random) -> None:
    """A part that packs to nothing."""
    name = choose(parts, chance)
    parts[name] += b" " * chance.choice((1_000_000, 40_000_000))


INSIDE = (
    remove_part, rename_part, break_xml, cut_xml, remove_element, change_attribute,
    remove_attribute, retarget, retype, repeat_element, nest_deeply, declare_entities, swell,
)  # fmt: skip


def mutate(content: bytes, seed: int) -> tuple[bytes, str]:
    """The damaged file, and what was done to it."""
    chance = Random(seed)
    change = (WHOLE + INSIDE)[seed % len(WHOLE + INSIDE)]
    if change in WHOLE:
        return change(content, chance), change.__name__
    parts = unpack(content)
    for _ in range(chance.choice((1, 1, 2, 4))):
        change(parts, chance)
    return pack(parts), change.__name__


@pytest.fixture
def deck(make_small_store: Callable[..., Store]) -> Deck:
    make_small_store(("members", "610100", "2023", 3_200_000.0, "final"))
    return Deck("标题", "zh", (Slide(ChartRequest("ranking", "members"), "610000", 2023),))


def find_fault(run: Callable[[], object]) -> str:
    """What was raised that is no sentence in both languages; '' when all is well."""
    try:
        run()
    except DashboardError as error:
        sentences = error.text("zh"), error.text("en")
        is_told = re.search(r"[\u4e00-\u9fff]", sentences[0]) and sentences[0] != sentences[1]
        return "" if is_told else repr(sentences)
    except Exception as error:
        return repr(error)[:200]
    return ""


@pytest.mark.parametrize("group", range(GROUPS))
def test_damaged_template_makes_slides_or_is_refused_in_words(deck: Deck, group: int) -> None:
    faults = []
    content = make_template(slides=2)
    for seed in range(group, EXAMPLES, GROUPS):
        template, what = mutate(content, seed)
        fault = find_fault(lambda t=template: Presentation(BytesIO(make_deck(deck, template=t))))
        if fault:
            faults.append((seed, what, fault))
    assert faults == []


@pytest.mark.parametrize("group", range(GROUPS))
def test_damaged_deck_is_checked_or_refused_in_words(deck: Deck, group: int) -> None:
    faults = []
    content = make_deck(deck)
    for seed in range(group, EXAMPLES, GROUPS):
        damaged, what = mutate(content, seed)
        fault = find_fault(lambda d=damaged: check_deck(d, newest=1, lang="zh"))
        if fault:
            faults.append((seed, what, fault))
    assert faults == []
