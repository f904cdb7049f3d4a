"""A reader without a browser: speaks to Streamlit's websocket as its frontend does.

Learns the widgets from what the server draws, sends their values back, keeps the messages that the
frontend keeps, and follows the address. The clock stops when the message that the script has
finished is there; messages are taken apart only after that.
"""

import asyncio
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

RUN_LIMIT_SECONDS = 60
_LARGEST_MESSAGE = 64 * 2**20
_LIFECYCLE_BYTES = 120  # a message that the script has finished is smaller than this


class RunError(RuntimeError):
    """A run ended with an exception on the page, early, or not at all."""


@dataclass(frozen=True)
class Run:
    """One run of the script as the reader saw it."""

    milliseconds: float
    first_milliseconds: float  # until the first element
    message_count: int
    bytes_received: int
    elements: tuple[str, ...]  # kinds, in the order they came


@dataclass
class Reader:
    """One session. ``open`` first; then ``choose`` changes a widget and waits for the page."""

    address: str
    query: str = ""
    widgets: dict[str, WidgetState] = field(default_factory=dict)  # by key
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of selection boxes, by key
    _connection: ClientConnection | None = None
    _page: str = ""
    _kept: dict[str, ForwardMsg] = field(default_factory=dict)

    async def open(self) -> Run:
        """Connect and draw the page for the first time."""
        url = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        self._connection = await connect(
            url,
            subprotocols=["streamlit"],
            max_size=_LARGEST_MESSAGE,
            compression=None,
            open_timeout=RUN_LIMIT_SECONDS,
            proxy=None,
        )
        return await self._run()

    async def choose(self, key: str, value: str) -> Run:
        """Set the widget ``key`` to an option's text and wait until the page is drawn."""
        self.widgets[key].string_value = value
        return await self._run()

    async def switch(self, key: str) -> Run:
        """Turn the switch ``key`` and wait until the page is drawn."""
        self.widgets[key].bool_value = not self.widgets[key].bool_value
        return await self._run()

    async def close(self) -> None:
        """End the session's connection."""
        if self._connection:
            await self._connection.close()

    def _request(self) -> bytes:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        state.page_script_hash = self._page
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone = "Asia/Shanghai"
        state.context_info.timezone_offset = -480
        state.context_info.locale = "zh-CN"
        state.context_info.url = self.address
        state.context_info.is_embedded = False
        state.context_info.color_scheme = "light"
        state.widget_states.widgets.extend(self.widgets.values())
        return message.SerializeToString()

    async def _run(self) -> Run:
        request = self._request()
        received: list[tuple[float, bytes]] = []
        begun = time.perf_counter()
        await self._connection.send(request)
        async with asyncio.timeout(RUN_LIMIT_SECONDS):
            while True:
                data = await self._connection.recv()
                now = time.perf_counter()
                received.append((now, data))
                if len(data) < _LIFECYCLE_BYTES and _is_finished(data):
                    break
        messages = [ForwardMsg.FromString(data) for _, data in received]
        kinds = tuple(k for m in messages if (k := self._take(m)))
        first = next(t for (t, _), m in zip(received, messages, strict=True) if m.HasField("delta"))
        return Run(
            milliseconds=(now - begun) * 1000,
            first_milliseconds=(first - begun) * 1000,
            message_count=len(messages),
            bytes_received=sum(len(d) for _, d in received),
            elements=kinds,
        )

    def _take(self, message: ForwardMsg) -> str:
        """Learn from a message; the kind of the element in it, or an empty text."""
        kind = message.WhichOneof("type")
        if kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
        if kind == "ref_hash":
            message = self._kept[message.ref_hash]
        elif message.metadata.cacheable:
            self._kept[message.hash] = message
        if not message.HasField("delta"):
            return ""
        if message.delta.HasField("add_block"):
            self._take_block(message.delta.add_block)
            return message.delta.add_block.WhichOneof("type") or "block"
        element = message.delta.new_element
        name = element.WhichOneof("type") or ""
        if name == "exception":
            raise RunError(f"{element.exception.type}: {element.exception.message}")
        if name in {"selectbox", "radio", "checkbox"}:
            self._take_widget(name, getattr(element, name))
        return name

    def _take_block(self, block: object) -> None:
        if block.WhichOneof("type") == "expandable" and block.expandable.id:
            key = _key_of(block.expandable.id)
            self.widgets[key] = WidgetState(
                id=block.expandable.id, bool_value=block.expandable.expanded
            )

    def _take_widget(self, name: str, widget: object) -> None:
        key = _key_of(widget.id)
        known = self.widgets.get(key)
        if name == "checkbox":
            value = widget.value if widget.set_value else widget.default
            if known is None or known.id != widget.id or widget.set_value:
                self.widgets[key] = WidgetState(id=widget.id, bool_value=value)
            return
        self.options[key] = tuple(widget.options)
        if known is None or known.id != widget.id or widget.set_value:
            default = widget.options[widget.default] if widget.options else ""
            value = widget.raw_value if widget.set_value else default
            self.widgets[key] = WidgetState(id=widget.id, string_value=value)


def _is_finished(data: bytes) -> bool:
    message = ForwardMsg.FromString(data)
    if message.WhichOneof("type") != "script_finished":
        return False
    status = message.script_finished
    if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
        raise RunError("The script does not compile.")
    return status == ForwardMsg.FINISHED_SUCCESSFULLY


def _key_of(widget_id: str) -> str:
    """The key a widget was drawn with; its id is ``$$ID-<hash>-<key>``."""
    return widget_id.split("-", 2)[2]
