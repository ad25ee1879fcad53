/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// Generated from proto/ by `npm run generate`. Do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from 'protobufjs/minimal.js';

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const rtcroom = $root.rtcroom = (() => {

    const rtcroom = {};

    rtcroom.v1 = (function() {

        const v1 = {};

        v1.GetPushUrl = (function() {

            const GetPushUrl = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            GetPushUrl.prototype.roomId = "";

            GetPushUrl.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            GetPushUrl.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.GetPushUrl();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return GetPushUrl;
        })();

        v1.PushUrlResult = (function() {

            const PushUrlResult = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            PushUrlResult.prototype.url = "";
            PushUrlResult.prototype.expiresAtMs = 0;
            PushUrlResult.prototype.generation = 0;

            PushUrlResult.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.url != null && $Object.hasOwnProperty.call(m, "url") && m.url !== "")
                    w.uint32(10).string(m.url);
                if (m.expiresAtMs != null && $Object.hasOwnProperty.call(m, "expiresAtMs") && !$Object.is(m.expiresAtMs, 0))
                    w.uint32(17).double(m.expiresAtMs);
                if (m.generation != null && $Object.hasOwnProperty.call(m, "generation") && m.generation !== 0)
                    w.uint32(24).uint32(m.generation);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            PushUrlResult.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.PushUrlResult();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.url = v;
                            else
                                delete m.url;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.expiresAtMs = v;
                            else
                                delete m.expiresAtMs;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.generation = v;
                            else
                                delete m.generation;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return PushUrlResult;
        })();

        v1.GetPlayUrls = (function() {

            const GetPlayUrls = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            GetPlayUrls.prototype.roomId = "";
            GetPlayUrls.prototype.memberId = "";

            GetPlayUrls.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            GetPlayUrls.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.GetPlayUrls();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return GetPlayUrls;
        })();

        v1.PlayUrlsResult = (function() {

            const PlayUrlsResult = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            PlayUrlsResult.prototype.rtmp = "";
            PlayUrlsResult.prototype.flv = "";
            PlayUrlsResult.prototype.wsFlv = "";
            PlayUrlsResult.prototype.lowLatencyRtmp = "";
            PlayUrlsResult.prototype.webrtc = "";
            PlayUrlsResult.prototype.expiresAtMs = 0;
            PlayUrlsResult.prototype.generation = 0;

            PlayUrlsResult.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.rtmp != null && $Object.hasOwnProperty.call(m, "rtmp") && m.rtmp !== "")
                    w.uint32(10).string(m.rtmp);
                if (m.flv != null && $Object.hasOwnProperty.call(m, "flv") && m.flv !== "")
                    w.uint32(18).string(m.flv);
                if (m.wsFlv != null && $Object.hasOwnProperty.call(m, "wsFlv") && m.wsFlv !== "")
                    w.uint32(26).string(m.wsFlv);
                if (m.lowLatencyRtmp != null && $Object.hasOwnProperty.call(m, "lowLatencyRtmp") && m.lowLatencyRtmp !== "")
                    w.uint32(34).string(m.lowLatencyRtmp);
                if (m.webrtc != null && $Object.hasOwnProperty.call(m, "webrtc") && m.webrtc !== "")
                    w.uint32(42).string(m.webrtc);
                if (m.expiresAtMs != null && $Object.hasOwnProperty.call(m, "expiresAtMs") && !$Object.is(m.expiresAtMs, 0))
                    w.uint32(49).double(m.expiresAtMs);
                if (m.generation != null && $Object.hasOwnProperty.call(m, "generation") && m.generation !== 0)
                    w.uint32(56).uint32(m.generation);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            PlayUrlsResult.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.PlayUrlsResult();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.rtmp = v;
                            else
                                delete m.rtmp;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.flv = v;
                            else
                                delete m.flv;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.wsFlv = v;
                            else
                                delete m.wsFlv;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.lowLatencyRtmp = v;
                            else
                                delete m.lowLatencyRtmp;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.webrtc = v;
                            else
                                delete m.webrtc;
                            continue;
                        }
                    case 6: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.expiresAtMs = v;
                            else
                                delete m.expiresAtMs;
                            continue;
                        }
                    case 7: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.generation = v;
                            else
                                delete m.generation;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return PlayUrlsResult;
        })();

        v1.TransportDirection = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "TRANSPORT_DIRECTION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "SEND"] = 1;
            values[valuesById[2] = "RECEIVE"] = 2;
            return values;
        })();

        v1.GetRtpCapabilities = (function() {

            const GetRtpCapabilities = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            GetRtpCapabilities.prototype.roomId = "";

            GetRtpCapabilities.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            GetRtpCapabilities.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.GetRtpCapabilities();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return GetRtpCapabilities;
        })();

        v1.RtpCapabilitiesResult = (function() {

            const RtpCapabilitiesResult = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RtpCapabilitiesResult.prototype.rtpCapabilitiesJson = "";
            RtpCapabilitiesResult.prototype.mediaGeneration = 0;

            RtpCapabilitiesResult.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.rtpCapabilitiesJson != null && $Object.hasOwnProperty.call(m, "rtpCapabilitiesJson") && m.rtpCapabilitiesJson !== "")
                    w.uint32(10).string(m.rtpCapabilitiesJson);
                if (m.mediaGeneration != null && $Object.hasOwnProperty.call(m, "mediaGeneration") && m.mediaGeneration !== 0)
                    w.uint32(16).uint32(m.mediaGeneration);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RtpCapabilitiesResult.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RtpCapabilitiesResult();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.rtpCapabilitiesJson = v;
                            else
                                delete m.rtpCapabilitiesJson;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.mediaGeneration = v;
                            else
                                delete m.mediaGeneration;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RtpCapabilitiesResult;
        })();

        v1.CreateTransport = (function() {

            const CreateTransport = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            CreateTransport.prototype.roomId = "";
            CreateTransport.prototype.direction = 0;
            CreateTransport.prototype.forceTcp = false;

            CreateTransport.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.direction != null && $Object.hasOwnProperty.call(m, "direction") && m.direction !== 0)
                    w.uint32(16).int32(m.direction);
                if (m.forceTcp != null && $Object.hasOwnProperty.call(m, "forceTcp") && m.forceTcp !== false)
                    w.uint32(24).bool(m.forceTcp);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            CreateTransport.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.CreateTransport();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.direction = v;
                            else
                                delete m.direction;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.forceTcp = v;
                            else
                                delete m.forceTcp;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return CreateTransport;
        })();

        v1.TransportCreated = (function() {

            const TransportCreated = function (p) {
                this.iceServers = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            TransportCreated.prototype.transportId = "";
            TransportCreated.prototype.iceParametersJson = "";
            TransportCreated.prototype.iceCandidatesJson = "";
            TransportCreated.prototype.dtlsParametersJson = "";
            TransportCreated.prototype.sctpParametersJson = "";
            TransportCreated.prototype.iceServers = $util.emptyArray;

            TransportCreated.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.transportId != null && $Object.hasOwnProperty.call(m, "transportId") && m.transportId !== "")
                    w.uint32(10).string(m.transportId);
                if (m.iceParametersJson != null && $Object.hasOwnProperty.call(m, "iceParametersJson") && m.iceParametersJson !== "")
                    w.uint32(18).string(m.iceParametersJson);
                if (m.iceCandidatesJson != null && $Object.hasOwnProperty.call(m, "iceCandidatesJson") && m.iceCandidatesJson !== "")
                    w.uint32(26).string(m.iceCandidatesJson);
                if (m.dtlsParametersJson != null && $Object.hasOwnProperty.call(m, "dtlsParametersJson") && m.dtlsParametersJson !== "")
                    w.uint32(34).string(m.dtlsParametersJson);
                if (m.sctpParametersJson != null && $Object.hasOwnProperty.call(m, "sctpParametersJson") && m.sctpParametersJson !== "")
                    w.uint32(42).string(m.sctpParametersJson);
                if (m.iceServers != null && m.iceServers.length) {
                    for (var i = 0; i < m.iceServers.length; ++i)
                        $root.rtcroom.v1.IceServer.encode(m.iceServers[i], w.uint32(50).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            TransportCreated.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.TransportCreated();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.transportId = v;
                            else
                                delete m.transportId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.iceParametersJson = v;
                            else
                                delete m.iceParametersJson;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.iceCandidatesJson = v;
                            else
                                delete m.iceCandidatesJson;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.dtlsParametersJson = v;
                            else
                                delete m.dtlsParametersJson;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.sctpParametersJson = v;
                            else
                                delete m.sctpParametersJson;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if (!(m.iceServers && m.iceServers.length))
                                m.iceServers = [];
                            m.iceServers.push($root.rtcroom.v1.IceServer.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return TransportCreated;
        })();

        v1.IceServer = (function() {

            const IceServer = function (p) {
                this.urls = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            IceServer.prototype.urls = $util.emptyArray;
            IceServer.prototype.username = "";
            IceServer.prototype.credential = "";

            IceServer.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.urls != null && m.urls.length) {
                    for (var i = 0; i < m.urls.length; ++i)
                        w.uint32(10).string(m.urls[i]);
                }
                if (m.username != null && $Object.hasOwnProperty.call(m, "username") && m.username !== "")
                    w.uint32(18).string(m.username);
                if (m.credential != null && $Object.hasOwnProperty.call(m, "credential") && m.credential !== "")
                    w.uint32(26).string(m.credential);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            IceServer.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.IceServer();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if (!(m.urls && m.urls.length))
                                m.urls = [];
                            m.urls.push(r.stringVerify());
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.username = v;
                            else
                                delete m.username;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.credential = v;
                            else
                                delete m.credential;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return IceServer;
        })();

        v1.ConnectTransport = (function() {

            const ConnectTransport = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ConnectTransport.prototype.roomId = "";
            ConnectTransport.prototype.transportId = "";
            ConnectTransport.prototype.dtlsParametersJson = "";

            ConnectTransport.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.transportId != null && $Object.hasOwnProperty.call(m, "transportId") && m.transportId !== "")
                    w.uint32(18).string(m.transportId);
                if (m.dtlsParametersJson != null && $Object.hasOwnProperty.call(m, "dtlsParametersJson") && m.dtlsParametersJson !== "")
                    w.uint32(26).string(m.dtlsParametersJson);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ConnectTransport.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ConnectTransport();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.transportId = v;
                            else
                                delete m.transportId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.dtlsParametersJson = v;
                            else
                                delete m.dtlsParametersJson;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ConnectTransport;
        })();

        v1.RestartIce = (function() {

            const RestartIce = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RestartIce.prototype.roomId = "";
            RestartIce.prototype.transportId = "";

            RestartIce.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.transportId != null && $Object.hasOwnProperty.call(m, "transportId") && m.transportId !== "")
                    w.uint32(18).string(m.transportId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RestartIce.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RestartIce();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.transportId = v;
                            else
                                delete m.transportId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RestartIce;
        })();

        v1.IceRestarted = (function() {

            const IceRestarted = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            IceRestarted.prototype.iceParametersJson = "";

            IceRestarted.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.iceParametersJson != null && $Object.hasOwnProperty.call(m, "iceParametersJson") && m.iceParametersJson !== "")
                    w.uint32(10).string(m.iceParametersJson);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            IceRestarted.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.IceRestarted();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.iceParametersJson = v;
                            else
                                delete m.iceParametersJson;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return IceRestarted;
        })();

        v1.Produce = (function() {

            const Produce = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Produce.prototype.roomId = "";
            Produce.prototype.transportId = "";
            Produce.prototype.medium = 0;
            Produce.prototype.rtpParametersJson = "";

            Produce.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.transportId != null && $Object.hasOwnProperty.call(m, "transportId") && m.transportId !== "")
                    w.uint32(18).string(m.transportId);
                if (m.medium != null && $Object.hasOwnProperty.call(m, "medium") && m.medium !== 0)
                    w.uint32(24).int32(m.medium);
                if (m.rtpParametersJson != null && $Object.hasOwnProperty.call(m, "rtpParametersJson") && m.rtpParametersJson !== "")
                    w.uint32(34).string(m.rtpParametersJson);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Produce.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Produce();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.transportId = v;
                            else
                                delete m.transportId;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.medium = v;
                            else
                                delete m.medium;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.rtpParametersJson = v;
                            else
                                delete m.rtpParametersJson;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Produce;
        })();

        v1.Produced = (function() {

            const Produced = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Produced.prototype.producerId = "";

            Produced.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.producerId != null && $Object.hasOwnProperty.call(m, "producerId") && m.producerId !== "")
                    w.uint32(10).string(m.producerId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Produced.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Produced();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.producerId = v;
                            else
                                delete m.producerId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Produced;
        })();

        v1.CloseProducer = (function() {

            const CloseProducer = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            CloseProducer.prototype.roomId = "";
            CloseProducer.prototype.producerId = "";

            CloseProducer.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.producerId != null && $Object.hasOwnProperty.call(m, "producerId") && m.producerId !== "")
                    w.uint32(18).string(m.producerId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            CloseProducer.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.CloseProducer();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.producerId = v;
                            else
                                delete m.producerId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return CloseProducer;
        })();

        v1.SetSubscriptions = (function() {

            const SetSubscriptions = function (p) {
                this.wanted = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SetSubscriptions.prototype.roomId = "";
            SetSubscriptions.prototype.rtpCapabilitiesJson = "";
            SetSubscriptions.prototype.transportId = "";
            SetSubscriptions.prototype.autoAudio = false;
            SetSubscriptions.prototype.wanted = $util.emptyArray;

            SetSubscriptions.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.rtpCapabilitiesJson != null && $Object.hasOwnProperty.call(m, "rtpCapabilitiesJson") && m.rtpCapabilitiesJson !== "")
                    w.uint32(18).string(m.rtpCapabilitiesJson);
                if (m.transportId != null && $Object.hasOwnProperty.call(m, "transportId") && m.transportId !== "")
                    w.uint32(26).string(m.transportId);
                if (m.autoAudio != null && $Object.hasOwnProperty.call(m, "autoAudio") && m.autoAudio !== false)
                    w.uint32(32).bool(m.autoAudio);
                if (m.wanted != null && m.wanted.length) {
                    for (var i = 0; i < m.wanted.length; ++i)
                        $root.rtcroom.v1.Subscription.encode(m.wanted[i], w.uint32(42).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SetSubscriptions.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SetSubscriptions();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.rtpCapabilitiesJson = v;
                            else
                                delete m.rtpCapabilitiesJson;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.transportId = v;
                            else
                                delete m.transportId;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.autoAudio = v;
                            else
                                delete m.autoAudio;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if (!(m.wanted && m.wanted.length))
                                m.wanted = [];
                            m.wanted.push($root.rtcroom.v1.Subscription.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SetSubscriptions;
        })();

        v1.Subscription = (function() {

            const Subscription = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Subscription.prototype.memberId = "";
            Subscription.prototype.medium = 0;
            Subscription.prototype.spatialLayer = 0;
            Subscription.prototype.temporalLayer = 0;

            Subscription.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.medium != null && $Object.hasOwnProperty.call(m, "medium") && m.medium !== 0)
                    w.uint32(16).int32(m.medium);
                if (m.spatialLayer != null && $Object.hasOwnProperty.call(m, "spatialLayer") && m.spatialLayer !== 0)
                    w.uint32(24).int32(m.spatialLayer);
                if (m.temporalLayer != null && $Object.hasOwnProperty.call(m, "temporalLayer") && m.temporalLayer !== 0)
                    w.uint32(32).int32(m.temporalLayer);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Subscription.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Subscription();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.medium = v;
                            else
                                delete m.medium;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.spatialLayer = v;
                            else
                                delete m.spatialLayer;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.temporalLayer = v;
                            else
                                delete m.temporalLayer;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Subscription;
        })();

        v1.ConsumerOpened = (function() {

            const ConsumerOpened = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ConsumerOpened.prototype.roomId = "";
            ConsumerOpened.prototype.consumerId = "";
            ConsumerOpened.prototype.producerId = "";
            ConsumerOpened.prototype.memberId = "";
            ConsumerOpened.prototype.medium = 0;
            ConsumerOpened.prototype.rtpParametersJson = "";
            ConsumerOpened.prototype.simulcast = false;
            ConsumerOpened.prototype.producerPaused = false;

            ConsumerOpened.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.consumerId != null && $Object.hasOwnProperty.call(m, "consumerId") && m.consumerId !== "")
                    w.uint32(18).string(m.consumerId);
                if (m.producerId != null && $Object.hasOwnProperty.call(m, "producerId") && m.producerId !== "")
                    w.uint32(26).string(m.producerId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(34).string(m.memberId);
                if (m.medium != null && $Object.hasOwnProperty.call(m, "medium") && m.medium !== 0)
                    w.uint32(40).int32(m.medium);
                if (m.rtpParametersJson != null && $Object.hasOwnProperty.call(m, "rtpParametersJson") && m.rtpParametersJson !== "")
                    w.uint32(50).string(m.rtpParametersJson);
                if (m.simulcast != null && $Object.hasOwnProperty.call(m, "simulcast") && m.simulcast !== false)
                    w.uint32(56).bool(m.simulcast);
                if (m.producerPaused != null && $Object.hasOwnProperty.call(m, "producerPaused") && m.producerPaused !== false)
                    w.uint32(64).bool(m.producerPaused);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ConsumerOpened.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ConsumerOpened();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.consumerId = v;
                            else
                                delete m.consumerId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.producerId = v;
                            else
                                delete m.producerId;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.medium = v;
                            else
                                delete m.medium;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.rtpParametersJson = v;
                            else
                                delete m.rtpParametersJson;
                            continue;
                        }
                    case 7: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.simulcast = v;
                            else
                                delete m.simulcast;
                            continue;
                        }
                    case 8: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.producerPaused = v;
                            else
                                delete m.producerPaused;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ConsumerOpened;
        })();

        v1.ConsumerClosed = (function() {

            const ConsumerClosed = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ConsumerClosed.prototype.roomId = "";
            ConsumerClosed.prototype.consumerId = "";

            ConsumerClosed.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.consumerId != null && $Object.hasOwnProperty.call(m, "consumerId") && m.consumerId !== "")
                    w.uint32(18).string(m.consumerId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ConsumerClosed.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ConsumerClosed();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.consumerId = v;
                            else
                                delete m.consumerId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ConsumerClosed;
        })();

        v1.ResumeConsumer = (function() {

            const ResumeConsumer = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ResumeConsumer.prototype.roomId = "";
            ResumeConsumer.prototype.consumerId = "";

            ResumeConsumer.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.consumerId != null && $Object.hasOwnProperty.call(m, "consumerId") && m.consumerId !== "")
                    w.uint32(18).string(m.consumerId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ResumeConsumer.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ResumeConsumer();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.consumerId = v;
                            else
                                delete m.consumerId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ResumeConsumer;
        })();

        v1.PauseConsumer = (function() {

            const PauseConsumer = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            PauseConsumer.prototype.roomId = "";
            PauseConsumer.prototype.consumerId = "";

            PauseConsumer.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.consumerId != null && $Object.hasOwnProperty.call(m, "consumerId") && m.consumerId !== "")
                    w.uint32(18).string(m.consumerId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            PauseConsumer.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.PauseConsumer();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.consumerId = v;
                            else
                                delete m.consumerId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return PauseConsumer;
        })();

        v1.SetPreferredLayers = (function() {

            const SetPreferredLayers = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SetPreferredLayers.prototype.roomId = "";
            SetPreferredLayers.prototype.consumerId = "";
            SetPreferredLayers.prototype.spatialLayer = 0;
            SetPreferredLayers.prototype.temporalLayer = 0;

            SetPreferredLayers.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.consumerId != null && $Object.hasOwnProperty.call(m, "consumerId") && m.consumerId !== "")
                    w.uint32(18).string(m.consumerId);
                if (m.spatialLayer != null && $Object.hasOwnProperty.call(m, "spatialLayer") && m.spatialLayer !== 0)
                    w.uint32(24).int32(m.spatialLayer);
                if (m.temporalLayer != null && $Object.hasOwnProperty.call(m, "temporalLayer") && m.temporalLayer !== 0)
                    w.uint32(32).int32(m.temporalLayer);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SetPreferredLayers.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SetPreferredLayers();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.consumerId = v;
                            else
                                delete m.consumerId;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.spatialLayer = v;
                            else
                                delete m.spatialLayer;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.temporalLayer = v;
                            else
                                delete m.temporalLayer;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SetPreferredLayers;
        })();

        v1.RequestKeyFrame = (function() {

            const RequestKeyFrame = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RequestKeyFrame.prototype.roomId = "";
            RequestKeyFrame.prototype.consumerId = "";

            RequestKeyFrame.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.consumerId != null && $Object.hasOwnProperty.call(m, "consumerId") && m.consumerId !== "")
                    w.uint32(18).string(m.consumerId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RequestKeyFrame.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RequestKeyFrame();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.consumerId = v;
                            else
                                delete m.consumerId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RequestKeyFrame;
        })();

        v1.LayersChanged = (function() {

            const LayersChanged = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LayersChanged.prototype.roomId = "";
            LayersChanged.prototype.consumerId = "";
            LayersChanged.prototype.spatialLayer = 0;
            LayersChanged.prototype.temporalLayer = 0;

            LayersChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.consumerId != null && $Object.hasOwnProperty.call(m, "consumerId") && m.consumerId !== "")
                    w.uint32(18).string(m.consumerId);
                if (m.spatialLayer != null && $Object.hasOwnProperty.call(m, "spatialLayer") && m.spatialLayer !== 0)
                    w.uint32(24).int32(m.spatialLayer);
                if (m.temporalLayer != null && $Object.hasOwnProperty.call(m, "temporalLayer") && m.temporalLayer !== 0)
                    w.uint32(32).int32(m.temporalLayer);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LayersChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.LayersChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.consumerId = v;
                            else
                                delete m.consumerId;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.spatialLayer = v;
                            else
                                delete m.spatialLayer;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.temporalLayer = v;
                            else
                                delete m.temporalLayer;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return LayersChanged;
        })();

        v1.ProduceData = (function() {

            const ProduceData = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ProduceData.prototype.roomId = "";
            ProduceData.prototype.transportId = "";
            ProduceData.prototype.sctpStreamParametersJson = "";
            ProduceData.prototype.topic = "";

            ProduceData.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.transportId != null && $Object.hasOwnProperty.call(m, "transportId") && m.transportId !== "")
                    w.uint32(18).string(m.transportId);
                if (m.sctpStreamParametersJson != null && $Object.hasOwnProperty.call(m, "sctpStreamParametersJson") && m.sctpStreamParametersJson !== "")
                    w.uint32(26).string(m.sctpStreamParametersJson);
                if (m.topic != null && $Object.hasOwnProperty.call(m, "topic") && m.topic !== "")
                    w.uint32(34).string(m.topic);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ProduceData.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ProduceData();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.transportId = v;
                            else
                                delete m.transportId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.sctpStreamParametersJson = v;
                            else
                                delete m.sctpStreamParametersJson;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.topic = v;
                            else
                                delete m.topic;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ProduceData;
        })();

        v1.DataProduced = (function() {

            const DataProduced = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            DataProduced.prototype.dataProducerId = "";

            DataProduced.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.dataProducerId != null && $Object.hasOwnProperty.call(m, "dataProducerId") && m.dataProducerId !== "")
                    w.uint32(10).string(m.dataProducerId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            DataProduced.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.DataProduced();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.dataProducerId = v;
                            else
                                delete m.dataProducerId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return DataProduced;
        })();

        v1.CloseDataProducer = (function() {

            const CloseDataProducer = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            CloseDataProducer.prototype.roomId = "";
            CloseDataProducer.prototype.dataProducerId = "";

            CloseDataProducer.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.dataProducerId != null && $Object.hasOwnProperty.call(m, "dataProducerId") && m.dataProducerId !== "")
                    w.uint32(18).string(m.dataProducerId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            CloseDataProducer.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.CloseDataProducer();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.dataProducerId = v;
                            else
                                delete m.dataProducerId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return CloseDataProducer;
        })();

        v1.ConsumeData = (function() {

            const ConsumeData = function (p) {
                this.topics = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ConsumeData.prototype.roomId = "";
            ConsumeData.prototype.transportId = "";
            ConsumeData.prototype.topics = $util.emptyArray;

            ConsumeData.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.transportId != null && $Object.hasOwnProperty.call(m, "transportId") && m.transportId !== "")
                    w.uint32(18).string(m.transportId);
                if (m.topics != null && m.topics.length) {
                    for (var i = 0; i < m.topics.length; ++i)
                        w.uint32(26).string(m.topics[i]);
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ConsumeData.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ConsumeData();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.transportId = v;
                            else
                                delete m.transportId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if (!(m.topics && m.topics.length))
                                m.topics = [];
                            m.topics.push(r.stringVerify());
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ConsumeData;
        })();

        v1.DataConsumerOpened = (function() {

            const DataConsumerOpened = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            DataConsumerOpened.prototype.roomId = "";
            DataConsumerOpened.prototype.dataConsumerId = "";
            DataConsumerOpened.prototype.dataProducerId = "";
            DataConsumerOpened.prototype.memberId = "";
            DataConsumerOpened.prototype.topic = "";
            DataConsumerOpened.prototype.sctpStreamParametersJson = "";

            DataConsumerOpened.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.dataConsumerId != null && $Object.hasOwnProperty.call(m, "dataConsumerId") && m.dataConsumerId !== "")
                    w.uint32(18).string(m.dataConsumerId);
                if (m.dataProducerId != null && $Object.hasOwnProperty.call(m, "dataProducerId") && m.dataProducerId !== "")
                    w.uint32(26).string(m.dataProducerId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(34).string(m.memberId);
                if (m.topic != null && $Object.hasOwnProperty.call(m, "topic") && m.topic !== "")
                    w.uint32(42).string(m.topic);
                if (m.sctpStreamParametersJson != null && $Object.hasOwnProperty.call(m, "sctpStreamParametersJson") && m.sctpStreamParametersJson !== "")
                    w.uint32(50).string(m.sctpStreamParametersJson);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            DataConsumerOpened.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.DataConsumerOpened();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.dataConsumerId = v;
                            else
                                delete m.dataConsumerId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.dataProducerId = v;
                            else
                                delete m.dataProducerId;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.topic = v;
                            else
                                delete m.topic;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.sctpStreamParametersJson = v;
                            else
                                delete m.sctpStreamParametersJson;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return DataConsumerOpened;
        })();

        v1.DataConsumerClosed = (function() {

            const DataConsumerClosed = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            DataConsumerClosed.prototype.roomId = "";
            DataConsumerClosed.prototype.dataConsumerId = "";

            DataConsumerClosed.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.dataConsumerId != null && $Object.hasOwnProperty.call(m, "dataConsumerId") && m.dataConsumerId !== "")
                    w.uint32(18).string(m.dataConsumerId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            DataConsumerClosed.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.DataConsumerClosed();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.dataConsumerId = v;
                            else
                                delete m.dataConsumerId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return DataConsumerClosed;
        })();

        v1.SpeakersChanged = (function() {

            const SpeakersChanged = function (p) {
                this.speakers = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SpeakersChanged.prototype.roomId = "";
            SpeakersChanged.prototype.speakers = $util.emptyArray;
            SpeakersChanged.prototype.dominantMemberId = "";

            SpeakersChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.speakers != null && m.speakers.length) {
                    for (var i = 0; i < m.speakers.length; ++i)
                        $root.rtcroom.v1.SpeakerLevel.encode(m.speakers[i], w.uint32(18).fork(), q + 1).ldelim();
                }
                if (m.dominantMemberId != null && $Object.hasOwnProperty.call(m, "dominantMemberId") && m.dominantMemberId !== "")
                    w.uint32(26).string(m.dominantMemberId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SpeakersChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SpeakersChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.speakers && m.speakers.length))
                                m.speakers = [];
                            m.speakers.push($root.rtcroom.v1.SpeakerLevel.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.dominantMemberId = v;
                            else
                                delete m.dominantMemberId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SpeakersChanged;
        })();

        v1.SpeakerLevel = (function() {

            const SpeakerLevel = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SpeakerLevel.prototype.memberId = "";
            SpeakerLevel.prototype.level = 0;

            SpeakerLevel.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.level != null && $Object.hasOwnProperty.call(m, "level") && m.level !== 0)
                    w.uint32(16).uint32(m.level);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SpeakerLevel.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SpeakerLevel();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.level = v;
                            else
                                delete m.level;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SpeakerLevel;
        })();

        v1.ConnectionQuality = (function() {

            const ConnectionQuality = function (p) {
                this.members = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ConnectionQuality.prototype.roomId = "";
            ConnectionQuality.prototype.members = $util.emptyArray;

            ConnectionQuality.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.members != null && m.members.length) {
                    for (var i = 0; i < m.members.length; ++i)
                        $root.rtcroom.v1.MemberQuality.encode(m.members[i], w.uint32(18).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ConnectionQuality.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ConnectionQuality();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.members && m.members.length))
                                m.members = [];
                            m.members.push($root.rtcroom.v1.MemberQuality.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ConnectionQuality;
        })();

        v1.MemberQuality = (function() {

            const MemberQuality = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            MemberQuality.prototype.memberId = "";
            MemberQuality.prototype.score = 0;

            MemberQuality.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.score != null && $Object.hasOwnProperty.call(m, "score") && m.score !== 0)
                    w.uint32(16).uint32(m.score);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            MemberQuality.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.MemberQuality();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.score = v;
                            else
                                delete m.score;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return MemberQuality;
        })();

        v1.GetMediaStats = (function() {

            const GetMediaStats = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            GetMediaStats.prototype.roomId = "";

            GetMediaStats.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            GetMediaStats.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.GetMediaStats();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return GetMediaStats;
        })();

        v1.MediaStats = (function() {

            const MediaStats = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            MediaStats.prototype.statsJson = "";

            MediaStats.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.statsJson != null && $Object.hasOwnProperty.call(m, "statsJson") && m.statsJson !== "")
                    w.uint32(10).string(m.statsJson);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            MediaStats.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.MediaStats();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.statsJson = v;
                            else
                                delete m.statsJson;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return MediaStats;
        })();

        v1.Medium = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "MEDIUM_UNSPECIFIED"] = 0;
            values[valuesById[1] = "AUDIO"] = 1;
            values[valuesById[2] = "VIDEO"] = 2;
            values[valuesById[3] = "SCREEN"] = 3;
            values[valuesById[4] = "DATA"] = 4;
            return values;
        })();

        v1.Role = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ROLE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "CHAIR"] = 1;
            values[valuesById[2] = "SPEAKER"] = 2;
            values[valuesById[3] = "AUDIENCE"] = 3;
            values[valuesById[4] = "DEVICE"] = 4;
            return values;
        })();

        v1.Presence = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PRESENCE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ONLINE"] = 1;
            values[valuesById[2] = "SUSPECT"] = 2;
            values[valuesById[3] = "BACKGROUND"] = 3;
            return values;
        })();

        v1.MediaSource = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "SOURCE_NONE"] = 0;
            values[valuesById[1] = "WEBRTC"] = 1;
            values[valuesById[2] = "RTMP"] = 2;
            return values;
        })();

        v1.Scene = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "SCENE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "CALL"] = 1;
            values[valuesById[2] = "CONFERENCE"] = 2;
            values[valuesById[3] = "LIVE"] = 3;
            values[valuesById[4] = "REMOTE"] = 4;
            return values;
        })();

        v1.LeaveReason = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "LEAVE_REASON_UNSPECIFIED"] = 0;
            values[valuesById[1] = "LEFT"] = 1;
            values[valuesById[2] = "REPLACED"] = 2;
            values[valuesById[3] = "KICKED"] = 3;
            values[valuesById[4] = "BANNED"] = 4;
            values[valuesById[5] = "TIMED_OUT"] = 5;
            values[valuesById[6] = "BACKGROUND_TIMED_OUT"] = 6;
            values[valuesById[7] = "ROOM_CLOSED"] = 7;
            values[valuesById[8] = "SERVER_SHUTDOWN"] = 8;
            values[valuesById[9] = "TOKEN_EXPIRED"] = 9;
            values[valuesById[10] = "ALONE"] = 10;
            values[valuesById[11] = "ROOM_EXPIRED"] = 11;
            return values;
        })();

        v1.Grants = (function() {

            const Grants = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Grants.prototype.publishAudio = false;
            Grants.prototype.publishVideo = false;
            Grants.prototype.publishScreen = false;
            Grants.prototype.publishData = false;
            Grants.prototype.subscribe = false;
            Grants.prototype.chat = false;
            Grants.prototype.moderate = false;
            Grants.prototype.bypassLobby = false;
            Grants.prototype.hidden = false;

            Grants.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.publishAudio != null && $Object.hasOwnProperty.call(m, "publishAudio") && m.publishAudio !== false)
                    w.uint32(8).bool(m.publishAudio);
                if (m.publishVideo != null && $Object.hasOwnProperty.call(m, "publishVideo") && m.publishVideo !== false)
                    w.uint32(16).bool(m.publishVideo);
                if (m.publishScreen != null && $Object.hasOwnProperty.call(m, "publishScreen") && m.publishScreen !== false)
                    w.uint32(24).bool(m.publishScreen);
                if (m.publishData != null && $Object.hasOwnProperty.call(m, "publishData") && m.publishData !== false)
                    w.uint32(32).bool(m.publishData);
                if (m.subscribe != null && $Object.hasOwnProperty.call(m, "subscribe") && m.subscribe !== false)
                    w.uint32(40).bool(m.subscribe);
                if (m.chat != null && $Object.hasOwnProperty.call(m, "chat") && m.chat !== false)
                    w.uint32(48).bool(m.chat);
                if (m.moderate != null && $Object.hasOwnProperty.call(m, "moderate") && m.moderate !== false)
                    w.uint32(56).bool(m.moderate);
                if (m.bypassLobby != null && $Object.hasOwnProperty.call(m, "bypassLobby") && m.bypassLobby !== false)
                    w.uint32(64).bool(m.bypassLobby);
                if (m.hidden != null && $Object.hasOwnProperty.call(m, "hidden") && m.hidden !== false)
                    w.uint32(72).bool(m.hidden);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Grants.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Grants();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.publishAudio = v;
                            else
                                delete m.publishAudio;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.publishVideo = v;
                            else
                                delete m.publishVideo;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.publishScreen = v;
                            else
                                delete m.publishScreen;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.publishData = v;
                            else
                                delete m.publishData;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.subscribe = v;
                            else
                                delete m.subscribe;
                            continue;
                        }
                    case 6: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.chat = v;
                            else
                                delete m.chat;
                            continue;
                        }
                    case 7: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.moderate = v;
                            else
                                delete m.moderate;
                            continue;
                        }
                    case 8: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.bypassLobby = v;
                            else
                                delete m.bypassLobby;
                            continue;
                        }
                    case 9: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.hidden = v;
                            else
                                delete m.hidden;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Grants;
        })();

        v1.MediumState = (function() {

            const MediumState = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            MediumState.prototype.medium = 0;
            MediumState.prototype.selfMuted = false;
            MediumState.prototype.moderatorMuted = false;
            MediumState.prototype.published = false;
            MediumState.prototype.source = 0;
            MediumState.prototype.producerId = "";
            MediumState.prototype.mayFlow = false;

            MediumState.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.medium != null && $Object.hasOwnProperty.call(m, "medium") && m.medium !== 0)
                    w.uint32(8).int32(m.medium);
                if (m.selfMuted != null && $Object.hasOwnProperty.call(m, "selfMuted") && m.selfMuted !== false)
                    w.uint32(16).bool(m.selfMuted);
                if (m.moderatorMuted != null && $Object.hasOwnProperty.call(m, "moderatorMuted") && m.moderatorMuted !== false)
                    w.uint32(24).bool(m.moderatorMuted);
                if (m.published != null && $Object.hasOwnProperty.call(m, "published") && m.published !== false)
                    w.uint32(32).bool(m.published);
                if (m.source != null && $Object.hasOwnProperty.call(m, "source") && m.source !== 0)
                    w.uint32(40).int32(m.source);
                if (m.producerId != null && $Object.hasOwnProperty.call(m, "producerId") && m.producerId !== "")
                    w.uint32(50).string(m.producerId);
                if (m.mayFlow != null && $Object.hasOwnProperty.call(m, "mayFlow") && m.mayFlow !== false)
                    w.uint32(56).bool(m.mayFlow);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            MediumState.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.MediumState();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.medium = v;
                            else
                                delete m.medium;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.selfMuted = v;
                            else
                                delete m.selfMuted;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.moderatorMuted = v;
                            else
                                delete m.moderatorMuted;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.published = v;
                            else
                                delete m.published;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.source = v;
                            else
                                delete m.source;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.producerId = v;
                            else
                                delete m.producerId;
                            continue;
                        }
                    case 7: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.mayFlow = v;
                            else
                                delete m.mayFlow;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return MediumState;
        })();

        v1.Attribute = (function() {

            const Attribute = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Attribute.prototype.key = "";
            Attribute.prototype.value = "";
            Attribute.prototype.version = 0;

            Attribute.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
                    w.uint32(10).string(m.key);
                if (m.value != null && $Object.hasOwnProperty.call(m, "value") && m.value !== "")
                    w.uint32(18).string(m.value);
                if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== 0)
                    w.uint32(24).uint32(m.version);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Attribute.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Attribute();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.key = v;
                            else
                                delete m.key;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.value = v;
                            else
                                delete m.value;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.version = v;
                            else
                                delete m.version;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Attribute;
        })();

        v1.Member = (function() {

            const Member = function (p) {
                this.media = [];
                this.attributes = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Member.prototype.memberId = "";
            Member.prototype.userId = "";
            Member.prototype.displayName = "";
            Member.prototype.avatar = "";
            Member.prototype.role = 0;
            Member.prototype.presence = 0;
            Member.prototype.grants = null;
            Member.prototype.media = $util.emptyArray;
            Member.prototype.handRaisedAtMs = 0;
            Member.prototype.attributes = $util.emptyArray;
            Member.prototype.joinedAtMs = 0;
            Member.prototype.pushGeneration = 0;

            Member.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.userId != null && $Object.hasOwnProperty.call(m, "userId") && m.userId !== "")
                    w.uint32(18).string(m.userId);
                if (m.displayName != null && $Object.hasOwnProperty.call(m, "displayName") && m.displayName !== "")
                    w.uint32(26).string(m.displayName);
                if (m.avatar != null && $Object.hasOwnProperty.call(m, "avatar") && m.avatar !== "")
                    w.uint32(34).string(m.avatar);
                if (m.role != null && $Object.hasOwnProperty.call(m, "role") && m.role !== 0)
                    w.uint32(40).int32(m.role);
                if (m.presence != null && $Object.hasOwnProperty.call(m, "presence") && m.presence !== 0)
                    w.uint32(48).int32(m.presence);
                if (m.grants != null && $Object.hasOwnProperty.call(m, "grants"))
                    $root.rtcroom.v1.Grants.encode(m.grants, w.uint32(58).fork(), q + 1).ldelim();
                if (m.media != null && m.media.length) {
                    for (var i = 0; i < m.media.length; ++i)
                        $root.rtcroom.v1.MediumState.encode(m.media[i], w.uint32(66).fork(), q + 1).ldelim();
                }
                if (m.handRaisedAtMs != null && $Object.hasOwnProperty.call(m, "handRaisedAtMs") && !$Object.is(m.handRaisedAtMs, 0))
                    w.uint32(73).double(m.handRaisedAtMs);
                if (m.attributes != null && m.attributes.length) {
                    for (var i = 0; i < m.attributes.length; ++i)
                        $root.rtcroom.v1.Attribute.encode(m.attributes[i], w.uint32(82).fork(), q + 1).ldelim();
                }
                if (m.joinedAtMs != null && $Object.hasOwnProperty.call(m, "joinedAtMs") && !$Object.is(m.joinedAtMs, 0))
                    w.uint32(89).double(m.joinedAtMs);
                if (m.pushGeneration != null && $Object.hasOwnProperty.call(m, "pushGeneration") && m.pushGeneration !== 0)
                    w.uint32(96).uint32(m.pushGeneration);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Member.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Member();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.userId = v;
                            else
                                delete m.userId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.displayName = v;
                            else
                                delete m.displayName;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.avatar = v;
                            else
                                delete m.avatar;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.role = v;
                            else
                                delete m.role;
                            continue;
                        }
                    case 6: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.presence = v;
                            else
                                delete m.presence;
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            m.grants = $root.rtcroom.v1.Grants.decode(r, r.size(), $undefined, q + 1, m.grants);
                            continue;
                        }
                    case 8: {
                            if (u !== 2)
                                break;
                            if (!(m.media && m.media.length))
                                m.media = [];
                            m.media.push($root.rtcroom.v1.MediumState.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 9: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.handRaisedAtMs = v;
                            else
                                delete m.handRaisedAtMs;
                            continue;
                        }
                    case 10: {
                            if (u !== 2)
                                break;
                            if (!(m.attributes && m.attributes.length))
                                m.attributes = [];
                            m.attributes.push($root.rtcroom.v1.Attribute.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 11: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.joinedAtMs = v;
                            else
                                delete m.joinedAtMs;
                            continue;
                        }
                    case 12: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.pushGeneration = v;
                            else
                                delete m.pushGeneration;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Member;
        })();

        v1.FloorPolicy = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "FLOOR_POLICY_UNSPECIFIED"] = 0;
            values[valuesById[1] = "OPEN"] = 1;
            values[valuesById[2] = "QUEUE"] = 2;
            values[valuesById[3] = "PRIORITY"] = 3;
            values[valuesById[4] = "LEAST_SPOKEN"] = 4;
            values[valuesById[5] = "CHAIRED"] = 5;
            values[valuesById[6] = "TURNS"] = 6;
            return values;
        })();

        v1.ChairFallback = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CHAIR_FALLBACK_UNSPECIFIED"] = 0;
            values[valuesById[1] = "WAIT_FOR_CHAIR"] = 1;
            values[valuesById[2] = "QUEUE_WITHOUT_CHAIR"] = 2;
            values[valuesById[3] = "OPEN_WITHOUT_CHAIR"] = 3;
            return values;
        })();

        v1.FloorRequestStatus = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "FLOOR_REQUEST_STATUS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "PENDING"] = 1;
            values[valuesById[2] = "ACCEPTED"] = 2;
            values[valuesById[3] = "GRANTED"] = 3;
            values[valuesById[4] = "DENIED"] = 4;
            values[valuesById[5] = "CANCELLED"] = 5;
            values[valuesById[6] = "RELEASED"] = 6;
            values[valuesById[7] = "REVOKED"] = 7;
            values[valuesById[16] = "REVOKING"] = 16;
            values[valuesById[17] = "CONFIRMING"] = 17;
            return values;
        })();

        v1.FloorCause = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "FLOOR_CAUSE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "REQUESTED"] = 1;
            values[valuesById[2] = "TURN_OVER"] = 2;
            values[valuesById[3] = "IDLE"] = 3;
            values[valuesById[4] = "PREEMPTED"] = 4;
            values[valuesById[5] = "BY_CHAIR"] = 5;
            values[valuesById[6] = "MEMBER_AWAY"] = 6;
            values[valuesById[7] = "MEMBER_LEFT"] = 7;
            values[valuesById[8] = "REQUEST_EXPIRED"] = 8;
            values[valuesById[9] = "NOT_CONFIRMED"] = 9;
            values[valuesById[10] = "POLICY_CHANGED"] = 10;
            values[valuesById[11] = "NO_GRANT"] = 11;
            values[valuesById[12] = "OTHER_FLOOR"] = 12;
            return values;
        })();

        v1.FloorRequestInfo = (function() {

            const FloorRequestInfo = function (p) {
                this.floorIds = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            FloorRequestInfo.prototype.requestId = "";
            FloorRequestInfo.prototype.memberId = "";
            FloorRequestInfo.prototype.requestedBy = "";
            FloorRequestInfo.prototype.floorIds = $util.emptyArray;
            FloorRequestInfo.prototype.status = 0;
            FloorRequestInfo.prototype.priority = 0;
            FloorRequestInfo.prototype.queuePosition = 0;
            FloorRequestInfo.prototype.requestedAtMs = 0;
            FloorRequestInfo.prototype.grantedAtMs = 0;
            FloorRequestInfo.prototype.expiresAtMs = 0;
            FloorRequestInfo.prototype.cause = 0;
            FloorRequestInfo.prototype.warned = false;

            FloorRequestInfo.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.requestId != null && $Object.hasOwnProperty.call(m, "requestId") && m.requestId !== "")
                    w.uint32(10).string(m.requestId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.requestedBy != null && $Object.hasOwnProperty.call(m, "requestedBy") && m.requestedBy !== "")
                    w.uint32(26).string(m.requestedBy);
                if (m.floorIds != null && m.floorIds.length) {
                    for (var i = 0; i < m.floorIds.length; ++i)
                        w.uint32(34).string(m.floorIds[i]);
                }
                if (m.status != null && $Object.hasOwnProperty.call(m, "status") && m.status !== 0)
                    w.uint32(40).int32(m.status);
                if (m.priority != null && $Object.hasOwnProperty.call(m, "priority") && m.priority !== 0)
                    w.uint32(48).uint32(m.priority);
                if (m.queuePosition != null && $Object.hasOwnProperty.call(m, "queuePosition") && m.queuePosition !== 0)
                    w.uint32(56).uint32(m.queuePosition);
                if (m.requestedAtMs != null && $Object.hasOwnProperty.call(m, "requestedAtMs") && !$Object.is(m.requestedAtMs, 0))
                    w.uint32(65).double(m.requestedAtMs);
                if (m.grantedAtMs != null && $Object.hasOwnProperty.call(m, "grantedAtMs") && !$Object.is(m.grantedAtMs, 0))
                    w.uint32(73).double(m.grantedAtMs);
                if (m.expiresAtMs != null && $Object.hasOwnProperty.call(m, "expiresAtMs") && !$Object.is(m.expiresAtMs, 0))
                    w.uint32(81).double(m.expiresAtMs);
                if (m.cause != null && $Object.hasOwnProperty.call(m, "cause") && m.cause !== 0)
                    w.uint32(88).int32(m.cause);
                if (m.warned != null && $Object.hasOwnProperty.call(m, "warned") && m.warned !== false)
                    w.uint32(96).bool(m.warned);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            FloorRequestInfo.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.FloorRequestInfo();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.requestId = v;
                            else
                                delete m.requestId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.requestedBy = v;
                            else
                                delete m.requestedBy;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if (!(m.floorIds && m.floorIds.length))
                                m.floorIds = [];
                            m.floorIds.push(r.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.status = v;
                            else
                                delete m.status;
                            continue;
                        }
                    case 6: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.priority = v;
                            else
                                delete m.priority;
                            continue;
                        }
                    case 7: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.queuePosition = v;
                            else
                                delete m.queuePosition;
                            continue;
                        }
                    case 8: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.requestedAtMs = v;
                            else
                                delete m.requestedAtMs;
                            continue;
                        }
                    case 9: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.grantedAtMs = v;
                            else
                                delete m.grantedAtMs;
                            continue;
                        }
                    case 10: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.expiresAtMs = v;
                            else
                                delete m.expiresAtMs;
                            continue;
                        }
                    case 11: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.cause = v;
                            else
                                delete m.cause;
                            continue;
                        }
                    case 12: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.warned = v;
                            else
                                delete m.warned;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return FloorRequestInfo;
        })();

        v1.Floor = (function() {

            const Floor = function (p) {
                this.requests = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Floor.prototype.floorId = "";
            Floor.prototype.medium = 0;
            Floor.prototype.policy = 0;
            Floor.prototype.maxHolders = 0;
            Floor.prototype.chairMemberId = "";
            Floor.prototype.turnMs = 0;
            Floor.prototype.graceMs = 0;
            Floor.prototype.idleMs = 0;
            Floor.prototype.confirmMs = 0;
            Floor.prototype.requests = $util.emptyArray;
            Floor.prototype.warnMs = 0;
            Floor.prototype.chairFallback = 0;
            Floor.prototype.chairAbsent = false;

            Floor.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.floorId != null && $Object.hasOwnProperty.call(m, "floorId") && m.floorId !== "")
                    w.uint32(10).string(m.floorId);
                if (m.medium != null && $Object.hasOwnProperty.call(m, "medium") && m.medium !== 0)
                    w.uint32(16).int32(m.medium);
                if (m.policy != null && $Object.hasOwnProperty.call(m, "policy") && m.policy !== 0)
                    w.uint32(24).int32(m.policy);
                if (m.maxHolders != null && $Object.hasOwnProperty.call(m, "maxHolders") && m.maxHolders !== 0)
                    w.uint32(32).uint32(m.maxHolders);
                if (m.chairMemberId != null && $Object.hasOwnProperty.call(m, "chairMemberId") && m.chairMemberId !== "")
                    w.uint32(42).string(m.chairMemberId);
                if (m.turnMs != null && $Object.hasOwnProperty.call(m, "turnMs") && m.turnMs !== 0)
                    w.uint32(48).uint32(m.turnMs);
                if (m.graceMs != null && $Object.hasOwnProperty.call(m, "graceMs") && m.graceMs !== 0)
                    w.uint32(56).uint32(m.graceMs);
                if (m.idleMs != null && $Object.hasOwnProperty.call(m, "idleMs") && m.idleMs !== 0)
                    w.uint32(64).uint32(m.idleMs);
                if (m.confirmMs != null && $Object.hasOwnProperty.call(m, "confirmMs") && m.confirmMs !== 0)
                    w.uint32(72).uint32(m.confirmMs);
                if (m.requests != null && m.requests.length) {
                    for (var i = 0; i < m.requests.length; ++i)
                        $root.rtcroom.v1.FloorRequestInfo.encode(m.requests[i], w.uint32(82).fork(), q + 1).ldelim();
                }
                if (m.warnMs != null && $Object.hasOwnProperty.call(m, "warnMs") && m.warnMs !== 0)
                    w.uint32(88).uint32(m.warnMs);
                if (m.chairFallback != null && $Object.hasOwnProperty.call(m, "chairFallback") && m.chairFallback !== 0)
                    w.uint32(96).int32(m.chairFallback);
                if (m.chairAbsent != null && $Object.hasOwnProperty.call(m, "chairAbsent") && m.chairAbsent !== false)
                    w.uint32(104).bool(m.chairAbsent);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Floor.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Floor();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.floorId = v;
                            else
                                delete m.floorId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.medium = v;
                            else
                                delete m.medium;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.policy = v;
                            else
                                delete m.policy;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.maxHolders = v;
                            else
                                delete m.maxHolders;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.chairMemberId = v;
                            else
                                delete m.chairMemberId;
                            continue;
                        }
                    case 6: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.turnMs = v;
                            else
                                delete m.turnMs;
                            continue;
                        }
                    case 7: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.graceMs = v;
                            else
                                delete m.graceMs;
                            continue;
                        }
                    case 8: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.idleMs = v;
                            else
                                delete m.idleMs;
                            continue;
                        }
                    case 9: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.confirmMs = v;
                            else
                                delete m.confirmMs;
                            continue;
                        }
                    case 10: {
                            if (u !== 2)
                                break;
                            if (!(m.requests && m.requests.length))
                                m.requests = [];
                            m.requests.push($root.rtcroom.v1.FloorRequestInfo.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 11: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.warnMs = v;
                            else
                                delete m.warnMs;
                            continue;
                        }
                    case 12: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.chairFallback = v;
                            else
                                delete m.chairFallback;
                            continue;
                        }
                    case 13: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.chairAbsent = v;
                            else
                                delete m.chairAbsent;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Floor;
        })();

        v1.ChatMessage = (function() {

            const ChatMessage = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ChatMessage.prototype.messageId = "";
            ChatMessage.prototype.memberId = "";
            ChatMessage.prototype.displayName = "";
            ChatMessage.prototype.text = "";
            ChatMessage.prototype.sentAtMs = 0;

            ChatMessage.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.messageId != null && $Object.hasOwnProperty.call(m, "messageId") && m.messageId !== "")
                    w.uint32(10).string(m.messageId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.displayName != null && $Object.hasOwnProperty.call(m, "displayName") && m.displayName !== "")
                    w.uint32(26).string(m.displayName);
                if (m.text != null && $Object.hasOwnProperty.call(m, "text") && m.text !== "")
                    w.uint32(34).string(m.text);
                if (m.sentAtMs != null && $Object.hasOwnProperty.call(m, "sentAtMs") && !$Object.is(m.sentAtMs, 0))
                    w.uint32(41).double(m.sentAtMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ChatMessage.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ChatMessage();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.messageId = v;
                            else
                                delete m.messageId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.displayName = v;
                            else
                                delete m.displayName;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.text = v;
                            else
                                delete m.text;
                            continue;
                        }
                    case 5: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.sentAtMs = v;
                            else
                                delete m.sentAtMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ChatMessage;
        })();

        v1.LobbyEntry = (function() {

            const LobbyEntry = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LobbyEntry.prototype.userId = "";
            LobbyEntry.prototype.displayName = "";
            LobbyEntry.prototype.askedAtMs = 0;

            LobbyEntry.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.userId != null && $Object.hasOwnProperty.call(m, "userId") && m.userId !== "")
                    w.uint32(10).string(m.userId);
                if (m.displayName != null && $Object.hasOwnProperty.call(m, "displayName") && m.displayName !== "")
                    w.uint32(18).string(m.displayName);
                if (m.askedAtMs != null && $Object.hasOwnProperty.call(m, "askedAtMs") && !$Object.is(m.askedAtMs, 0))
                    w.uint32(25).double(m.askedAtMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LobbyEntry.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.LobbyEntry();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.userId = v;
                            else
                                delete m.userId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.displayName = v;
                            else
                                delete m.displayName;
                            continue;
                        }
                    case 3: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.askedAtMs = v;
                            else
                                delete m.askedAtMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return LobbyEntry;
        })();

        v1.RoomPolicy = (function() {

            const RoomPolicy = function (p) {
                this.unmuteLocked = [];
                this.unmuteAllowed = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RoomPolicy.prototype.locked = false;
            RoomPolicy.prototype.lobby = false;
            RoomPolicy.prototype.unmuteLocked = $util.emptyArray;
            RoomPolicy.prototype.unmuteAllowed = $util.emptyArray;

            RoomPolicy.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.locked != null && $Object.hasOwnProperty.call(m, "locked") && m.locked !== false)
                    w.uint32(8).bool(m.locked);
                if (m.lobby != null && $Object.hasOwnProperty.call(m, "lobby") && m.lobby !== false)
                    w.uint32(16).bool(m.lobby);
                if (m.unmuteLocked != null && m.unmuteLocked.length) {
                    w.uint32(26).int32s(m.unmuteLocked);
                }
                if (m.unmuteAllowed != null && m.unmuteAllowed.length) {
                    for (var i = 0; i < m.unmuteAllowed.length; ++i)
                        w.uint32(34).string(m.unmuteAllowed[i]);
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RoomPolicy.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RoomPolicy();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.locked = v;
                            else
                                delete m.locked;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.lobby = v;
                            else
                                delete m.lobby;
                            continue;
                        }
                    case 3: {
                            if (u === 2) {
                                if (!(m.unmuteLocked && m.unmuteLocked.length))
                                    m.unmuteLocked = [];
                                r.int32s(m.unmuteLocked);
                                continue;
                            }
                            if (u !== 0)
                                break;
                            if (!(m.unmuteLocked && m.unmuteLocked.length))
                                m.unmuteLocked = [];
                            m.unmuteLocked.push(r.int32());
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if (!(m.unmuteAllowed && m.unmuteAllowed.length))
                                m.unmuteAllowed = [];
                            m.unmuteAllowed.push(r.stringVerify());
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RoomPolicy;
        })();

        v1.RoomSnapshot = (function() {

            const RoomSnapshot = function (p) {
                this.members = [];
                this.floors = [];
                this.attributes = [];
                this.chat = [];
                this.lobby = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RoomSnapshot.prototype.roomId = "";
            RoomSnapshot.prototype.scene = 0;
            RoomSnapshot.prototype.epoch = "";
            RoomSnapshot.prototype.offset = 0;
            RoomSnapshot.prototype.policy = null;
            RoomSnapshot.prototype.members = $util.emptyArray;
            RoomSnapshot.prototype.floors = $util.emptyArray;
            RoomSnapshot.prototype.attributes = $util.emptyArray;
            RoomSnapshot.prototype.chat = $util.emptyArray;
            RoomSnapshot.prototype.mediaGeneration = 0;
            RoomSnapshot.prototype.createdAtMs = 0;
            RoomSnapshot.prototype.lobby = $util.emptyArray;
            RoomSnapshot.prototype.audienceCount = 0;

            RoomSnapshot.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.scene != null && $Object.hasOwnProperty.call(m, "scene") && m.scene !== 0)
                    w.uint32(16).int32(m.scene);
                if (m.epoch != null && $Object.hasOwnProperty.call(m, "epoch") && m.epoch !== "")
                    w.uint32(26).string(m.epoch);
                if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && m.offset !== 0)
                    w.uint32(32).uint32(m.offset);
                if (m.policy != null && $Object.hasOwnProperty.call(m, "policy"))
                    $root.rtcroom.v1.RoomPolicy.encode(m.policy, w.uint32(42).fork(), q + 1).ldelim();
                if (m.members != null && m.members.length) {
                    for (var i = 0; i < m.members.length; ++i)
                        $root.rtcroom.v1.Member.encode(m.members[i], w.uint32(50).fork(), q + 1).ldelim();
                }
                if (m.floors != null && m.floors.length) {
                    for (var i = 0; i < m.floors.length; ++i)
                        $root.rtcroom.v1.Floor.encode(m.floors[i], w.uint32(58).fork(), q + 1).ldelim();
                }
                if (m.attributes != null && m.attributes.length) {
                    for (var i = 0; i < m.attributes.length; ++i)
                        $root.rtcroom.v1.Attribute.encode(m.attributes[i], w.uint32(66).fork(), q + 1).ldelim();
                }
                if (m.chat != null && m.chat.length) {
                    for (var i = 0; i < m.chat.length; ++i)
                        $root.rtcroom.v1.ChatMessage.encode(m.chat[i], w.uint32(74).fork(), q + 1).ldelim();
                }
                if (m.mediaGeneration != null && $Object.hasOwnProperty.call(m, "mediaGeneration") && m.mediaGeneration !== 0)
                    w.uint32(80).uint32(m.mediaGeneration);
                if (m.createdAtMs != null && $Object.hasOwnProperty.call(m, "createdAtMs") && !$Object.is(m.createdAtMs, 0))
                    w.uint32(89).double(m.createdAtMs);
                if (m.lobby != null && m.lobby.length) {
                    for (var i = 0; i < m.lobby.length; ++i)
                        $root.rtcroom.v1.LobbyEntry.encode(m.lobby[i], w.uint32(98).fork(), q + 1).ldelim();
                }
                if (m.audienceCount != null && $Object.hasOwnProperty.call(m, "audienceCount") && m.audienceCount !== 0)
                    w.uint32(104).uint32(m.audienceCount);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RoomSnapshot.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RoomSnapshot();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.scene = v;
                            else
                                delete m.scene;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.epoch = v;
                            else
                                delete m.epoch;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.offset = v;
                            else
                                delete m.offset;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            m.policy = $root.rtcroom.v1.RoomPolicy.decode(r, r.size(), $undefined, q + 1, m.policy);
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if (!(m.members && m.members.length))
                                m.members = [];
                            m.members.push($root.rtcroom.v1.Member.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            if (!(m.floors && m.floors.length))
                                m.floors = [];
                            m.floors.push($root.rtcroom.v1.Floor.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 8: {
                            if (u !== 2)
                                break;
                            if (!(m.attributes && m.attributes.length))
                                m.attributes = [];
                            m.attributes.push($root.rtcroom.v1.Attribute.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 9: {
                            if (u !== 2)
                                break;
                            if (!(m.chat && m.chat.length))
                                m.chat = [];
                            m.chat.push($root.rtcroom.v1.ChatMessage.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 10: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.mediaGeneration = v;
                            else
                                delete m.mediaGeneration;
                            continue;
                        }
                    case 11: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.createdAtMs = v;
                            else
                                delete m.createdAtMs;
                            continue;
                        }
                    case 12: {
                            if (u !== 2)
                                break;
                            if (!(m.lobby && m.lobby.length))
                                m.lobby = [];
                            m.lobby.push($root.rtcroom.v1.LobbyEntry.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 13: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.audienceCount = v;
                            else
                                delete m.audienceCount;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RoomSnapshot;
        })();

        v1.Change = (function() {

            const Change = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Change.prototype.memberJoined = null;
            Change.prototype.memberLeft = null;
            Change.prototype.presenceChanged = null;
            Change.prototype.mediumChanged = null;
            Change.prototype.roleChanged = null;
            Change.prototype.grantsChanged = null;
            Change.prototype.handChanged = null;
            Change.prototype.memberAttributesChanged = null;
            Change.prototype.roomAttributesChanged = null;
            Change.prototype.policyChanged = null;
            Change.prototype.floorChanged = null;
            Change.prototype.floorRemoved = null;
            Change.prototype.chatSent = null;
            Change.prototype.dataSent = null;
            Change.prototype.mediaReset = null;
            Change.prototype.lobbyChanged = null;
            Change.prototype.roomClosed = null;
            Change.prototype.unmuteInvited = null;
            Change.prototype.audienceCountChanged = null;
            Change.prototype.floorRequestEnded = null;
            Change.prototype.pushGenerationRaised = null;

            let $oneOfFields;

            $Object.defineProperty(Change.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["memberJoined", "memberLeft", "presenceChanged", "mediumChanged", "roleChanged", "grantsChanged", "handChanged", "memberAttributesChanged", "roomAttributesChanged", "policyChanged", "floorChanged", "floorRemoved", "chatSent", "dataSent", "mediaReset", "lobbyChanged", "roomClosed", "unmuteInvited", "audienceCountChanged", "floorRequestEnded", "pushGenerationRaised"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Change.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberJoined != null && $Object.hasOwnProperty.call(m, "memberJoined"))
                    $root.rtcroom.v1.MemberJoined.encode(m.memberJoined, w.uint32(10).fork(), q + 1).ldelim();
                if (m.memberLeft != null && $Object.hasOwnProperty.call(m, "memberLeft"))
                    $root.rtcroom.v1.MemberLeft.encode(m.memberLeft, w.uint32(18).fork(), q + 1).ldelim();
                if (m.presenceChanged != null && $Object.hasOwnProperty.call(m, "presenceChanged"))
                    $root.rtcroom.v1.PresenceChanged.encode(m.presenceChanged, w.uint32(26).fork(), q + 1).ldelim();
                if (m.mediumChanged != null && $Object.hasOwnProperty.call(m, "mediumChanged"))
                    $root.rtcroom.v1.MediumChanged.encode(m.mediumChanged, w.uint32(34).fork(), q + 1).ldelim();
                if (m.roleChanged != null && $Object.hasOwnProperty.call(m, "roleChanged"))
                    $root.rtcroom.v1.RoleChanged.encode(m.roleChanged, w.uint32(42).fork(), q + 1).ldelim();
                if (m.grantsChanged != null && $Object.hasOwnProperty.call(m, "grantsChanged"))
                    $root.rtcroom.v1.GrantsChanged.encode(m.grantsChanged, w.uint32(50).fork(), q + 1).ldelim();
                if (m.handChanged != null && $Object.hasOwnProperty.call(m, "handChanged"))
                    $root.rtcroom.v1.HandChanged.encode(m.handChanged, w.uint32(58).fork(), q + 1).ldelim();
                if (m.memberAttributesChanged != null && $Object.hasOwnProperty.call(m, "memberAttributesChanged"))
                    $root.rtcroom.v1.MemberAttributesChanged.encode(m.memberAttributesChanged, w.uint32(66).fork(), q + 1).ldelim();
                if (m.roomAttributesChanged != null && $Object.hasOwnProperty.call(m, "roomAttributesChanged"))
                    $root.rtcroom.v1.RoomAttributesChanged.encode(m.roomAttributesChanged, w.uint32(74).fork(), q + 1).ldelim();
                if (m.policyChanged != null && $Object.hasOwnProperty.call(m, "policyChanged"))
                    $root.rtcroom.v1.PolicyChanged.encode(m.policyChanged, w.uint32(82).fork(), q + 1).ldelim();
                if (m.floorChanged != null && $Object.hasOwnProperty.call(m, "floorChanged"))
                    $root.rtcroom.v1.FloorChanged.encode(m.floorChanged, w.uint32(90).fork(), q + 1).ldelim();
                if (m.floorRemoved != null && $Object.hasOwnProperty.call(m, "floorRemoved"))
                    $root.rtcroom.v1.FloorRemoved.encode(m.floorRemoved, w.uint32(98).fork(), q + 1).ldelim();
                if (m.chatSent != null && $Object.hasOwnProperty.call(m, "chatSent"))
                    $root.rtcroom.v1.ChatSent.encode(m.chatSent, w.uint32(106).fork(), q + 1).ldelim();
                if (m.dataSent != null && $Object.hasOwnProperty.call(m, "dataSent"))
                    $root.rtcroom.v1.DataSent.encode(m.dataSent, w.uint32(114).fork(), q + 1).ldelim();
                if (m.mediaReset != null && $Object.hasOwnProperty.call(m, "mediaReset"))
                    $root.rtcroom.v1.MediaReset.encode(m.mediaReset, w.uint32(122).fork(), q + 1).ldelim();
                if (m.lobbyChanged != null && $Object.hasOwnProperty.call(m, "lobbyChanged"))
                    $root.rtcroom.v1.LobbyChanged.encode(m.lobbyChanged, w.uint32(130).fork(), q + 1).ldelim();
                if (m.roomClosed != null && $Object.hasOwnProperty.call(m, "roomClosed"))
                    $root.rtcroom.v1.RoomClosed.encode(m.roomClosed, w.uint32(138).fork(), q + 1).ldelim();
                if (m.unmuteInvited != null && $Object.hasOwnProperty.call(m, "unmuteInvited"))
                    $root.rtcroom.v1.UnmuteInvited.encode(m.unmuteInvited, w.uint32(146).fork(), q + 1).ldelim();
                if (m.audienceCountChanged != null && $Object.hasOwnProperty.call(m, "audienceCountChanged"))
                    $root.rtcroom.v1.AudienceCountChanged.encode(m.audienceCountChanged, w.uint32(154).fork(), q + 1).ldelim();
                if (m.floorRequestEnded != null && $Object.hasOwnProperty.call(m, "floorRequestEnded"))
                    $root.rtcroom.v1.FloorRequestEnded.encode(m.floorRequestEnded, w.uint32(162).fork(), q + 1).ldelim();
                if (m.pushGenerationRaised != null && $Object.hasOwnProperty.call(m, "pushGenerationRaised"))
                    $root.rtcroom.v1.PushGenerationRaised.encode(m.pushGenerationRaised, w.uint32(170).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Change.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Change();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.memberJoined = $root.rtcroom.v1.MemberJoined.decode(r, r.size(), $undefined, q + 1, m.memberJoined);
                            m.body = "memberJoined";
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.memberLeft = $root.rtcroom.v1.MemberLeft.decode(r, r.size(), $undefined, q + 1, m.memberLeft);
                            m.body = "memberLeft";
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            m.presenceChanged = $root.rtcroom.v1.PresenceChanged.decode(r, r.size(), $undefined, q + 1, m.presenceChanged);
                            m.body = "presenceChanged";
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            m.mediumChanged = $root.rtcroom.v1.MediumChanged.decode(r, r.size(), $undefined, q + 1, m.mediumChanged);
                            m.body = "mediumChanged";
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            m.roleChanged = $root.rtcroom.v1.RoleChanged.decode(r, r.size(), $undefined, q + 1, m.roleChanged);
                            m.body = "roleChanged";
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            m.grantsChanged = $root.rtcroom.v1.GrantsChanged.decode(r, r.size(), $undefined, q + 1, m.grantsChanged);
                            m.body = "grantsChanged";
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            m.handChanged = $root.rtcroom.v1.HandChanged.decode(r, r.size(), $undefined, q + 1, m.handChanged);
                            m.body = "handChanged";
                            continue;
                        }
                    case 8: {
                            if (u !== 2)
                                break;
                            m.memberAttributesChanged = $root.rtcroom.v1.MemberAttributesChanged.decode(r, r.size(), $undefined, q + 1, m.memberAttributesChanged);
                            m.body = "memberAttributesChanged";
                            continue;
                        }
                    case 9: {
                            if (u !== 2)
                                break;
                            m.roomAttributesChanged = $root.rtcroom.v1.RoomAttributesChanged.decode(r, r.size(), $undefined, q + 1, m.roomAttributesChanged);
                            m.body = "roomAttributesChanged";
                            continue;
                        }
                    case 10: {
                            if (u !== 2)
                                break;
                            m.policyChanged = $root.rtcroom.v1.PolicyChanged.decode(r, r.size(), $undefined, q + 1, m.policyChanged);
                            m.body = "policyChanged";
                            continue;
                        }
                    case 11: {
                            if (u !== 2)
                                break;
                            m.floorChanged = $root.rtcroom.v1.FloorChanged.decode(r, r.size(), $undefined, q + 1, m.floorChanged);
                            m.body = "floorChanged";
                            continue;
                        }
                    case 12: {
                            if (u !== 2)
                                break;
                            m.floorRemoved = $root.rtcroom.v1.FloorRemoved.decode(r, r.size(), $undefined, q + 1, m.floorRemoved);
                            m.body = "floorRemoved";
                            continue;
                        }
                    case 13: {
                            if (u !== 2)
                                break;
                            m.chatSent = $root.rtcroom.v1.ChatSent.decode(r, r.size(), $undefined, q + 1, m.chatSent);
                            m.body = "chatSent";
                            continue;
                        }
                    case 14: {
                            if (u !== 2)
                                break;
                            m.dataSent = $root.rtcroom.v1.DataSent.decode(r, r.size(), $undefined, q + 1, m.dataSent);
                            m.body = "dataSent";
                            continue;
                        }
                    case 15: {
                            if (u !== 2)
                                break;
                            m.mediaReset = $root.rtcroom.v1.MediaReset.decode(r, r.size(), $undefined, q + 1, m.mediaReset);
                            m.body = "mediaReset";
                            continue;
                        }
                    case 16: {
                            if (u !== 2)
                                break;
                            m.lobbyChanged = $root.rtcroom.v1.LobbyChanged.decode(r, r.size(), $undefined, q + 1, m.lobbyChanged);
                            m.body = "lobbyChanged";
                            continue;
                        }
                    case 17: {
                            if (u !== 2)
                                break;
                            m.roomClosed = $root.rtcroom.v1.RoomClosed.decode(r, r.size(), $undefined, q + 1, m.roomClosed);
                            m.body = "roomClosed";
                            continue;
                        }
                    case 18: {
                            if (u !== 2)
                                break;
                            m.unmuteInvited = $root.rtcroom.v1.UnmuteInvited.decode(r, r.size(), $undefined, q + 1, m.unmuteInvited);
                            m.body = "unmuteInvited";
                            continue;
                        }
                    case 19: {
                            if (u !== 2)
                                break;
                            m.audienceCountChanged = $root.rtcroom.v1.AudienceCountChanged.decode(r, r.size(), $undefined, q + 1, m.audienceCountChanged);
                            m.body = "audienceCountChanged";
                            continue;
                        }
                    case 20: {
                            if (u !== 2)
                                break;
                            m.floorRequestEnded = $root.rtcroom.v1.FloorRequestEnded.decode(r, r.size(), $undefined, q + 1, m.floorRequestEnded);
                            m.body = "floorRequestEnded";
                            continue;
                        }
                    case 21: {
                            if (u !== 2)
                                break;
                            m.pushGenerationRaised = $root.rtcroom.v1.PushGenerationRaised.decode(r, r.size(), $undefined, q + 1, m.pushGenerationRaised);
                            m.body = "pushGenerationRaised";
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Change;
        })();

        v1.MemberJoined = (function() {

            const MemberJoined = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            MemberJoined.prototype.member = null;

            MemberJoined.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.member != null && $Object.hasOwnProperty.call(m, "member"))
                    $root.rtcroom.v1.Member.encode(m.member, w.uint32(10).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            MemberJoined.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.MemberJoined();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.member = $root.rtcroom.v1.Member.decode(r, r.size(), $undefined, q + 1, m.member);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return MemberJoined;
        })();

        v1.MemberLeft = (function() {

            const MemberLeft = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            MemberLeft.prototype.memberId = "";
            MemberLeft.prototype.reason = 0;

            MemberLeft.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== 0)
                    w.uint32(16).int32(m.reason);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            MemberLeft.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.MemberLeft();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return MemberLeft;
        })();

        v1.PresenceChanged = (function() {

            const PresenceChanged = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            PresenceChanged.prototype.memberId = "";
            PresenceChanged.prototype.presence = 0;

            PresenceChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.presence != null && $Object.hasOwnProperty.call(m, "presence") && m.presence !== 0)
                    w.uint32(16).int32(m.presence);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            PresenceChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.PresenceChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.presence = v;
                            else
                                delete m.presence;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return PresenceChanged;
        })();

        v1.MediumChanged = (function() {

            const MediumChanged = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            MediumChanged.prototype.memberId = "";
            MediumChanged.prototype.state = null;

            MediumChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.state != null && $Object.hasOwnProperty.call(m, "state"))
                    $root.rtcroom.v1.MediumState.encode(m.state, w.uint32(18).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            MediumChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.MediumChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.state = $root.rtcroom.v1.MediumState.decode(r, r.size(), $undefined, q + 1, m.state);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return MediumChanged;
        })();

        v1.RoleChanged = (function() {

            const RoleChanged = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RoleChanged.prototype.memberId = "";
            RoleChanged.prototype.role = 0;

            RoleChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.role != null && $Object.hasOwnProperty.call(m, "role") && m.role !== 0)
                    w.uint32(16).int32(m.role);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RoleChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RoleChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.role = v;
                            else
                                delete m.role;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RoleChanged;
        })();

        v1.GrantsChanged = (function() {

            const GrantsChanged = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            GrantsChanged.prototype.memberId = "";
            GrantsChanged.prototype.grants = null;

            GrantsChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.grants != null && $Object.hasOwnProperty.call(m, "grants"))
                    $root.rtcroom.v1.Grants.encode(m.grants, w.uint32(18).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            GrantsChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.GrantsChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.grants = $root.rtcroom.v1.Grants.decode(r, r.size(), $undefined, q + 1, m.grants);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return GrantsChanged;
        })();

        v1.PushGenerationRaised = (function() {

            const PushGenerationRaised = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            PushGenerationRaised.prototype.memberId = "";
            PushGenerationRaised.prototype.pushGeneration = 0;

            PushGenerationRaised.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.pushGeneration != null && $Object.hasOwnProperty.call(m, "pushGeneration") && m.pushGeneration !== 0)
                    w.uint32(16).uint32(m.pushGeneration);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            PushGenerationRaised.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.PushGenerationRaised();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.pushGeneration = v;
                            else
                                delete m.pushGeneration;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return PushGenerationRaised;
        })();

        v1.HandChanged = (function() {

            const HandChanged = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            HandChanged.prototype.memberId = "";
            HandChanged.prototype.handRaisedAtMs = 0;

            HandChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.handRaisedAtMs != null && $Object.hasOwnProperty.call(m, "handRaisedAtMs") && !$Object.is(m.handRaisedAtMs, 0))
                    w.uint32(17).double(m.handRaisedAtMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            HandChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.HandChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.handRaisedAtMs = v;
                            else
                                delete m.handRaisedAtMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return HandChanged;
        })();

        v1.MemberAttributesChanged = (function() {

            const MemberAttributesChanged = function (p) {
                this.attributes = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            MemberAttributesChanged.prototype.memberId = "";
            MemberAttributesChanged.prototype.attributes = $util.emptyArray;

            MemberAttributesChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.attributes != null && m.attributes.length) {
                    for (var i = 0; i < m.attributes.length; ++i)
                        $root.rtcroom.v1.Attribute.encode(m.attributes[i], w.uint32(18).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            MemberAttributesChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.MemberAttributesChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.attributes && m.attributes.length))
                                m.attributes = [];
                            m.attributes.push($root.rtcroom.v1.Attribute.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return MemberAttributesChanged;
        })();

        v1.RoomAttributesChanged = (function() {

            const RoomAttributesChanged = function (p) {
                this.attributes = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RoomAttributesChanged.prototype.attributes = $util.emptyArray;

            RoomAttributesChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.attributes != null && m.attributes.length) {
                    for (var i = 0; i < m.attributes.length; ++i)
                        $root.rtcroom.v1.Attribute.encode(m.attributes[i], w.uint32(10).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RoomAttributesChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RoomAttributesChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if (!(m.attributes && m.attributes.length))
                                m.attributes = [];
                            m.attributes.push($root.rtcroom.v1.Attribute.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RoomAttributesChanged;
        })();

        v1.PolicyChanged = (function() {

            const PolicyChanged = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            PolicyChanged.prototype.policy = null;

            PolicyChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.policy != null && $Object.hasOwnProperty.call(m, "policy"))
                    $root.rtcroom.v1.RoomPolicy.encode(m.policy, w.uint32(10).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            PolicyChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.PolicyChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.policy = $root.rtcroom.v1.RoomPolicy.decode(r, r.size(), $undefined, q + 1, m.policy);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return PolicyChanged;
        })();

        v1.FloorChanged = (function() {

            const FloorChanged = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            FloorChanged.prototype.floor = null;

            FloorChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.floor != null && $Object.hasOwnProperty.call(m, "floor"))
                    $root.rtcroom.v1.Floor.encode(m.floor, w.uint32(10).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            FloorChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.FloorChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.floor = $root.rtcroom.v1.Floor.decode(r, r.size(), $undefined, q + 1, m.floor);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return FloorChanged;
        })();

        v1.FloorRemoved = (function() {

            const FloorRemoved = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            FloorRemoved.prototype.floorId = "";

            FloorRemoved.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.floorId != null && $Object.hasOwnProperty.call(m, "floorId") && m.floorId !== "")
                    w.uint32(10).string(m.floorId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            FloorRemoved.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.FloorRemoved();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.floorId = v;
                            else
                                delete m.floorId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return FloorRemoved;
        })();

        v1.FloorRequestEnded = (function() {

            const FloorRequestEnded = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            FloorRequestEnded.prototype.request = null;

            FloorRequestEnded.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.request != null && $Object.hasOwnProperty.call(m, "request"))
                    $root.rtcroom.v1.FloorRequestInfo.encode(m.request, w.uint32(10).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            FloorRequestEnded.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.FloorRequestEnded();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.request = $root.rtcroom.v1.FloorRequestInfo.decode(r, r.size(), $undefined, q + 1, m.request);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return FloorRequestEnded;
        })();

        v1.ChatSent = (function() {

            const ChatSent = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ChatSent.prototype.message = null;

            ChatSent.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.message != null && $Object.hasOwnProperty.call(m, "message"))
                    $root.rtcroom.v1.ChatMessage.encode(m.message, w.uint32(10).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ChatSent.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ChatSent();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.message = $root.rtcroom.v1.ChatMessage.decode(r, r.size(), $undefined, q + 1, m.message);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ChatSent;
        })();

        v1.DataSent = (function() {

            const DataSent = function (p) {
                this.to = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            DataSent.prototype.memberId = "";
            DataSent.prototype.topic = "";
            DataSent.prototype.payload = $util.newBuffer([]);
            DataSent.prototype.to = $util.emptyArray;

            DataSent.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.topic != null && $Object.hasOwnProperty.call(m, "topic") && m.topic !== "")
                    w.uint32(18).string(m.topic);
                if (m.payload != null && $Object.hasOwnProperty.call(m, "payload") && m.payload.length)
                    w.uint32(26).bytes(m.payload);
                if (m.to != null && m.to.length) {
                    for (var i = 0; i < m.to.length; ++i)
                        w.uint32(34).string(m.to[i]);
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            DataSent.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.DataSent();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.topic = v;
                            else
                                delete m.topic;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.payload = v;
                            else
                                delete m.payload;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if (!(m.to && m.to.length))
                                m.to = [];
                            m.to.push(r.stringVerify());
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return DataSent;
        })();

        v1.MediaReset = (function() {

            const MediaReset = function (p) {
                this.memberIds = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            MediaReset.prototype.mediaGeneration = 0;
            MediaReset.prototype.memberIds = $util.emptyArray;

            MediaReset.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.mediaGeneration != null && $Object.hasOwnProperty.call(m, "mediaGeneration") && m.mediaGeneration !== 0)
                    w.uint32(8).uint32(m.mediaGeneration);
                if (m.memberIds != null && m.memberIds.length) {
                    for (var i = 0; i < m.memberIds.length; ++i)
                        w.uint32(18).string(m.memberIds[i]);
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            MediaReset.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.MediaReset();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.mediaGeneration = v;
                            else
                                delete m.mediaGeneration;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.memberIds && m.memberIds.length))
                                m.memberIds = [];
                            m.memberIds.push(r.stringVerify());
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return MediaReset;
        })();

        v1.LobbyChanged = (function() {

            const LobbyChanged = function (p) {
                this.lobby = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LobbyChanged.prototype.lobby = $util.emptyArray;

            LobbyChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.lobby != null && m.lobby.length) {
                    for (var i = 0; i < m.lobby.length; ++i)
                        $root.rtcroom.v1.LobbyEntry.encode(m.lobby[i], w.uint32(10).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LobbyChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.LobbyChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if (!(m.lobby && m.lobby.length))
                                m.lobby = [];
                            m.lobby.push($root.rtcroom.v1.LobbyEntry.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return LobbyChanged;
        })();

        v1.RoomClosed = (function() {

            const RoomClosed = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RoomClosed.prototype.reason = 0;

            RoomClosed.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== 0)
                    w.uint32(8).int32(m.reason);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RoomClosed.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RoomClosed();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RoomClosed;
        })();

        v1.UnmuteInvited = (function() {

            const UnmuteInvited = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            UnmuteInvited.prototype.memberId = "";
            UnmuteInvited.prototype.medium = 0;

            UnmuteInvited.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(10).string(m.memberId);
                if (m.medium != null && $Object.hasOwnProperty.call(m, "medium") && m.medium !== 0)
                    w.uint32(16).int32(m.medium);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            UnmuteInvited.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.UnmuteInvited();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.medium = v;
                            else
                                delete m.medium;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return UnmuteInvited;
        })();

        v1.AudienceCountChanged = (function() {

            const AudienceCountChanged = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            AudienceCountChanged.prototype.audienceCount = 0;

            AudienceCountChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.audienceCount != null && $Object.hasOwnProperty.call(m, "audienceCount") && m.audienceCount !== 0)
                    w.uint32(8).uint32(m.audienceCount);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            AudienceCountChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.AudienceCountChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.audienceCount = v;
                            else
                                delete m.audienceCount;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return AudienceCountChanged;
        })();

        v1.RoomDelta = (function() {

            const RoomDelta = function (p) {
                this.events = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RoomDelta.prototype.roomId = "";
            RoomDelta.prototype.epoch = "";
            RoomDelta.prototype.prevOffset = 0;
            RoomDelta.prototype.offset = 0;
            RoomDelta.prototype.atMs = 0;
            RoomDelta.prototype.events = $util.emptyArray;
            RoomDelta.prototype.stateHash = 0;

            RoomDelta.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.epoch != null && $Object.hasOwnProperty.call(m, "epoch") && m.epoch !== "")
                    w.uint32(18).string(m.epoch);
                if (m.prevOffset != null && $Object.hasOwnProperty.call(m, "prevOffset") && m.prevOffset !== 0)
                    w.uint32(24).uint32(m.prevOffset);
                if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && m.offset !== 0)
                    w.uint32(32).uint32(m.offset);
                if (m.atMs != null && $Object.hasOwnProperty.call(m, "atMs") && !$Object.is(m.atMs, 0))
                    w.uint32(41).double(m.atMs);
                if (m.events != null && m.events.length) {
                    for (var i = 0; i < m.events.length; ++i)
                        $root.rtcroom.v1.DeltaEvent.encode(m.events[i], w.uint32(50).fork(), q + 1).ldelim();
                }
                if (m.stateHash != null && $Object.hasOwnProperty.call(m, "stateHash") && m.stateHash !== 0)
                    w.uint32(61).fixed32(m.stateHash);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RoomDelta.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RoomDelta();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.epoch = v;
                            else
                                delete m.epoch;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.prevOffset = v;
                            else
                                delete m.prevOffset;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.offset = v;
                            else
                                delete m.offset;
                            continue;
                        }
                    case 5: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.atMs = v;
                            else
                                delete m.atMs;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if (!(m.events && m.events.length))
                                m.events = [];
                            m.events.push($root.rtcroom.v1.DeltaEvent.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 7: {
                            if (u !== 5)
                                break;
                            if (v = r.fixed32())
                                m.stateHash = v;
                            else
                                delete m.stateHash;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RoomDelta;
        })();

        v1.DeltaEvent = (function() {

            const DeltaEvent = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            DeltaEvent.prototype.offset = 0;
            DeltaEvent.prototype.actor = "";
            DeltaEvent.prototype.causeId = 0;
            DeltaEvent.prototype.change = null;

            DeltaEvent.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && m.offset !== 0)
                    w.uint32(8).uint32(m.offset);
                if (m.actor != null && $Object.hasOwnProperty.call(m, "actor") && m.actor !== "")
                    w.uint32(18).string(m.actor);
                if (m.causeId != null && $Object.hasOwnProperty.call(m, "causeId") && m.causeId !== 0)
                    w.uint32(24).uint32(m.causeId);
                if (m.change != null && $Object.hasOwnProperty.call(m, "change"))
                    $root.rtcroom.v1.Change.encode(m.change, w.uint32(34).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            DeltaEvent.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.DeltaEvent();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.offset = v;
                            else
                                delete m.offset;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.actor = v;
                            else
                                delete m.actor;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.causeId = v;
                            else
                                delete m.causeId;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            m.change = $root.rtcroom.v1.Change.decode(r, r.size(), $undefined, q + 1, m.change);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return DeltaEvent;
        })();

        v1.ClientFrame = (function() {

            const ClientFrame = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ClientFrame.prototype.id = 0;
            ClientFrame.prototype.hello = null;
            ClientFrame.prototype.ping = null;
            ClientFrame.prototype.pong = null;
            ClientFrame.prototype.joinRoom = null;
            ClientFrame.prototype.leaveRoom = null;
            ClientFrame.prototype.subscribe = null;
            ClientFrame.prototype.unsubscribe = null;
            ClientFrame.prototype.setPresence = null;
            ClientFrame.prototype.getSnapshot = null;
            ClientFrame.prototype.listMembers = null;
            ClientFrame.prototype.setSelfMute = null;
            ClientFrame.prototype.setModeratorMute = null;
            ClientFrame.prototype.muteAll = null;
            ClientFrame.prototype.inviteToUnmute = null;
            ClientFrame.prototype.kick = null;
            ClientFrame.prototype.ban = null;
            ClientFrame.prototype.unban = null;
            ClientFrame.prototype.lockRoom = null;
            ClientFrame.prototype.admit = null;
            ClientFrame.prototype.deny = null;
            ClientFrame.prototype.setRole = null;
            ClientFrame.prototype.transferChair = null;
            ClientFrame.prototype.setGrants = null;
            ClientFrame.prototype.closeRoom = null;
            ClientFrame.prototype.requestFloor = null;
            ClientFrame.prototype.cancelFloorRequest = null;
            ClientFrame.prototype.releaseFloor = null;
            ClientFrame.prototype.decideFloor = null;
            ClientFrame.prototype.confirmFloor = null;
            ClientFrame.prototype.configureFloor = null;
            ClientFrame.prototype.setFloorChair = null;
            ClientFrame.prototype.setRoomAttributes = null;
            ClientFrame.prototype.setMemberAttributes = null;
            ClientFrame.prototype.raiseHand = null;
            ClientFrame.prototype.lowerAllHands = null;
            ClientFrame.prototype.sendChat = null;
            ClientFrame.prototype.sendData = null;
            ClientFrame.prototype.getRtpCapabilities = null;
            ClientFrame.prototype.createTransport = null;
            ClientFrame.prototype.connectTransport = null;
            ClientFrame.prototype.restartIce = null;
            ClientFrame.prototype.produce = null;
            ClientFrame.prototype.closeProducer = null;
            ClientFrame.prototype.setSubscriptions = null;
            ClientFrame.prototype.resumeConsumer = null;
            ClientFrame.prototype.pauseConsumer = null;
            ClientFrame.prototype.setPreferredLayers = null;
            ClientFrame.prototype.requestKeyFrame = null;
            ClientFrame.prototype.produceData = null;
            ClientFrame.prototype.closeDataProducer = null;
            ClientFrame.prototype.consumeData = null;
            ClientFrame.prototype.getMediaStats = null;
            ClientFrame.prototype.getPushUrl = null;
            ClientFrame.prototype.getPlayUrls = null;
            ClientFrame.prototype.simulate = null;

            let $oneOfFields;

            $Object.defineProperty(ClientFrame.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "ping", "pong", "joinRoom", "leaveRoom", "subscribe", "unsubscribe", "setPresence", "getSnapshot", "listMembers", "setSelfMute", "setModeratorMute", "muteAll", "inviteToUnmute", "kick", "ban", "unban", "lockRoom", "admit", "deny", "setRole", "transferChair", "setGrants", "closeRoom", "requestFloor", "cancelFloorRequest", "releaseFloor", "decideFloor", "confirmFloor", "configureFloor", "setFloorChair", "setRoomAttributes", "setMemberAttributes", "raiseHand", "lowerAllHands", "sendChat", "sendData", "getRtpCapabilities", "createTransport", "connectTransport", "restartIce", "produce", "closeProducer", "setSubscriptions", "resumeConsumer", "pauseConsumer", "setPreferredLayers", "requestKeyFrame", "produceData", "closeDataProducer", "consumeData", "getMediaStats", "getPushUrl", "getPlayUrls", "simulate"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            ClientFrame.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== 0)
                    w.uint32(8).uint32(m.id);
                if (m.hello != null && $Object.hasOwnProperty.call(m, "hello"))
                    $root.rtcroom.v1.Hello.encode(m.hello, w.uint32(18).fork(), q + 1).ldelim();
                if (m.ping != null && $Object.hasOwnProperty.call(m, "ping"))
                    $root.rtcroom.v1.Ping.encode(m.ping, w.uint32(26).fork(), q + 1).ldelim();
                if (m.pong != null && $Object.hasOwnProperty.call(m, "pong"))
                    $root.rtcroom.v1.Pong.encode(m.pong, w.uint32(34).fork(), q + 1).ldelim();
                if (m.joinRoom != null && $Object.hasOwnProperty.call(m, "joinRoom"))
                    $root.rtcroom.v1.JoinRoom.encode(m.joinRoom, w.uint32(82).fork(), q + 1).ldelim();
                if (m.leaveRoom != null && $Object.hasOwnProperty.call(m, "leaveRoom"))
                    $root.rtcroom.v1.LeaveRoom.encode(m.leaveRoom, w.uint32(90).fork(), q + 1).ldelim();
                if (m.subscribe != null && $Object.hasOwnProperty.call(m, "subscribe"))
                    $root.rtcroom.v1.Subscribe.encode(m.subscribe, w.uint32(98).fork(), q + 1).ldelim();
                if (m.unsubscribe != null && $Object.hasOwnProperty.call(m, "unsubscribe"))
                    $root.rtcroom.v1.Unsubscribe.encode(m.unsubscribe, w.uint32(106).fork(), q + 1).ldelim();
                if (m.setPresence != null && $Object.hasOwnProperty.call(m, "setPresence"))
                    $root.rtcroom.v1.SetPresence.encode(m.setPresence, w.uint32(114).fork(), q + 1).ldelim();
                if (m.getSnapshot != null && $Object.hasOwnProperty.call(m, "getSnapshot"))
                    $root.rtcroom.v1.GetSnapshot.encode(m.getSnapshot, w.uint32(122).fork(), q + 1).ldelim();
                if (m.listMembers != null && $Object.hasOwnProperty.call(m, "listMembers"))
                    $root.rtcroom.v1.ListMembers.encode(m.listMembers, w.uint32(130).fork(), q + 1).ldelim();
                if (m.setSelfMute != null && $Object.hasOwnProperty.call(m, "setSelfMute"))
                    $root.rtcroom.v1.SetSelfMute.encode(m.setSelfMute, w.uint32(162).fork(), q + 1).ldelim();
                if (m.setModeratorMute != null && $Object.hasOwnProperty.call(m, "setModeratorMute"))
                    $root.rtcroom.v1.SetModeratorMute.encode(m.setModeratorMute, w.uint32(170).fork(), q + 1).ldelim();
                if (m.muteAll != null && $Object.hasOwnProperty.call(m, "muteAll"))
                    $root.rtcroom.v1.MuteAll.encode(m.muteAll, w.uint32(178).fork(), q + 1).ldelim();
                if (m.inviteToUnmute != null && $Object.hasOwnProperty.call(m, "inviteToUnmute"))
                    $root.rtcroom.v1.InviteToUnmute.encode(m.inviteToUnmute, w.uint32(186).fork(), q + 1).ldelim();
                if (m.kick != null && $Object.hasOwnProperty.call(m, "kick"))
                    $root.rtcroom.v1.Kick.encode(m.kick, w.uint32(242).fork(), q + 1).ldelim();
                if (m.ban != null && $Object.hasOwnProperty.call(m, "ban"))
                    $root.rtcroom.v1.Ban.encode(m.ban, w.uint32(250).fork(), q + 1).ldelim();
                if (m.unban != null && $Object.hasOwnProperty.call(m, "unban"))
                    $root.rtcroom.v1.Unban.encode(m.unban, w.uint32(258).fork(), q + 1).ldelim();
                if (m.lockRoom != null && $Object.hasOwnProperty.call(m, "lockRoom"))
                    $root.rtcroom.v1.LockRoom.encode(m.lockRoom, w.uint32(266).fork(), q + 1).ldelim();
                if (m.admit != null && $Object.hasOwnProperty.call(m, "admit"))
                    $root.rtcroom.v1.Admit.encode(m.admit, w.uint32(274).fork(), q + 1).ldelim();
                if (m.deny != null && $Object.hasOwnProperty.call(m, "deny"))
                    $root.rtcroom.v1.Deny.encode(m.deny, w.uint32(282).fork(), q + 1).ldelim();
                if (m.setRole != null && $Object.hasOwnProperty.call(m, "setRole"))
                    $root.rtcroom.v1.SetRole.encode(m.setRole, w.uint32(290).fork(), q + 1).ldelim();
                if (m.transferChair != null && $Object.hasOwnProperty.call(m, "transferChair"))
                    $root.rtcroom.v1.TransferChair.encode(m.transferChair, w.uint32(298).fork(), q + 1).ldelim();
                if (m.setGrants != null && $Object.hasOwnProperty.call(m, "setGrants"))
                    $root.rtcroom.v1.SetGrants.encode(m.setGrants, w.uint32(306).fork(), q + 1).ldelim();
                if (m.closeRoom != null && $Object.hasOwnProperty.call(m, "closeRoom"))
                    $root.rtcroom.v1.CloseRoom.encode(m.closeRoom, w.uint32(314).fork(), q + 1).ldelim();
                if (m.requestFloor != null && $Object.hasOwnProperty.call(m, "requestFloor"))
                    $root.rtcroom.v1.RequestFloor.encode(m.requestFloor, w.uint32(322).fork(), q + 1).ldelim();
                if (m.cancelFloorRequest != null && $Object.hasOwnProperty.call(m, "cancelFloorRequest"))
                    $root.rtcroom.v1.CancelFloorRequest.encode(m.cancelFloorRequest, w.uint32(330).fork(), q + 1).ldelim();
                if (m.releaseFloor != null && $Object.hasOwnProperty.call(m, "releaseFloor"))
                    $root.rtcroom.v1.ReleaseFloor.encode(m.releaseFloor, w.uint32(338).fork(), q + 1).ldelim();
                if (m.decideFloor != null && $Object.hasOwnProperty.call(m, "decideFloor"))
                    $root.rtcroom.v1.DecideFloor.encode(m.decideFloor, w.uint32(346).fork(), q + 1).ldelim();
                if (m.confirmFloor != null && $Object.hasOwnProperty.call(m, "confirmFloor"))
                    $root.rtcroom.v1.ConfirmFloor.encode(m.confirmFloor, w.uint32(354).fork(), q + 1).ldelim();
                if (m.configureFloor != null && $Object.hasOwnProperty.call(m, "configureFloor"))
                    $root.rtcroom.v1.ConfigureFloor.encode(m.configureFloor, w.uint32(362).fork(), q + 1).ldelim();
                if (m.setFloorChair != null && $Object.hasOwnProperty.call(m, "setFloorChair"))
                    $root.rtcroom.v1.SetFloorChair.encode(m.setFloorChair, w.uint32(370).fork(), q + 1).ldelim();
                if (m.setRoomAttributes != null && $Object.hasOwnProperty.call(m, "setRoomAttributes"))
                    $root.rtcroom.v1.SetRoomAttributes.encode(m.setRoomAttributes, w.uint32(402).fork(), q + 1).ldelim();
                if (m.setMemberAttributes != null && $Object.hasOwnProperty.call(m, "setMemberAttributes"))
                    $root.rtcroom.v1.SetMemberAttributes.encode(m.setMemberAttributes, w.uint32(410).fork(), q + 1).ldelim();
                if (m.raiseHand != null && $Object.hasOwnProperty.call(m, "raiseHand"))
                    $root.rtcroom.v1.RaiseHand.encode(m.raiseHand, w.uint32(418).fork(), q + 1).ldelim();
                if (m.lowerAllHands != null && $Object.hasOwnProperty.call(m, "lowerAllHands"))
                    $root.rtcroom.v1.LowerAllHands.encode(m.lowerAllHands, w.uint32(426).fork(), q + 1).ldelim();
                if (m.sendChat != null && $Object.hasOwnProperty.call(m, "sendChat"))
                    $root.rtcroom.v1.SendChat.encode(m.sendChat, w.uint32(482).fork(), q + 1).ldelim();
                if (m.sendData != null && $Object.hasOwnProperty.call(m, "sendData"))
                    $root.rtcroom.v1.SendData.encode(m.sendData, w.uint32(490).fork(), q + 1).ldelim();
                if (m.getRtpCapabilities != null && $Object.hasOwnProperty.call(m, "getRtpCapabilities"))
                    $root.rtcroom.v1.GetRtpCapabilities.encode(m.getRtpCapabilities, w.uint32(562).fork(), q + 1).ldelim();
                if (m.createTransport != null && $Object.hasOwnProperty.call(m, "createTransport"))
                    $root.rtcroom.v1.CreateTransport.encode(m.createTransport, w.uint32(570).fork(), q + 1).ldelim();
                if (m.connectTransport != null && $Object.hasOwnProperty.call(m, "connectTransport"))
                    $root.rtcroom.v1.ConnectTransport.encode(m.connectTransport, w.uint32(578).fork(), q + 1).ldelim();
                if (m.restartIce != null && $Object.hasOwnProperty.call(m, "restartIce"))
                    $root.rtcroom.v1.RestartIce.encode(m.restartIce, w.uint32(586).fork(), q + 1).ldelim();
                if (m.produce != null && $Object.hasOwnProperty.call(m, "produce"))
                    $root.rtcroom.v1.Produce.encode(m.produce, w.uint32(594).fork(), q + 1).ldelim();
                if (m.closeProducer != null && $Object.hasOwnProperty.call(m, "closeProducer"))
                    $root.rtcroom.v1.CloseProducer.encode(m.closeProducer, w.uint32(602).fork(), q + 1).ldelim();
                if (m.setSubscriptions != null && $Object.hasOwnProperty.call(m, "setSubscriptions"))
                    $root.rtcroom.v1.SetSubscriptions.encode(m.setSubscriptions, w.uint32(610).fork(), q + 1).ldelim();
                if (m.resumeConsumer != null && $Object.hasOwnProperty.call(m, "resumeConsumer"))
                    $root.rtcroom.v1.ResumeConsumer.encode(m.resumeConsumer, w.uint32(618).fork(), q + 1).ldelim();
                if (m.pauseConsumer != null && $Object.hasOwnProperty.call(m, "pauseConsumer"))
                    $root.rtcroom.v1.PauseConsumer.encode(m.pauseConsumer, w.uint32(626).fork(), q + 1).ldelim();
                if (m.setPreferredLayers != null && $Object.hasOwnProperty.call(m, "setPreferredLayers"))
                    $root.rtcroom.v1.SetPreferredLayers.encode(m.setPreferredLayers, w.uint32(634).fork(), q + 1).ldelim();
                if (m.requestKeyFrame != null && $Object.hasOwnProperty.call(m, "requestKeyFrame"))
                    $root.rtcroom.v1.RequestKeyFrame.encode(m.requestKeyFrame, w.uint32(642).fork(), q + 1).ldelim();
                if (m.produceData != null && $Object.hasOwnProperty.call(m, "produceData"))
                    $root.rtcroom.v1.ProduceData.encode(m.produceData, w.uint32(650).fork(), q + 1).ldelim();
                if (m.closeDataProducer != null && $Object.hasOwnProperty.call(m, "closeDataProducer"))
                    $root.rtcroom.v1.CloseDataProducer.encode(m.closeDataProducer, w.uint32(658).fork(), q + 1).ldelim();
                if (m.consumeData != null && $Object.hasOwnProperty.call(m, "consumeData"))
                    $root.rtcroom.v1.ConsumeData.encode(m.consumeData, w.uint32(666).fork(), q + 1).ldelim();
                if (m.getMediaStats != null && $Object.hasOwnProperty.call(m, "getMediaStats"))
                    $root.rtcroom.v1.GetMediaStats.encode(m.getMediaStats, w.uint32(674).fork(), q + 1).ldelim();
                if (m.getPushUrl != null && $Object.hasOwnProperty.call(m, "getPushUrl"))
                    $root.rtcroom.v1.GetPushUrl.encode(m.getPushUrl, w.uint32(722).fork(), q + 1).ldelim();
                if (m.getPlayUrls != null && $Object.hasOwnProperty.call(m, "getPlayUrls"))
                    $root.rtcroom.v1.GetPlayUrls.encode(m.getPlayUrls, w.uint32(730).fork(), q + 1).ldelim();
                if (m.simulate != null && $Object.hasOwnProperty.call(m, "simulate"))
                    $root.rtcroom.v1.Simulate.encode(m.simulate, w.uint32(802).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ClientFrame.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ClientFrame();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.id = v;
                            else
                                delete m.id;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.hello = $root.rtcroom.v1.Hello.decode(r, r.size(), $undefined, q + 1, m.hello);
                            m.body = "hello";
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            m.ping = $root.rtcroom.v1.Ping.decode(r, r.size(), $undefined, q + 1, m.ping);
                            m.body = "ping";
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            m.pong = $root.rtcroom.v1.Pong.decode(r, r.size(), $undefined, q + 1, m.pong);
                            m.body = "pong";
                            continue;
                        }
                    case 10: {
                            if (u !== 2)
                                break;
                            m.joinRoom = $root.rtcroom.v1.JoinRoom.decode(r, r.size(), $undefined, q + 1, m.joinRoom);
                            m.body = "joinRoom";
                            continue;
                        }
                    case 11: {
                            if (u !== 2)
                                break;
                            m.leaveRoom = $root.rtcroom.v1.LeaveRoom.decode(r, r.size(), $undefined, q + 1, m.leaveRoom);
                            m.body = "leaveRoom";
                            continue;
                        }
                    case 12: {
                            if (u !== 2)
                                break;
                            m.subscribe = $root.rtcroom.v1.Subscribe.decode(r, r.size(), $undefined, q + 1, m.subscribe);
                            m.body = "subscribe";
                            continue;
                        }
                    case 13: {
                            if (u !== 2)
                                break;
                            m.unsubscribe = $root.rtcroom.v1.Unsubscribe.decode(r, r.size(), $undefined, q + 1, m.unsubscribe);
                            m.body = "unsubscribe";
                            continue;
                        }
                    case 14: {
                            if (u !== 2)
                                break;
                            m.setPresence = $root.rtcroom.v1.SetPresence.decode(r, r.size(), $undefined, q + 1, m.setPresence);
                            m.body = "setPresence";
                            continue;
                        }
                    case 15: {
                            if (u !== 2)
                                break;
                            m.getSnapshot = $root.rtcroom.v1.GetSnapshot.decode(r, r.size(), $undefined, q + 1, m.getSnapshot);
                            m.body = "getSnapshot";
                            continue;
                        }
                    case 16: {
                            if (u !== 2)
                                break;
                            m.listMembers = $root.rtcroom.v1.ListMembers.decode(r, r.size(), $undefined, q + 1, m.listMembers);
                            m.body = "listMembers";
                            continue;
                        }
                    case 20: {
                            if (u !== 2)
                                break;
                            m.setSelfMute = $root.rtcroom.v1.SetSelfMute.decode(r, r.size(), $undefined, q + 1, m.setSelfMute);
                            m.body = "setSelfMute";
                            continue;
                        }
                    case 21: {
                            if (u !== 2)
                                break;
                            m.setModeratorMute = $root.rtcroom.v1.SetModeratorMute.decode(r, r.size(), $undefined, q + 1, m.setModeratorMute);
                            m.body = "setModeratorMute";
                            continue;
                        }
                    case 22: {
                            if (u !== 2)
                                break;
                            m.muteAll = $root.rtcroom.v1.MuteAll.decode(r, r.size(), $undefined, q + 1, m.muteAll);
                            m.body = "muteAll";
                            continue;
                        }
                    case 23: {
                            if (u !== 2)
                                break;
                            m.inviteToUnmute = $root.rtcroom.v1.InviteToUnmute.decode(r, r.size(), $undefined, q + 1, m.inviteToUnmute);
                            m.body = "inviteToUnmute";
                            continue;
                        }
                    case 30: {
                            if (u !== 2)
                                break;
                            m.kick = $root.rtcroom.v1.Kick.decode(r, r.size(), $undefined, q + 1, m.kick);
                            m.body = "kick";
                            continue;
                        }
                    case 31: {
                            if (u !== 2)
                                break;
                            m.ban = $root.rtcroom.v1.Ban.decode(r, r.size(), $undefined, q + 1, m.ban);
                            m.body = "ban";
                            continue;
                        }
                    case 32: {
                            if (u !== 2)
                                break;
                            m.unban = $root.rtcroom.v1.Unban.decode(r, r.size(), $undefined, q + 1, m.unban);
                            m.body = "unban";
                            continue;
                        }
                    case 33: {
                            if (u !== 2)
                                break;
                            m.lockRoom = $root.rtcroom.v1.LockRoom.decode(r, r.size(), $undefined, q + 1, m.lockRoom);
                            m.body = "lockRoom";
                            continue;
                        }
                    case 34: {
                            if (u !== 2)
                                break;
                            m.admit = $root.rtcroom.v1.Admit.decode(r, r.size(), $undefined, q + 1, m.admit);
                            m.body = "admit";
                            continue;
                        }
                    case 35: {
                            if (u !== 2)
                                break;
                            m.deny = $root.rtcroom.v1.Deny.decode(r, r.size(), $undefined, q + 1, m.deny);
                            m.body = "deny";
                            continue;
                        }
                    case 36: {
                            if (u !== 2)
                                break;
                            m.setRole = $root.rtcroom.v1.SetRole.decode(r, r.size(), $undefined, q + 1, m.setRole);
                            m.body = "setRole";
                            continue;
                        }
                    case 37: {
                            if (u !== 2)
                                break;
                            m.transferChair = $root.rtcroom.v1.TransferChair.decode(r, r.size(), $undefined, q + 1, m.transferChair);
                            m.body = "transferChair";
                            continue;
                        }
                    case 38: {
                            if (u !== 2)
                                break;
                            m.setGrants = $root.rtcroom.v1.SetGrants.decode(r, r.size(), $undefined, q + 1, m.setGrants);
                            m.body = "setGrants";
                            continue;
                        }
                    case 39: {
                            if (u !== 2)
                                break;
                            m.closeRoom = $root.rtcroom.v1.CloseRoom.decode(r, r.size(), $undefined, q + 1, m.closeRoom);
                            m.body = "closeRoom";
                            continue;
                        }
                    case 40: {
                            if (u !== 2)
                                break;
                            m.requestFloor = $root.rtcroom.v1.RequestFloor.decode(r, r.size(), $undefined, q + 1, m.requestFloor);
                            m.body = "requestFloor";
                            continue;
                        }
                    case 41: {
                            if (u !== 2)
                                break;
                            m.cancelFloorRequest = $root.rtcroom.v1.CancelFloorRequest.decode(r, r.size(), $undefined, q + 1, m.cancelFloorRequest);
                            m.body = "cancelFloorRequest";
                            continue;
                        }
                    case 42: {
                            if (u !== 2)
                                break;
                            m.releaseFloor = $root.rtcroom.v1.ReleaseFloor.decode(r, r.size(), $undefined, q + 1, m.releaseFloor);
                            m.body = "releaseFloor";
                            continue;
                        }
                    case 43: {
                            if (u !== 2)
                                break;
                            m.decideFloor = $root.rtcroom.v1.DecideFloor.decode(r, r.size(), $undefined, q + 1, m.decideFloor);
                            m.body = "decideFloor";
                            continue;
                        }
                    case 44: {
                            if (u !== 2)
                                break;
                            m.confirmFloor = $root.rtcroom.v1.ConfirmFloor.decode(r, r.size(), $undefined, q + 1, m.confirmFloor);
                            m.body = "confirmFloor";
                            continue;
                        }
                    case 45: {
                            if (u !== 2)
                                break;
                            m.configureFloor = $root.rtcroom.v1.ConfigureFloor.decode(r, r.size(), $undefined, q + 1, m.configureFloor);
                            m.body = "configureFloor";
                            continue;
                        }
                    case 46: {
                            if (u !== 2)
                                break;
                            m.setFloorChair = $root.rtcroom.v1.SetFloorChair.decode(r, r.size(), $undefined, q + 1, m.setFloorChair);
                            m.body = "setFloorChair";
                            continue;
                        }
                    case 50: {
                            if (u !== 2)
                                break;
                            m.setRoomAttributes = $root.rtcroom.v1.SetRoomAttributes.decode(r, r.size(), $undefined, q + 1, m.setRoomAttributes);
                            m.body = "setRoomAttributes";
                            continue;
                        }
                    case 51: {
                            if (u !== 2)
                                break;
                            m.setMemberAttributes = $root.rtcroom.v1.SetMemberAttributes.decode(r, r.size(), $undefined, q + 1, m.setMemberAttributes);
                            m.body = "setMemberAttributes";
                            continue;
                        }
                    case 52: {
                            if (u !== 2)
                                break;
                            m.raiseHand = $root.rtcroom.v1.RaiseHand.decode(r, r.size(), $undefined, q + 1, m.raiseHand);
                            m.body = "raiseHand";
                            continue;
                        }
                    case 53: {
                            if (u !== 2)
                                break;
                            m.lowerAllHands = $root.rtcroom.v1.LowerAllHands.decode(r, r.size(), $undefined, q + 1, m.lowerAllHands);
                            m.body = "lowerAllHands";
                            continue;
                        }
                    case 60: {
                            if (u !== 2)
                                break;
                            m.sendChat = $root.rtcroom.v1.SendChat.decode(r, r.size(), $undefined, q + 1, m.sendChat);
                            m.body = "sendChat";
                            continue;
                        }
                    case 61: {
                            if (u !== 2)
                                break;
                            m.sendData = $root.rtcroom.v1.SendData.decode(r, r.size(), $undefined, q + 1, m.sendData);
                            m.body = "sendData";
                            continue;
                        }
                    case 70: {
                            if (u !== 2)
                                break;
                            m.getRtpCapabilities = $root.rtcroom.v1.GetRtpCapabilities.decode(r, r.size(), $undefined, q + 1, m.getRtpCapabilities);
                            m.body = "getRtpCapabilities";
                            continue;
                        }
                    case 71: {
                            if (u !== 2)
                                break;
                            m.createTransport = $root.rtcroom.v1.CreateTransport.decode(r, r.size(), $undefined, q + 1, m.createTransport);
                            m.body = "createTransport";
                            continue;
                        }
                    case 72: {
                            if (u !== 2)
                                break;
                            m.connectTransport = $root.rtcroom.v1.ConnectTransport.decode(r, r.size(), $undefined, q + 1, m.connectTransport);
                            m.body = "connectTransport";
                            continue;
                        }
                    case 73: {
                            if (u !== 2)
                                break;
                            m.restartIce = $root.rtcroom.v1.RestartIce.decode(r, r.size(), $undefined, q + 1, m.restartIce);
                            m.body = "restartIce";
                            continue;
                        }
                    case 74: {
                            if (u !== 2)
                                break;
                            m.produce = $root.rtcroom.v1.Produce.decode(r, r.size(), $undefined, q + 1, m.produce);
                            m.body = "produce";
                            continue;
                        }
                    case 75: {
                            if (u !== 2)
                                break;
                            m.closeProducer = $root.rtcroom.v1.CloseProducer.decode(r, r.size(), $undefined, q + 1, m.closeProducer);
                            m.body = "closeProducer";
                            continue;
                        }
                    case 76: {
                            if (u !== 2)
                                break;
                            m.setSubscriptions = $root.rtcroom.v1.SetSubscriptions.decode(r, r.size(), $undefined, q + 1, m.setSubscriptions);
                            m.body = "setSubscriptions";
                            continue;
                        }
                    case 77: {
                            if (u !== 2)
                                break;
                            m.resumeConsumer = $root.rtcroom.v1.ResumeConsumer.decode(r, r.size(), $undefined, q + 1, m.resumeConsumer);
                            m.body = "resumeConsumer";
                            continue;
                        }
                    case 78: {
                            if (u !== 2)
                                break;
                            m.pauseConsumer = $root.rtcroom.v1.PauseConsumer.decode(r, r.size(), $undefined, q + 1, m.pauseConsumer);
                            m.body = "pauseConsumer";
                            continue;
                        }
                    case 79: {
                            if (u !== 2)
                                break;
                            m.setPreferredLayers = $root.rtcroom.v1.SetPreferredLayers.decode(r, r.size(), $undefined, q + 1, m.setPreferredLayers);
                            m.body = "setPreferredLayers";
                            continue;
                        }
                    case 80: {
                            if (u !== 2)
                                break;
                            m.requestKeyFrame = $root.rtcroom.v1.RequestKeyFrame.decode(r, r.size(), $undefined, q + 1, m.requestKeyFrame);
                            m.body = "requestKeyFrame";
                            continue;
                        }
                    case 81: {
                            if (u !== 2)
                                break;
                            m.produceData = $root.rtcroom.v1.ProduceData.decode(r, r.size(), $undefined, q + 1, m.produceData);
                            m.body = "produceData";
                            continue;
                        }
                    case 82: {
                            if (u !== 2)
                                break;
                            m.closeDataProducer = $root.rtcroom.v1.CloseDataProducer.decode(r, r.size(), $undefined, q + 1, m.closeDataProducer);
                            m.body = "closeDataProducer";
                            continue;
                        }
                    case 83: {
                            if (u !== 2)
                                break;
                            m.consumeData = $root.rtcroom.v1.ConsumeData.decode(r, r.size(), $undefined, q + 1, m.consumeData);
                            m.body = "consumeData";
                            continue;
                        }
                    case 84: {
                            if (u !== 2)
                                break;
                            m.getMediaStats = $root.rtcroom.v1.GetMediaStats.decode(r, r.size(), $undefined, q + 1, m.getMediaStats);
                            m.body = "getMediaStats";
                            continue;
                        }
                    case 90: {
                            if (u !== 2)
                                break;
                            m.getPushUrl = $root.rtcroom.v1.GetPushUrl.decode(r, r.size(), $undefined, q + 1, m.getPushUrl);
                            m.body = "getPushUrl";
                            continue;
                        }
                    case 91: {
                            if (u !== 2)
                                break;
                            m.getPlayUrls = $root.rtcroom.v1.GetPlayUrls.decode(r, r.size(), $undefined, q + 1, m.getPlayUrls);
                            m.body = "getPlayUrls";
                            continue;
                        }
                    case 100: {
                            if (u !== 2)
                                break;
                            m.simulate = $root.rtcroom.v1.Simulate.decode(r, r.size(), $undefined, q + 1, m.simulate);
                            m.body = "simulate";
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ClientFrame;
        })();

        v1.ServerFrame = (function() {

            const ServerFrame = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ServerFrame.prototype.replyTo = 0;
            ServerFrame.prototype.welcome = null;
            ServerFrame.prototype.pong = null;
            ServerFrame.prototype.ping = null;
            ServerFrame.prototype.error = null;
            ServerFrame.prototype.ack = null;
            ServerFrame.prototype.joined = null;
            ServerFrame.prototype.subscribed = null;
            ServerFrame.prototype.selfReport = null;
            ServerFrame.prototype.roomEnded = null;
            ServerFrame.prototype.snapshotResult = null;
            ServerFrame.prototype.memberPage = null;
            ServerFrame.prototype.lobbyWaiting = null;
            ServerFrame.prototype.floorRequested = null;
            ServerFrame.prototype.selfChanged = null;
            ServerFrame.prototype.roomDelta = null;
            ServerFrame.prototype.speakersChanged = null;
            ServerFrame.prototype.connectionQuality = null;
            ServerFrame.prototype.lossyData = null;
            ServerFrame.prototype.goingAway = null;
            ServerFrame.prototype.rtpCapabilities = null;
            ServerFrame.prototype.transportCreated = null;
            ServerFrame.prototype.iceRestarted = null;
            ServerFrame.prototype.produced = null;
            ServerFrame.prototype.consumerOpened = null;
            ServerFrame.prototype.consumerClosed = null;
            ServerFrame.prototype.layersChanged = null;
            ServerFrame.prototype.dataProduced = null;
            ServerFrame.prototype.dataConsumerOpened = null;
            ServerFrame.prototype.dataConsumerClosed = null;
            ServerFrame.prototype.mediaStats = null;
            ServerFrame.prototype.pushUrl = null;
            ServerFrame.prototype.playUrls = null;

            let $oneOfFields;

            $Object.defineProperty(ServerFrame.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["welcome", "pong", "ping", "error", "ack", "joined", "subscribed", "selfReport", "roomEnded", "snapshotResult", "memberPage", "lobbyWaiting", "floorRequested", "selfChanged", "roomDelta", "speakersChanged", "connectionQuality", "lossyData", "goingAway", "rtpCapabilities", "transportCreated", "iceRestarted", "produced", "consumerOpened", "consumerClosed", "layersChanged", "dataProduced", "dataConsumerOpened", "dataConsumerClosed", "mediaStats", "pushUrl", "playUrls"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            ServerFrame.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.replyTo != null && $Object.hasOwnProperty.call(m, "replyTo") && m.replyTo !== 0)
                    w.uint32(8).uint32(m.replyTo);
                if (m.welcome != null && $Object.hasOwnProperty.call(m, "welcome"))
                    $root.rtcroom.v1.Welcome.encode(m.welcome, w.uint32(18).fork(), q + 1).ldelim();
                if (m.pong != null && $Object.hasOwnProperty.call(m, "pong"))
                    $root.rtcroom.v1.Pong.encode(m.pong, w.uint32(26).fork(), q + 1).ldelim();
                if (m.ping != null && $Object.hasOwnProperty.call(m, "ping"))
                    $root.rtcroom.v1.Ping.encode(m.ping, w.uint32(34).fork(), q + 1).ldelim();
                if (m.error != null && $Object.hasOwnProperty.call(m, "error"))
                    $root.rtcroom.v1.Error.encode(m.error, w.uint32(42).fork(), q + 1).ldelim();
                if (m.ack != null && $Object.hasOwnProperty.call(m, "ack"))
                    $root.rtcroom.v1.Ack.encode(m.ack, w.uint32(50).fork(), q + 1).ldelim();
                if (m.joined != null && $Object.hasOwnProperty.call(m, "joined"))
                    $root.rtcroom.v1.Joined.encode(m.joined, w.uint32(82).fork(), q + 1).ldelim();
                if (m.subscribed != null && $Object.hasOwnProperty.call(m, "subscribed"))
                    $root.rtcroom.v1.Subscribed.encode(m.subscribed, w.uint32(90).fork(), q + 1).ldelim();
                if (m.selfReport != null && $Object.hasOwnProperty.call(m, "selfReport"))
                    $root.rtcroom.v1.SelfReport.encode(m.selfReport, w.uint32(98).fork(), q + 1).ldelim();
                if (m.roomEnded != null && $Object.hasOwnProperty.call(m, "roomEnded"))
                    $root.rtcroom.v1.RoomEnded.encode(m.roomEnded, w.uint32(106).fork(), q + 1).ldelim();
                if (m.snapshotResult != null && $Object.hasOwnProperty.call(m, "snapshotResult"))
                    $root.rtcroom.v1.SnapshotResult.encode(m.snapshotResult, w.uint32(114).fork(), q + 1).ldelim();
                if (m.memberPage != null && $Object.hasOwnProperty.call(m, "memberPage"))
                    $root.rtcroom.v1.MemberPage.encode(m.memberPage, w.uint32(122).fork(), q + 1).ldelim();
                if (m.lobbyWaiting != null && $Object.hasOwnProperty.call(m, "lobbyWaiting"))
                    $root.rtcroom.v1.LobbyWaiting.encode(m.lobbyWaiting, w.uint32(130).fork(), q + 1).ldelim();
                if (m.floorRequested != null && $Object.hasOwnProperty.call(m, "floorRequested"))
                    $root.rtcroom.v1.FloorRequested.encode(m.floorRequested, w.uint32(138).fork(), q + 1).ldelim();
                if (m.selfChanged != null && $Object.hasOwnProperty.call(m, "selfChanged"))
                    $root.rtcroom.v1.SelfChanged.encode(m.selfChanged, w.uint32(146).fork(), q + 1).ldelim();
                if (m.roomDelta != null && $Object.hasOwnProperty.call(m, "roomDelta"))
                    $root.rtcroom.v1.RoomDelta.encode(m.roomDelta, w.uint32(162).fork(), q + 1).ldelim();
                if (m.speakersChanged != null && $Object.hasOwnProperty.call(m, "speakersChanged"))
                    $root.rtcroom.v1.SpeakersChanged.encode(m.speakersChanged, w.uint32(170).fork(), q + 1).ldelim();
                if (m.connectionQuality != null && $Object.hasOwnProperty.call(m, "connectionQuality"))
                    $root.rtcroom.v1.ConnectionQuality.encode(m.connectionQuality, w.uint32(178).fork(), q + 1).ldelim();
                if (m.lossyData != null && $Object.hasOwnProperty.call(m, "lossyData"))
                    $root.rtcroom.v1.LossyData.encode(m.lossyData, w.uint32(186).fork(), q + 1).ldelim();
                if (m.goingAway != null && $Object.hasOwnProperty.call(m, "goingAway"))
                    $root.rtcroom.v1.GoingAway.encode(m.goingAway, w.uint32(194).fork(), q + 1).ldelim();
                if (m.rtpCapabilities != null && $Object.hasOwnProperty.call(m, "rtpCapabilities"))
                    $root.rtcroom.v1.RtpCapabilitiesResult.encode(m.rtpCapabilities, w.uint32(562).fork(), q + 1).ldelim();
                if (m.transportCreated != null && $Object.hasOwnProperty.call(m, "transportCreated"))
                    $root.rtcroom.v1.TransportCreated.encode(m.transportCreated, w.uint32(570).fork(), q + 1).ldelim();
                if (m.iceRestarted != null && $Object.hasOwnProperty.call(m, "iceRestarted"))
                    $root.rtcroom.v1.IceRestarted.encode(m.iceRestarted, w.uint32(578).fork(), q + 1).ldelim();
                if (m.produced != null && $Object.hasOwnProperty.call(m, "produced"))
                    $root.rtcroom.v1.Produced.encode(m.produced, w.uint32(586).fork(), q + 1).ldelim();
                if (m.consumerOpened != null && $Object.hasOwnProperty.call(m, "consumerOpened"))
                    $root.rtcroom.v1.ConsumerOpened.encode(m.consumerOpened, w.uint32(594).fork(), q + 1).ldelim();
                if (m.consumerClosed != null && $Object.hasOwnProperty.call(m, "consumerClosed"))
                    $root.rtcroom.v1.ConsumerClosed.encode(m.consumerClosed, w.uint32(602).fork(), q + 1).ldelim();
                if (m.layersChanged != null && $Object.hasOwnProperty.call(m, "layersChanged"))
                    $root.rtcroom.v1.LayersChanged.encode(m.layersChanged, w.uint32(610).fork(), q + 1).ldelim();
                if (m.dataProduced != null && $Object.hasOwnProperty.call(m, "dataProduced"))
                    $root.rtcroom.v1.DataProduced.encode(m.dataProduced, w.uint32(618).fork(), q + 1).ldelim();
                if (m.dataConsumerOpened != null && $Object.hasOwnProperty.call(m, "dataConsumerOpened"))
                    $root.rtcroom.v1.DataConsumerOpened.encode(m.dataConsumerOpened, w.uint32(626).fork(), q + 1).ldelim();
                if (m.dataConsumerClosed != null && $Object.hasOwnProperty.call(m, "dataConsumerClosed"))
                    $root.rtcroom.v1.DataConsumerClosed.encode(m.dataConsumerClosed, w.uint32(634).fork(), q + 1).ldelim();
                if (m.mediaStats != null && $Object.hasOwnProperty.call(m, "mediaStats"))
                    $root.rtcroom.v1.MediaStats.encode(m.mediaStats, w.uint32(642).fork(), q + 1).ldelim();
                if (m.pushUrl != null && $Object.hasOwnProperty.call(m, "pushUrl"))
                    $root.rtcroom.v1.PushUrlResult.encode(m.pushUrl, w.uint32(722).fork(), q + 1).ldelim();
                if (m.playUrls != null && $Object.hasOwnProperty.call(m, "playUrls"))
                    $root.rtcroom.v1.PlayUrlsResult.encode(m.playUrls, w.uint32(730).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ServerFrame.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ServerFrame();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.replyTo = v;
                            else
                                delete m.replyTo;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.welcome = $root.rtcroom.v1.Welcome.decode(r, r.size(), $undefined, q + 1, m.welcome);
                            m.body = "welcome";
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            m.pong = $root.rtcroom.v1.Pong.decode(r, r.size(), $undefined, q + 1, m.pong);
                            m.body = "pong";
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            m.ping = $root.rtcroom.v1.Ping.decode(r, r.size(), $undefined, q + 1, m.ping);
                            m.body = "ping";
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            m.error = $root.rtcroom.v1.Error.decode(r, r.size(), $undefined, q + 1, m.error);
                            m.body = "error";
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            m.ack = $root.rtcroom.v1.Ack.decode(r, r.size(), $undefined, q + 1, m.ack);
                            m.body = "ack";
                            continue;
                        }
                    case 10: {
                            if (u !== 2)
                                break;
                            m.joined = $root.rtcroom.v1.Joined.decode(r, r.size(), $undefined, q + 1, m.joined);
                            m.body = "joined";
                            continue;
                        }
                    case 11: {
                            if (u !== 2)
                                break;
                            m.subscribed = $root.rtcroom.v1.Subscribed.decode(r, r.size(), $undefined, q + 1, m.subscribed);
                            m.body = "subscribed";
                            continue;
                        }
                    case 12: {
                            if (u !== 2)
                                break;
                            m.selfReport = $root.rtcroom.v1.SelfReport.decode(r, r.size(), $undefined, q + 1, m.selfReport);
                            m.body = "selfReport";
                            continue;
                        }
                    case 13: {
                            if (u !== 2)
                                break;
                            m.roomEnded = $root.rtcroom.v1.RoomEnded.decode(r, r.size(), $undefined, q + 1, m.roomEnded);
                            m.body = "roomEnded";
                            continue;
                        }
                    case 14: {
                            if (u !== 2)
                                break;
                            m.snapshotResult = $root.rtcroom.v1.SnapshotResult.decode(r, r.size(), $undefined, q + 1, m.snapshotResult);
                            m.body = "snapshotResult";
                            continue;
                        }
                    case 15: {
                            if (u !== 2)
                                break;
                            m.memberPage = $root.rtcroom.v1.MemberPage.decode(r, r.size(), $undefined, q + 1, m.memberPage);
                            m.body = "memberPage";
                            continue;
                        }
                    case 16: {
                            if (u !== 2)
                                break;
                            m.lobbyWaiting = $root.rtcroom.v1.LobbyWaiting.decode(r, r.size(), $undefined, q + 1, m.lobbyWaiting);
                            m.body = "lobbyWaiting";
                            continue;
                        }
                    case 17: {
                            if (u !== 2)
                                break;
                            m.floorRequested = $root.rtcroom.v1.FloorRequested.decode(r, r.size(), $undefined, q + 1, m.floorRequested);
                            m.body = "floorRequested";
                            continue;
                        }
                    case 18: {
                            if (u !== 2)
                                break;
                            m.selfChanged = $root.rtcroom.v1.SelfChanged.decode(r, r.size(), $undefined, q + 1, m.selfChanged);
                            m.body = "selfChanged";
                            continue;
                        }
                    case 20: {
                            if (u !== 2)
                                break;
                            m.roomDelta = $root.rtcroom.v1.RoomDelta.decode(r, r.size(), $undefined, q + 1, m.roomDelta);
                            m.body = "roomDelta";
                            continue;
                        }
                    case 21: {
                            if (u !== 2)
                                break;
                            m.speakersChanged = $root.rtcroom.v1.SpeakersChanged.decode(r, r.size(), $undefined, q + 1, m.speakersChanged);
                            m.body = "speakersChanged";
                            continue;
                        }
                    case 22: {
                            if (u !== 2)
                                break;
                            m.connectionQuality = $root.rtcroom.v1.ConnectionQuality.decode(r, r.size(), $undefined, q + 1, m.connectionQuality);
                            m.body = "connectionQuality";
                            continue;
                        }
                    case 23: {
                            if (u !== 2)
                                break;
                            m.lossyData = $root.rtcroom.v1.LossyData.decode(r, r.size(), $undefined, q + 1, m.lossyData);
                            m.body = "lossyData";
                            continue;
                        }
                    case 24: {
                            if (u !== 2)
                                break;
                            m.goingAway = $root.rtcroom.v1.GoingAway.decode(r, r.size(), $undefined, q + 1, m.goingAway);
                            m.body = "goingAway";
                            continue;
                        }
                    case 70: {
                            if (u !== 2)
                                break;
                            m.rtpCapabilities = $root.rtcroom.v1.RtpCapabilitiesResult.decode(r, r.size(), $undefined, q + 1, m.rtpCapabilities);
                            m.body = "rtpCapabilities";
                            continue;
                        }
                    case 71: {
                            if (u !== 2)
                                break;
                            m.transportCreated = $root.rtcroom.v1.TransportCreated.decode(r, r.size(), $undefined, q + 1, m.transportCreated);
                            m.body = "transportCreated";
                            continue;
                        }
                    case 72: {
                            if (u !== 2)
                                break;
                            m.iceRestarted = $root.rtcroom.v1.IceRestarted.decode(r, r.size(), $undefined, q + 1, m.iceRestarted);
                            m.body = "iceRestarted";
                            continue;
                        }
                    case 73: {
                            if (u !== 2)
                                break;
                            m.produced = $root.rtcroom.v1.Produced.decode(r, r.size(), $undefined, q + 1, m.produced);
                            m.body = "produced";
                            continue;
                        }
                    case 74: {
                            if (u !== 2)
                                break;
                            m.consumerOpened = $root.rtcroom.v1.ConsumerOpened.decode(r, r.size(), $undefined, q + 1, m.consumerOpened);
                            m.body = "consumerOpened";
                            continue;
                        }
                    case 75: {
                            if (u !== 2)
                                break;
                            m.consumerClosed = $root.rtcroom.v1.ConsumerClosed.decode(r, r.size(), $undefined, q + 1, m.consumerClosed);
                            m.body = "consumerClosed";
                            continue;
                        }
                    case 76: {
                            if (u !== 2)
                                break;
                            m.layersChanged = $root.rtcroom.v1.LayersChanged.decode(r, r.size(), $undefined, q + 1, m.layersChanged);
                            m.body = "layersChanged";
                            continue;
                        }
                    case 77: {
                            if (u !== 2)
                                break;
                            m.dataProduced = $root.rtcroom.v1.DataProduced.decode(r, r.size(), $undefined, q + 1, m.dataProduced);
                            m.body = "dataProduced";
                            continue;
                        }
                    case 78: {
                            if (u !== 2)
                                break;
                            m.dataConsumerOpened = $root.rtcroom.v1.DataConsumerOpened.decode(r, r.size(), $undefined, q + 1, m.dataConsumerOpened);
                            m.body = "dataConsumerOpened";
                            continue;
                        }
                    case 79: {
                            if (u !== 2)
                                break;
                            m.dataConsumerClosed = $root.rtcroom.v1.DataConsumerClosed.decode(r, r.size(), $undefined, q + 1, m.dataConsumerClosed);
                            m.body = "dataConsumerClosed";
                            continue;
                        }
                    case 80: {
                            if (u !== 2)
                                break;
                            m.mediaStats = $root.rtcroom.v1.MediaStats.decode(r, r.size(), $undefined, q + 1, m.mediaStats);
                            m.body = "mediaStats";
                            continue;
                        }
                    case 90: {
                            if (u !== 2)
                                break;
                            m.pushUrl = $root.rtcroom.v1.PushUrlResult.decode(r, r.size(), $undefined, q + 1, m.pushUrl);
                            m.body = "pushUrl";
                            continue;
                        }
                    case 91: {
                            if (u !== 2)
                                break;
                            m.playUrls = $root.rtcroom.v1.PlayUrlsResult.decode(r, r.size(), $undefined, q + 1, m.playUrls);
                            m.body = "playUrls";
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ServerFrame;
        })();

        v1.Hello = (function() {

            const Hello = function (p) {
                this.features = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Hello.prototype.token = "";
            Hello.prototype.protocol = 0;
            Hello.prototype.client = "";
            Hello.prototype.features = $util.emptyArray;
            Hello.prototype.resumeToken = "";

            Hello.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.token != null && $Object.hasOwnProperty.call(m, "token") && m.token !== "")
                    w.uint32(10).string(m.token);
                if (m.protocol != null && $Object.hasOwnProperty.call(m, "protocol") && m.protocol !== 0)
                    w.uint32(16).uint32(m.protocol);
                if (m.client != null && $Object.hasOwnProperty.call(m, "client") && m.client !== "")
                    w.uint32(26).string(m.client);
                if (m.features != null && m.features.length) {
                    for (var i = 0; i < m.features.length; ++i)
                        w.uint32(34).string(m.features[i]);
                }
                if (m.resumeToken != null && $Object.hasOwnProperty.call(m, "resumeToken") && m.resumeToken !== "")
                    w.uint32(42).string(m.resumeToken);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Hello.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Hello();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.token = v;
                            else
                                delete m.token;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.protocol = v;
                            else
                                delete m.protocol;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.client = v;
                            else
                                delete m.client;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if (!(m.features && m.features.length))
                                m.features = [];
                            m.features.push(r.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.resumeToken = v;
                            else
                                delete m.resumeToken;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Hello;
        })();

        v1.Welcome = (function() {

            const Welcome = function (p) {
                this.features = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Welcome.prototype.sessionId = "";
            Welcome.prototype.resumeToken = "";
            Welcome.prototype.resumed = false;
            Welcome.prototype.pingIntervalMs = 0;
            Welcome.prototype.limits = null;
            Welcome.prototype.serverTimeMs = 0;
            Welcome.prototype.node = "";
            Welcome.prototype.features = $util.emptyArray;
            Welcome.prototype.protocol = 0;
            Welcome.prototype.userId = "";
            Welcome.prototype.userName = "";

            Welcome.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.sessionId != null && $Object.hasOwnProperty.call(m, "sessionId") && m.sessionId !== "")
                    w.uint32(10).string(m.sessionId);
                if (m.resumeToken != null && $Object.hasOwnProperty.call(m, "resumeToken") && m.resumeToken !== "")
                    w.uint32(18).string(m.resumeToken);
                if (m.resumed != null && $Object.hasOwnProperty.call(m, "resumed") && m.resumed !== false)
                    w.uint32(24).bool(m.resumed);
                if (m.pingIntervalMs != null && $Object.hasOwnProperty.call(m, "pingIntervalMs") && m.pingIntervalMs !== 0)
                    w.uint32(32).uint32(m.pingIntervalMs);
                if (m.limits != null && $Object.hasOwnProperty.call(m, "limits"))
                    $root.rtcroom.v1.Limits.encode(m.limits, w.uint32(42).fork(), q + 1).ldelim();
                if (m.serverTimeMs != null && $Object.hasOwnProperty.call(m, "serverTimeMs") && !$Object.is(m.serverTimeMs, 0))
                    w.uint32(49).double(m.serverTimeMs);
                if (m.node != null && $Object.hasOwnProperty.call(m, "node") && m.node !== "")
                    w.uint32(58).string(m.node);
                if (m.features != null && m.features.length) {
                    for (var i = 0; i < m.features.length; ++i)
                        w.uint32(66).string(m.features[i]);
                }
                if (m.protocol != null && $Object.hasOwnProperty.call(m, "protocol") && m.protocol !== 0)
                    w.uint32(72).uint32(m.protocol);
                if (m.userId != null && $Object.hasOwnProperty.call(m, "userId") && m.userId !== "")
                    w.uint32(82).string(m.userId);
                if (m.userName != null && $Object.hasOwnProperty.call(m, "userName") && m.userName !== "")
                    w.uint32(90).string(m.userName);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Welcome.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Welcome();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.sessionId = v;
                            else
                                delete m.sessionId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.resumeToken = v;
                            else
                                delete m.resumeToken;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.resumed = v;
                            else
                                delete m.resumed;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.pingIntervalMs = v;
                            else
                                delete m.pingIntervalMs;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            m.limits = $root.rtcroom.v1.Limits.decode(r, r.size(), $undefined, q + 1, m.limits);
                            continue;
                        }
                    case 6: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.serverTimeMs = v;
                            else
                                delete m.serverTimeMs;
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.node = v;
                            else
                                delete m.node;
                            continue;
                        }
                    case 8: {
                            if (u !== 2)
                                break;
                            if (!(m.features && m.features.length))
                                m.features = [];
                            m.features.push(r.stringVerify());
                            continue;
                        }
                    case 9: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.protocol = v;
                            else
                                delete m.protocol;
                            continue;
                        }
                    case 10: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.userId = v;
                            else
                                delete m.userId;
                            continue;
                        }
                    case 11: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.userName = v;
                            else
                                delete m.userName;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Welcome;
        })();

        v1.Limits = (function() {

            const Limits = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Limits.prototype.maxFrameBytes = 0;
            Limits.prototype.maxRoomsPerSession = 0;
            Limits.prototype.maxFramesPerSecond = 0;

            Limits.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.maxFrameBytes != null && $Object.hasOwnProperty.call(m, "maxFrameBytes") && m.maxFrameBytes !== 0)
                    w.uint32(8).uint32(m.maxFrameBytes);
                if (m.maxRoomsPerSession != null && $Object.hasOwnProperty.call(m, "maxRoomsPerSession") && m.maxRoomsPerSession !== 0)
                    w.uint32(16).uint32(m.maxRoomsPerSession);
                if (m.maxFramesPerSecond != null && $Object.hasOwnProperty.call(m, "maxFramesPerSecond") && m.maxFramesPerSecond !== 0)
                    w.uint32(24).uint32(m.maxFramesPerSecond);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Limits.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Limits();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.maxFrameBytes = v;
                            else
                                delete m.maxFrameBytes;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.maxRoomsPerSession = v;
                            else
                                delete m.maxRoomsPerSession;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.maxFramesPerSecond = v;
                            else
                                delete m.maxFramesPerSecond;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Limits;
        })();

        v1.Ping = (function() {

            const Ping = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Ping.prototype.sentAtMs = 0;

            Ping.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.sentAtMs != null && $Object.hasOwnProperty.call(m, "sentAtMs") && !$Object.is(m.sentAtMs, 0))
                    w.uint32(9).double(m.sentAtMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Ping.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Ping();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.sentAtMs = v;
                            else
                                delete m.sentAtMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Ping;
        })();

        v1.Pong = (function() {

            const Pong = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Pong.prototype.sentAtMs = 0;
            Pong.prototype.serverTimeMs = 0;

            Pong.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.sentAtMs != null && $Object.hasOwnProperty.call(m, "sentAtMs") && !$Object.is(m.sentAtMs, 0))
                    w.uint32(9).double(m.sentAtMs);
                if (m.serverTimeMs != null && $Object.hasOwnProperty.call(m, "serverTimeMs") && !$Object.is(m.serverTimeMs, 0))
                    w.uint32(17).double(m.serverTimeMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Pong.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Pong();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.sentAtMs = v;
                            else
                                delete m.sentAtMs;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.serverTimeMs = v;
                            else
                                delete m.serverTimeMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Pong;
        })();

        v1.Retry = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "NEVER"] = 0;
            values[valuesById[1] = "SAME_SOCKET"] = 1;
            values[valuesById[2] = "RECONNECT"] = 2;
            values[valuesById[3] = "REJOIN"] = 3;
            return values;
        })();

        v1.Error = (function() {

            const Error = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Error.prototype.code = 0;
            Error.prototype.name = "";
            Error.prototype.message = "";
            Error.prototype.retry = 0;
            Error.prototype.retryAfterMs = 0;

            Error.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.code != null && $Object.hasOwnProperty.call(m, "code") && m.code !== 0)
                    w.uint32(8).uint32(m.code);
                if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
                    w.uint32(18).string(m.name);
                if (m.message != null && $Object.hasOwnProperty.call(m, "message") && m.message !== "")
                    w.uint32(26).string(m.message);
                if (m.retry != null && $Object.hasOwnProperty.call(m, "retry") && m.retry !== 0)
                    w.uint32(32).int32(m.retry);
                if (m.retryAfterMs != null && $Object.hasOwnProperty.call(m, "retryAfterMs") && m.retryAfterMs !== 0)
                    w.uint32(40).uint32(m.retryAfterMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Error.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Error();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.code = v;
                            else
                                delete m.code;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.name = v;
                            else
                                delete m.name;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.message = v;
                            else
                                delete m.message;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.retry = v;
                            else
                                delete m.retry;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.retryAfterMs = v;
                            else
                                delete m.retryAfterMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Error;
        })();

        v1.Ack = (function() {

            const Ack = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Ack.prototype.offset = 0;

            Ack.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && m.offset !== 0)
                    w.uint32(8).uint32(m.offset);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Ack.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Ack();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.offset = v;
                            else
                                delete m.offset;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Ack;
        })();

        v1.GoingAway = (function() {

            const GoingAway = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            GoingAway.prototype.error = null;
            GoingAway.prototype.reconnectAfterMs = 0;

            GoingAway.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.error != null && $Object.hasOwnProperty.call(m, "error"))
                    $root.rtcroom.v1.Error.encode(m.error, w.uint32(10).fork(), q + 1).ldelim();
                if (m.reconnectAfterMs != null && $Object.hasOwnProperty.call(m, "reconnectAfterMs") && m.reconnectAfterMs !== 0)
                    w.uint32(16).uint32(m.reconnectAfterMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            GoingAway.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.GoingAway();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.error = $root.rtcroom.v1.Error.decode(r, r.size(), $undefined, q + 1, m.error);
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.reconnectAfterMs = v;
                            else
                                delete m.reconnectAfterMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return GoingAway;
        })();

        v1.RoomRef = (function() {

            const RoomRef = function (p) {
                this.params = {};
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RoomRef.prototype.type = "";
            RoomRef.prototype.params = $util.emptyObject;

            RoomRef.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.type != null && $Object.hasOwnProperty.call(m, "type") && m.type !== "")
                    w.uint32(10).string(m.type);
                if (m.params != null && $Object.hasOwnProperty.call(m, "params")) {
                    for (var ks = $Object.keys(m.params), i = 0; i < ks.length; ++i) {
                        w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.params[ks[i]]).ldelim();
                    }
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RoomRef.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, k, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RoomRef();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.type = v;
                            else
                                delete m.type;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (m.params === $util.emptyObject)
                                m.params = {};
                            var c2 = r.size() + r.pos;
                            if (c2 > r.len)
                                throw $RangeError("index out of range");
                            r.len = c2;
                            k = "";
                            v = "";
                            while (r.pos < c2) {
                                var t2 = r.tag();
                                u = t2 & 7;
                                switch (t2 >>>= 3) {
                                case 1:
                                    if (u !== 2)
                                        break;
                                    k = r.stringVerify();
                                    continue;
                                case 2:
                                    if (u !== 2)
                                        break;
                                    v = r.stringVerify();
                                    continue;
                                }
                                r.skipType(u, q, t2);
                            }
                            if (r.pos !== c2)
                                throw $RangeError("index out of range");
                            r.len = c;
                            if (k === "__proto__")
                                $util.makeProp(m.params, k);
                            m.params[k] = v;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RoomRef;
        })();

        v1.Profile = (function() {

            const Profile = function (p) {
                this.attributes = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Profile.prototype.displayName = "";
            Profile.prototype.avatar = "";
            Profile.prototype.attributes = $util.emptyArray;

            Profile.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.displayName != null && $Object.hasOwnProperty.call(m, "displayName") && m.displayName !== "")
                    w.uint32(10).string(m.displayName);
                if (m.avatar != null && $Object.hasOwnProperty.call(m, "avatar") && m.avatar !== "")
                    w.uint32(18).string(m.avatar);
                if (m.attributes != null && m.attributes.length) {
                    for (var i = 0; i < m.attributes.length; ++i)
                        $root.rtcroom.v1.Attribute.encode(m.attributes[i], w.uint32(26).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Profile.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Profile();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.displayName = v;
                            else
                                delete m.displayName;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.avatar = v;
                            else
                                delete m.avatar;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if (!(m.attributes && m.attributes.length))
                                m.attributes = [];
                            m.attributes.push($root.rtcroom.v1.Attribute.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Profile;
        })();

        v1.Position = (function() {

            const Position = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Position.prototype.epoch = "";
            Position.prototype.offset = 0;

            Position.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.epoch != null && $Object.hasOwnProperty.call(m, "epoch") && m.epoch !== "")
                    w.uint32(10).string(m.epoch);
                if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && m.offset !== 0)
                    w.uint32(16).uint32(m.offset);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Position.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Position();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.epoch = v;
                            else
                                delete m.epoch;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.offset = v;
                            else
                                delete m.offset;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Position;
        })();

        v1.JoinRoom = (function() {

            const JoinRoom = function (p) {
                this.subscribe = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            JoinRoom.prototype.roomId = "";
            JoinRoom.prototype.room = null;
            JoinRoom.prototype.profile = null;
            JoinRoom.prototype.since = null;
            JoinRoom.prototype.subscribe = $util.emptyArray;
            JoinRoom.prototype.scene = 0;
            JoinRoom.prototype.belief = null;

            JoinRoom.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.room != null && $Object.hasOwnProperty.call(m, "room"))
                    $root.rtcroom.v1.RoomRef.encode(m.room, w.uint32(18).fork(), q + 1).ldelim();
                if (m.profile != null && $Object.hasOwnProperty.call(m, "profile"))
                    $root.rtcroom.v1.Profile.encode(m.profile, w.uint32(26).fork(), q + 1).ldelim();
                if (m.since != null && $Object.hasOwnProperty.call(m, "since"))
                    $root.rtcroom.v1.Position.encode(m.since, w.uint32(34).fork(), q + 1).ldelim();
                if (m.subscribe != null && m.subscribe.length) {
                    for (var i = 0; i < m.subscribe.length; ++i)
                        w.uint32(42).string(m.subscribe[i]);
                }
                if (m.scene != null && $Object.hasOwnProperty.call(m, "scene") && m.scene !== 0)
                    w.uint32(48).int32(m.scene);
                if (m.belief != null && $Object.hasOwnProperty.call(m, "belief"))
                    $root.rtcroom.v1.SelfBelief.encode(m.belief, w.uint32(58).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            JoinRoom.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.JoinRoom();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.room = $root.rtcroom.v1.RoomRef.decode(r, r.size(), $undefined, q + 1, m.room);
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            m.profile = $root.rtcroom.v1.Profile.decode(r, r.size(), $undefined, q + 1, m.profile);
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            m.since = $root.rtcroom.v1.Position.decode(r, r.size(), $undefined, q + 1, m.since);
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if (!(m.subscribe && m.subscribe.length))
                                m.subscribe = [];
                            m.subscribe.push(r.stringVerify());
                            continue;
                        }
                    case 6: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.scene = v;
                            else
                                delete m.scene;
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            m.belief = $root.rtcroom.v1.SelfBelief.decode(r, r.size(), $undefined, q + 1, m.belief);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return JoinRoom;
        })();

        v1.SelfBelief = (function() {

            const SelfBelief = function (p) {
                this.media = [];
                this.heldFloors = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SelfBelief.prototype.media = $util.emptyArray;
            SelfBelief.prototype.heldFloors = $util.emptyArray;
            SelfBelief.prototype.mediaGeneration = 0;
            SelfBelief.prototype.role = 0;
            SelfBelief.prototype.pushGeneration = 0;

            SelfBelief.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.media != null && m.media.length) {
                    for (var i = 0; i < m.media.length; ++i)
                        $root.rtcroom.v1.MediumState.encode(m.media[i], w.uint32(10).fork(), q + 1).ldelim();
                }
                if (m.heldFloors != null && m.heldFloors.length) {
                    for (var i = 0; i < m.heldFloors.length; ++i)
                        w.uint32(18).string(m.heldFloors[i]);
                }
                if (m.mediaGeneration != null && $Object.hasOwnProperty.call(m, "mediaGeneration") && m.mediaGeneration !== 0)
                    w.uint32(24).uint32(m.mediaGeneration);
                if (m.role != null && $Object.hasOwnProperty.call(m, "role") && m.role !== 0)
                    w.uint32(32).int32(m.role);
                if (m.pushGeneration != null && $Object.hasOwnProperty.call(m, "pushGeneration") && m.pushGeneration !== 0)
                    w.uint32(40).uint32(m.pushGeneration);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SelfBelief.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SelfBelief();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if (!(m.media && m.media.length))
                                m.media = [];
                            m.media.push($root.rtcroom.v1.MediumState.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.heldFloors && m.heldFloors.length))
                                m.heldFloors = [];
                            m.heldFloors.push(r.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.mediaGeneration = v;
                            else
                                delete m.mediaGeneration;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.role = v;
                            else
                                delete m.role;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.pushGeneration = v;
                            else
                                delete m.pushGeneration;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SelfBelief;
        })();

        v1.Joined = (function() {

            const Joined = function (p) {
                this.deltas = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Joined.prototype.roomId = "";
            Joined.prototype.memberId = "";
            Joined.prototype.position = null;
            Joined.prototype.resumed = false;
            Joined.prototype.recovered = false;
            Joined.prototype.snapshot = null;
            Joined.prototype.deltas = $util.emptyArray;
            Joined.prototype.selfReport = null;
            Joined.prototype.self = null;

            Joined.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.position != null && $Object.hasOwnProperty.call(m, "position"))
                    $root.rtcroom.v1.Position.encode(m.position, w.uint32(26).fork(), q + 1).ldelim();
                if (m.resumed != null && $Object.hasOwnProperty.call(m, "resumed") && m.resumed !== false)
                    w.uint32(32).bool(m.resumed);
                if (m.recovered != null && $Object.hasOwnProperty.call(m, "recovered") && m.recovered !== false)
                    w.uint32(40).bool(m.recovered);
                if (m.snapshot != null && $Object.hasOwnProperty.call(m, "snapshot"))
                    $root.rtcroom.v1.RoomSnapshot.encode(m.snapshot, w.uint32(50).fork(), q + 1).ldelim();
                if (m.deltas != null && m.deltas.length) {
                    for (var i = 0; i < m.deltas.length; ++i)
                        $root.rtcroom.v1.RoomDelta.encode(m.deltas[i], w.uint32(58).fork(), q + 1).ldelim();
                }
                if (m.selfReport != null && $Object.hasOwnProperty.call(m, "selfReport"))
                    $root.rtcroom.v1.SelfReport.encode(m.selfReport, w.uint32(66).fork(), q + 1).ldelim();
                if (m.self != null && $Object.hasOwnProperty.call(m, "self"))
                    $root.rtcroom.v1.Member.encode(m.self, w.uint32(74).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Joined.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Joined();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            m.position = $root.rtcroom.v1.Position.decode(r, r.size(), $undefined, q + 1, m.position);
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.resumed = v;
                            else
                                delete m.resumed;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.recovered = v;
                            else
                                delete m.recovered;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            m.snapshot = $root.rtcroom.v1.RoomSnapshot.decode(r, r.size(), $undefined, q + 1, m.snapshot);
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            if (!(m.deltas && m.deltas.length))
                                m.deltas = [];
                            m.deltas.push($root.rtcroom.v1.RoomDelta.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 8: {
                            if (u !== 2)
                                break;
                            m.selfReport = $root.rtcroom.v1.SelfReport.decode(r, r.size(), $undefined, q + 1, m.selfReport);
                            continue;
                        }
                    case 9: {
                            if (u !== 2)
                                break;
                            m.self = $root.rtcroom.v1.Member.decode(r, r.size(), $undefined, q + 1, m.self);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Joined;
        })();

        v1.SelfChanged = (function() {

            const SelfChanged = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SelfChanged.prototype.roomId = "";
            SelfChanged.prototype.self = null;

            SelfChanged.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.self != null && $Object.hasOwnProperty.call(m, "self"))
                    $root.rtcroom.v1.Member.encode(m.self, w.uint32(18).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SelfChanged.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SelfChanged();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.self = $root.rtcroom.v1.Member.decode(r, r.size(), $undefined, q + 1, m.self);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SelfChanged;
        })();

        v1.SelfReport = (function() {

            const SelfReport = function (p) {
                this.differences = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SelfReport.prototype.roomId = "";
            SelfReport.prototype.self = null;
            SelfReport.prototype.differences = $util.emptyArray;
            SelfReport.prototype.position = null;

            SelfReport.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.self != null && $Object.hasOwnProperty.call(m, "self"))
                    $root.rtcroom.v1.Member.encode(m.self, w.uint32(18).fork(), q + 1).ldelim();
                if (m.differences != null && m.differences.length) {
                    for (var i = 0; i < m.differences.length; ++i)
                        $root.rtcroom.v1.SelfDifference.encode(m.differences[i], w.uint32(26).fork(), q + 1).ldelim();
                }
                if (m.position != null && $Object.hasOwnProperty.call(m, "position"))
                    $root.rtcroom.v1.Position.encode(m.position, w.uint32(34).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SelfReport.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SelfReport();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.self = $root.rtcroom.v1.Member.decode(r, r.size(), $undefined, q + 1, m.self);
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if (!(m.differences && m.differences.length))
                                m.differences = [];
                            m.differences.push($root.rtcroom.v1.SelfDifference.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            m.position = $root.rtcroom.v1.Position.decode(r, r.size(), $undefined, q + 1, m.position);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SelfReport;
        })();

        v1.SelfDifference = (function() {

            const SelfDifference = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SelfDifference.prototype.what = "";
            SelfDifference.prototype.cause = "";
            SelfDifference.prototype.atMs = 0;

            SelfDifference.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.what != null && $Object.hasOwnProperty.call(m, "what") && m.what !== "")
                    w.uint32(10).string(m.what);
                if (m.cause != null && $Object.hasOwnProperty.call(m, "cause") && m.cause !== "")
                    w.uint32(18).string(m.cause);
                if (m.atMs != null && $Object.hasOwnProperty.call(m, "atMs") && !$Object.is(m.atMs, 0))
                    w.uint32(25).double(m.atMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SelfDifference.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SelfDifference();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.what = v;
                            else
                                delete m.what;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.cause = v;
                            else
                                delete m.cause;
                            continue;
                        }
                    case 3: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.atMs = v;
                            else
                                delete m.atMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SelfDifference;
        })();

        v1.LeaveRoom = (function() {

            const LeaveRoom = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LeaveRoom.prototype.roomId = "";
            LeaveRoom.prototype.reason = 0;

            LeaveRoom.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== 0)
                    w.uint32(16).int32(m.reason);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LeaveRoom.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.LeaveRoom();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return LeaveRoom;
        })();

        v1.RoomEnded = (function() {

            const RoomEnded = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RoomEnded.prototype.roomId = "";
            RoomEnded.prototype.reason = 0;
            RoomEnded.prototype.error = null;

            RoomEnded.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== 0)
                    w.uint32(16).int32(m.reason);
                if (m.error != null && $Object.hasOwnProperty.call(m, "error"))
                    $root.rtcroom.v1.Error.encode(m.error, w.uint32(26).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RoomEnded.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RoomEnded();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            m.error = $root.rtcroom.v1.Error.decode(r, r.size(), $undefined, q + 1, m.error);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RoomEnded;
        })();

        v1.Subscribe = (function() {

            const Subscribe = function (p) {
                this.topics = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Subscribe.prototype.roomId = "";
            Subscribe.prototype.topics = $util.emptyArray;

            Subscribe.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.topics != null && m.topics.length) {
                    for (var i = 0; i < m.topics.length; ++i)
                        w.uint32(18).string(m.topics[i]);
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Subscribe.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Subscribe();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.topics && m.topics.length))
                                m.topics = [];
                            m.topics.push(r.stringVerify());
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Subscribe;
        })();

        v1.Unsubscribe = (function() {

            const Unsubscribe = function (p) {
                this.topics = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Unsubscribe.prototype.roomId = "";
            Unsubscribe.prototype.topics = $util.emptyArray;

            Unsubscribe.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.topics != null && m.topics.length) {
                    for (var i = 0; i < m.topics.length; ++i)
                        w.uint32(18).string(m.topics[i]);
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Unsubscribe.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Unsubscribe();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.topics && m.topics.length))
                                m.topics = [];
                            m.topics.push(r.stringVerify());
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Unsubscribe;
        })();

        v1.Subscribed = (function() {

            const Subscribed = function (p) {
                this.topics = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Subscribed.prototype.topics = $util.emptyArray;
            Subscribed.prototype.snapshot = null;

            Subscribed.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.topics != null && m.topics.length) {
                    for (var i = 0; i < m.topics.length; ++i)
                        w.uint32(10).string(m.topics[i]);
                }
                if (m.snapshot != null && $Object.hasOwnProperty.call(m, "snapshot"))
                    $root.rtcroom.v1.RoomSnapshot.encode(m.snapshot, w.uint32(18).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Subscribed.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Subscribed();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if (!(m.topics && m.topics.length))
                                m.topics = [];
                            m.topics.push(r.stringVerify());
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.snapshot = $root.rtcroom.v1.RoomSnapshot.decode(r, r.size(), $undefined, q + 1, m.snapshot);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Subscribed;
        })();

        v1.GetSnapshot = (function() {

            const GetSnapshot = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            GetSnapshot.prototype.roomId = "";
            GetSnapshot.prototype.hashMismatch = false;

            GetSnapshot.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.hashMismatch != null && $Object.hasOwnProperty.call(m, "hashMismatch") && m.hashMismatch !== false)
                    w.uint32(16).bool(m.hashMismatch);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            GetSnapshot.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.GetSnapshot();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.hashMismatch = v;
                            else
                                delete m.hashMismatch;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return GetSnapshot;
        })();

        v1.SnapshotResult = (function() {

            const SnapshotResult = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SnapshotResult.prototype.snapshot = null;

            SnapshotResult.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.snapshot != null && $Object.hasOwnProperty.call(m, "snapshot"))
                    $root.rtcroom.v1.RoomSnapshot.encode(m.snapshot, w.uint32(10).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SnapshotResult.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SnapshotResult();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.snapshot = $root.rtcroom.v1.RoomSnapshot.decode(r, r.size(), $undefined, q + 1, m.snapshot);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SnapshotResult;
        })();

        v1.ListMembers = (function() {

            const ListMembers = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ListMembers.prototype.roomId = "";
            ListMembers.prototype.afterMemberId = "";
            ListMembers.prototype.limit = 0;

            ListMembers.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.afterMemberId != null && $Object.hasOwnProperty.call(m, "afterMemberId") && m.afterMemberId !== "")
                    w.uint32(18).string(m.afterMemberId);
                if (m.limit != null && $Object.hasOwnProperty.call(m, "limit") && m.limit !== 0)
                    w.uint32(24).uint32(m.limit);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ListMembers.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ListMembers();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.afterMemberId = v;
                            else
                                delete m.afterMemberId;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.limit = v;
                            else
                                delete m.limit;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ListMembers;
        })();

        v1.MemberPage = (function() {

            const MemberPage = function (p) {
                this.members = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            MemberPage.prototype.members = $util.emptyArray;
            MemberPage.prototype.total = 0;
            MemberPage.prototype.more = false;

            MemberPage.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.members != null && m.members.length) {
                    for (var i = 0; i < m.members.length; ++i)
                        $root.rtcroom.v1.Member.encode(m.members[i], w.uint32(10).fork(), q + 1).ldelim();
                }
                if (m.total != null && $Object.hasOwnProperty.call(m, "total") && m.total !== 0)
                    w.uint32(16).uint32(m.total);
                if (m.more != null && $Object.hasOwnProperty.call(m, "more") && m.more !== false)
                    w.uint32(24).bool(m.more);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            MemberPage.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.MemberPage();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if (!(m.members && m.members.length))
                                m.members = [];
                            m.members.push($root.rtcroom.v1.Member.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.total = v;
                            else
                                delete m.total;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.more = v;
                            else
                                delete m.more;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return MemberPage;
        })();

        v1.LobbyWaiting = (function() {

            const LobbyWaiting = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LobbyWaiting.prototype.roomId = "";

            LobbyWaiting.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LobbyWaiting.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.LobbyWaiting();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return LobbyWaiting;
        })();

        v1.SetPresence = (function() {

            const SetPresence = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SetPresence.prototype.roomId = "";
            SetPresence.prototype.presence = 0;
            SetPresence.prototype.reason = "";
            SetPresence.prototype.position = null;
            SetPresence.prototype.belief = null;

            SetPresence.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.presence != null && $Object.hasOwnProperty.call(m, "presence") && m.presence !== 0)
                    w.uint32(16).int32(m.presence);
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                    w.uint32(26).string(m.reason);
                if (m.position != null && $Object.hasOwnProperty.call(m, "position"))
                    $root.rtcroom.v1.Position.encode(m.position, w.uint32(34).fork(), q + 1).ldelim();
                if (m.belief != null && $Object.hasOwnProperty.call(m, "belief"))
                    $root.rtcroom.v1.SelfBelief.encode(m.belief, w.uint32(42).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SetPresence.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SetPresence();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.presence = v;
                            else
                                delete m.presence;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            m.position = $root.rtcroom.v1.Position.decode(r, r.size(), $undefined, q + 1, m.position);
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            m.belief = $root.rtcroom.v1.SelfBelief.decode(r, r.size(), $undefined, q + 1, m.belief);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SetPresence;
        })();

        v1.SetSelfMute = (function() {

            const SetSelfMute = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SetSelfMute.prototype.roomId = "";
            SetSelfMute.prototype.medium = 0;
            SetSelfMute.prototype.muted = false;

            SetSelfMute.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.medium != null && $Object.hasOwnProperty.call(m, "medium") && m.medium !== 0)
                    w.uint32(16).int32(m.medium);
                if (m.muted != null && $Object.hasOwnProperty.call(m, "muted") && m.muted !== false)
                    w.uint32(24).bool(m.muted);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SetSelfMute.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SetSelfMute();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.medium = v;
                            else
                                delete m.medium;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.muted = v;
                            else
                                delete m.muted;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SetSelfMute;
        })();

        v1.SetModeratorMute = (function() {

            const SetModeratorMute = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SetModeratorMute.prototype.roomId = "";
            SetModeratorMute.prototype.memberId = "";
            SetModeratorMute.prototype.medium = 0;
            SetModeratorMute.prototype.muted = false;

            SetModeratorMute.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.medium != null && $Object.hasOwnProperty.call(m, "medium") && m.medium !== 0)
                    w.uint32(24).int32(m.medium);
                if (m.muted != null && $Object.hasOwnProperty.call(m, "muted") && m.muted !== false)
                    w.uint32(32).bool(m.muted);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SetModeratorMute.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SetModeratorMute();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.medium = v;
                            else
                                delete m.medium;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.muted = v;
                            else
                                delete m.muted;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SetModeratorMute;
        })();

        v1.MuteAll = (function() {

            const MuteAll = function (p) {
                this.media = [];
                this.except = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            MuteAll.prototype.roomId = "";
            MuteAll.prototype.media = $util.emptyArray;
            MuteAll.prototype.except = $util.emptyArray;
            MuteAll.prototype.allowUnmute = false;

            MuteAll.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.media != null && m.media.length) {
                    w.uint32(18).int32s(m.media);
                }
                if (m.except != null && m.except.length) {
                    for (var i = 0; i < m.except.length; ++i)
                        w.uint32(26).string(m.except[i]);
                }
                if (m.allowUnmute != null && $Object.hasOwnProperty.call(m, "allowUnmute") && m.allowUnmute !== false)
                    w.uint32(32).bool(m.allowUnmute);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            MuteAll.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.MuteAll();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u === 2) {
                                if (!(m.media && m.media.length))
                                    m.media = [];
                                r.int32s(m.media);
                                continue;
                            }
                            if (u !== 0)
                                break;
                            if (!(m.media && m.media.length))
                                m.media = [];
                            m.media.push(r.int32());
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if (!(m.except && m.except.length))
                                m.except = [];
                            m.except.push(r.stringVerify());
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.allowUnmute = v;
                            else
                                delete m.allowUnmute;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return MuteAll;
        })();

        v1.InviteToUnmute = (function() {

            const InviteToUnmute = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            InviteToUnmute.prototype.roomId = "";
            InviteToUnmute.prototype.memberId = "";
            InviteToUnmute.prototype.medium = 0;

            InviteToUnmute.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.medium != null && $Object.hasOwnProperty.call(m, "medium") && m.medium !== 0)
                    w.uint32(24).int32(m.medium);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            InviteToUnmute.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.InviteToUnmute();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.medium = v;
                            else
                                delete m.medium;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return InviteToUnmute;
        })();

        v1.Kick = (function() {

            const Kick = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Kick.prototype.roomId = "";
            Kick.prototype.memberId = "";
            Kick.prototype.reason = "";

            Kick.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                    w.uint32(26).string(m.reason);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Kick.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Kick();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Kick;
        })();

        v1.Ban = (function() {

            const Ban = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Ban.prototype.roomId = "";
            Ban.prototype.userId = "";
            Ban.prototype.reason = "";
            Ban.prototype.durationMs = 0;

            Ban.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.userId != null && $Object.hasOwnProperty.call(m, "userId") && m.userId !== "")
                    w.uint32(18).string(m.userId);
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                    w.uint32(26).string(m.reason);
                if (m.durationMs != null && $Object.hasOwnProperty.call(m, "durationMs") && m.durationMs !== 0)
                    w.uint32(32).uint32(m.durationMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Ban.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Ban();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.userId = v;
                            else
                                delete m.userId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.durationMs = v;
                            else
                                delete m.durationMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Ban;
        })();

        v1.Unban = (function() {

            const Unban = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Unban.prototype.roomId = "";
            Unban.prototype.userId = "";

            Unban.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.userId != null && $Object.hasOwnProperty.call(m, "userId") && m.userId !== "")
                    w.uint32(18).string(m.userId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Unban.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Unban();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.userId = v;
                            else
                                delete m.userId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Unban;
        })();

        v1.LockRoom = (function() {

            const LockRoom = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LockRoom.prototype.roomId = "";
            LockRoom.prototype.locked = false;
            LockRoom.prototype.lobby = false;

            LockRoom.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.locked != null && $Object.hasOwnProperty.call(m, "locked") && m.locked !== false)
                    w.uint32(16).bool(m.locked);
                if (m.lobby != null && $Object.hasOwnProperty.call(m, "lobby") && m.lobby !== false)
                    w.uint32(24).bool(m.lobby);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LockRoom.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.LockRoom();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.locked = v;
                            else
                                delete m.locked;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.lobby = v;
                            else
                                delete m.lobby;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return LockRoom;
        })();

        v1.Admit = (function() {

            const Admit = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Admit.prototype.roomId = "";
            Admit.prototype.userId = "";

            Admit.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.userId != null && $Object.hasOwnProperty.call(m, "userId") && m.userId !== "")
                    w.uint32(18).string(m.userId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Admit.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Admit();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.userId = v;
                            else
                                delete m.userId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Admit;
        })();

        v1.Deny = (function() {

            const Deny = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Deny.prototype.roomId = "";
            Deny.prototype.userId = "";

            Deny.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.userId != null && $Object.hasOwnProperty.call(m, "userId") && m.userId !== "")
                    w.uint32(18).string(m.userId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Deny.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Deny();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.userId = v;
                            else
                                delete m.userId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return Deny;
        })();

        v1.SetRole = (function() {

            const SetRole = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SetRole.prototype.roomId = "";
            SetRole.prototype.memberId = "";
            SetRole.prototype.role = 0;

            SetRole.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.role != null && $Object.hasOwnProperty.call(m, "role") && m.role !== 0)
                    w.uint32(24).int32(m.role);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SetRole.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SetRole();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.role = v;
                            else
                                delete m.role;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SetRole;
        })();

        v1.TransferChair = (function() {

            const TransferChair = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            TransferChair.prototype.roomId = "";
            TransferChair.prototype.memberId = "";

            TransferChair.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            TransferChair.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.TransferChair();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return TransferChair;
        })();

        v1.SetGrants = (function() {

            const SetGrants = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SetGrants.prototype.roomId = "";
            SetGrants.prototype.memberId = "";
            SetGrants.prototype.grants = null;

            SetGrants.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.grants != null && $Object.hasOwnProperty.call(m, "grants"))
                    $root.rtcroom.v1.Grants.encode(m.grants, w.uint32(26).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SetGrants.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SetGrants();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            m.grants = $root.rtcroom.v1.Grants.decode(r, r.size(), $undefined, q + 1, m.grants);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SetGrants;
        })();

        v1.CloseRoom = (function() {

            const CloseRoom = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            CloseRoom.prototype.roomId = "";

            CloseRoom.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            CloseRoom.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.CloseRoom();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return CloseRoom;
        })();

        v1.RequestFloor = (function() {

            const RequestFloor = function (p) {
                this.floorIds = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RequestFloor.prototype.roomId = "";
            RequestFloor.prototype.floorIds = $util.emptyArray;
            RequestFloor.prototype.priority = 0;
            RequestFloor.prototype.beneficiary = "";
            RequestFloor.prototype.ttlMs = 0;

            RequestFloor.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.floorIds != null && m.floorIds.length) {
                    for (var i = 0; i < m.floorIds.length; ++i)
                        w.uint32(18).string(m.floorIds[i]);
                }
                if (m.priority != null && $Object.hasOwnProperty.call(m, "priority") && m.priority !== 0)
                    w.uint32(24).uint32(m.priority);
                if (m.beneficiary != null && $Object.hasOwnProperty.call(m, "beneficiary") && m.beneficiary !== "")
                    w.uint32(34).string(m.beneficiary);
                if (m.ttlMs != null && $Object.hasOwnProperty.call(m, "ttlMs") && m.ttlMs !== 0)
                    w.uint32(40).uint32(m.ttlMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RequestFloor.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RequestFloor();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.floorIds && m.floorIds.length))
                                m.floorIds = [];
                            m.floorIds.push(r.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.priority = v;
                            else
                                delete m.priority;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.beneficiary = v;
                            else
                                delete m.beneficiary;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.ttlMs = v;
                            else
                                delete m.ttlMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RequestFloor;
        })();

        v1.FloorRequested = (function() {

            const FloorRequested = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            FloorRequested.prototype.requestId = "";
            FloorRequested.prototype.status = 0;
            FloorRequested.prototype.queuePosition = 0;
            FloorRequested.prototype.offset = 0;

            FloorRequested.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.requestId != null && $Object.hasOwnProperty.call(m, "requestId") && m.requestId !== "")
                    w.uint32(10).string(m.requestId);
                if (m.status != null && $Object.hasOwnProperty.call(m, "status") && m.status !== 0)
                    w.uint32(16).int32(m.status);
                if (m.queuePosition != null && $Object.hasOwnProperty.call(m, "queuePosition") && m.queuePosition !== 0)
                    w.uint32(24).uint32(m.queuePosition);
                if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && m.offset !== 0)
                    w.uint32(32).uint32(m.offset);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            FloorRequested.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.FloorRequested();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.requestId = v;
                            else
                                delete m.requestId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.status = v;
                            else
                                delete m.status;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.queuePosition = v;
                            else
                                delete m.queuePosition;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.offset = v;
                            else
                                delete m.offset;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return FloorRequested;
        })();

        v1.CancelFloorRequest = (function() {

            const CancelFloorRequest = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            CancelFloorRequest.prototype.roomId = "";
            CancelFloorRequest.prototype.requestId = "";

            CancelFloorRequest.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.requestId != null && $Object.hasOwnProperty.call(m, "requestId") && m.requestId !== "")
                    w.uint32(18).string(m.requestId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            CancelFloorRequest.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.CancelFloorRequest();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.requestId = v;
                            else
                                delete m.requestId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return CancelFloorRequest;
        })();

        v1.ReleaseFloor = (function() {

            const ReleaseFloor = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ReleaseFloor.prototype.roomId = "";
            ReleaseFloor.prototype.requestId = "";
            ReleaseFloor.prototype.floorId = "";

            ReleaseFloor.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.requestId != null && $Object.hasOwnProperty.call(m, "requestId") && m.requestId !== "")
                    w.uint32(18).string(m.requestId);
                if (m.floorId != null && $Object.hasOwnProperty.call(m, "floorId") && m.floorId !== "")
                    w.uint32(26).string(m.floorId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ReleaseFloor.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ReleaseFloor();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.requestId = v;
                            else
                                delete m.requestId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.floorId = v;
                            else
                                delete m.floorId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ReleaseFloor;
        })();

        v1.FloorDecision = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "FLOOR_DECISION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "GRANT"] = 1;
            values[valuesById[2] = "DENY"] = 2;
            values[valuesById[3] = "REVOKE"] = 3;
            values[valuesById[4] = "REORDER"] = 4;
            return values;
        })();

        v1.DecideFloor = (function() {

            const DecideFloor = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            DecideFloor.prototype.roomId = "";
            DecideFloor.prototype.requestId = "";
            DecideFloor.prototype.decision = 0;
            DecideFloor.prototype.queuePosition = 0;

            DecideFloor.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.requestId != null && $Object.hasOwnProperty.call(m, "requestId") && m.requestId !== "")
                    w.uint32(18).string(m.requestId);
                if (m.decision != null && $Object.hasOwnProperty.call(m, "decision") && m.decision !== 0)
                    w.uint32(24).int32(m.decision);
                if (m.queuePosition != null && $Object.hasOwnProperty.call(m, "queuePosition") && m.queuePosition !== 0)
                    w.uint32(32).uint32(m.queuePosition);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            DecideFloor.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.DecideFloor();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.requestId = v;
                            else
                                delete m.requestId;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.decision = v;
                            else
                                delete m.decision;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.queuePosition = v;
                            else
                                delete m.queuePosition;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return DecideFloor;
        })();

        v1.ConfirmFloor = (function() {

            const ConfirmFloor = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ConfirmFloor.prototype.roomId = "";
            ConfirmFloor.prototype.requestId = "";

            ConfirmFloor.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.requestId != null && $Object.hasOwnProperty.call(m, "requestId") && m.requestId !== "")
                    w.uint32(18).string(m.requestId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ConfirmFloor.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ConfirmFloor();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.requestId = v;
                            else
                                delete m.requestId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ConfirmFloor;
        })();

        v1.SetFloorChair = (function() {

            const SetFloorChair = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SetFloorChair.prototype.roomId = "";
            SetFloorChair.prototype.floorId = "";
            SetFloorChair.prototype.memberId = "";

            SetFloorChair.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.floorId != null && $Object.hasOwnProperty.call(m, "floorId") && m.floorId !== "")
                    w.uint32(18).string(m.floorId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(26).string(m.memberId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SetFloorChair.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SetFloorChair();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.floorId = v;
                            else
                                delete m.floorId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SetFloorChair;
        })();

        v1.ConfigureFloor = (function() {

            const ConfigureFloor = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ConfigureFloor.prototype.roomId = "";
            ConfigureFloor.prototype.floor = null;
            ConfigureFloor.prototype.remove = false;

            ConfigureFloor.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.floor != null && $Object.hasOwnProperty.call(m, "floor"))
                    $root.rtcroom.v1.Floor.encode(m.floor, w.uint32(18).fork(), q + 1).ldelim();
                if (m.remove != null && $Object.hasOwnProperty.call(m, "remove") && m.remove !== false)
                    w.uint32(24).bool(m.remove);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ConfigureFloor.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.ConfigureFloor();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.floor = $root.rtcroom.v1.Floor.decode(r, r.size(), $undefined, q + 1, m.floor);
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.remove = v;
                            else
                                delete m.remove;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return ConfigureFloor;
        })();

        v1.SetRoomAttributes = (function() {

            const SetRoomAttributes = function (p) {
                this.attributes = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SetRoomAttributes.prototype.roomId = "";
            SetRoomAttributes.prototype.attributes = $util.emptyArray;
            SetRoomAttributes.prototype.force = false;

            SetRoomAttributes.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.attributes != null && m.attributes.length) {
                    for (var i = 0; i < m.attributes.length; ++i)
                        $root.rtcroom.v1.Attribute.encode(m.attributes[i], w.uint32(18).fork(), q + 1).ldelim();
                }
                if (m.force != null && $Object.hasOwnProperty.call(m, "force") && m.force !== false)
                    w.uint32(24).bool(m.force);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SetRoomAttributes.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SetRoomAttributes();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.attributes && m.attributes.length))
                                m.attributes = [];
                            m.attributes.push($root.rtcroom.v1.Attribute.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.force = v;
                            else
                                delete m.force;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SetRoomAttributes;
        })();

        v1.SetMemberAttributes = (function() {

            const SetMemberAttributes = function (p) {
                this.attributes = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SetMemberAttributes.prototype.roomId = "";
            SetMemberAttributes.prototype.memberId = "";
            SetMemberAttributes.prototype.attributes = $util.emptyArray;
            SetMemberAttributes.prototype.force = false;

            SetMemberAttributes.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.attributes != null && m.attributes.length) {
                    for (var i = 0; i < m.attributes.length; ++i)
                        $root.rtcroom.v1.Attribute.encode(m.attributes[i], w.uint32(26).fork(), q + 1).ldelim();
                }
                if (m.force != null && $Object.hasOwnProperty.call(m, "force") && m.force !== false)
                    w.uint32(32).bool(m.force);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SetMemberAttributes.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SetMemberAttributes();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if (!(m.attributes && m.attributes.length))
                                m.attributes = [];
                            m.attributes.push($root.rtcroom.v1.Attribute.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.force = v;
                            else
                                delete m.force;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SetMemberAttributes;
        })();

        v1.RaiseHand = (function() {

            const RaiseHand = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RaiseHand.prototype.roomId = "";
            RaiseHand.prototype.raised = false;
            RaiseHand.prototype.memberId = "";

            RaiseHand.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.raised != null && $Object.hasOwnProperty.call(m, "raised") && m.raised !== false)
                    w.uint32(16).bool(m.raised);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(26).string(m.memberId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RaiseHand.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.RaiseHand();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.raised = v;
                            else
                                delete m.raised;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return RaiseHand;
        })();

        v1.LowerAllHands = (function() {

            const LowerAllHands = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LowerAllHands.prototype.roomId = "";

            LowerAllHands.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LowerAllHands.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.LowerAllHands();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return LowerAllHands;
        })();

        v1.SendChat = (function() {

            const SendChat = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SendChat.prototype.roomId = "";
            SendChat.prototype.text = "";

            SendChat.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.text != null && $Object.hasOwnProperty.call(m, "text") && m.text !== "")
                    w.uint32(18).string(m.text);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SendChat.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SendChat();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.text = v;
                            else
                                delete m.text;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SendChat;
        })();

        v1.SendData = (function() {

            const SendData = function (p) {
                this.to = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SendData.prototype.roomId = "";
            SendData.prototype.topic = "";
            SendData.prototype.to = $util.emptyArray;
            SendData.prototype.payload = $util.newBuffer([]);
            SendData.prototype.lossy = false;

            SendData.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.topic != null && $Object.hasOwnProperty.call(m, "topic") && m.topic !== "")
                    w.uint32(18).string(m.topic);
                if (m.to != null && m.to.length) {
                    for (var i = 0; i < m.to.length; ++i)
                        w.uint32(26).string(m.to[i]);
                }
                if (m.payload != null && $Object.hasOwnProperty.call(m, "payload") && m.payload.length)
                    w.uint32(34).bytes(m.payload);
                if (m.lossy != null && $Object.hasOwnProperty.call(m, "lossy") && m.lossy !== false)
                    w.uint32(40).bool(m.lossy);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SendData.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.SendData();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.topic = v;
                            else
                                delete m.topic;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if (!(m.to && m.to.length))
                                m.to = [];
                            m.to.push(r.stringVerify());
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.payload = v;
                            else
                                delete m.payload;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.lossy = v;
                            else
                                delete m.lossy;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return SendData;
        })();

        v1.LossyData = (function() {

            const LossyData = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LossyData.prototype.roomId = "";
            LossyData.prototype.memberId = "";
            LossyData.prototype.topic = "";
            LossyData.prototype.payload = $util.newBuffer([]);
            LossyData.prototype.offset = 0;

            LossyData.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.memberId != null && $Object.hasOwnProperty.call(m, "memberId") && m.memberId !== "")
                    w.uint32(18).string(m.memberId);
                if (m.topic != null && $Object.hasOwnProperty.call(m, "topic") && m.topic !== "")
                    w.uint32(26).string(m.topic);
                if (m.payload != null && $Object.hasOwnProperty.call(m, "payload") && m.payload.length)
                    w.uint32(34).bytes(m.payload);
                if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && m.offset !== 0)
                    w.uint32(40).uint32(m.offset);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LossyData.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.LossyData();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.memberId = v;
                            else
                                delete m.memberId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.topic = v;
                            else
                                delete m.topic;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.payload = v;
                            else
                                delete m.payload;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.offset = v;
                            else
                                delete m.offset;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            return LossyData;
        })();

        v1.Simulate = (function() {

            const Simulate = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Simulate.prototype.roomId = "";
            Simulate.prototype.fault = 0;
            Simulate.prototype.durationMs = 0;

            Simulate.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roomId != null && $Object.hasOwnProperty.call(m, "roomId") && m.roomId !== "")
                    w.uint32(10).string(m.roomId);
                if (m.fault != null && $Object.hasOwnProperty.call(m, "fault") && m.fault !== 0)
                    w.uint32(16).int32(m.fault);
                if (m.durationMs != null && $Object.hasOwnProperty.call(m, "durationMs") && m.durationMs !== 0)
                    w.uint32(24).uint32(m.durationMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Simulate.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.rtcroom.v1.Simulate();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.roomId = v;
                            else
                                delete m.roomId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.fault = v;
                            else
                                delete m.fault;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.durationMs = v;
                            else
                                delete m.durationMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Simulate.Fault = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "FAULT_UNSPECIFIED"] = 0;
                values[valuesById[1] = "DROP_SOCKET"] = 1;
                values[valuesById[2] = "KILL_WORKER"] = 2;
                values[valuesById[3] = "PAUSE_CLIENT"] = 3;
                return values;
            })();

            return Simulate;
        })();

        return v1;
    })();

    return rtcroom;
})();

export {
  $root as default
};
