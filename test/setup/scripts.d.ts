// The set-up scripts run before any package is there, so they are plain JavaScript. These are the types of what the
// tests call directly; everything else is tested by running the scripts.

declare module '*/scripts/setup/lock.mjs' {
  export interface Holder {
    readonly pid?: number;
    readonly what: string;
  }
  export function withLock<T>(
    path: string,
    options: { readonly what: string; readonly onWait?: (holder: Holder) => void },
    work: () => Promise<T>,
  ): Promise<T>;
}

declare module '*/scripts/setup/fingerprint.mjs' {
  export function contentHash(dir: string): string;
  export function changeHash(base: string, paths: readonly string[], skip?: readonly string[]): string;
}

declare module '*/scripts/setup/npm-packages.mjs' {
  export function packagesMatch(dir: string): boolean;
}

declare module '*/scripts/setup/node-22.mjs' {
  export function isSupported(version: string): boolean;
}

declare module '*/scripts/setup/test-summary.mjs' {
  export interface Counts {
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
  }
  export function summaryLine(counts: Counts): string;
  export function parseSummaryLine(line: string): Counts | undefined;
  export function countTests(report: unknown, exitCode: number): Counts;
  export function secondTries(report: unknown): string[];
}
