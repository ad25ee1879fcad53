import { describe, expect, test, vi } from 'vitest';
import { parseUserId } from '../../../src/shared/ids.ts';
import { MediumPublisher } from '../../../web/src/session/medium-publisher.ts';
import { parseUrlOptions, roomLink } from '../../../web/src/session/url-options.ts';
import { slugOf } from '../../../web/src/session/user-slug.ts';

describe('address', () => {
  test('[WEB-11] everything may be asked for', () => {
    expect(
      parseUrlOptions(
        '?room=r1&name=Ada&user=ada-1&autojoin=1&cam=0&mic=0&codec=vp8&simulcast=0&role=chair&lang=zh&encoding=json&token=t',
      ),
    ).toEqual({
      room: 'r1',
      name: 'Ada',
      user: 'ada-1',
      locale: 'zh',
      autojoin: true,
      camera: false,
      microphone: false,
      simulcast: false,
      codec: 'vp8',
      encoding: 'json',
      role: 'chair',
      token: 't',
    });
  });

  test('[WEB-11] nothing asked for, or nothing valid, gives the defaults', () => {
    const defaults = parseUrlOptions('');
    expect(defaults).toMatchObject({
      room: undefined,
      autojoin: false,
      camera: true,
      microphone: true,
      encoding: 'protobuf',
    });
    expect(parseUrlOptions('?room=../x&user=%20&codec=mp3&encoding=xml&autojoin=yes&name=%20')).toEqual(defaults);
    expect(parseUrlOptions(`?name=${'x'.repeat(80)}`).name).toHaveLength(64);
  });

  test('[WEB-11] the copied link carries the room and nothing personal', () => {
    const link = roomLink('https://x.test/rtc/?room=old&name=Ada&token=secret&autojoin=1#a', 'new');
    expect(link).toBe('https://x.test/rtc/?room=new');
  });

  test.each(['Ada Lovelace', '王小明', '', '../../', 'é'.repeat(90)])(
    '[WEB-10] the name %j gives a valid user id',
    (name) => {
      expect(parseUserId(`${slugOf(name)}-0a1b2c3d`)).toBeDefined();
    },
  );
});

interface Step {
  readonly call: string;
  readonly settle: (error?: Error) => void;
}

/** A sender whose steps end when the test says so. */
function manualSender() {
  const steps: Step[] = [];
  const step = (call: string): Promise<void> =>
    new Promise((resolve, reject) => {
      steps.push({ call, settle: (error) => (error === undefined ? resolve() : reject(error)) });
    });
  return {
    steps,
    sender: {
      publish: (track: string) => step(`publish ${track}`),
      replaceTrack: (track: string) => step(`replace ${track}`),
      unpublish: () => step('unpublish'),
    },
  };
}

describe('publishing', () => {
  const settleLast = async (steps: readonly Step[], error?: Error): Promise<void> => {
    const count = steps.length;
    steps[count - 1]?.settle(error);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };

  test('[WEB-9] one step at a time, and overtaken wishes are skipped', async () => {
    const { steps, sender } = manualSender();
    const publisher = new MediumPublisher<string>(sender, () => undefined);
    publisher.want('a');
    publisher.want('b');
    publisher.want(null);
    publisher.want('c');
    expect(steps.map((step) => step.call)).toEqual(['publish a']);
    await settleLast(steps);
    expect(steps.map((step) => step.call)).toEqual(['publish a', 'replace c']);
    publisher.want(null);
    await settleLast(steps);
    await settleLast(steps);
    expect(steps.map((step) => step.call)).toEqual(['publish a', 'replace c', 'unpublish']);
  });

  test('[WEB-9] a failed step is reported, and the next wish starts anew', async () => {
    const { steps, sender } = manualSender();
    const onError = vi.fn();
    const publisher = new MediumPublisher<string>(sender, onError);
    const failure = new Error('no');
    publisher.want('a');
    await settleLast(steps, failure);
    expect(onError).toHaveBeenCalledExactlyOnceWith(failure);
    publisher.want('a');
    expect(steps.map((step) => step.call)).toEqual(['publish a', 'publish a']);
  });

  test('[WEB-9] the same wish twice is one step; a wish after the end is none', async () => {
    const { steps, sender } = manualSender();
    const publisher = new MediumPublisher<string>(sender, () => undefined);
    publisher.want('a');
    await settleLast(steps);
    publisher.want('a');
    publisher.close();
    publisher.want('b');
    expect(steps).toHaveLength(1);
  });
});
