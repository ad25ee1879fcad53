import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrangeTiles, type MixLayout, type MixTile } from '../../../src/live-gateway/mixing/mix-layout.ts';
import { blackPicture, drawPicture, pictureBytes } from '../../../src/live-gateway/mixing/picture.ts';
import { SoundMixer } from '../../../src/live-gateway/mixing/sound-mixer.ts';
import { type MemberId, parseMemberId } from '../../../src/shared/ids.ts';

const idOf = (text: string): MemberId => parseMemberId(text) ?? expect.fail('a member id');
const members = (count: number): MemberId[] => Array.from({ length: count }, (_, index) => idOf(`m${index}`));
const [ANN, BOB, CAT] = [idOf('m0'), idOf('m1'), idOf('m2')];
const LANDSCAPE = { width: 640, height: 360 };
const PORTRAIT = { width: 360, height: 640 };

const sizes = fc.record({
  width: fc.integer({ min: 16, max: 960 }).map((half) => half * 2),
  height: fc.integer({ min: 16, max: 960 }).map((half) => half * 2),
});
const counts = fc.integer({ min: 0, max: 16 });

const overlap = (one: MixTile, other: MixTile): boolean =>
  one.left < other.left + other.width &&
  other.left < one.left + one.width &&
  one.top < other.top + other.height &&
  other.top < one.top + one.height;

describe('layouts', () => {
  const layouts = fc.oneof(
    fc.constant<MixLayout>({ type: 'grid' }),
    fc.constantFrom<MixLayout>({ type: 'mainSide' }, { type: 'mainSide', main: BOB }),
    fc
      .array(
        fc.record({
          memberId: fc.constantFrom(...members(4)),
          left: fc.integer({ min: -100, max: 2000 }),
          top: fc.integer({ min: -100, max: 2000 }),
          width: fc.integer({ min: -10, max: 2000 }),
          height: fc.integer({ min: -10, max: 2000 }),
          layer: fc.integer({ min: 0, max: 5 }),
        }),
      )
      .map((tiles): MixLayout => ({ type: 'explicit', tiles })),
  );

  test('[MX-1] every tile is even and inside, and nobody has two', () => {
    fc.assert(
      fc.property(layouts, sizes, counts, (layout, canvas, count) => {
        const tiles = arrangeTiles(layout, canvas, members(count));
        for (const { left, top, width, height } of tiles) {
          for (const measure of [left, top, width, height]) expect(measure % 2).toBe(0);
          expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
          expect(Math.min(width, height)).toBeGreaterThan(0);
          expect(left + width).toBeLessThanOrEqual(canvas.width);
          expect(top + height).toBeLessThanOrEqual(canvas.height);
        }
        expect(new Set(tiles.map(({ memberId }) => memberId)).size).toBe(tiles.length);
      }),
    );
  });

  test('[MX-2] a grid shows everybody, side by side', () => {
    fc.assert(
      fc.property(sizes, counts, (canvas, count) => {
        const tiles = arrangeTiles({ type: 'grid' }, canvas, members(count));
        expect(tiles.map(({ memberId }) => memberId)).toEqual(members(count));
        for (const [index, tile] of tiles.entries()) {
          expect(tiles.slice(index + 1).some((other) => overlap(tile, other))).toBe(false);
        }
      }),
    );
  });

  test('[MX-2] two stand beside each other in a wide picture and above each other in a tall one', () => {
    const places = (canvas: typeof LANDSCAPE, count: number): number[][] =>
      arrangeTiles({ type: 'grid' }, canvas, members(count)).map(({ left, top, width, height }) => [
        left,
        top,
        width,
        height,
      ]);
    expect(places(LANDSCAPE, 2)).toEqual([
      [0, 0, 320, 360],
      [320, 0, 320, 360],
    ]);
    expect(places(PORTRAIT, 2)).toEqual([
      [0, 0, 360, 320],
      [0, 320, 360, 320],
    ]);
    expect(places({ width: 640, height: 480 }, 3).at(-1)).toEqual([160, 240, 320, 240]);
  });

  test('[MX-3] side pictures stand at the bottom right, the main one fills the canvas', () => {
    const tiles = arrangeTiles({ type: 'mainSide', main: BOB }, PORTRAIT, [ANN, BOB, CAT]);
    expect(tiles.map(({ memberId }) => memberId)).toEqual([BOB, ANN, CAT]);
    const [main, first, second] = tiles;
    expect(main).toMatchObject({ left: 0, top: 0, ...PORTRAIT });
    expect(first).toMatchObject({ width: 120, height: 180 });
    expect((first?.left ?? 0) + 120).toBeGreaterThan(340);
    expect(second?.top).toBeLessThan(first?.top ?? 0);
  });

  test('[MX-3] without its main member the first one is it', () => {
    expect(arrangeTiles({ type: 'mainSide', main: CAT }, PORTRAIT, [ANN, BOB])[0]).toMatchObject({ memberId: ANN });
    expect(arrangeTiles({ type: 'mainSide' }, PORTRAIT, [])).toEqual([]);
  });

  test('[MX-4] places that were named are kept, lower layers first', () => {
    const place = { left: 10, top: 20, width: 100, height: 50 };
    const tiles = [
      { ...place, memberId: ANN, layer: 2 },
      { ...place, memberId: BOB, layer: 1 },
      { ...place, memberId: CAT, layer: 3 },
    ];
    expect(arrangeTiles({ type: 'explicit', tiles }, LANDSCAPE, [ANN, BOB])).toEqual([
      { ...place, memberId: BOB },
      { ...place, memberId: ANN },
    ]);
  });
});

