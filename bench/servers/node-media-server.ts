/**
 * A peer for live streams: node-media-server with nothing but RTMP in and HTTP-FLV out. Its own program is not used: it
 * writes secrets into its installation. Arguments: RTMP port, HTTP port, folder for its files. Prints `listening on PORT`.
 */
import { createRequire } from 'node:module';

interface Server {
  run(): Promise<void>;
}
const NodeMediaServer: new (config: unknown) => Server = createRequire(import.meta.url)('node-media-server');

const [rtmpPort, httpPort, folder] = process.argv.slice(2);
const server = new NodeMediaServer({
  bind: '127.0.0.1',
  rtmp: { port: Number(rtmpPort) },
  http: { port: Number(httpPort) },
  auth: { play: false, publish: false },
  webadmin: { enable: false },
  store: { path: folder },
});
await server.run();
console.log(`listening on ${httpPort}`);
process.on('SIGTERM', () => process.exit(0));
