import { expect, test } from 'vitest';
import { createLogger, type Logger, type LoggerOptions, silentLogger } from '../../../src/observability/logger.ts';

function capture(options: Partial<LoggerOptions> = {}): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', pretty: false, write: (line) => lines.push(line), ...options });
  return { logger, lines };
}

test('[OB-1] one JSON object per entry: level, time, constant message, fields', () => {
  const { logger, lines } = capture();
  logger.child({ sessionId: 's-1' }).warn('slow consumer', { bytes: 7 });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
    sessionId: 's-1',
    bytes: 7,
    message: 'slow consumer',
  });
});

test('what is below the level is not written', () => {
  const { logger, lines } = capture({ level: 'warn' });
  logger.debug('a');
  logger.info('b');
  logger.warn('c');
  logger.error('d');
  expect(lines.map((line) => JSON.parse(line).message)).toEqual(['c', 'd']);
});

test('[OB-2] tokens and secrets do not reach the log, wherever they are', () => {
  const { logger, lines } = capture();
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl';
  const fields = {
    token: 'top',
    resumeToken: 'resume',
    session_key: 'of-wechat',
    auth: { apiKeys: [{ keyId: 'k', secret: 'deep' }], headers: { Authorization: 'bearer' } },
    url: `/v1/ws?t=${jwt}`,
    error: new Error(`bad token ${jwt}`, { cause: new Error(jwt) }),
  };
  logger.child({ password: 'child' }).info('x', fields);
  for (const secret of ['top', 'resume"', 'of-wechat', 'deep', 'bearer', 'child', jwt])
    expect(lines[0]).not.toContain(`${secret}`);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ url: '/v1/ws?t=[redacted]', token: '[redacted]' });
});

test('an error is written with its type, stack and cause', () => {
  const { logger, lines } = capture();
  logger.error('failed', { error: new TypeError('outer', { cause: new RangeError('inner') }) });
  expect(JSON.parse(lines[0] ?? '').error).toMatchObject({
    type: 'TypeError',
    message: 'outer',
    stack: expect.stringContaining('logger.test'),
    cause: { type: 'RangeError', message: 'inner' },
  });
});

test('[OB-3] no value can make a log call throw or write without bound', () => {
  const { logger, lines } = capture();
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  logger.info('x', {
    circular,
    big: 10n,
    bytes: new Uint8Array(1000),
    list: Array.from({ length: 10_000 }, (_, index) => index),
    nothing: undefined,
    retries: 3,
  });
  expect(lines[0]?.length).toBeLessThan(2000);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ big: '10', bytes: '[1000 bytes]', retries: 3 });
});

test('pretty is one readable line, and a stack below it', () => {
  const { logger, lines } = capture({ pretty: true });
  logger.info('room opened', { roomId: 'r', members: 2, tags: ['a'] });
  logger.error('failed', { error: new TypeError('why') });
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO {2}room opened roomId=r members=2 tags=\["a"\]\n$/);
  expect(lines[1]).toMatch(/ERROR failed error=TypeError: why\nTypeError: why\n {4}at /);
});

test('the silent logger is silent, with its children', () => {
  expect(() => {
    const child = silentLogger.child({ a: 1 });
    child.debug('x');
    child.info('x');
    child.warn('x');
    child.error('x');
  }).not.toThrow();
});
