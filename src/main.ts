/** Starts one node from the command line: `node src/main.ts [--config file.yaml]`. */
import { fileURLToPath } from 'node:url';
import { startNode } from './composition.ts';
import { ConfigError } from './config/config.ts';
import { loadProcessConfig, programFolders } from './config/load-config.ts';
import { describeInsecurities } from './identity/insecurities.ts';
import { missingProgram } from './node-live.ts';
import { createLogger } from './observability/logger.ts';
import { startMediaEngine } from './sfu/start-media-engine.ts';

async function main(): Promise<void> {
  const config = loadProcessConfig();
  const logger = createLogger({
    ...config.log,
    // A person who tries it out reads the log; programs read what a pipe carries.
    pretty: config.log.pretty || (config.mode === 'development' && process.stdout.isTTY),
  });
  for (const insecurity of describeInsecurities(config)) logger.warn(insecurity);
  const missing = missingProgram(config, programFolders());
  if (missing !== undefined) logger.error(missing);
  const { rtc } = config;
  const engine = await startMediaEngine(
    {
      workerBin: rtc.workerBinary,
      workers: rtc.workers,
      listenIp: rtc.listenIp,
      announcedAddress: rtc.announcedAddress,
      basePort: rtc.basePort,
      logger: (level, message, fields) => logger[level](message, fields),
    },
    { thread: rtc.mediaThread },
  );
  const siteFolder = fileURLToPath(new URL('../web/dist', import.meta.url));
  const node = await startNode({ config, logger, engine, siteFolder }).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  console.log(`\n  RTCRoom is ready: ${node.pageUrl}\n`);

  const stop = (signal: string): void => {
    logger.info('stopping', { signal });
    const deadline = setTimeout(() => process.exit(1), config.shutdownGraceMs + 1000);
    deadline.unref();
    node.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error('stopping failed', { error });
        process.exit(1);
      },
    );
  };
  // npm and a process group may each deliver the same signal: `stop` is idempotent, so both may come.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  // Wrong configuration and taken ports are the operator's to mend: say what, not where in our code.
  const expected = error instanceof ConfigError || (error instanceof Error && error.name !== 'TypeError');
  console.error(expected ? `rtcroom: ${(error as Error).message}` : error);
  process.exit(1);
});
