/**
 * Our live gateway in a node of its own, with media in memory and everybody let in: what is measured is the way from
 * RTMP to players, not signatures. Prints `rtmp on PORT` and `listening on PORT`.
 */
import { startNode } from '../../src/composition.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { MemoryMediaEngine } from '../../src/sfu/memory-media-engine.ts';
import { TestAdmission } from '../../test/support/live-admission.ts';

const config = loadConfig({ argv: [], env: { ...process.env, RTCROOM_PORT: '0', RTCROOM_RTMP_PORT: '0' } });
const node = await startNode({
  config,
  logger: createLogger(config.log),
  engine: new MemoryMediaEngine(),
  siteFolder: '',
  liveAdmission: new TestAdmission(),
});
console.log(`rtmp on ${node.rtmpPort}`);
console.log(`listening on ${node.port}`);
process.on('SIGTERM', () => process.exit(0));
