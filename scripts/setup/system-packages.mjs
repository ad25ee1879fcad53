import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runHelper } from './child.mjs';
import { SetupFailure } from './failure.mjs';
import { withLock } from './lock.mjs';
import { cacheDir } from './places.mjs';
import { say, startStep } from './progress.mjs';

// What is needed from outside npm: the name of the Debian package, and how to see on any system that it is there.

/** Media bridges between RTMP and WebRTC. */
export const FOR_MEDIA_BRIDGES = [{ apt: 'ffmpeg', program: 'ffmpeg' }];

/** Debian's own: another python3 on the PATH does not see what its packages bring. */
const PYTHON = '/usr/bin/python3';

/** Browser tests (the page has Chinese text), cluster tests, and tests with GStreamer as somebody else's RTMP and WebRTC. */
export const FOR_TESTS = [
  { apt: 'chromium', program: 'chromium' },
  { apt: 'redis-server', program: 'redis-server' },
  { apt: 'fonts-noto-cjk', fontLanguage: 'zh' },
  { apt: 'gstreamer1.0-tools', program: 'gst-launch-1.0' },
  { apt: 'gstreamer1.0-plugins-bad', gstElement: 'rtmp2sink' },
  { apt: 'gstreamer1.0-nice', gstElement: 'nicesink' },
  { apt: 'python3-gi', python: 'import gi' },
  { apt: 'gir1.2-gst-plugins-bad-1.0', python: "import gi; gi.require_version('GstWebRTC', '1.0')" },
];

/** Building the mediasoup worker from its sources. */
export const FOR_WORKER_BUILD = [
  { apt: 'g++', program: 'g++' },
  { apt: 'meson', program: 'meson' },
  { apt: 'ninja-build', program: 'ninja' },
  { apt: 'pkg-config', program: 'pkg-config' },
  { apt: 'flatbuffers-compiler', program: 'flatc' },
  { apt: 'libuv1-dev', library: 'libuv' },
  { apt: 'libssl-dev', library: 'openssl' },
  { apt: 'libabsl-dev', library: 'absl_strings' },
  { apt: 'libflatbuffers-dev', library: 'flatbuffers' },
];

/** Building libsrtp from the source package of the distribution. */
export const FOR_SOURCE_PACKAGES = [{ apt: 'dpkg-dev', program: 'dpkg-source' }];

/** The distribution's own libsrtp, when its source package is not to be had. */
export const FOR_PACKAGED_SRTP = [{ apt: 'libsrtp2-dev', library: 'libsrtp2' }];

const NGINX_MODULES = '/usr/lib/nginx/modules';

/** Servers that the bench compares with, by the name that the bench calls them. */
export const FOR_BENCH_PEERS = {
  nchan: [
    { apt: 'nginx', program: 'nginx' },
    { apt: 'libnginx-mod-nchan', file: `${NGINX_MODULES}/ngx_nchan_module.so` },
  ],
  'nginx-rtmp': [
    { apt: 'nginx', program: 'nginx' },
    { apt: 'libnginx-mod-rtmp', file: `${NGINX_MODULES}/ngx_rtmp_module.so` },
  ],
  janus: [
    { apt: 'janus', program: 'janus' },
    { apt: 'iproute2', program: 'ip' },
  ],
};

/** Whether `name` is an executable on the PATH. */
export function isOnPath(name, path = process.env.PATH ?? '') {
  return path.split(delimiter).some((dir) => {
    try {
      accessSync(join(dir, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether packages can be installed here without asking anyone. */
export const canInstall = () => process.getuid?.() === 0 && isOnPath('apt-get');

const isPresent = ({ program, library, file, fontLanguage, gstElement, python }) => {
  if (file) return existsSync(file);
  // Without a version it asks for that of GStreamer itself, which plugins from elsewhere have not.
  if (gstElement) return spawnSync('gst-inspect-1.0', ['--exists', '--atleast-version=0.0', gstElement]).status === 0;
  if (python) return spawnSync(PYTHON, ['-c', python]).status === 0;
  if (program) return isOnPath(program);
  if (library) return spawnSync('pkg-config', ['--exists', library]).status === 0;
  return spawnSync('fc-list', [`:lang=${fontLanguage}`], { encoding: 'utf8' }).stdout?.trim().length > 0;
};

/**
 * Installs what is missing of `needs`, or stops with the one line to run. With `optional` it only says what is missing
 * and what cannot be done without it. `purpose` completes "needed for …".
 */
export async function ensureSystemPackages(needs, { purpose, optional = false }) {
  let missing = needs.filter((need) => !isPresent(need));
  if (missing.length === 0) return;
  let problem = 'they are missing';
  if (canInstall()) {
    const what = 'installing system packages';
    const onWait = ({ pid, what: theirs }) => say(`waiting for another set-up (pid ${pid}), which is ${theirs} …`);
    problem = await withLock(join(cacheDir(), 'system-packages.lock'), { what, onWait }, () => aptInstall(missing));
    missing = needs.filter((need) => !isPresent(need));
    if (missing.length === 0) return;
  }
  const names = missing.map(({ apt }) => apt).join(' ');
  const advice = `these system packages are needed for ${purpose}, and ${problem}: ${names}. On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${names} (elsewhere their equivalents).`;
  if (!optional) throw new SetupFailure(`${advice} Then run this again.`);
  say(`${advice} Going on without.`);
}

/** Resolves to what went wrong, in words that follow "and"; whether it worked is seen by looking again. */
async function aptInstall(missing) {
  const names = missing.filter((need) => !isPresent(need)).map(({ apt }) => apt);
  if (names.length === 0) return '';
  const step = startStep(`system packages: ${names.join(' ')}`);
  // In run level 1 a package's own script does not start the daemon it brings.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C', RUNLEVEL: '1' };
  const apt = (args, onLine) => runHelper('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env, onLine });
  // One unreachable source must not stop the others: what matters is whether the installation works.
  await apt(['-o', 'Acquire::Retries=1', 'update']);
  const { code, tail } = await apt(['install', '-y', '--no-install-recommends', ...names], countSteps(step));
  if (code === 0) {
    step.done();
    return 'they are not found after their installation';
  }
  step.failed();
  const reasons = tail.filter((line) => /^(E|W): /.test(line)).slice(0, 4);
  return `apt-get could not install them (${reasons.join(' ') || `exit code ${code}`})`;
}

/** apt-get unpacks and then sets up each package; it says beforehand how many there are. */
function countSteps(step) {
  let total = 0;
  let done = 0;
  return (line) => {
    const upgrades = /^(\d+) upgraded, (\d+) newly installed/.exec(line);
    if (upgrades) total = 2 * (Number(upgrades[1]) + Number(upgrades[2]));
    if (/^(Unpacking|Setting up) /.test(line) && done < total) step.progress(++done, total);
  };
}
