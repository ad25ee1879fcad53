// `npm run check`: everything CI checks besides the tests.
import { runChecks } from './setup/checks.mjs';
import { runMain } from './setup/failure.mjs';
import { setUp } from './setup/set-up.mjs';

await runMain(async () => ((await runChecks(await setUp())) === 0 ? 0 : 1));
