// Generated from proto/ by `npm run generate`. Do not edit.

export const TransportDirection = {
  TRANSPORT_DIRECTION_UNSPECIFIED: 0,
  SEND: 1,
  RECEIVE: 2,
} as const;
export type TransportDirection = (typeof TransportDirection)[keyof typeof TransportDirection];

export const Medium = {
  MEDIUM_UNSPECIFIED: 0,
  AUDIO: 1,
  VIDEO: 2,
  SCREEN: 3,
  DATA: 4,
} as const;
export type Medium = (typeof Medium)[keyof typeof Medium];

export const Role = {
  ROLE_UNSPECIFIED: 0,
  CHAIR: 1,
  SPEAKER: 2,
  AUDIENCE: 3,
  DEVICE: 4,
} as const;
export type Role = (typeof Role)[keyof typeof Role];

export const Presence = {
  PRESENCE_UNSPECIFIED: 0,
  ONLINE: 1,
  SUSPECT: 2,
  BACKGROUND: 3,
} as const;
export type Presence = (typeof Presence)[keyof typeof Presence];

export const MediaSource = {
  SOURCE_NONE: 0,
  WEBRTC: 1,
  RTMP: 2,
} as const;
export type MediaSource = (typeof MediaSource)[keyof typeof MediaSource];

export const Scene = {
  SCENE_UNSPECIFIED: 0,
  CALL: 1,
  CONFERENCE: 2,
  LIVE: 3,
  REMOTE: 4,
} as const;
export type Scene = (typeof Scene)[keyof typeof Scene];

export const LeaveReason = {
  LEAVE_REASON_UNSPECIFIED: 0,
  LEFT: 1,
  REPLACED: 2,
  KICKED: 3,
  BANNED: 4,
  TIMED_OUT: 5,
  BACKGROUND_TIMED_OUT: 6,
  ROOM_CLOSED: 7,
  SERVER_SHUTDOWN: 8,
  TOKEN_EXPIRED: 9,
  ALONE: 10,
  ROOM_EXPIRED: 11,
} as const;
export type LeaveReason = (typeof LeaveReason)[keyof typeof LeaveReason];

export const FloorPolicy = {
  FLOOR_POLICY_UNSPECIFIED: 0,
  OPEN: 1,
  QUEUE: 2,
  PRIORITY: 3,
  LEAST_SPOKEN: 4,
  CHAIRED: 5,
  TURNS: 6,
} as const;
export type FloorPolicy = (typeof FloorPolicy)[keyof typeof FloorPolicy];

export const ChairFallback = {
  CHAIR_FALLBACK_UNSPECIFIED: 0,
  WAIT_FOR_CHAIR: 1,
  QUEUE_WITHOUT_CHAIR: 2,
  OPEN_WITHOUT_CHAIR: 3,
} as const;
export type ChairFallback = (typeof ChairFallback)[keyof typeof ChairFallback];

export const FloorRequestStatus = {
  FLOOR_REQUEST_STATUS_UNSPECIFIED: 0,
  PENDING: 1,
  ACCEPTED: 2,
  GRANTED: 3,
  DENIED: 4,
  CANCELLED: 5,
  RELEASED: 6,
  REVOKED: 7,
  REVOKING: 16,
  CONFIRMING: 17,
} as const;
export type FloorRequestStatus = (typeof FloorRequestStatus)[keyof typeof FloorRequestStatus];

export const FloorCause = {
  FLOOR_CAUSE_UNSPECIFIED: 0,
  REQUESTED: 1,
  TURN_OVER: 2,
  IDLE: 3,
  PREEMPTED: 4,
  BY_CHAIR: 5,
  MEMBER_AWAY: 6,
  MEMBER_LEFT: 7,
  REQUEST_EXPIRED: 8,
  NOT_CONFIRMED: 9,
  POLICY_CHANGED: 10,
  NO_GRANT: 11,
  OTHER_FLOOR: 12,
} as const;
export type FloorCause = (typeof FloorCause)[keyof typeof FloorCause];

export const Retry = {
  NEVER: 0,
  SAME_SOCKET: 1,
  RECONNECT: 2,
  REJOIN: 3,
} as const;
export type Retry = (typeof Retry)[keyof typeof Retry];

export const FloorDecision = {
  FLOOR_DECISION_UNSPECIFIED: 0,
  GRANT: 1,
  DENY: 2,
  REVOKE: 3,
  REORDER: 4,
} as const;
export type FloorDecision = (typeof FloorDecision)[keyof typeof FloorDecision];

export const SimulateFault = {
  FAULT_UNSPECIFIED: 0,
  DROP_SOCKET: 1,
  KILL_WORKER: 2,
  PAUSE_CLIENT: 3,
} as const;
export type SimulateFault = (typeof SimulateFault)[keyof typeof SimulateFault];

export interface GetPushUrl {
  roomId: string;
}

export interface PushUrlResult {
  url: string;
  expiresAtMs: number;
  generation: number;
}

export interface GetPlayUrls {
  roomId: string;
  memberId: string;
}

export interface PlayUrlsResult {
  rtmp: string;
  flv: string;
  wsFlv: string;
  lowLatencyRtmp: string;
  webrtc: string;
  expiresAtMs: number;
  generation: number;
}

export interface GetRtpCapabilities {
  roomId: string;
}

export interface RtpCapabilitiesResult {
  rtpCapabilitiesJson: string;
  mediaGeneration: number;
}

export interface CreateTransport {
  roomId: string;
  direction: TransportDirection;
  forceTcp: boolean;
}

export interface TransportCreated {
  transportId: string;
  iceParametersJson: string;
  iceCandidatesJson: string;
  dtlsParametersJson: string;
  sctpParametersJson: string;
  iceServers: IceServer[];
}

export interface IceServer {
  urls: string[];
  username: string;
  credential: string;
}

export interface ConnectTransport {
  roomId: string;
  transportId: string;
  dtlsParametersJson: string;
}

export interface RestartIce {
  roomId: string;
  transportId: string;
}

export interface IceRestarted {
  iceParametersJson: string;
}

export interface Produce {
  roomId: string;
  transportId: string;
  medium: Medium;
  rtpParametersJson: string;
}

export interface Produced {
  producerId: string;
}

export interface CloseProducer {
  roomId: string;
  producerId: string;
}

export interface SetSubscriptions {
  roomId: string;
  rtpCapabilitiesJson: string;
  transportId: string;
  autoAudio: boolean;
  wanted: Subscription[];
}

export interface Subscription {
  memberId: string;
  medium: Medium;
  spatialLayer: number;
  temporalLayer: number;
}

export interface ConsumerOpened {
  roomId: string;
  consumerId: string;
  producerId: string;
  memberId: string;
  medium: Medium;
  rtpParametersJson: string;
  simulcast: boolean;
  producerPaused: boolean;
}

export interface ConsumerClosed {
  roomId: string;
  consumerId: string;
}

export interface ResumeConsumer {
  roomId: string;
  consumerId: string;
}

export interface PauseConsumer {
  roomId: string;
  consumerId: string;
}

export interface SetPreferredLayers {
  roomId: string;
  consumerId: string;
  spatialLayer: number;
  temporalLayer: number;
}

export interface RequestKeyFrame {
  roomId: string;
  consumerId: string;
}

