"""A WHIP publisher and a WHEP player of GStreamer's webrtcbin, with the HTTP of RFC 9725 and nothing of ours.

    webrtcbin.py publish URL h264|vp8     the token comes in the environment variable TOKEN
    webrtcbin.py play URL h264|vp8

Says what happens in lines of JSON: {"event": "answered" | "state" | "buffers" | "failed" | "ended", ...}. Ends its
session (DELETE) and itself at a line, or the end, of stdin.
"""

import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import urljoin

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

Gst.init(None)

VIDEO = "videotestsrc is-live=true pattern=ball ! video/x-raw,width=320,height=240,framerate=15/1 ! videoconvert ! "
SOUND = "audiotestsrc is-live=true freq=440 ! audioconvert ! audioresample ! opusenc ! rtpopuspay pt=111 ! "
RTP = "application/x-rtp,media={},encoding-name={},payload={},clock-rate={}"
H264 = (
    VIDEO
    + "openh264enc complexity=low gop-size=30 bitrate=300000 ! video/x-h264,profile=constrained-baseline ! h264parse ! "
    + "rtph264pay config-interval=-1 aggregate-mode=zero-latency pt=96 ! "
    + RTP.format("video", "H264", 96, 90000)
    + " ! w. "
)
VP8 = (
    VIDEO
    + "vp8enc deadline=1 keyframe-max-dist=30 target-bitrate=300000 ! rtpvp8pay pt=97 ! "
    + RTP.format("video", "VP8", 97, 90000)
    + " ! w. "
)
OPUS = SOUND + RTP.format("audio", "OPUS", 111, 48000) + " ! w. "
ASKED = {
    "h264": RTP.format("video", "H264", 96, 90000) + ",packetization-mode=(string)1,profile-level-id=(string)42e01f",
    "vp8": RTP.format("video", "VP8", 97, 90000),
}
ROLE, URL, CODEC = sys.argv[1:4]
HEADERS = {"authorization": "Bearer " + os.environ["TOKEN"]}


def tell(event, **more):
    print(json.dumps({"event": event, **more}), flush=True)


def ask(method, url, body=None):
    headers = HEADERS if body is None else {**HEADERS, "content-type": "application/sdp"}
    request = urllib.request.Request(url, method=method, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


class Session:
    def __init__(self, loop):
        self.loop = loop
        self.location = None
        self.offered = False
        self.buffers = {"audio": 0, "video": 0}
        if ROLE == "publish":
            video = {"h264": H264, "vp8": VP8}[CODEC]
            self.pipeline = Gst.parse_launch(video + OPUS + "webrtcbin name=w bundle-policy=max-bundle")
            self.bin = self.pipeline.get_by_name("w")
        else:
            self.pipeline = Gst.Pipeline.new("player")
            self.bin = Gst.ElementFactory.make("webrtcbin")
            self.bin.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
            self.pipeline.add(self.bin)
        if ROLE == "play":
            self.ask_for_media()
        else:
            for index in range(2):
                self.bin.emit("get-transceiver", index).set_property(
                    "direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY
                )
        self.bin.connect("on-negotiation-needed", lambda _: self.negotiate())
        self.bin.connect("notify::ice-gathering-state", lambda *_: self.gathered())
        self.bin.connect("notify::connection-state", lambda *_: self.changed())
        self.bin.connect("pad-added", lambda _, pad: self.came(pad))
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", lambda _, message: self.fail(str(message.parse_error()[0])))

    def ask_for_media(self):
        direction = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
        for caps in (ASKED[CODEC], RTP.format("audio", "OPUS", 111, 48000) + ",encoding-params=(string)2"):
            self.bin.emit("add-transceiver", direction, Gst.Caps.from_string(caps))

    def negotiate(self):
        def created(promise, *_):
            # The offer belongs to the reply: both have to stay until it is set.
            reply = promise.get_reply()
            offer = reply.get_value("offer")
            self.bin.emit("set-local-description", offer, None)

        self.bin.emit("create-offer", None, Gst.Promise.new_with_change_func(created))

    def gathered(self):
        # WHIP without trickle: the offer goes out with all candidates.
        if self.bin.get_property("ice-gathering-state") != GstWebRTC.WebRTCICEGatheringState.COMPLETE or self.offered:
            return
        self.offered = True
        threading.Thread(target=self.post, daemon=True).start()

    def post(self):
        offer = self.bin.get_property("local-description").sdp.as_text()
        for _ in range(60):
            status, headers, body = ask("POST", URL, offer.encode())
            if status != 409:
                break
            time.sleep(0.5)
        if status != 201:
            self.fail(f"{status} {body}")
            return
        self.location = urljoin(URL, headers["location"])
        tell("answered", contentType=headers["content-type"])
        _, message = GstSdp.SDPMessage.new_from_text(body)
        answer = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
        self.bin.emit("set-remote-description", answer, None)

    def changed(self):
        tell("state", state=self.bin.get_property("connection-state").value_nick)

    def came(self, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        decode = Gst.ElementFactory.make("decodebin")
        decode.connect("pad-added", lambda _, decoded: self.count(decoded))
        self.pipeline.add(decode)
        decode.sync_state_with_parent()
        pad.link(decode.get_static_pad("sink"))

    def count(self, pad):
        medium = "video" if pad.get_current_caps().to_string().startswith("video") else "audio"
        sink = Gst.ElementFactory.make("fakesink")
        sink.set_property("sync", False)
        sink.set_property("signal-handoffs", True)

        def one_more(*_):
            self.buffers[medium] += 1

        sink.connect("handoff", one_more)
        self.pipeline.add(sink)
        sink.sync_state_with_parent()
        pad.link(sink.get_static_pad("sink"))

    def report(self):
        tell("buffers", **self.buffers)
        return True

    def fail(self, why):
        tell("failed", why=why)
        self.loop.quit()

    def end(self):
        if self.location is not None:
            tell("ended", status=ask("DELETE", self.location)[0])
        self.pipeline.set_state(Gst.State.NULL)


def main():
    loop = GLib.MainLoop()
    session = Session(loop)

    def until_told():
        sys.stdin.readline()
        loop.quit()

    threading.Thread(target=until_told, daemon=True).start()
    if ROLE == "play":
        GLib.timeout_add(250, session.report)
    session.pipeline.set_state(Gst.State.PLAYING)
    loop.run()
    session.end()


main()
