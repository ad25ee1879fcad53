import type { ClientRoom } from '../../../client/client-room.ts';
import { FloorDecision, Medium, Role } from '../../../wire/generated/messages.ts';
import { type FloorForm, floorChange } from '../floor-form.ts';
import type { Actions } from '../store/app-state.ts';
import { mediumNumber } from '../store/build-call-view.ts';

type RoomActions = Pick<
  Actions,
  | 'toggleHand'
  | 'sendChat'
  | 'setModeratorMute'
  | 'inviteToUnmute'
  | 'muteAll'
  | 'setRole'
  | 'lowerHand'
  | 'lowerAllHands'
  | 'kick'
  | 'lockRoom'
  | 'setDoor'
  | 'setMicrophoneFloor'
  | 'closeRoom'
  | 'admit'
  | 'deny'
  | 'requestFloor'
  | 'cancelFloor'
  | 'releaseFloor'
  | 'confirmFloor'
  | 'decideFloor'
  | 'askPushUrl'
  | 'askPlayUrls'
>;

const FLOOR_DECISIONS = {
  grant: FloorDecision.GRANT,
  deny: FloorDecision.DENY,
  revoke: FloorDecision.REVOKE,
} as const;

async function changeFloor(room: ClientRoom, form: FloorForm): Promise<void> {
  const change = floorChange(form, room.state.floors);
  if (change?.type === 'configure') await room.configureFloor(change.floor);
  else if (change?.type === 'remove') await room.removeFloor(change.floorId);
}

/** Actions that are one command to the room. Without a room they do nothing; refusals go to `report`. */
export function roomActions(getRoom: () => ClientRoom | undefined, report: (error: unknown) => void): RoomActions {
  const run = (command: (room: ClientRoom) => Promise<unknown>): void => {
    const room = getRoom();
    if (room !== undefined) command(room).catch(report);
  };
  const get = async <T>(command: (room: ClientRoom) => Promise<T>): Promise<T | null> => {
    const room = getRoom();
    if (room === undefined) return null;
    try {
      return await command(room);
    } catch (error) {
      report(error);
      return null;
    }
  };
  /** Commands answer with an offset: whatever it is, the server took it. */
  const ask = async (command: (room: ClientRoom) => Promise<number>): Promise<boolean> => (await get(command)) !== null;
  return {
    toggleHand: () => run((room) => room.raiseHand((room.self?.handRaisedAtMs ?? 0) === 0)),
    sendChat: (text) => ask((room) => room.sendChat(text)),
    setModeratorMute: (memberId, medium, muted) =>
      run((room) => room.setModeratorMute(memberId, mediumNumber(medium), muted)),
    inviteToUnmute: (memberId, medium) => run((room) => room.inviteToUnmute(memberId, mediumNumber(medium))),
    muteAll: (allowUnmute) => run((room) => room.muteAll({ media: [Medium.AUDIO], allowUnmute })),
    setRole: (memberId, role) =>
      run((room) => room.setRole(memberId, role === 'speaker' ? Role.SPEAKER : Role.AUDIENCE)),
    lowerHand: (memberId) => run((room) => room.lowerHand(memberId)),
    lowerAllHands: () => run((room) => room.lowerAllHands()),
    kick: (memberId) => run((room) => room.kick(memberId)),
    lockRoom: (locked) => run((room) => room.lockRoom({ locked, lobby: room.state.policy.lobby })),
    setDoor: (door) => ask((room) => room.lockRoom(door)),
    setMicrophoneFloor: (form) => run((room) => changeFloor(room, form)),
    closeRoom: () => run((room) => room.closeRoom()),
    admit: (userId) => run((room) => room.admit(userId)),
    deny: (userId) => run((room) => room.deny(userId)),
    requestFloor: (floorId) => run((room) => room.requestFloor([floorId])),
    cancelFloor: (requestId) => run((room) => room.cancelFloorRequest(requestId)),
    releaseFloor: (requestId) => run((room) => room.releaseFloor({ requestId })),
    confirmFloor: (requestId) => run((room) => room.confirmFloor(requestId)),
    askPushUrl: () => get((room) => room.getPushUrl()),
    askPlayUrls: (memberId) => get((room) => room.getPlayUrls(memberId)),
    decideFloor: (requestId, decision) => run((room) => room.decideFloor(requestId, FLOOR_DECISIONS[decision])),
  };
}
