/** What a V8 CPU profile says: time by function, and a flame graph as SVG. Pure. */
import { escapeXml } from './bar-chart.ts';

export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

interface Frame {
  readonly name: string;
  selfUs: number;
  totalUs: number;
  readonly childByName: Map<string, Frame>;
}

const IDLE = new Set(['(idle)', '(program)']);
/** Starting and ending the profile takes part in it. */
const PROFILER = 'post node:inspector';
const WIDTH = 1200;
const ROW = 17;
const LEAST_WIDTH = 1.2;
const TOP_ROWS = 40;
/** Only the last two parts of a path: where the checkout lies is nobody's business. */
const placeOf = (url: string): string => url.split('/').slice(-2).join('/');

function nameOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  return url === '' ? name : `${name} ${placeOf(url)}:${lineNumber + 1}`;
}

/** The profile as one tree with times; idle time left out. */
function tree({ nodes, samples, timeDeltas }: CpuProfile): Frame {
  const selfById = new Map<number, number>();
  for (const [index, id] of samples.entries()) {
    selfById.set(id, (selfById.get(id) ?? 0) + Math.max(0, timeDeltas[index] ?? 0));
  }
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const root: Frame = { name: 'all', selfUs: 0, totalUs: 0, childByName: new Map() };
  const add = (node: ProfileNode, parent: Frame): number => {
    const name = nameOf(node);
    if (IDLE.has(name) || name.startsWith(PROFILER)) return 0;
    const known = parent.childByName.get(name);
    const frame = known ?? { name, selfUs: 0, totalUs: 0, childByName: new Map<string, Frame>() };
    parent.childByName.set(name, frame);
    const selfUs = selfById.get(node.id) ?? 0;
    let sum = selfUs;
    for (const id of node.children ?? []) {
      const child = nodeById.get(id);
      if (child !== undefined) sum += add(child, frame);
    }
    frame.selfUs += selfUs;
    frame.totalUs += sum;
    return sum;
  };
  const [first] = nodes;
  if (first !== undefined) root.totalUs = add(first, root);
  return root;
}

/** The functions that took most time themselves, one a line: share, milliseconds, name. */
export function summary(profile: CpuProfile): string {
  const root = tree(profile);
  const selfByName = new Map<string, number>();
  const visit = (frame: Frame): void => {
    selfByName.set(frame.name, (selfByName.get(frame.name) ?? 0) + frame.selfUs);
    for (const child of frame.childByName.values()) visit(child);
  };
  visit(root);
  const rows = [...selfByName].sort(([, a], [, b]) => b - a).slice(0, TOP_ROWS);
  const lines = rows.map(([name, us]) => {
    const share = root.totalUs === 0 ? 0 : (100 * us) / root.totalUs;
    return `${share.toFixed(1).padStart(5)} %  ${(us / 1000).toFixed(1).padStart(9)} ms  ${name}`;
  });
  return `${(root.totalUs / 1e6).toFixed(2)} s of work\n${lines.join('\n')}\n`;
}

/** The flame graph: callers below, callees above them; width is time. */
export function flameGraph(title: string, profile: CpuProfile): string {
  const root = tree(profile);
  const boxes: string[] = [];
  let depthMax = 0;
  const draw = (frame: Frame, x: number, depth: number): void => {
    const width = root.totalUs === 0 ? 0 : (frame.totalUs / root.totalUs) * WIDTH;
    if (width < LEAST_WIDTH) return;
    depthMax = Math.max(depthMax, depth);
    const share = ((100 * frame.totalUs) / root.totalUs).toFixed(1);
    const label = width > 40 ? frame.name.slice(0, Math.floor(width / 6.5)) : '';
    boxes.push(
      `<g><title>${escapeXml(`${frame.name}: ${share} %`)}</title>` +
        `<rect x="${x.toFixed(1)}" y="{${depth}}" width="${width.toFixed(1)}" height="${ROW - 1}" fill="${colourOf(frame.name)}"/>` +
        `<text x="${(x + 2).toFixed(1)}" y="{${depth}t}">${escapeXml(label)}</text></g>`,
    );
    let at = x;
    for (const child of frame.childByName.values()) {
      draw(child, at, depth + 1);
      at += (child.totalUs / Math.max(1, root.totalUs)) * WIDTH;
    }
  };
  draw(root, 0, 0);
  const height = (depthMax + 1) * ROW + 30;
  const yOf = (depth: number): number => height - (depth + 1) * ROW;
  const drawn = boxes.map((box) =>
    box
      .replace(/\{(\d+)\}/g, (_all, depth) => String(yOf(Number(depth))))
      .replace(/\{(\d+)t\}/g, (_all, depth) => String(yOf(Number(depth)) + 12)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="11">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="4" y="16" font-size="13">${escapeXml(title)}</text>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

/** Warm colours, the same for the same place in every graph. */
function colourOf(name: string): string {
  let hash = 0;
  for (const sign of name) hash = (hash * 31 + sign.charCodeAt(0)) % 997;
  return `hsl(${20 + (hash % 35)},80%,${60 + (hash % 15)}%)`;
}