describe('pictures', () => {
  test('[MX-12] a tile is drawn where it belongs, in all planes', () => {
    const canvas = { width: 8, height: 4 };
    const tile = { width: 4, height: 2 };
    const picture = blackPicture(canvas);
    drawPicture(picture, canvas, new Uint8Array(pictureBytes(tile)).fill(200), tile, 2, 2);
    const luma = [...picture.subarray(0, 32)];
    expect(luma.map((value, index) => (value === 200 ? index : -1)).filter((index) => index >= 0)).toEqual([
      18, 19, 20, 21, 26, 27, 28, 29,
    ]);
    expect([...picture.subarray(32)]).toEqual([
      128, 128, 128, 128, 128, 200, 200, 128, 128, 128, 128, 128, 128, 200, 200, 128,
    ]);
  });
});

describe('sound', () => {
  const mixer = (): SoundMixer<string> => new SoundMixer({ sampleRateHz: 1000, startMs: 4, maxMs: 10 });

  test('[MX-5] sounds are added and clipped', () => {
    const sound = mixer();
    sound.push('ann', Int16Array.of(1, 2, 30_000, -30_000));
    sound.push('bob', Int16Array.of(10, 20, 30_000, -30_000));
    expect([...sound.mix(4)]).toEqual([11, 22, 32_767, -32_768]);
    expect([...sound.mix(2)]).toEqual([0, 0]);
  });

  test('[MX-5] who falls behind is silent until it has something in store', () => {
    const sound = mixer();
    sound.push('ann', Int16Array.of(1, 1, 1));
    expect([...sound.mix(2)]).toEqual([0, 0]);
    sound.push('ann', Int16Array.of(2));
    expect([...sound.mix(6)]).toEqual([1, 1, 1, 2, 0, 0]);
    sound.push('ann', Int16Array.of(3));
    expect([...sound.mix(1)]).toEqual([0]);
  });

  test('[MX-5] who runs ahead loses its oldest sound', () => {
    const sound = mixer();
    sound.push(
      'ann',
      Int16Array.from({ length: 25 }, (_, index) => index),
    );
    expect([...sound.mix(12)]).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 0, 0]);
  });

  test('[MX-5] who left is not heard', () => {
    const sound = mixer();
    sound.push('ann', Int16Array.of(5, 5, 5, 5));
    sound.remove('ann');
    expect([...sound.mix(2)]).toEqual([0, 0]);
  });
});
