"""A cable between two browsers that a test can cut: all that they send each other goes through it.

Each way to reach a browser that the other one hears of is put in place of by a socket of the cable, as a router
would. While the cable is cut, whatever comes in is lost.
"""

import selectors
import socket
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from playwright.sync_api import Page

# A page hears of one way only: the first one by UDP that belongs to the machine itself, as the cable leads there.
TAKE_CABLE = """
const Plain = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Plain {
  async setRemoteDescription(description) {
    const sdp = description.sdp.split("\\r\\n").filter((line) => !line.startsWith("a=candidate")).join("\\r\\n");
    this.ways = new Set();
    return super.setRemoteDescription({ type: description.type, sdp });
  }
  async addIceCandidate(candidate) {
    const words = candidate.candidate.split(" ");
    const [, , protocol, , address, port, , kind] = words;
    if (protocol !== "udp" || kind !== "host" || !address.includes(".")) return;
    if (this.ways.has(candidate.sdpMid)) return;
    this.ways.add(candidate.sdpMid);
    words[4] = "127.0.0.1";
    words[5] = String(await window.cable(address, Number(port)));
    return super.addIceCandidate({ ...candidate, candidate: words.join(" ") });
  }
};
"""


@dataclass
class Cable:
    """The cable: for each side, the socket at which the other one reaches it, and where it really is."""

    is_cut: bool = False
    lost: int = 0
    carried: int = 0
    _ends: dict[str, socket.socket] = field(default_factory=dict)
    _places: dict[str, tuple[str, int]] = field(default_factory=dict)
    _is_over: bool = False

    def __post_init__(self) -> None:
        """Lay the cable."""
        for side in ("one", "two"):
            end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            end.bind(("127.0.0.1", 0))
            end.setblocking(False)
            self._ends[side] = end
        self._thread = Thread(target=self._carry, daemon=True)
        self._thread.start()

    def plug_in(self, page: Page, hears_of: str) -> None:
        """Let a page reach the other side by the cable alone, before it opens anything."""

        def lead(_source: Any, address: str, port: int) -> int:
            self._places[hears_of] = (address, port)
            return int(self._ends[hears_of].getsockname()[1])

        page.expose_binding("cable", lead)
        page.add_init_script(TAKE_CABLE)

    def close(self) -> None:
        """Take the cable away."""
        self._is_over = True
        self._thread.join()
        for end in self._ends.values():
            end.close()

    def _carry(self) -> None:
        """Carry what comes in at one end out of the other: so each side sees the cable in the other's place."""
        with selectors.DefaultSelector() as selector:
            for side, end in self._ends.items():
                selector.register(end, selectors.EVENT_READ, side)
            while not self._is_over:
                for key, _events in selector.select(timeout=0.1):
                    self._carry_from(key.data)

    def _carry_from(self, side: str) -> None:
        other = "two" if side == "one" else "one"
        packet, came_from = self._ends[side].recvfrom(65_535)
        # Whoever writes to this side is the other one: where its words come from is where answers go to.
        self._places[other] = came_from
        place = self._places.get(side)
        if self.is_cut or place is None:
            self.lost += 1
            return
        self._ends[other].sendto(packet, place)
        self.carried += 1
