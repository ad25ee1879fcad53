/**
 * A chart of a scenario's results as SVG: one group of bars for each metric, with ours, the floor and the peers. Each group
 * has its own scale, because units differ; the goal is a line across it.
 */
import type { Result } from '../scenario.ts';
import { numberText } from './report.ts';

const WIDTH = 920;
const LEFT = 170;
const RIGHT = 110;
const BAR = 16;
const GAP = 4;
const TITLE = 34;
const GROUP_TITLE = 30;
const GROUP_GAP = 14;
const COLOURS = { ours: '#0b6e4f', floor: '#6c757d', peer: '#b5c0c9', goal: '#c1121f' } as const;

interface Bar {
  readonly label: string;
  readonly value: number | null;
  readonly colour: string;
}

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[^\t\n\r -\uFFFD]/g, '');

const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escapeXml(content)}</text>`;

function barsOf({ ours, floor, peers }: Result): readonly Bar[] {
  return [
    { label: 'rtcroom', value: ours, colour: COLOURS.ours },
    ...(floor === null ? [] : [{ label: 'floor', value: floor, colour: COLOURS.floor }]),
    ...Object.entries(peers).map(([label, value]) => ({ label, value, colour: COLOURS.peer })),
  ];
}

/** Where the goal lies on the scale of `ours`. */
function goalOf({ target, floor }: Result): number | null {
  if (target === null) return null;
  return floor === null ? target.value : target.value * floor;
}

const groupHeight = (one: Result): number => GROUP_TITLE + barsOf(one).length * (BAR + GAP) + GROUP_GAP;

function group(one: Result, top: number): string {
  const bars = barsOf(one);
  const goal = goalOf(one);
  const values = [...bars.map(({ value }) => value ?? 0), goal ?? 0].filter(Number.isFinite);
  const largest = Math.max(...values, Number.MIN_VALUE);
  const scale = (value: number): number => (Math.max(0, value) / largest) * (WIDTH - LEFT - RIGHT);
  const verdict = one.met === null ? '' : one.met ? ' · goal met' : ' · goal missed';
  const ratio = one.ratio === null ? '' : ` · ${one.ratio.toFixed(2)} of the floor`;
  const goalName = one.goal === null ? '' : `${one.goal} · `;
  const lines = [text(12, top + 18, `${goalName}${one.metric} (${one.unit})${ratio}${verdict}`, 'font-weight="bold"')];
  for (const [index, { label, value, colour }] of bars.entries()) {
    const y = top + GROUP_TITLE + index * (BAR + GAP);
    lines.push(text(LEFT - 8, y + BAR - 4, label, 'text-anchor="end"'));
    if (value === null || !Number.isFinite(value)) {
      lines.push(text(LEFT + 4, y + BAR - 4, 'did not run', 'fill="#888"'));
      continue;
    }
    const width = scale(value);
    lines.push(`<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${colour}"/>`);
    lines.push(text(LEFT + width + 6, y + BAR - 4, numberText(value)));
  }
  if (goal !== null) {
    const x = (LEFT + scale(goal)).toFixed(1);
    const bottom = top + GROUP_TITLE + bars.length * (BAR + GAP) - GAP;
    lines.push(
      `<line x1="${x}" x2="${x}" y1="${top + GROUP_TITLE - 3}" y2="${bottom + 3}" stroke="${COLOURS.goal}" stroke-dasharray="4 3"/>`,
    );
  }
  return lines.join('\n');
}

/** The chart; `subtitle` says where and when it was measured. */
export function chartAsSvg(title: string, subtitle: string, results: readonly Result[]): string {
  let top = TITLE + 20;
  const groups = results.map((one) => {
    const drawn = group(one, top);
    top += groupHeight(one);
    return drawn;
  });
  const height = top + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    text(12, 22, title, 'font-size="16" font-weight="bold"'),
    text(12, 40, subtitle, 'fill="#555" font-size="11"'),
    ...groups,
    '</svg>',
    '',
  ].join('\n');
}
