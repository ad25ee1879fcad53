import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runHelper } from './child.mjs';
import { SetupFailure } from './failure.mjs';
import { readStamp } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { pathWithoutBin, root, stateDir } from './places.mjs';
import { say, startStep } from './progress.mjs';

const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/;

/** Installs the packages of package-lock.json in `dir`, unless node_modules there has exactly these. */
export async function ensureNpmPackages(dir = root) {
  if (packagesMatch(dir)) return;
  const what = 'installing npm packages';
  const onWait = ({ pid, what: theirs }) => say(`waiting for another set-up (pid ${pid}), which is ${theirs} …`);
  await withLock(join(stateDir, 'npm-packages.lock'), { what, onWait }, async () => {
    if (!packagesMatch(dir)) await install(dir);
  });
}

/**
 * Whether node_modules holds what package-lock.json asks for, on this platform. Our stamp says so after `npm ci`; after a
 * developer's own `npm install` npm's record of what it installed does, and the stamp is renewed.
 */
export function packagesMatch(dir) {
  const wanted = readFileSync(join(dir, 'package-lock.json'), 'utf8');
  const platform = `${process.platform}-${process.arch}`;
  const stamp = `${platform} ${createHash('sha256').update(wanted).digest('hex')}\n`;
  const stampFile = join(dir, 'node_modules/.rtcroom-stamp');
  const found = readStamp(stampFile);
  if (found === stamp) return true;
  if (found && !found.startsWith(`${platform} `)) return false;
  const installed = readStamp(join(dir, 'node_modules/.package-lock.json'));
  if (!installed || !sameTree(JSON.parse(wanted).packages, JSON.parse(installed).packages)) return false;
  writeFileSync(stampFile, stamp);
  return true;
}

/** Every wanted package is installed in its version; of the optional ones, npm leaves out those for other platforms. */
function sameTree(wanted, installed) {
  const missing = ([path, { version, optional, link }]) =>
    path && !optional && !link && installed[path]?.version !== version;
  const unknown = ([path, { version }]) => wanted[path]?.version !== version;
  return !Object.entries(wanted).some(missing) && !Object.entries(installed).some(unknown);
}

async function install(dir) {
  const step = startStep('npm packages');
  // Install scripts stay off (the only one that matters, mediasoup's, has its own step); what a user's npm settings
  // leave out by default is asked for by name, since the page is built with development packages.
  const args = ['ci', '--ignore-scripts', '--include=prod', '--include=dev', '--include=optional', '--loglevel=error'];
  const env = {
    ...process.env,
    PATH: pathWithoutBin(),
    npm_config_engine_strict: 'false',
    npm_config_dry_run: 'false',
  };
  // Its own pauses between attempts (10 s, then 60 s) would tell someone offline so after minutes.
  const quick = ['--no-audit', '--no-fund', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const { code, tail } = await runHelper('npm', [...args, ...quick], { cwd: dir, env });
  if (code !== 0) {
    step.failed();
    throw new SetupFailure(whyInstallFailed(code, tail));
  }
  if (!packagesMatch(dir))
    throw new SetupFailure('`npm ci` did not install what package-lock.json asks for. Run it by hand to see why.');
  step.done();
}

function whyInstallFailed(code, tail) {
  if (code === 127)
    return 'the program `npm` is not on the PATH. Install Node.js together with npm and run this again.';
  const output = tail.join('\n');
  if (OFFLINE.test(output)) {
    return 'the npm registry cannot be reached, so the packages cannot be installed. Check the network, a proxy (HTTPS_PROXY) and `npm config get registry`, then run this again.';
  }
  const reason = tail.filter((line) => !/complete log|^npm error\s*$/.test(line)).slice(-6);
  return `\`npm ci\` failed with exit code ${code}:\n  ${reason.join('\n  ')}`;
}