export interface LayersChanged {
  roomId: string;
  consumerId: string;
  spatialLayer: number;
  temporalLayer: number;
}

export interface ProduceData {
  roomId: string;
  transportId: string;
  sctpStreamParametersJson: string;
  topic: string;
}

export interface DataProduced {
  dataProducerId: string;
}

export interface CloseDataProducer {
  roomId: string;
  dataProducerId: string;
}

export interface ConsumeData {
  roomId: string;
  transportId: string;
  topics: string[];
}

export interface DataConsumerOpened {
  roomId: string;
  dataConsumerId: string;
  dataProducerId: string;
  memberId: string;
  topic: string;
  sctpStreamParametersJson: string;
}

export interface DataConsumerClosed {
  roomId: string;
  dataConsumerId: string;
}

export interface SpeakersChanged {
  roomId: string;
  speakers: SpeakerLevel[];
  dominantMemberId: string;
}

export interface SpeakerLevel {
  memberId: string;
  level: number;
}

export interface ConnectionQuality {
  roomId: string;
  members: MemberQuality[];
}

export interface MemberQuality {
  memberId: string;
  score: number;
}

export interface GetMediaStats {
  roomId: string;
}

export interface MediaStats {
  statsJson: string;
}

export interface Grants {
  publishAudio: boolean;
  publishVideo: boolean;
  publishScreen: boolean;
  publishData: boolean;
  subscribe: boolean;
  chat: boolean;
  moderate: boolean;
  bypassLobby: boolean;
  hidden: boolean;
}

export interface MediumState {
  medium: Medium;
  selfMuted: boolean;
  moderatorMuted: boolean;
  published: boolean;
  source: MediaSource;
  producerId: string;
  mayFlow: boolean;
}

export interface Attribute {
  key: string;
  value: string;
  version: number;
}

export interface Member {
  memberId: string;
  userId: string;
  displayName: string;
  avatar: string;
  role: Role;
  presence: Presence;
  grants: Grants | null;
  media: MediumState[];
  handRaisedAtMs: number;
  attributes: Attribute[];
  joinedAtMs: number;
  pushGeneration: number;
}

export interface FloorRequestInfo {
  requestId: string;
  memberId: string;
  requestedBy: string;
  floorIds: string[];
  status: FloorRequestStatus;
  priority: number;
  queuePosition: number;
  requestedAtMs: number;
  grantedAtMs: number;
  expiresAtMs: number;
  cause: FloorCause;
  warned: boolean;
}

export interface Floor {
  floorId: string;
  medium: Medium;
  policy: FloorPolicy;
  maxHolders: number;
  chairMemberId: string;
  turnMs: number;
  graceMs: number;
  idleMs: number;
  confirmMs: number;
  requests: FloorRequestInfo[];
  warnMs: number;
  chairFallback: ChairFallback;
  chairAbsent: boolean;
}

export interface ChatMessage {
  messageId: string;
  memberId: string;
  displayName: string;
  text: string;
  sentAtMs: number;
}

export interface LobbyEntry {
  userId: string;
  displayName: string;
  askedAtMs: number;
}

export interface RoomPolicy {
  locked: boolean;
  lobby: boolean;
  unmuteLocked: Medium[];
  unmuteAllowed: string[];
}

export interface RoomSnapshot {
  roomId: string;
  scene: Scene;
  epoch: string;
  offset: number;
  policy: RoomPolicy | null;
  members: Member[];
  floors: Floor[];
  attributes: Attribute[];
  chat: ChatMessage[];
  mediaGeneration: number;
  createdAtMs: number;
  lobby: LobbyEntry[];
  audienceCount: number;
}

export interface Change {
  /** Which field of the oneof is set; undefined = none. Only on decoded messages. */
  readonly body: 'memberJoined' | 'memberLeft' | 'presenceChanged' | 'mediumChanged' | 'roleChanged' | 'grantsChanged' | 'handChanged' | 'memberAttributesChanged' | 'roomAttributesChanged' | 'policyChanged' | 'floorChanged' | 'floorRemoved' | 'chatSent' | 'dataSent' | 'mediaReset' | 'lobbyChanged' | 'roomClosed' | 'unmuteInvited' | 'audienceCountChanged' | 'floorRequestEnded' | 'pushGenerationRaised' | undefined;
  memberJoined: MemberJoined | null;
  memberLeft: MemberLeft | null;
  presenceChanged: PresenceChanged | null;
  mediumChanged: MediumChanged | null;
  roleChanged: RoleChanged | null;
  grantsChanged: GrantsChanged | null;
  handChanged: HandChanged | null;
  memberAttributesChanged: MemberAttributesChanged | null;
  roomAttributesChanged: RoomAttributesChanged | null;
  policyChanged: PolicyChanged | null;
  floorChanged: FloorChanged | null;
  floorRemoved: FloorRemoved | null;
  chatSent: ChatSent | null;
  dataSent: DataSent | null;
  mediaReset: MediaReset | null;
  lobbyChanged: LobbyChanged | null;
  roomClosed: RoomClosed | null;
  unmuteInvited: UnmuteInvited | null;
  audienceCountChanged: AudienceCountChanged | null;
  floorRequestEnded: FloorRequestEnded | null;
  pushGenerationRaised: PushGenerationRaised | null;
}

export interface MemberJoined {
  member: Member | null;
}

export interface MemberLeft {
  memberId: string;
  reason: LeaveReason;
}

export interface PresenceChanged {
  memberId: string;
  presence: Presence;
}

export interface MediumChanged {
  memberId: string;
  state: MediumState | null;
}

export interface RoleChanged {
  memberId: string;
  role: Role;
}

export interface GrantsChanged {
  memberId: string;
  grants: Grants | null;
}

export interface PushGenerationRaised {
  memberId: string;
  pushGeneration: number;
}

export interface HandChanged {
  memberId: string;
  handRaisedAtMs: number;
}

export interface MemberAttributesChanged {
  memberId: string;
  attributes: Attribute[];
}

export interface RoomAttributesChanged {
  attributes: Attribute[];
}

export interface PolicyChanged {
  policy: RoomPolicy | null;
}

export interface FloorChanged {
  floor: Floor | null;
}

export interface FloorRemoved {
  floorId: string;
}

export interface FloorRequestEnded {
  request: FloorRequestInfo | null;
}

export interface ChatSent {
  message: ChatMessage | null;
}

export interface DataSent {
  memberId: string;
  topic: string;
  payload: Uint8Array;
  to: string[];
}

export interface MediaReset {
  mediaGeneration: number;
  memberIds: string[];
}

export interface LobbyChanged {
  lobby: LobbyEntry[];
}

export interface RoomClosed {
  reason: LeaveReason;
}

export interface UnmuteInvited {
  memberId: string;
  medium: Medium;
}

export interface AudienceCountChanged {
  audienceCount: number;
}

export interface RoomDelta {
  roomId: string;
  epoch: string;
  prevOffset: number;
  offset: number;
  atMs: number;
  events: DeltaEvent[];
  stateHash: number;
}

export interface DeltaEvent {
  offset: number;
  actor: string;
  causeId: number;
  change: Change | null;
}

