/** Writes config.sample.yaml. `--check` writes nothing and exits 1 when the committed file is stale. */
import { fileURLToPath } from 'node:url';
import { writeOrCheck } from '../shared/generated-file.ts';
import { renderSample } from './sample.ts';

const path = fileURLToPath(new URL('../../config.sample.yaml', import.meta.url));
process.exitCode = writeOrCheck({ path, text: renderSample(), checkOnly: process.argv.includes('--check') }) ? 0 : 1;
