/** Members of the RoomService API, in rooms of four: they log in, come in as pushers, and send heartbeats. */
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpPipe } from './http-pipe.ts';

const PIPES = 256;
const AT_ONCE = 128;
export const MEMBERS_PER_ROOM = 4;
const BEAT_MS = 7000;
const TICK_MS = 10;

/** Runs `work` for each index, so many at a time. */
async function forEach(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

export class WeappCrowd {
  readonly #pipes: readonly HttpPipe[];
  /** Of each member, ready to be sent. */
  readonly #beats: readonly string[];
  #next = 0;

  private constructor(pipes: readonly HttpPipe[], beats: readonly string[]) {
    this.#pipes = pipes;
    this.#beats = beats;
  }

  static async gather(port: number, size: number): Promise<WeappCrowd> {
    const pipes = await Promise.all(Array.from({ length: PIPES }, () => HttpPipe.open(port)));
    const beats: string[] = [];
    const crowd = new WeappCrowd(pipes, beats);
    let isGathering = true;
    // Who came first would be taken for gone before the last is in.
    const kept = crowd.#beatWhile(() => isGathering);
    try {
      await forEach(size, async (index) => {
        const pipe = pipes[index % PIPES];
        if (pipe === undefined) throw new Error('no connection');
        beats.push(await enter(pipe, `bench-${Math.floor(index / MEMBERS_PER_ROOM)}`));
      });
    } finally {
      isGathering = false;
    }
    await kept;
    return crowd;
  }

  /**
   * Heartbeats of all, evenly, for that long.
   * @returns how many were answered
   * @throws Error when one was refused
   */
  async beat(forMs: number): Promise<number> {
    const endsAt = performance.now() + forMs;
    return this.#beatWhile(() => performance.now() < endsAt);
  }

  close(): void {
    for (const pipe of this.#pipes) pipe.close();
  }

  /** In turn, evenly, as many as are in by then. A failure is thrown at the end: nobody waits for an answer before. */
  async #beatWhile(isOn: () => boolean): Promise<number> {
    const answers: Promise<void>[] = [];
    let due = 0;
    let failure: Error | undefined;
    for (let lastAt = performance.now(); isOn(); ) {
      await sleep(TICK_MS);
      const now = performance.now();
      due += ((now - lastAt) / BEAT_MS) * this.#beats.length;
      lastAt = now;
      while (answers.length < due) {
        const answer = this.#beatOne().catch((error: unknown) => {
          failure ??= error instanceof Error ? error : new Error(String(error));
        });
        answers.push(answer);
      }
    }
    await Promise.all(answers);
    if (failure !== undefined) throw failure;
    return answers.length;
  }

  async #beatOne(): Promise<void> {
    const index = this.#next % this.#beats.length;
    this.#next += 1;
    const answer = await this.#pipes[index % PIPES]?.send(this.#beats[index] ?? '');
    if (answer?.includes('"code":0') !== true) throw new Error(`a heartbeat was refused: ${answer}`);
  }
}

/** Logs in and comes in; gives the member's heartbeat. */
async function enter(pipe: HttpPipe, roomID: string): Promise<string> {
  const json = async (request: string): Promise<Readonly<Record<string, string>>> => {
    const answer = JSON.parse(await pipe.send(request)) as Readonly<Record<string, string>> & {
      readonly code?: number;
    };
    if (answer.code !== 0) throw new Error(`refused: ${JSON.stringify(answer)}`);
    return answer;
  };
  const {
    userID = '',
    sdkAppID = '',
    accType = '',
    userSig = '',
  } = await json(HttpPipe.get('/weapp/utils/get_login_info?userIDPrefix=bench'));
  const login = new URLSearchParams({ sdkAppID: String(sdkAppID), accountType: accType, userID, userSig });
  const { token } = await json(HttpPipe.post(`/weapp/multi_room/login?${login}`, {}));
  const path = (method: string): string => `/weapp/multi_room/${method}?userID=${userID}&token=${token}`;
  const { pushURL } = await json(HttpPipe.post(path('get_push_url'), { userID, roomID }));
  await json(HttpPipe.post(path('add_pusher'), { roomID, userID, userName: 'bench', userAvatar: '', pushURL }));
  return HttpPipe.post(path('pusher_heartbeat'), { roomID, userID });
}