export interface ClientFrame {
  /** Which field of the oneof is set; undefined = none. Only on decoded messages. */
  readonly body: 'hello' | 'ping' | 'pong' | 'joinRoom' | 'leaveRoom' | 'subscribe' | 'unsubscribe' | 'setPresence' | 'getSnapshot' | 'listMembers' | 'setSelfMute' | 'setModeratorMute' | 'muteAll' | 'inviteToUnmute' | 'kick' | 'ban' | 'unban' | 'lockRoom' | 'admit' | 'deny' | 'setRole' | 'transferChair' | 'setGrants' | 'closeRoom' | 'requestFloor' | 'cancelFloorRequest' | 'releaseFloor' | 'decideFloor' | 'confirmFloor' | 'configureFloor' | 'setFloorChair' | 'setRoomAttributes' | 'setMemberAttributes' | 'raiseHand' | 'lowerAllHands' | 'sendChat' | 'sendData' | 'getRtpCapabilities' | 'createTransport' | 'connectTransport' | 'restartIce' | 'produce' | 'closeProducer' | 'setSubscriptions' | 'resumeConsumer' | 'pauseConsumer' | 'setPreferredLayers' | 'requestKeyFrame' | 'produceData' | 'closeDataProducer' | 'consumeData' | 'getMediaStats' | 'getPushUrl' | 'getPlayUrls' | 'simulate' | undefined;
  id: number;
  hello: Hello | null;
  ping: Ping | null;
  pong: Pong | null;
  joinRoom: JoinRoom | null;
  leaveRoom: LeaveRoom | null;
  subscribe: Subscribe | null;
  unsubscribe: Unsubscribe | null;
  setPresence: SetPresence | null;
  getSnapshot: GetSnapshot | null;
  listMembers: ListMembers | null;
  setSelfMute: SetSelfMute | null;
  setModeratorMute: SetModeratorMute | null;
  muteAll: MuteAll | null;
  inviteToUnmute: InviteToUnmute | null;
  kick: Kick | null;
  ban: Ban | null;
  unban: Unban | null;
  lockRoom: LockRoom | null;
  admit: Admit | null;
  deny: Deny | null;
  setRole: SetRole | null;
  transferChair: TransferChair | null;
  setGrants: SetGrants | null;
  closeRoom: CloseRoom | null;
  requestFloor: RequestFloor | null;
  cancelFloorRequest: CancelFloorRequest | null;
  releaseFloor: ReleaseFloor | null;
  decideFloor: DecideFloor | null;
  confirmFloor: ConfirmFloor | null;
  configureFloor: ConfigureFloor | null;
  setFloorChair: SetFloorChair | null;
  setRoomAttributes: SetRoomAttributes | null;
  setMemberAttributes: SetMemberAttributes | null;
  raiseHand: RaiseHand | null;
  lowerAllHands: LowerAllHands | null;
  sendChat: SendChat | null;
  sendData: SendData | null;
  getRtpCapabilities: GetRtpCapabilities | null;
  createTransport: CreateTransport | null;
  connectTransport: ConnectTransport | null;
  restartIce: RestartIce | null;
  produce: Produce | null;
  closeProducer: CloseProducer | null;
  setSubscriptions: SetSubscriptions | null;
  resumeConsumer: ResumeConsumer | null;
  pauseConsumer: PauseConsumer | null;
  setPreferredLayers: SetPreferredLayers | null;
  requestKeyFrame: RequestKeyFrame | null;
  produceData: ProduceData | null;
  closeDataProducer: CloseDataProducer | null;
  consumeData: ConsumeData | null;
  getMediaStats: GetMediaStats | null;
  getPushUrl: GetPushUrl | null;
  getPlayUrls: GetPlayUrls | null;
  simulate: Simulate | null;
}

export interface ServerFrame {
  /** Which field of the oneof is set; undefined = none. Only on decoded messages. */
  readonly body: 'welcome' | 'pong' | 'ping' | 'error' | 'ack' | 'joined' | 'subscribed' | 'selfReport' | 'roomEnded' | 'snapshotResult' | 'memberPage' | 'lobbyWaiting' | 'floorRequested' | 'selfChanged' | 'roomDelta' | 'speakersChanged' | 'connectionQuality' | 'lossyData' | 'goingAway' | 'rtpCapabilities' | 'transportCreated' | 'iceRestarted' | 'produced' | 'consumerOpened' | 'consumerClosed' | 'layersChanged' | 'dataProduced' | 'dataConsumerOpened' | 'dataConsumerClosed' | 'mediaStats' | 'pushUrl' | 'playUrls' | undefined;
  replyTo: number;
  welcome: Welcome | null;
  pong: Pong | null;
  ping: Ping | null;
  error: Error | null;
  ack: Ack | null;
  joined: Joined | null;
  subscribed: Subscribed | null;
  selfReport: SelfReport | null;
  roomEnded: RoomEnded | null;
  snapshotResult: SnapshotResult | null;
  memberPage: MemberPage | null;
  lobbyWaiting: LobbyWaiting | null;
  floorRequested: FloorRequested | null;
  selfChanged: SelfChanged | null;
  roomDelta: RoomDelta | null;
  speakersChanged: SpeakersChanged | null;
  connectionQuality: ConnectionQuality | null;
  lossyData: LossyData | null;
  goingAway: GoingAway | null;
  rtpCapabilities: RtpCapabilitiesResult | null;
  transportCreated: TransportCreated | null;
  iceRestarted: IceRestarted | null;
  produced: Produced | null;
  consumerOpened: ConsumerOpened | null;
  consumerClosed: ConsumerClosed | null;
  layersChanged: LayersChanged | null;
  dataProduced: DataProduced | null;
  dataConsumerOpened: DataConsumerOpened | null;
  dataConsumerClosed: DataConsumerClosed | null;
  mediaStats: MediaStats | null;
  pushUrl: PushUrlResult | null;
  playUrls: PlayUrlsResult | null;
}

export interface Hello {
  token: string;
  protocol: number;
  client: string;
  features: string[];
  resumeToken: string;
}

export interface Welcome {
  sessionId: string;
  resumeToken: string;
  resumed: boolean;
  pingIntervalMs: number;
  limits: Limits | null;
  serverTimeMs: number;
  node: string;
  features: string[];
  protocol: number;
  userId: string;
  userName: string;
}

export interface Limits {
  maxFrameBytes: number;
  maxRoomsPerSession: number;
  maxFramesPerSecond: number;
}

export interface Ping {
  sentAtMs: number;
}

export interface Pong {
  sentAtMs: number;
  serverTimeMs: number;
}

export interface Error {
  code: number;
  name: string;
  message: string;
  retry: Retry;
  retryAfterMs: number;
}

export interface Ack {
  offset: number;
}

export interface GoingAway {
  error: Error | null;
  reconnectAfterMs: number;
}

export interface RoomRef {
  type: string;
  params: Record<string, string>;
}

export interface Profile {
  displayName: string;
  avatar: string;
  attributes: Attribute[];
}

export interface Position {
  epoch: string;
  offset: number;
}

export interface JoinRoom {
  roomId: string;
  room: RoomRef | null;
  profile: Profile | null;
  since: Position | null;
  subscribe: string[];
  scene: Scene;
  belief: SelfBelief | null;
}

export interface SelfBelief {
  media: MediumState[];
  heldFloors: string[];
  mediaGeneration: number;
  role: Role;
  pushGeneration: number;
}

