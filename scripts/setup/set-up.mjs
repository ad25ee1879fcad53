import { findNode22 } from './node-22.mjs';
import { ensureNpmPackages } from './npm-packages.mjs';
import { pathWithBin } from './places.mjs';
import { ensureSystemPackages, FOR_MEDIA_BRIDGES, FOR_TESTS } from './system-packages.mjs';
import { ensureWebPage } from './web-page.mjs';
import { ensureWorker } from './worker.mjs';

/**
 * Makes a checkout ready to run programs, doing only what is not done yet, and gives what to run them with: the path of
 * a Node 22 and the environment. `media` asks for the worker and ffmpeg, `page` for the built web page, `tests` for all
 * that the tests use.
 */
export async function setUp({ media = false, page = false, tests = false } = {}) {
  await ensureNpmPackages();
  const node = findNode22();
  const env = { ...process.env, PATH: pathWithBin() };
  if (tests) await ensureSystemPackages([...FOR_MEDIA_BRIDGES, ...FOR_TESTS], { purpose: 'the tests' });
  else if (media) {
    await ensureSystemPackages(FOR_MEDIA_BRIDGES, { purpose: 'calls between WebRTC and RTMP', optional: true });
  }
  if (media || tests) env.MEDIASOUP_WORKER_BIN = await ensureWorker();
  if (page || tests) await ensureWebPage(node);
  return { node, env };
}
