import { describe, expect, test } from 'vitest';
import { closeCodeLabel, commandLabel, createMetrics } from '../../../src/observability/metrics.ts';
import { ERRORS } from '../../../src/shared/error-codes.ts';
import { MESSAGE_FIELDS } from '../../../wire/generated/messages.ts';

/** `name{label="value",...} number` of the text format. */
function parse(text: string): { name: string; labels: Record<string, string>; value: number }[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text]);
      return { name, labels: Object.fromEntries(pairs), value: Number(value) };
    });
}

const render = async (metrics = createMetrics({ processMetrics: false })) => parse(await metrics.render());

const MODULES = 'signaling rooms sfu identity urls weapp whip live bridge mixing recording'.split(' ');
const UNITS = 'total count seconds events seconds_count events_count bytes'.split(' ');
const NAME = new RegExp(`^room_(${MODULES.join('|')})_[a-z_]+_(${UNITS.join('|')})$`);
const LABELS =
  `by code command direction encoding fate fault kind le medium method name outcome presence protocol purpose
  reason role socket`.split(/\s+/);

describe('names and labels', () => {
  test('[OB-4] every name is room_<module>_<thing>_<unit>', async () => {
    const names = new Set((await render()).map(({ name }) => name.replace(/_(bucket|sum)$/, '')));
    expect(names.size).toBeGreaterThan(15);
    for (const name of names) {
      expect(name).toMatch(NAME);
    }
  });

  test('[OB-5] label values are closed sets, all there from the start, and none is an id', async () => {
    const series = await render();
    const valuesByLabel = new Map<string, Set<string>>();
    for (const { labels } of series) {
      for (const [label, value] of Object.entries(labels)) {
        valuesByLabel.set(label, (valuesByLabel.get(label) ?? new Set()).add(value));
      }
    }
    expect([...valuesByLabel.keys()].toSorted()).toEqual(LABELS);
    expect(valuesByLabel.get('name')).toEqual(new Set(Object.keys(ERRORS)));
    const commands = (MESSAGE_FIELDS['ClientFrame'] ?? []).slice(1).map(([name]) => name);
    expect(valuesByLabel.get('command')).toEqual(new Set([...commands, 'unknown']));
    // A label per room or session would grow without bound; this is all there ever is.
    expect(series.length).toBeLessThan(1500);
  });

  test('[OB-5] what clients send cannot become a label', () => {
    expect(commandLabel('joinRoom')).toBe('joinRoom');
    expect(commandLabel('room-17')).toBe('unknown');
    expect(commandLabel(undefined)).toBe('unknown');
    expect(closeCodeLabel(4002)).toBe('4002');
    expect(closeCodeLabel(4999)).toBe('other');
  });
});

test('instruments count', async () => {
  const metrics = createMetrics({ processMetrics: false });
  metrics.signaling.frames.increment({ direction: 'in', encoding: 'json' });
  metrics.signaling.bytes.increment({ direction: 'in', encoding: 'json' }, 120);
  metrics.signaling.sessions.set({ socket: 'attached' }, 3);
  metrics.signaling.commandDuration.observeMs({ command: 'joinRoom' }, 2);
  metrics.rooms.turnEvents.observe({}, 7);
  metrics.sfu.divergenceRepairs.increment({ kind: 'flow' });
  const series = await render(metrics);
  const value = (name: string, labels: Record<string, string> = {}): number | undefined =>
    series.find((one) => one.name === name && Object.entries(labels).every(([key, text]) => one.labels[key] === text))
      ?.value;
  expect(value('room_signaling_frames_total', { direction: 'in', encoding: 'json' })).toBe(1);
  expect(value('room_signaling_frames_total', { direction: 'out', encoding: 'json' })).toBe(0);
  expect(value('room_signaling_payload_bytes_total', { direction: 'in', encoding: 'json' })).toBe(120);
  expect(value('room_signaling_sessions_count', { socket: 'attached' })).toBe(3);
  expect(value('room_signaling_command_duration_seconds_sum', { command: 'joinRoom' })).toBeCloseTo(0.002);
  expect(value('room_rooms_turn_events_sum')).toBe(7);
  expect(value('room_sfu_divergence_repairs_total', { kind: 'flow' })).toBe(1);
});

test('[OB-6] two nodes in one process do not share metrics; process metrics are there when asked for', async () => {
  const first = createMetrics({ processMetrics: true });
  const second = createMetrics({ processMetrics: false });
  first.rooms.joins.increment({});
  expect((await render(second)).find(({ name }) => name === 'room_rooms_joins_total')?.value).toBe(0);
  expect(await first.render()).toContain('process_cpu_seconds_total');
  expect(await second.render()).not.toContain('process_cpu_seconds_total');
  expect(first.contentType).toContain('text/plain');
});
