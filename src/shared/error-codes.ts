/**
 * The one registry of everything a client can be told went wrong. Numbers are never reused or renumbered.
 * Ranges: 1000 wire and session, 1100 identity, 1200 room, 1300 moderation, 1400 floor, 1500 media,
 * 1600 limits, 1900 server.
 *
 * `retry` tells the client what to do: `never` (the same command fails again), `sameSocket` (later, as it is),
 * `reconnect` (open a new socket, resume), `rejoin` (the room membership is gone: join again).
 * `close` is the WebSocket close code when this error ends the socket: 4000-4499 reconnect, 4500-4999 terminal.
 * `http` is the status when the error answers an HTTP request.
 */
export type Retry = 'never' | 'sameSocket' | 'reconnect' | 'rejoin';

export interface ErrorSpec {
  readonly code: number;
  readonly retry: Retry;
  readonly close?: number;
  readonly http?: number;
  readonly message: string;
}

const spec = (
  code: number,
  retry: Retry,
  message: string,
  more: { close?: number; http?: number } = {},
): ErrorSpec => ({
  code,
  retry,
  message,
  ...more,
});

export const ERRORS = {
  // --- wire and session ---
  malformedFrame: spec(1000, 'never', 'The frame could not be decoded.', { close: 4500, http: 400 }),
  frameTooLarge: spec(1001, 'never', 'The frame exceeds the size limit.', { close: 4501, http: 413 }),
  unknownMessage: spec(1002, 'never', 'The message type is not known to this server.'),
  helloRequired: spec(1003, 'reconnect', 'The first message must be Hello.', { close: 4502 }),
  helloTimeout: spec(1004, 'reconnect', 'No Hello arrived in time.', { close: 4000 }),
  protocolUnsupported: spec(1005, 'never', 'The protocol version is not supported.', { close: 4503 }),
  invalidArgument: spec(1006, 'never', 'A field of the message is not valid.', { http: 400 }),
  duplicateHello: spec(1007, 'never', 'Hello was already sent on this socket.'),
  pingTimeout: spec(1008, 'reconnect', 'Nothing was heard from the client for too long.', { close: 4001 }),
  slowConsumer: spec(1009, 'reconnect', 'The client did not read fast enough.', { close: 4002 }),
  sessionReplaced: spec(1010, 'never', 'The session was resumed on another socket.', { close: 4504 }),
  invalidFrameId: spec(1011, 'never', 'Frame ids must be greater than 0.'),
  notFound: spec(1012, 'never', 'There is nothing at this address.', { http: 404 }),
  methodNotAllowed: spec(1013, 'never', 'The method is not allowed here.', { http: 405 }),
  notAcceptable: spec(1030, 'never', 'The answer has a type that the request does not accept.', { http: 406 }),
  unsupportedMediaType: spec(1031, 'never', 'The body has a type that is not taken here.', { http: 415 }),
  preconditionFailed: spec(1032, 'never', 'The session is not the one that If-Match names.', { http: 412 }),
  preconditionRequired: spec(1033, 'never', 'If-Match is required.', { http: 428 }),
  // --- identity ---
  tokenInvalid: spec(1100, 'never', 'The token is not valid.', { close: 4510, http: 401 }),
  tokenExpired: spec(1101, 'never', 'The token has expired; get a new one.', { close: 4511, http: 401 }),
  tokenRevoked: spec(1102, 'never', 'The token was revoked.', { close: 4512, http: 403 }),
  tokenWrongRoom: spec(1103, 'never', 'The token does not allow this room.', { http: 403 }),
  developmentOnly: spec(1104, 'never', 'This is available in development mode only.', { http: 404 }),
  loginCodeInvalid: spec(1110, 'never', 'The login code is not valid, was used or has expired; get a new one.', {
    http: 401,
  }),
  loginRateLimited: spec(1111, 'sameSocket', 'Too many logins in too short a time; try again later.', { http: 429 }),
  loginBlocked: spec(1112, 'never', 'WeChat has blocked this user as a risk.', { http: 403 }),
  loginUnavailable: spec(1113, 'sameSocket', 'WeChat cannot be asked now; try again later, with a new code.', {
    http: 503,
  }),
  loginMisconfigured: spec(1114, 'never', 'The login is not set up rightly on the server.', { http: 500 }),
  // --- room ---
  roomNotFound: spec(1200, 'never', 'There is no such room.', { http: 404 }),
  notMember: spec(1201, 'rejoin', 'You are not a member of this room.', { http: 403 }),
  memberNotFound: spec(1202, 'never', 'There is no such member.', { http: 404 }),
  roomFull: spec(1203, 'never', 'The room is full.', { http: 409 }),
  roomLocked: spec(1204, 'never', 'The room is locked.', { http: 403 }),
  alreadyJoined: spec(1205, 'never', 'This user is in the room already.', { http: 409 }),
  banned: spec(1206, 'never', 'You are banned from this room.', { http: 403 }),
  roomClosed: spec(1207, 'never', 'The room was closed.', { http: 410 }),
  versionConflict: spec(1208, 'never', 'The attribute changed meanwhile; read it again.'),
  removed: spec(1209, 'never', 'You were removed from the room.'),
  timedOut: spec(1210, 'rejoin', 'The membership ended because nothing was heard from you.'),
  lobbyDenied: spec(1211, 'never', 'A moderator denied the entry.'),
  replaced: spec(1212, 'never', 'The same user joined again from elsewhere.'),
  publishersFull: spec(1213, 'never', 'No more members may publish in this room.', { http: 409 }),
  unknownTopic: spec(1214, 'never', 'There is no such topic, or it is not yours to read.'),
  waitingInLobby: spec(1215, 'sameSocket', 'A moderator has to let you in; ask again.', { http: 409 }),
  // --- moderation ---
  notAllowed: spec(1300, 'never', 'Your role and grants do not allow this.', { http: 403 }),
  unmuteNotAllowed: spec(1301, 'never', 'A moderator muted this; only a moderator can lift it.'),
  chairRequired: spec(1302, 'never', 'Only the chair may do this.'),
  // --- floor ---
  floorNotFound: spec(1400, 'never', 'There is no such floor.'),
  requestNotFound: spec(1401, 'never', 'There is no such floor request.'),
  notHolder: spec(1402, 'never', 'You do not hold this floor.'),
  alreadyRequested: spec(1403, 'never', 'You have asked for or hold this floor already.'),
  floorQueueFull: spec(1404, 'sameSocket', 'Too many requests are waiting for this floor.'),
  floorPolicyForbids: spec(1405, 'never', 'The policy of this floor does not allow this.'),
  floorDenied: spec(1406, 'never', 'The floor request was denied.'),
  // --- media ---
  mediaUnavailable: spec(1500, 'sameSocket', 'The media server is restarting.', { http: 503 }),
  transportNotFound: spec(1501, 'never', 'There is no such transport.'),
  producerNotFound: spec(1502, 'never', 'There is no such producer.'),
  consumerNotFound: spec(1503, 'never', 'There is no such consumer.'),
  mediaParametersInvalid: spec(1504, 'never', 'The media parameters are not valid.', { http: 400 }),
  alreadyPublished: spec(1505, 'never', 'This medium is published already.', { http: 409 }),
  cannotConsume: spec(1506, 'never', 'The stream cannot be received with these capabilities.', { http: 422 }),
  mediaGenerationChanged: spec(1507, 'sameSocket', 'The media server was restarted; negotiate again.'),
  sdpMalformed: spec(1530, 'never', 'The session description is not valid.', { http: 400 }),
  sdpUnsupported: spec(1531, 'never', 'The session description asks for what is not offered.', { http: 422 }),
  notPublishing: spec(1532, 'sameSocket', 'That member publishes nothing now; ask again.', { http: 409 }),
  storageUnavailable: spec(1540, 'sameSocket', 'Recordings cannot be written now.', { http: 503 }),
  // --- limits ---
  rateLimited: spec(1600, 'sameSocket', 'Too many messages in too short a time.', { close: 4003, http: 429 }),
  tooManyRooms: spec(1601, 'never', 'The session is in too many rooms.', { http: 429 }),
  tooManySessions: spec(1602, 'sameSocket', 'The server has no room for another connection.', {
    close: 4004,
    http: 503,
  }),
  limitExceeded: spec(1603, 'never', 'A limit of the room or session was reached.', { http: 503 }),
  bodyTooLarge: spec(1604, 'never', 'The request body is too large.', { http: 413 }),
  // --- server ---
  shuttingDown: spec(1900, 'reconnect', 'The server is shutting down.', { close: 4005, http: 503 }),
  internal: spec(1901, 'reconnect', 'Something went wrong in the server.', { close: 4006, http: 500 }),
  unsupported: spec(1902, 'never', 'This server does not offer that.', { http: 501 }),
} as const satisfies Record<string, ErrorSpec>;

/** Name of a registered error: the stable, machine-readable identity beside the number. */
export type ErrorName = keyof typeof ERRORS;
