import { describe, expect, test } from 'vitest';
import { gridLayout, MAX_TILES, type Rect, type Size, spotlightLayout } from '../../../web/src/grid-layout.ts';

const STAGES: Readonly<Record<string, Size>> = {
  desktop: { width: 1256, height: 672 },
  wide: { width: 2536, height: 1312 },
  'desktop with panel': { width: 904, height: 672 },
  'small window with panel': { width: 636, height: 560 },
  phone: { width: 374, height: 732 },
  'small phone': { width: 304, height: 456 },
  'phone on its side': { width: 820, height: 294 },
};
const COUNTS = Array.from({ length: MAX_TILES }, (_, index) => index + 1);
const cases = Object.entries(STAGES).flatMap(([name, stage]) => COUNTS.map((count) => ({ name, stage, count })));

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function expectInside(rects: readonly Rect[], stage: Size): void {
  for (const rect of rects) {
    expect(rect.x).toBeGreaterThanOrEqual(0);
    expect(rect.y).toBeGreaterThanOrEqual(0);
    expect(rect.x + rect.width).toBeLessThanOrEqual(stage.width);
    expect(rect.y + rect.height).toBeLessThanOrEqual(stage.height);
  }
}

function expectApart(rects: readonly Rect[]): void {
  for (const [index, rect] of rects.entries()) {
    for (const other of rects.slice(index + 1)) expect(overlap(rect, other)).toBe(false);
  }
}

const area = (rects: readonly Rect[]): number => rects.reduce((sum, rect) => sum + rect.width * rect.height, 0);

describe('the grid', () => {
  test.each(cases)('[WEB-1] $count tiles fit $name without overlap', ({ stage, count }) => {
    const rects = gridLayout(stage, count);
    expect(rects).toHaveLength(count);
    expectInside(rects, stage);
    expectApart(rects);
  });

  test.each(cases)('[WEB-1] $count tiles use $name well', ({ name, stage, count }) => {
    // A stage much wider than high cannot be filled by one or two tiles that are not.
    const least = name === 'phone on its side' && count <= 3 ? 0.5 : 0.55;
    expect(area(gridLayout(stage, count)) / (stage.width * stage.height)).toBeGreaterThan(least);
  });

  test.each(cases)('[WEB-1] $count tiles in $name are equal and of a sensible shape', ({ stage, count }) => {
    const rects = gridLayout(stage, count);
    const [first] = rects;
    expect(new Set(rects.map((rect) => `${rect.width}x${rect.height}`)).size).toBe(1);
    const aspect = (first?.width ?? 0) / (first?.height ?? 1);
    expect(aspect).toBeGreaterThan(0.54);
    expect(aspect).toBeLessThan(1.82);
  });

  test('[WEB-1] two tiles stand side by side on a desktop and one above the other on a phone', () => {
    const [left, right] = gridLayout(STAGES['desktop'] as Size, 2);
    expect(left?.y).toBe(right?.y);
    const [upper, lower] = gridLayout(STAGES['phone'] as Size, 2);
    expect(upper?.x).toBe(lower?.x);
    const [first] = gridLayout(STAGES['small window with panel'] as Size, 2);
    expect(first?.width).toBeGreaterThan(first?.height ?? 0);
  });

  test('[WEB-1] the last row is centred', () => {
    const stage = STAGES['desktop'] as Size;
    const last = gridLayout(stage, 3)[2] as Rect;
    expect(Math.abs(last.x + last.width / 2 - stage.width / 2)).toBeLessThanOrEqual(1);
  });

  test('[WEB-1] nothing to show or nowhere to show it gives no rectangles; more than a page gives one page', () => {
    expect(gridLayout({ width: 800, height: 600 }, 0)).toEqual([]);
    expect(gridLayout({ width: 0, height: 600 }, 4)).toEqual([]);
    expect(gridLayout({ width: 800, height: 600 }, 40)).toHaveLength(MAX_TILES);
  });
});

describe('the spotlight', () => {
  test.each(cases)('[WEB-2] the main tile and a filmstrip for $count fit $name without overlap', ({ stage, count }) => {
    const { main, strip } = spotlightLayout(stage, count);
    const all = [main, ...strip];
    expect(strip.length).toBeGreaterThan(0);
    expect(strip.length).toBeLessThanOrEqual(count);
    expectInside(all, stage);
    expectApart(all);
  });

  test.each(cases)('[WEB-2] the main tile has most of $name beside $count others', ({ stage, count }) => {
    const { main } = spotlightLayout(stage, count);
    expect(area([main]) / (stage.width * stage.height)).toBeGreaterThan(0.7);
  });

  test('[WEB-2] alone it has the whole stage', () => {
    expect(spotlightLayout({ width: 800, height: 600 }, 0)).toEqual({
      main: { x: 0, y: 0, width: 800, height: 600 },
      strip: [],
    });
  });
});
