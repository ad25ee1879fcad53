/** Janus from Debian with its video room only, in a folder of its own that is removed afterwards. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildServer, startServer } from '../support/child-server.ts';
import { freePort } from '../support/free-port.ts';

const OTHER_PLUGINS = 'audiobridge duktape echotest lua nosip recordplay sip streaming textroom videocall voicemail';
const OTHER_TRANSPORTS = 'mqtt nanomsg pfunix rabbitmq websockets';

const disabled = (names: string): string =>
  `disable = "${names
    .split(' ')
    .map((name) => `libjanus_${name}.so`)
    .join(',')}"`;

/** ICE lite as in our worker: the client leads. All else is at its default. */
const files = (port: number, address: string, eventLoops: number): Readonly<Record<string, string>> => ({
  'janus.jcfg': [
    `general: { debug_level = 2, session_timeout = 0, event_loops = ${eventLoops} }`,
    `nat: { ice_lite = true, ice_enforce_list = "${address}" }`,
    `plugins: { ${disabled(OTHER_PLUGINS)} }`,
    `transports: { ${disabled(OTHER_TRANSPORTS)} }`,
    '',
  ].join('\n'),
  'janus.transport.http.jcfg': `general: { http = true, ip = "127.0.0.1", port = ${port}, json = "compact" }\n`,
  'janus.plugin.videoroom.jcfg': 'general: { }\n',
});

/**
 * `address` must belong to an interface other than the loopback one: Janus' ICE takes no candidates from that. With
 * `eventLoops` that many threads serve all clients; 0 is its default, a thread for each.
 */
export async function startJanus(address: string, eventLoops: number): Promise<ChildServer> {
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'rtcroom-bench-janus-'));
  const remove = (): Promise<void> => rm(dir, { recursive: true, force: true });
  try {
    for (const [name, content] of Object.entries(files(port, address, eventLoops)))
      await writeFile(join(dir, name), content);
    const server = await startServer({ command: 'janus', args: ['-F', dir], ready: port });
    const stop = async (): Promise<void> => {
      try {
        await server.stop();
      } finally {
        await remove();
      }
    };
    return { ...server, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
