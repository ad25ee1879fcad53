/** Writes docs/errors.md. `--check` writes nothing and exits 1 when the committed file is stale. */
import { fileURLToPath } from 'node:url';
import { renderErrorsPage } from './errors-page.ts';
import { writeOrCheck } from './generated-file.ts';

const path = fileURLToPath(new URL('../../docs/errors.md', import.meta.url));
process.exitCode = writeOrCheck({ path, text: renderErrorsPage(), checkOnly: process.argv.includes('--check') })
  ? 0
  : 1;
