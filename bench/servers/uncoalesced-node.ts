/**
 * Our node with the gathering of a turn's events switched off: what each command changes leaves at once, as a delta of its
 * own. A reference for storms, nothing that anybody should run. Preloaded before src/main.ts.
 */
import { RoomHost } from '../../src/room-host/room-host.ts';

const { execute } = RoomHost.prototype;

RoomHost.prototype.execute = function atOnce(...given) {
  const outcome = execute.apply(this, given);
  this.flush();
  return outcome;
};