export interface Joined {
  roomId: string;
  memberId: string;
  position: Position | null;
  resumed: boolean;
  recovered: boolean;
  snapshot: RoomSnapshot | null;
  deltas: RoomDelta[];
  selfReport: SelfReport | null;
  self: Member | null;
}

export interface SelfChanged {
  roomId: string;
  self: Member | null;
}

export interface SelfReport {
  roomId: string;
  self: Member | null;
  differences: SelfDifference[];
  position: Position | null;
}

export interface SelfDifference {
  what: string;
  cause: string;
  atMs: number;
}

export interface LeaveRoom {
  roomId: string;
  reason: LeaveReason;
}

export interface RoomEnded {
  roomId: string;
  reason: LeaveReason;
  error: Error | null;
}

export interface Subscribe {
  roomId: string;
  topics: string[];
}

export interface Unsubscribe {
  roomId: string;
  topics: string[];
}

export interface Subscribed {
  topics: string[];
  snapshot: RoomSnapshot | null;
}

export interface GetSnapshot {
  roomId: string;
  hashMismatch: boolean;
}

export interface SnapshotResult {
  snapshot: RoomSnapshot | null;
}

export interface ListMembers {
  roomId: string;
  afterMemberId: string;
  limit: number;
}

export interface MemberPage {
  members: Member[];
  total: number;
  more: boolean;
}

export interface LobbyWaiting {
  roomId: string;
}

export interface SetPresence {
  roomId: string;
  presence: Presence;
  reason: string;
  position: Position | null;
  belief: SelfBelief | null;
}

export interface SetSelfMute {
  roomId: string;
  medium: Medium;
  muted: boolean;
}

export interface SetModeratorMute {
  roomId: string;
  memberId: string;
  medium: Medium;
  muted: boolean;
}

export interface MuteAll {
  roomId: string;
  media: Medium[];
  except: string[];
  allowUnmute: boolean;
}

export interface InviteToUnmute {
  roomId: string;
  memberId: string;
  medium: Medium;
}

export interface Kick {
  roomId: string;
  memberId: string;
  reason: string;
}

export interface Ban {
  roomId: string;
  userId: string;
  reason: string;
  durationMs: number;
}

export interface Unban {
  roomId: string;
  userId: string;
}

export interface LockRoom {
  roomId: string;
  locked: boolean;
  lobby: boolean;
}

export interface Admit {
  roomId: string;
  userId: string;
}

export interface Deny {
  roomId: string;
  userId: string;
}

export interface SetRole {
  roomId: string;
  memberId: string;
  role: Role;
}

export interface TransferChair {
  roomId: string;
  memberId: string;
}

export interface SetGrants {
  roomId: string;
  memberId: string;
  grants: Grants | null;
}

export interface CloseRoom {
  roomId: string;
}

export interface RequestFloor {
  roomId: string;
  floorIds: string[];
  priority: number;
  beneficiary: string;
  ttlMs: number;
}

export interface FloorRequested {
  requestId: string;
  status: FloorRequestStatus;
  queuePosition: number;
  offset: number;
}

export interface CancelFloorRequest {
  roomId: string;
  requestId: string;
}

export interface ReleaseFloor {
  roomId: string;
  requestId: string;
  floorId: string;
}

export interface DecideFloor {
  roomId: string;
  requestId: string;
  decision: FloorDecision;
  queuePosition: number;
}

export interface ConfirmFloor {
  roomId: string;
  requestId: string;
}

export interface SetFloorChair {
  roomId: string;
  floorId: string;
  memberId: string;
}

export interface ConfigureFloor {
  roomId: string;
  floor: Floor | null;
  remove: boolean;
}

export interface SetRoomAttributes {
  roomId: string;
  attributes: Attribute[];
  force: boolean;
}

export interface SetMemberAttributes {
  roomId: string;
  memberId: string;
  attributes: Attribute[];
  force: boolean;
}

export interface RaiseHand {
  roomId: string;
  raised: boolean;
  memberId: string;
}

export interface LowerAllHands {
  roomId: string;
}

export interface SendChat {
  roomId: string;
  text: string;
}

export interface SendData {
  roomId: string;
  topic: string;
  to: string[];
  payload: Uint8Array;
  lossy: boolean;
}

export interface LossyData {
  roomId: string;
  memberId: string;
  topic: string;
  payload: Uint8Array;
  offset: number;
}

export interface Simulate {
  roomId: string;
  fault: SimulateFault;
  durationMs: number;
}

/** A message as given to the encoder: everything may be left out. */
export type Init<T> = T extends string | number | boolean | Uint8Array | null | undefined
  ? T
  : T extends readonly (infer U)[]
    ? readonly Init<U>[]
    : { readonly [K in keyof T]?: Init<T[K]> | undefined };

/** [camelCase name, field number, type, s(calar) | e(num) | m(essage), one | list | map, oneof name or '']. */
export type FieldDescriptor = readonly [name: string, id: number, type: string, kind: string, shape: string, oneof: string];

