/** Structured logs: one JSON object per line on stdout, or a readable line with `pretty`. */
import pino from 'pino';
import { redactFields } from './redact.ts';

/** Data of an entry. `error` may hold anything that was thrown. Tokens and secrets are masked. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Where modules write. The message is constant text, data goes into fields. error = someone must act;
 * warn = recovered; info = one line per step of a life cycle; debug = the rest.
 */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger whose entries all carry these fields. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly pretty: boolean;
  /** Takes one line, newline included. Default: stdout, written before the call returns. */
  readonly write?: (line: string) => void;
}

/** The process's logger, or a test's. */
export function createLogger({ level, pretty, write }: LoggerOptions): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  const out = write ?? ((line: string) => void process.stdout.write(line));
  if (pretty) return wrap(pino(options, { write: (line: string) => out(`${prettyLine(line)}\n`) }));
  return wrap(write === undefined ? pino(options) : pino(options, { write }));
}

function wrap(logger: pino.Logger): Logger {
  return {
    debug: (message, fields = {}) => {
      if (logger.isLevelEnabled('debug')) logger.debug(redactFields(fields), message);
    },
    info: (message, fields = {}) => logger.info(redactFields(fields), message),
    warn: (message, fields = {}) => logger.warn(redactFields(fields), message),
    error: (message, fields = {}) => logger.error(redactFields(fields), message),
    child: (fields) => wrap(logger.child(redactFields(fields))),
  };
}

/** "08:15:02.123 WARN  slow consumer sessionId=s_1 bytes=70000", an error's stack on the lines after it. */
function prettyLine(line: string): string {
  const { time, level, message, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const stacks: string[] = [];
  const words = Object.entries(fields).map(([name, value]) => {
    const { stack } = (value ?? {}) as { stack?: unknown };
    if (typeof stack !== 'string') return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
    stacks.push(stack);
    return `${name}=${stack.split('\n', 1)[0]}`;
  });
  const start = `${String(time).slice(11, 23)} ${String(level).toUpperCase().padEnd(5)} ${String(message)}`;
  return [[start, ...words].join(' '), ...stacks].join('\n');
}

/** Writes nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};
