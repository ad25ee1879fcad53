import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runHelper } from './child.mjs';
import { SetupFailure } from './failure.mjs';
import { changeHash, readStamp } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { pathWithBin, root, stateDir } from './places.mjs';
import { say, startStep } from './progress.mjs';

/** What the page is made of. */
const INPUTS = ['web', 'client', 'wire', 'package-lock.json'];
const STAMP = join(stateDir, 'web-page.stamp');

/** Builds the web page that the node serves, unless it is there and nothing that it is made of has changed. */
export async function ensureWebPage(node) {
  if (!existsSync(join(root, 'web/index.html')) || isBuilt()) return;
  const onWait = ({ pid, what }) => say(`waiting for another set-up (pid ${pid}), which is ${what} …`);
  await withLock(join(stateDir, 'web-page.lock'), { what: 'building the web page', onWait }, async () => {
    if (!isBuilt()) await build(node);
  });
}

const inputs = () => changeHash(root, INPUTS, ['dist', 'node_modules']);
const isBuilt = () => existsSync(join(root, 'web/dist/index.html')) && readStamp(STAMP) === inputs();

async function build(node) {
  const step = startStep('web page');
  const before = inputs();
  const env = { ...process.env, PATH: pathWithBin() };
  const { code, tail } = await runHelper(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'web'], { env });
  if (code !== 0) {
    step.failed();
    throw new SetupFailure(`the web page could not be built:\n  ${tail.slice(-12).join('\n  ')}`);
  }
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(STAMP, before);
  step.done();
}