/** Fields of each message, for the JSON codec. */
export const MESSAGE_FIELDS: Readonly<Record<string, readonly FieldDescriptor[]>> = {"GetPushUrl":[["roomId",1,"string","s","one",""]],"PushUrlResult":[["url",1,"string","s","one",""],["expiresAtMs",2,"double","s","one",""],["generation",3,"uint32","s","one",""]],"GetPlayUrls":[["roomId",1,"string","s","one",""],["memberId",2,"string","s","one",""]],"PlayUrlsResult":[["rtmp",1,"string","s","one",""],["flv",2,"string","s","one",""],["wsFlv",3,"string","s","one",""],["lowLatencyRtmp",4,"string","s","one",""],["webrtc",5,"string","s","one",""],["expiresAtMs",6,"double","s","one",""],["generation",7,"uint32","s","one",""]],"GetRtpCapabilities":[["roomId",1,"string","s","one",""]],"RtpCapabilitiesResult":[["rtpCapabilitiesJson",1,"string","s","one",""],["mediaGeneration",2,"uint32","s","one",""]],"CreateTransport":[["roomId",1,"string","s","one",""],["direction",2,"TransportDirection","e","one",""],["forceTcp",3,"bool","s","one",""]],"TransportCreated":[["transportId",1,"string","s","one",""],["iceParametersJson",2,"string","s","one",""],["iceCandidatesJson",3,"string","s","one",""],["dtlsParametersJson",4,"string","s","one",""],["sctpParametersJson",5,"string","s","one",""],["iceServers",6,"IceServer","m","list",""]],"IceServer":[["urls",1,"string","s","list",""],["username",2,"string","s","one",""],["credential",3,"string","s","one",""]],"ConnectTransport":[["roomId",1,"string","s","one",""],["transportId",2,"string","s","one",""],["dtlsParametersJson",3,"string","s","one",""]],"RestartIce":[["roomId",1,"string","s","one",""],["transportId",2,"string","s","one",""]],"IceRestarted":[["iceParametersJson",1,"string","s","one",""]],"Produce":[["roomId",1,"string","s","one",""],["transportId",2,"string","s","one",""],["medium",3,"Medium","e","one",""],["rtpParametersJson",4,"string","s","one",""]],"Produced":[["producerId",1,"string","s","one",""]],"CloseProducer":[["roomId",1,"string","s","one",""],["producerId",2,"string","s","one",""]],"SetSubscriptions":[["roomId",1,"string","s","one",""],["rtpCapabilitiesJson",2,"string","s","one",""],["transportId",3,"string","s","one",""],["autoAudio",4,"bool","s","one",""],["wanted",5,"Subscription","m","list",""]],"Subscription":[["memberId",1,"string","s","one",""],["medium",2,"Medium","e","one",""],["spatialLayer",3,"int32","s","one",""],["temporalLayer",4,"int32","s","one",""]],"ConsumerOpened":[["roomId",1,"string","s","one",""],["consumerId",2,"string","s","one",""],["producerId",3,"string","s","one",""],["memberId",4,"string","s","one",""],["medium",5,"Medium","e","one",""],["rtpParametersJson",6,"string","s","one",""],["simulcast",7,"bool","s","one",""],["producerPaused",8,"bool","s","one",""]],"ConsumerClosed":[["roomId",1,"string","s","one",""],["consumerId",2,"string","s","one",""]],"ResumeConsumer":[["roomId",1,"string","s","one",""],["consumerId",2,"string","s","one",""]],"PauseConsumer":[["roomId",1,"string","s","one",""],["consumerId",2,"string","s","one",""]],"SetPreferredLayers":[["roomId",1,"string","s","one",""],["consumerId",2,"string","s","one",""],["spatialLayer",3,"int32","s","one",""],["temporalLayer",4,"int32","s","one",""]],"RequestKeyFrame":[["roomId",1,"string","s","one",""],["consumerId",2,"string","s","one",""]],"LayersChanged":[["roomId",1,"string","s","one",""],["consumerId",2,"string","s","one",""],["spatialLayer",3,"int32","s","one",""],["temporalLayer",4,"int32","s","one",""]],"ProduceData":[["roomId",1,"string","s","one",""],["transportId",2,"string","s","one",""],["sctpStreamParametersJson",3,"string","s","one",""],["topic",4,"string","s","one",""]],"DataProduced":[["dataProducerId",1,"string","s","one",""]],"CloseDataProducer":[["roomId",1,"string","s","one",""],["dataProducerId",2,"string","s","one",""]],"ConsumeData":[["roomId",1,"string","s","one",""],["transportId",2,"string","s","one",""],["topics",3,"string","s","list",""]],"DataConsumerOpened":[["roomId",1,"string","s","one",""],["dataConsumerId",2,"string","s","one",""],["dataProducerId",3,"string","s","one",""],["memberId",4,"string","s","one",""],["topic",5,"string","s","one",""],["sctpStreamParametersJson",6,"string","s","one",""]],"DataConsumerClosed":[["roomId",1,"string","s","one",""],["dataConsumerId",2,"string","s","one",""]],"SpeakersChanged":[["roomId",1,"string","s","one",""],["speakers",2,"SpeakerLevel","m","list",""],["dominantMemberId",3,"string","s","one",""]],"SpeakerLevel":[["memberId",1,"string","s","one",""],["level",2,"uint32","s","one",""]],"ConnectionQuality":[["roomId",1,"string","s","one",""],["members",2,"MemberQuality","m","list",""]],"MemberQuality":[["memberId",1,"string","s","one",""],["score",2,"uint32","s","one",""]],"GetMediaStats":[["roomId",1,"string","s","one",""]],"MediaStats":[["statsJson",1,"string","s","one",""]],"Grants":[["publishAudio",1,"bool","s","one",""],["publishVideo",2,"bool","s","one",""],["publishScreen",3,"bool","s","one",""],["publishData",4,"bool","s","one",""],["subscribe",5,"bool","s","one",""],["chat",6,"bool","s","one",""],["moderate",7,"bool","s","one",""],["bypassLobby",8,"bool","s","one",""],["hidden",9,"bool","s","one",""]],"MediumState":[["medium",1,"Medium","e","one",""],["selfMuted",2,"bool","s","one",""],["moderatorMuted",3,"bool","s","one",""],["published",4,"bool","s","one",""],["source",5,"MediaSource","e","one",""],["producerId",6,"string","s","one",""],["mayFlow",7,"bool","s","one",""]],"Attribute":[["key",1,"string","s","one",""],["value",2,"string","s","one",""],["version",3,"uint32","s","one",""]],"Member":[["memberId",1,"string","s","one",""],["userId",2,"string","s","one",""],["displayName",3,"string","s","one",""],["avatar",4,"string","s","one",""],["role",5,"Role","e","one",""],["presence",6,"Presence","e","one",""],["grants",7,"Grants","m","one",""],["media",8,"MediumState","m","list",""],["handRaisedAtMs",9,"double","s","one",""],["attributes",10,"Attribute","m","list",""],["joinedAtMs",11,"double","s","one",""],["pushGeneration",12,"uint32","s","one",""]],"FloorRequestInfo":[["requestId",1,"string","s","one",""],["memberId",2,"string","s","one",""],["requestedBy",3,"string","s","one",""],["floorIds",4,"string","s","list",""],["status",5,"FloorRequestStatus","e","one",""],["priority",6,"uint32","s","one",""],["queuePosition",7,"uint32","s","one",""],["requestedAtMs",8,"double","s","one",""],["grantedAtMs",9,"double","s","one",""],["expiresAtMs",10,"double","s","one",""],["cause",11,"FloorCause","e","one",""],["warned",12,"bool","s","one",""]],"Floor":[["floorId",1,"string","s","one",""],["medium",2,"Medium","e","one",""],["policy",3,"FloorPolicy","e","one",""],["maxHolders",4,"uint32","s","one",""],["chairMemberId",5,"string","s","one",""],["turnMs",6,"uint32","s","one",""],["graceMs",7,"uint32","s","one",""],["idleMs",8,"uint32","s","one",""],["confirmMs",9,"uint32","s","one",""],["requests",10,"FloorRequestInfo","m","list",""],["warnMs",11,"uint32","s","one",""],["chairFallback",12,"ChairFallback","e","one",""],["chairAbsent",13,"bool","s","one",""]],"ChatMessage":[["messageId",1,"string","s","one",""],["memberId",2,"string","s","one",""],["displayName",3,"string","s","one",""],["text",4,"string","s","one",""],["sentAtMs",5,"double","s","one",""]],"LobbyEntry":[["userId",1,"string","s","one",""],["displayName",2,"string","s","one",""],["askedAtMs",3,"double","s","one",""]],"RoomPolicy":[["locked",1,"bool","s","one",""],["lobby",2,"bool","s","one",""],["unmuteLocked",3,"Medium","e","list",""],["unmuteAllowed",4,"string","s","list",""]],"RoomSnapshot":[["roomId",1,"string","s","one",""],["scene",2,"Scene","e","one",""],["epoch",3,"string","s","one",""],["offset",4,"uint32","s","one",""],["policy",5,"RoomPolicy","m","one",""],["members",6,"Member","m","list",""],["floors",7,"Floor","m","list",""],["attributes",8,"Attribute","m","list",""],["chat",9,"ChatMessage","m","list",""],["mediaGeneration",10,"uint32","s","one",""],["createdAtMs",11,"double","s","one",""],["lobby",12,"LobbyEntry","m","list",""],["audienceCount",13,"uint32","s","one",""]],"Change":[["memberJoined",1,"MemberJoined","m","one","body"],["memberLeft",2,"MemberLeft","m","one","body"],["presenceChanged",3,"PresenceChanged","m","one","body"],["mediumChanged",4,"MediumChanged","m","one","body"],["roleChanged",5,"RoleChanged","m","one","body"],["grantsChanged",6,"GrantsChanged","m","one","body"],["handChanged",7,"HandChanged","m","one","body"],["memberAttributesChanged",8,"MemberAttributesChanged","m","one","body"],["roomAttributesChanged",9,"RoomAttributesChanged","m","one","body"],["policyChanged",10,"PolicyChanged","m","one","body"],["floorChanged",11,"FloorChanged","m","one","body"],["floorRemoved",12,"FloorRemoved","m","one","body"],["chatSent",13,"ChatSent","m","one","body"],["dataSent",14,"DataSent","m","one","body"],["mediaReset",15,"MediaReset","m","one","body"],["lobbyChanged",16,"LobbyChanged","m","one","body"],["roomClosed",17,"RoomClosed","m","one","body"],["unmuteInvited",18,"UnmuteInvited","m","one","body"],["audienceCountChanged",19,"AudienceCountChanged","m","one","body"],["floorRequestEnded",20,"FloorRequestEnded","m","one","body"],["pushGenerationRaised",21,"PushGenerationRaised","m","one","body"]],"MemberJoined":[["member",1,"Member","m","one",""]],"MemberLeft":[["memberId",1,"string","s","one",""],["reason",2,"LeaveReason","e","one",""]],"PresenceChanged":[["memberId",1,"string","s","one",""],["presence",2,"Presence","e","one",""]],"MediumChanged":[["memberId",1,"string","s","one",""],["state",2,"MediumState","m","one",""]],"RoleChanged":[["memberId",1,"string","s","one",""],["role",2,"Role","e","one",""]],"GrantsChanged":[["memberId",1,"string","s","one",""],["grants",2,"Grants","m","one",""]],"PushGenerationRaised":[["memberId",1,"string","s","one",""],["pushGeneration",2,"uint32","s","one",""]],"HandChanged":[["memberId",1,"string","s","one",""],["handRaisedAtMs",2,"double","s","one",""]],"MemberAttributesChanged":[["memberId",1,"string","s","one",""],["attributes",2,"Attribute","m","list",""]],"RoomAttributesChanged":[["attributes",1,"Attribute","m","list",""]],"PolicyChanged":[["policy",1,"RoomPolicy","m","one",""]],"FloorChanged":[["floor",1,"Floor","m","one",""]],"FloorRemoved":[["floorId",1,"string","s","one",""]],"FloorRequestEnded":[["request",1,"FloorRequestInfo","m","one",""]],"ChatSent":[["message",1,"ChatMessage","m","one",""]],"DataSent":[["memberId",1,"string","s","one",""],["topic",2,"string","s","one",""],["payload",3,"bytes","s","one",""],["to",4,"string","s","list",""]],"MediaReset":[["mediaGeneration",1,"uint32","s","one",""],["memberIds",2,"string","s","list",""]],"LobbyChanged":[["lobby",1,"LobbyEntry","m","list",""]],"RoomClosed":[["reason",1,"LeaveReason","e","one",""]],"UnmuteInvited":[["memberId",1,"string","s","one",""],["medium",2,"Medium","e","one",""]],"AudienceCountChanged":[["audienceCount",1,"uint32","s","one",""]],"RoomDelta":[["roomId",1,"string","s","one",""],["epoch",2,"string","s","one",""],["prevOffset",3,"uint32","s","one",""],["offset",4,"uint32","s","one",""],["atMs",5,"double","s","one",""],["events",6,"DeltaEvent","m","list",""],["stateHash",7,"fixed32","s","one",""]],"DeltaEvent":[["offset",1,"uint32","s","one",""],["actor",2,"string","s","one",""],["causeId",3,"uint32","s","one",""],["change",4,"Change","m","one",""]],"ClientFrame":[["id",1,"uint32","s","one",""],["hello",2,"Hello","m","one","body"],["ping",3,"Ping","m","one","body"],["pong",4,"Pong","m","one","body"],["joinRoom",10,"JoinRoom","m","one","body"],["leaveRoom",11,"LeaveRoom","m","one","body"],["subscribe",12,"Subscribe","m","one","body"],["unsubscribe",13,"Unsubscribe","m","one","body"],["setPresence",14,"SetPresence","m","one","body"],["getSnapshot",15,"GetSnapshot","m","one","body"],["listMembers",16,"ListMembers","m","one","body"],["setSelfMute",20,"SetSelfMute","m","one","body"],["setModeratorMute",21,"SetModeratorMute","m","one","body"],["muteAll",22,"MuteAll","m","one","body"],["inviteToUnmute",23,"InviteToUnmute","m","one","body"],["kick",30,"Kick","m","one","body"],["ban",31,"Ban","m","one","body"],["unban",32,"Unban","m","one","body"],["lockRoom",33,"LockRoom","m","one","body"],["admit",34,"Admit","m","one","body"],["deny",35,"Deny","m","one","body"],["setRole",36,"SetRole","m","one","body"],["transferChair",37,"TransferChair","m","one","body"],["setGrants",38,"SetGrants","m","one","body"],["closeRoom",39,"CloseRoom","m","one","body"],["requestFloor",40,"RequestFloor","m","one","body"],["cancelFloorRequest",41,"CancelFloorRequest","m","one","body"],["releaseFloor",42,"ReleaseFloor","m","one","body"],["decideFloor",43,"DecideFloor","m","one","body"],["confirmFloor",44,"ConfirmFloor","m","one","body"],["configureFloor",45,"ConfigureFloor","m","one","body"],["setFloorChair",46,"SetFloorChair","m","one","body"],["setRoomAttributes",50,"SetRoomAttributes","m","one","body"],["setMemberAttributes",51,"SetMemberAttributes","m","one","body"],["raiseHand",52,"RaiseHand","m","one","body"],["lowerAllHands",53,"LowerAllHands","m","one","body"],["sendChat",60,"SendChat","m","one","body"],["sendData",61,"SendData","m","one","body"],["getRtpCapabilities",70,"GetRtpCapabilities","m","one","body"],["createTransport",71,"CreateTransport","m","one","body"],["connectTransport",72,"ConnectTransport","m","one","body"],["restartIce",73,"RestartIce","m","one","body"],["produce",74,"Produce","m","one","body"],["closeProducer",75,"CloseProducer","m","one","body"],["setSubscriptions",76,"SetSubscriptions","m","one","body"],["resumeConsumer",77,"ResumeConsumer","m","one","body"],["pauseConsumer",78,"PauseConsumer","m","one","body"],["setPreferredLayers",79,"SetPreferredLayers","m","one","body"],["requestKeyFrame",80,"RequestKeyFrame","m","one","body"],["produceData",81,"ProduceData","m","one","body"],["closeDataProducer",82,"CloseDataProducer","m","one","body"],["consumeData",83,"ConsumeData","m","one","body"],["getMediaStats",84,"GetMediaStats","m","one","body"],["getPushUrl",90,"GetPushUrl","m","one","body"],["getPlayUrls",91,"GetPlayUrls","m","one","body"],["simulate",100,"Simulate","m","one","body"]],"ServerFrame":[["replyTo",1,"uint32","s","one",""],["welcome",2,"Welcome","m","one","body"],["pong",3,"Pong","m","one","body"],["ping",4,"Ping","m","one","body"],["error",5,"Error","m","one","body"],["ack",6,"Ack","m","one","body"],["joined",10,"Joined","m","one","body"],["subscribed",11,"Subscribed","m","one","body"],["selfReport",12,"SelfReport","m","one","body"],["roomEnded",13,"RoomEnded","m","one","body"],["snapshotResult",14,"SnapshotResult","m","one","body"],["memberPage",15,"MemberPage","m","one","body"],["lobbyWaiting",16,"LobbyWaiting","m","one","body"],["floorRequested",17,"FloorRequested","m","one","body"],["selfChanged",18,"SelfChanged","m","one","body"],["roomDelta",20,"RoomDelta","m","one","body"],["speakersChanged",21,"SpeakersChanged","m","one","body"],["connectionQuality",22,"ConnectionQuality","m","one","body"],["lossyData",23,"LossyData","m","one","body"],["goingAway",24,"GoingAway","m","one","body"],["rtpCapabilities",70,"RtpCapabilitiesResult","m","one","body"],["transportCreated",71,"TransportCreated","m","one","body"],["iceRestarted",72,"IceRestarted","m","one","body"],["produced",73,"Produced","m","one","body"],["consumerOpened",74,"ConsumerOpened","m","one","body"],["consumerClosed",75,"ConsumerClosed","m","one","body"],["layersChanged",76,"LayersChanged","m","one","body"],["dataProduced",77,"DataProduced","m","one","body"],["dataConsumerOpened",78,"DataConsumerOpened","m","one","body"],["dataConsumerClosed",79,"DataConsumerClosed","m","one","body"],["mediaStats",80,"MediaStats","m","one","body"],["pushUrl",90,"PushUrlResult","m","one","body"],["playUrls",91,"PlayUrlsResult","m","one","body"]],"Hello":[["token",1,"string","s","one",""],["protocol",2,"uint32","s","one",""],["client",3,"string","s","one",""],["features",4,"string","s","list",""],["resumeToken",5,"string","s","one",""]],"Welcome":[["sessionId",1,"string","s","one",""],["resumeToken",2,"string","s","one",""],["resumed",3,"bool","s","one",""],["pingIntervalMs",4,"uint32","s","one",""],["limits",5,"Limits","m","one",""],["serverTimeMs",6,"double","s","one",""],["node",7,"string","s","one",""],["features",8,"string","s","list",""],["protocol",9,"uint32","s","one",""],["userId",10,"string","s","one",""],["userName",11,"string","s","one",""]],"Limits":[["maxFrameBytes",1,"uint32","s","one",""],["maxRoomsPerSession",2,"uint32","s","one",""],["maxFramesPerSecond",3,"uint32","s","one",""]],"Ping":[["sentAtMs",1,"double","s","one",""]],"Pong":[["sentAtMs",1,"double","s","one",""],["serverTimeMs",2,"double","s","one",""]],"Error":[["code",1,"uint32","s","one",""],["name",2,"string","s","one",""],["message",3,"string","s","one",""],["retry",4,"Retry","e","one",""],["retryAfterMs",5,"uint32","s","one",""]],"Ack":[["offset",1,"uint32","s","one",""]],"GoingAway":[["error",1,"Error","m","one",""],["reconnectAfterMs",2,"uint32","s","one",""]],"RoomRef":[["type",1,"string","s","one",""],["params",2,"string","s","map",""]],"Profile":[["displayName",1,"string","s","one",""],["avatar",2,"string","s","one",""],["attributes",3,"Attribute","m","list",""]],"Position":[["epoch",1,"string","s","one",""],["offset",2,"uint32","s","one",""]],"JoinRoom":[["roomId",1,"string","s","one",""],["room",2,"RoomRef","m","one",""],["profile",3,"Profile","m","one",""],["since",4,"Position","m","one",""],["subscribe",5,"string","s","list",""],["scene",6,"Scene","e","one",""],["belief",7,"SelfBelief","m","one",""]],"SelfBelief":[["media",1,"MediumState","m","list",""],["heldFloors",2,"string","s","list",""],["mediaGeneration",3,"uint32","s","one",""],["role",4,"Role","e","one",""],["pushGeneration",5,"uint32","s","one",""]],"Joined":[["roomId",1,"string","s","one",""],["memberId",2,"string","s","one",""],["position",3,"Position","m","one",""],["resumed",4,"bool","s","one",""],["recovered",5,"bool","s","one",""],["snapshot",6,"RoomSnapshot","m","one",""],["deltas",7,"RoomDelta","m","list",""],["selfReport",8,"SelfReport","m","one",""],["self",9,"Member","m","one",""]],"SelfChanged":[["roomId",1,"string","s","one",""],["self",2,"Member","m","one",""]],"SelfReport":[["roomId",1,"string","s","one",""],["self",2,"Member","m","one",""],["differences",3,"SelfDifference","m","list",""],["position",4,"Position","m","one",""]],"SelfDifference":[["what",1,"string","s","one",""],["cause",2,"string","s","one",""],["atMs",3,"double","s","one",""]],"LeaveRoom":[["roomId",1,"string","s","one",""],["reason",2,"LeaveReason","e","one",""]],"RoomEnded":[["roomId",1,"string","s","one",""],["reason",2,"LeaveReason","e","one",""],["error",3,"Error","m","one",""]],"Subscribe":[["roomId",1,"string","s","one",""],["topics",2,"string","s","list",""]],"Unsubscribe":[["roomId",1,"string","s","one",""],["topics",2,"string","s","list",""]],"Subscribed":[["topics",1,"string","s","list",""],["snapshot",2,"RoomSnapshot","m","one",""]],"GetSnapshot":[["roomId",1,"string","s","one",""],["hashMismatch",2,"bool","s","one",""]],"SnapshotResult":[["snapshot",1,"RoomSnapshot","m","one",""]],"ListMembers":[["roomId",1,"string","s","one",""],["afterMemberId",2,"string","s","one",""],["limit",3,"uint32","s","one",""]],"MemberPage":[["members",1,"Member","m","list",""],["total",2,"uint32","s","one",""],["more",3,"bool","s","one",""]],"LobbyWaiting":[["roomId",1,"string","s","one",""]],"SetPresence":[["roomId",1,"string","s","one",""],["presence",2,"Presence","e","one",""],["reason",3,"string","s","one",""],["position",4,"Position","m","one",""],["belief",5,"SelfBelief","m","one",""]],"SetSelfMute":[["roomId",1,"string","s","one",""],["medium",2,"Medium","e","one",""],["muted",3,"bool","s","one",""]],"SetModeratorMute":[["roomId",1,"string","s","one",""],["memberId",2,"string","s","one",""],["medium",3,"Medium","e","one",""],["muted",4,"bool","s","one",""]],"MuteAll":[["roomId",1,"string","s","one",""],["media",2,"Medium","e","list",""],["except",3,"string","s","list",""],["allowUnmute",4,"bool","s","one",""]],"InviteToUnmute":[["roomId",1,"string","s","one",""],["memberId",2,"string","s","one",""],["medium",3,"Medium","e","one",""]],"Kick":[["roomId",1,"string","s","one",""],["memberId",2,"string","s","one",""],["reason",3,"string","s","one",""]],"Ban":[["roomId",1,"string","s","one",""],["userId",2,"string","s","one",""],["reason",3,"string","s","one",""],["durationMs",4,"uint32","s","one",""]],"Unban":[["roomId",1,"string","s","one",""],["userId",2,"string","s","one",""]],"LockRoom":[["roomId",1,"string","s","one",""],["locked",2,"bool","s","one",""],["lobby",3,"bool","s","one",""]],"Admit":[["roomId",1,"string","s","one",""],["userId",2,"string","s","one",""]],"Deny":[["roomId",1,"string","s","one",""],["userId",2,"string","s","one",""]],"SetRole":[["roomId",1,"string","s","one",""],["memberId",2,"string","s","one",""],["role",3,"Role","e","one",""]],"TransferChair":[["roomId",1,"string","s","one",""],["memberId",2,"string","s","one",""]],"SetGrants":[["roomId",1,"string","s","one",""],["memberId",2,"string","s","one",""],["grants",3,"Grants","m","one",""]],"CloseRoom":[["roomId",1,"string","s","one",""]],"RequestFloor":[["roomId",1,"string","s","one",""],["floorIds",2,"string","s","list",""],["priority",3,"uint32","s","one",""],["beneficiary",4,"string","s","one",""],["ttlMs",5,"uint32","s","one",""]],"FloorRequested":[["requestId",1,"string","s","one",""],["status",2,"FloorRequestStatus","e","one",""],["queuePosition",3,"uint32","s","one",""],["offset",4,"uint32","s","one",""]],"CancelFloorRequest":[["roomId",1,"string","s","one",""],["requestId",2,"string","s","one",""]],"ReleaseFloor":[["roomId",1,"string","s","one",""],["requestId",2,"string","s","one",""],["floorId",3,"string","s","one",""]],"DecideFloor":[["roomId",1,"string","s","one",""],["requestId",2,"string","s","one",""],["decision",3,"FloorDecision","e","one",""],["queuePosition",4,"uint32","s","one",""]],"ConfirmFloor":[["roomId",1,"string","s","one",""],["requestId",2,"string","s","one",""]],"SetFloorChair":[["roomId",1,"string","s","one",""],["floorId",2,"string","s","one",""],["memberId",3,"string","s","one",""]],"ConfigureFloor":[["roomId",1,"string","s","one",""],["floor",2,"Floor","m","one",""],["remove",3,"bool","s","one",""]],"SetRoomAttributes":[["roomId",1,"string","s","one",""],["attributes",2,"Attribute","m","list",""],["force",3,"bool","s","one",""]],"SetMemberAttributes":[["roomId",1,"string","s","one",""],["memberId",2,"string","s","one",""],["attributes",3,"Attribute","m","list",""],["force",4,"bool","s","one",""]],"RaiseHand":[["roomId",1,"string","s","one",""],["raised",2,"bool","s","one",""],["memberId",3,"string","s","one",""]],"LowerAllHands":[["roomId",1,"string","s","one",""]],"SendChat":[["roomId",1,"string","s","one",""],["text",2,"string","s","one",""]],"SendData":[["roomId",1,"string","s","one",""],["topic",2,"string","s","one",""],["to",3,"string","s","list",""],["payload",4,"bytes","s","one",""],["lossy",5,"bool","s","one",""]],"LossyData":[["roomId",1,"string","s","one",""],["memberId",2,"string","s","one",""],["topic",3,"string","s","one",""],["payload",4,"bytes","s","one",""],["offset",5,"uint32","s","one",""]],"Simulate":[["roomId",1,"string","s","one",""],["fault",2,"Simulate.Fault","e","one",""],["durationMs",3,"uint32","s","one",""]]};

