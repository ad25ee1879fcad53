import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { runHelper } from './child.mjs';
import { SetupFailure } from './failure.mjs';
import { root, stateDir } from './places.mjs';
import { say, startStep } from './progress.mjs';
import {
  canInstall,
  ensureSystemPackages,
  FOR_PACKAGED_SRTP,
  FOR_SOURCE_PACKAGES,
  FOR_WORKER_BUILD,
  isOnPath,
} from './system-packages.mjs';

const recipe = join(root, 'scripts/worker-build');
const LOG = join(stateDir, 'worker-build.log');
const NEEDED_BYTES = 1.5e9;
/** A little more than the largest compiler process takes. */
const BYTES_PER_JOB = 600e6;

/**
 * Builds the worker from the sources in the npm package and hands it to `keep`. `cachedRuns` is asked again once the
 * libraries are installed: on a new machine with an old cache they may be all that was missing.
 */
export async function buildWorker(keep, cachedRuns) {
  checkPlatform();
  await ensureSystemPackages(FOR_WORKER_BUILD, { purpose: 'building the mediasoup worker' });
  if (cachedRuns()) return;
  const scratch = mkdtempSync(join(tmpdir(), 'rtcroom-worker-'));
  const removeScratch = () => rmSync(scratch, { recursive: true, force: true });
  process.on('exit', removeScratch); // a signal ends the process from within `runHelper`
  try {
    checkSpace(scratch);
    const srtp = (await buildSrtp(scratch)) ?? (await packagedSrtp());
    const binary = await compile(scratch, srtp.env);
    if (!keep(binary, `built from the npm package's sources, ${srtp.how}`)) {
      throw new SetupFailure(`the mediasoup worker was built but does not run here. The log of the build is ${LOG}.`);
    }
  } finally {
    process.off('exit', removeScratch);
    removeScratch();
  }
}

function checkPlatform() {
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)) return;
  throw new SetupFailure(
    `there is no prebuilt mediasoup worker to be had for ${process.platform} on ${process.arch}, and set-up can build one only on Linux on x64 or arm64. Build mediasoup's worker by its own instructions and name it in MEDIASOUP_WORKER_BIN.`,
  );
}

function checkSpace(dir) {
  const { bavail, bsize } = statfsSync(dir);
  if (bavail * bsize >= NEEDED_BYTES) return;
  const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB`;
  throw new SetupFailure(
    `building the mediasoup worker needs 1.5 GB of temporary space, and ${tmpdir()} has ${free}. Free some, or set TMPDIR to a directory on a larger disk, and run this again.`,
  );
}

/** libsrtp on OpenSSL: less CPU per packet than the distribution's. Undefined when its source package is not to be had. */
async function buildSrtp(scratch) {
  if (!isOnPath('apt-get')) return undefined;
  if (canInstall()) {
    await ensureSystemPackages(FOR_SOURCE_PACKAGES, { purpose: 'building libsrtp on OpenSSL', optional: true });
  }
  if (!isOnPath('dpkg-source')) return undefined;
  const step = startStep('libsrtp on OpenSSL');
  const prefix = join(scratch, 'srtp');
  const { code } = await runHelper('sh', [join(recipe, 'srtp-openssl.sh'), prefix], { env: buildEnv(scratch) });
  if (code !== 0) {
    step.failed('its source package is not available');
    return undefined;
  }
  step.done();
  const path = [join(prefix, 'lib/pkgconfig'), process.env.PKG_CONFIG_PATH].filter(Boolean).join(':');
  return { env: { PKG_CONFIG_PATH: path }, how: 'libsrtp 2 on OpenSSL' };
}

async function packagedSrtp() {
  await ensureSystemPackages(FOR_PACKAGED_SRTP, { purpose: 'building the mediasoup worker' });
  say("the worker is built with the distribution's libsrtp: it works, with 15-60 % more CPU per packet");
  return { env: {}, how: "the distribution's libsrtp 2" };
}

async function compile(scratch, env) {
  const step = startStep('building mediasoup worker');
  const binary = join(scratch, 'mediasoup-worker');
  const onLine = (line) => {
    const counted = /^\[(\d+)\/(\d+)\] /.exec(line);
    if (counted) step.progress(Number(counted[1]), Number(counted[2]));
  };
  const args = [join(recipe, 'build.sh'), join(root, 'node_modules/mediasoup'), binary];
  const { code, tail } = await runHelper('sh', args, { env: { ...buildEnv(scratch), ...env }, onLine });
  if (code === 0) {
    step.done();
    return binary;
  }
  step.failed();
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(LOG, `${tail.join('\n')}\n`);
  const errors = tail.filter((line) => /error|killed|cannot|not found/i.test(line)).slice(0, 3);
  throw new SetupFailure(
    `the mediasoup worker could not be built (the end of the log is in ${LOG}):\n  ${errors.join('\n  ')}\nSet-up is made for Debian 12; elsewhere name a worker of your own in MEDIASOUP_WORKER_BIN.`,
  );
}

/** The scripts make their temporary directories inside ours, and no more compilers run than the memory is good for. */
function buildEnv(scratch) {
  const memory = process.constrainedMemory?.() || Number.POSITIVE_INFINITY;
  const jobs = Math.floor(Math.min(totalmem(), memory) / BYTES_PER_JOB);
  return {
    ...process.env,
    TMPDIR: scratch,
    LC_ALL: 'C',
    JOBS: String(Math.max(1, Math.min(availableParallelism(), jobs))),
  };
}
