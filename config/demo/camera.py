"""A synthetic camera that speaks WHEP: for the tests, and beside the demo, where no media server runs.

    python -m config.demo.camera [--port 8189]

Needs `aiortc` (requirements-dev.txt). Every address /<anything>/whep shows the same hall: a counter, somebody who
walks past, the time of day.
"""

import argparse
import asyncio
import sys
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from av import VideoFrame

from config.demo.hall_picture import picture

RATE = 10  # pictures a second
CLOCK = 90_000  # ticks a second, as RTP counts video
LARGEST = 64 * 1024  # an offer is a few kilobytes
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Expose-Headers": "Location",
}


class Hall(MediaStreamTrack):
    """The picture, ten times a second."""

    kind = "video"

    def __init__(self):
        super().__init__()
        self.began, self.number = time.monotonic(), 0

    async def recv(self):
        self.number += 1
        await asyncio.sleep(max(0, self.began + self.number / RATE - time.monotonic()))
        frame = VideoFrame.from_image(picture(self.number, datetime.now()))  # noqa: DTZ005 - what the wall clock shows
        frame.pts, frame.time_base = self.number * CLOCK // RATE, Fraction(1, CLOCK)
        return frame


@dataclass
class Server:
    """Signalling over plain HTTP/1.1. `token`: what a viewer has to bring; `offers` and `ended` are for tests."""

    token: str = ""
    sessions: dict[str, RTCPeerConnection] = field(default_factory=dict)
    offers: int = 0
    ended: int = 0

    async def serve(self, port: int):
        """Start listening; `port` 0 takes a free one."""
        return await asyncio.start_server(self.answer, "127.0.0.1", port)

    async def answer(self, reader, writer):
        """One request on one connection."""
        try:
            status, more, text = await self.request(reader)
            told = CORS | more | {"Content-Length": len(text.encode()), "Connection": "close"}
            lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
            writer.write(f"HTTP/1.1 {status}\r\n{lines}\r\n{text}".encode())
            await writer.drain()
        finally:
            writer.close()

    async def request(self, reader):
        """Read it and act on it."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, path, _version = head[0].split(" ")
            headers = {name.strip().lower(): value.strip() for name, _colon, value in (h.partition(":") for h in head)}
            body = await reader.readexactly(min(int(headers.get("content-length", 0)), LARGEST))
            return await self.act(method, path, headers, body.decode())
        except (ValueError, asyncio.IncompleteReadError):
            return "400 Bad Request", {}, ""

    async def act(self, method: str, path: str, headers: dict, body: str):
        """Status, headers and body of the answer."""
        if method == "OPTIONS":
            return "204 No Content", {}, ""
        if self.token and headers.get("authorization") != f"Bearer {self.token}":
            return "401 Unauthorized", {}, ""
        if method == "DELETE":
            await self.end(path.rpartition("/")[2])
            return "200 OK", {}, ""
        key = uuid.uuid4().hex
        described = await self.play(key, body)
        return "201 Created", {"Content-Type": "application/sdp", "Location": f"{path}/{key}"}, described

    async def play(self, key: str, offer: str) -> str:
        """The answer to an offer; from then on the picture runs."""
        self.offers += 1
        peer = self.sessions[key] = RTCPeerConnection()
        await peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        peer.addTrack(Hall())
        await peer.setLocalDescription(await peer.createAnswer())
        return peer.localDescription.sdp

    async def end(self, key: str):
        peer = self.sessions.pop(key, None)
        if peer is not None:
            self.ended += 1
            await peer.close()


async def run(port: int):
    listening = await Server().serve(port)
    sys.stdout.write(f"演示摄像头 http://127.0.0.1:{port}/，按 Ctrl-C 结束\n")
    async with listening:
        await listening.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8189)
    try:
        asyncio.run(run(parser.parse_args().port))
    except KeyboardInterrupt:
        sys.exit(0)