/** Numbers of each enum by name, for the JSON codec. */
export const ENUM_VALUES: Readonly<Record<string, Readonly<Record<string, number>>>> = {"TransportDirection":{"TRANSPORT_DIRECTION_UNSPECIFIED":0,"SEND":1,"RECEIVE":2},"Medium":{"MEDIUM_UNSPECIFIED":0,"AUDIO":1,"VIDEO":2,"SCREEN":3,"DATA":4},"Role":{"ROLE_UNSPECIFIED":0,"CHAIR":1,"SPEAKER":2,"AUDIENCE":3,"DEVICE":4},"Presence":{"PRESENCE_UNSPECIFIED":0,"ONLINE":1,"SUSPECT":2,"BACKGROUND":3},"MediaSource":{"SOURCE_NONE":0,"WEBRTC":1,"RTMP":2},"Scene":{"SCENE_UNSPECIFIED":0,"CALL":1,"CONFERENCE":2,"LIVE":3,"REMOTE":4},"LeaveReason":{"LEAVE_REASON_UNSPECIFIED":0,"LEFT":1,"REPLACED":2,"KICKED":3,"BANNED":4,"TIMED_OUT":5,"BACKGROUND_TIMED_OUT":6,"ROOM_CLOSED":7,"SERVER_SHUTDOWN":8,"TOKEN_EXPIRED":9,"ALONE":10,"ROOM_EXPIRED":11},"FloorPolicy":{"FLOOR_POLICY_UNSPECIFIED":0,"OPEN":1,"QUEUE":2,"PRIORITY":3,"LEAST_SPOKEN":4,"CHAIRED":5,"TURNS":6},"ChairFallback":{"CHAIR_FALLBACK_UNSPECIFIED":0,"WAIT_FOR_CHAIR":1,"QUEUE_WITHOUT_CHAIR":2,"OPEN_WITHOUT_CHAIR":3},"FloorRequestStatus":{"FLOOR_REQUEST_STATUS_UNSPECIFIED":0,"PENDING":1,"ACCEPTED":2,"GRANTED":3,"DENIED":4,"CANCELLED":5,"RELEASED":6,"REVOKED":7,"REVOKING":16,"CONFIRMING":17},"FloorCause":{"FLOOR_CAUSE_UNSPECIFIED":0,"REQUESTED":1,"TURN_OVER":2,"IDLE":3,"PREEMPTED":4,"BY_CHAIR":5,"MEMBER_AWAY":6,"MEMBER_LEFT":7,"REQUEST_EXPIRED":8,"NOT_CONFIRMED":9,"POLICY_CHANGED":10,"NO_GRANT":11,"OTHER_FLOOR":12},"Retry":{"NEVER":0,"SAME_SOCKET":1,"RECONNECT":2,"REJOIN":3},"FloorDecision":{"FLOOR_DECISION_UNSPECIFIED":0,"GRANT":1,"DENY":2,"REVOKE":3,"REORDER":4},"Simulate.Fault":{"FAULT_UNSPECIFIED":0,"DROP_SOCKET":1,"KILL_WORKER":2,"PAUSE_CLIENT":3}};

/** SHA-256 of proto/**; pinned to the protocol version by a test. */
export const SCHEMA_HASH = '6cdb3c19c75235e220e6793d8c5deeb45a76855622af276a828152c270273a57';
