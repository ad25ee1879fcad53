/**
 * Members each alone in a room of ours, who raise and lower their hands: a command that takes the whole path, answered by
 * its Ack, with nobody else to tell. As a crowd of rooms of one, where being answered is what counts as received.
 */
import { signToken } from '../../support/tokens.ts';
import { inParallel } from '../in-parallel.ts';
import { JoiningMember } from '../joining-member.ts';
import { type Crowd, OPEN_AT_ONCE } from './crowd.ts';

export async function openAckCrowd(port: number, connections: number, label: string): Promise<Crowd> {
  const roomName = (index: number): string => `${label}-${index}`;
  const answered = new Array<number>(connections).fill(0);
  const raised = new Array<boolean>(connections).fill(false);
  const crowd: Crowd = {
    onReceived: () => undefined,
    send: (room, count) => {
      const commands = Array.from({ length: count }, () => {
        const isRaised = raised[room] !== true;
        raised[room] = isRaised;
        return { raiseHand: { roomId: roomName(room), raised: isRaised } };
      });
      members[room]?.sendAll(commands);
    },
    fault: () => members.find(({ fault }) => fault !== undefined)?.fault,
    close: () => {
      for (const member of members) member.drop();
    },
  };
  const members = await inParallel(connections, OPEN_AT_ONCE, (index) =>
    JoiningMember.enter({
      port,
      token: signToken(`${label}-${index}`),
      roomId: roomName(index),
      onAck: () => {
        const number = (answered[index] ?? 0) + 1;
        answered[index] = number;
        crowd.onReceived(index, number, number);
      },
    }),
  );
  return crowd;
}
