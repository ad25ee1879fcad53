/**
 * A set-up problem that the person at the keyboard can solve. Its message is the whole report: one short paragraph that
 * says what is wrong and what to do, so it is printed without a stack trace.
 */
export class SetupFailure extends Error {}

/** Failures of the file system that have nothing to do with what was being set up. */
const FILE_PROBLEMS = {
  ENOSPC: 'There is no space left on the disk',
  EDQUOT: 'The disk quota is used up',
  EACCES: 'A file or directory is not accessible to this user',
  EPERM: 'A file or directory may not be changed by this user',
  EROFS: 'The file system is read-only',
  ENOTDIR: 'A path runs through a file that is not a directory',
};

/** What to tell about `error`; undefined for a bug of ours, which deserves its stack trace. */
export function explain(error) {
  if (error instanceof SetupFailure) return error.message;
  const problem = FILE_PROBLEMS[error?.code];
  if (!problem) return undefined;
  return `${problem}: ${error.message}. Mend this and run the command again; RTCROOM_CACHE_DIR moves the cache elsewhere.`;
}

/** Runs a command-line program: `main` gives the exit code; a failure is explained in a paragraph and gives 1. */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    const text = explain(error);
    console.error(text === undefined ? error : `\n[set-up] stopped: ${text}`);
    process.exitCode = 1;
  }
}
