"""What a clerk does on the Upload page, and what the page then shows."""

import re
from collections.abc import Iterator

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, ButtonGroup

_HEADING = re.compile(r":\w+-badge\[(?P<grade>[^\]]+)\] \*\*(?P<rule>[A-Z]-\d\d) ")


def upload(
    page: AppTest, content: bytes, name: str = "会员.csv", *, widget: str = "file_0"
) -> AppTest:
    """Drop a file."""
    page.file_uploader(key=widget).upload(name, content).run()
    assert not page.exception
    return page


def press(page: AppTest, key: str) -> AppTest:
    """Click the button ``key``."""
    page.button(key=key).click().run()
    assert not page.exception
    return page


def mend(page: AppTest, address: str, text: str) -> AppTest:
    """Put ``text`` into the cell ``address``."""
    page.selectbox(key="fix_value_address").set_value(address).run()
    page.text_input(key="fix_value_text").set_value(text)
    return press(page, "fix_value")


def publish(
    page: AppTest, *, source: str = "西安市总工会2023年报", by: str = "王芳", confirm: bool = False
) -> AppTest:
    """Fill in the form and publish."""
    page.text_input(key="source").set_value(source)
    page.text_input(key="by").set_value(by)
    if confirm:
        # Its key names the version that was compared with.
        next(c for c in page.checkbox if c.key.startswith("confirmed_")).check()
    return press_publish(page)


def may_publish(page: AppTest) -> bool:
    """Whether the button that publishes is there."""
    return bool(_publish_buttons(page))


def press_publish(page: AppTest) -> AppTest:
    """Click the button that publishes."""
    (button,) = _publish_buttons(page)
    button.select("发布").run()
    assert not page.exception
    return page


def _publish_buttons(page: AppTest) -> list[ButtonGroup]:
    # Its key names the version that was compared with.
    return [g for g in page.button_group if g.key.startswith("publish_")]


def findings_shown(page: AppTest) -> list[tuple[str, str]]:
    """How grave and which rule, for each group of findings from top to bottom."""
    found = (_HEADING.match(m.value) for m in page.markdown)
    return [(m["grade"], m["rule"]) for m in found if m]


def rules_shown(page: AppTest) -> list[str]:
    """The rules that found something."""
    return [rule for _grade, rule in findings_shown(page)]


def table_with(page: AppTest, column: str) -> pd.DataFrame:
    """The first table that has ``column``."""
    return next(d.value for d in page.dataframe if column in d.value)


def understood(page: AppTest) -> dict[str, str]:
    """What was understood: label and text of each line."""
    (block,) = (b for b in _blocks(page.main) if b.key == "recognition")
    lines = (list(line.children.values()) for line in block.children.values())
    return {left.caption[0].value: right.text[0].value for left, right in lines}


def _blocks(block: Block) -> Iterator[Block]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield child
            yield from _blocks(child)
