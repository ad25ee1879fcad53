/** nginx with a module of Debian, one process and no master, in a folder of its own that is removed afterwards. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildServer, startServer } from '../support/child-server.ts';
import { freePort } from '../support/free-port.ts';

const MODULES = '/usr/lib/nginx/modules';

interface NginxSite {
  /** Loaded from Debian's folder of modules. */
  readonly module: string;
  /** The rest of the configuration for that port. */
  readonly body: (port: number) => string;
}

async function startNginx({ module, body }: NginxSite): Promise<ChildServer> {
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'rtcroom-bench-nginx-'));
  const lines = [
    `load_module ${MODULES}/${module};`,
    // As root it would give its rights away to a user that cannot read the folder.
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    'daemon off;',
    'master_process off;',
    'worker_rlimit_nofile 20000;',
    `pid ${dir}/nginx.pid;`,
    `error_log ${dir}/error.log error;`,
    'events { worker_connections 19900; }',
    body(port),
  ];
  await writeFile(join(dir, 'nginx.conf'), `${lines.join('\n')}\n`);
  try {
    const server = await startServer({
      command: 'nginx',
      args: ['-p', dir, '-e', `${dir}/error.log`, '-c', `${dir}/nginx.conf`],
      ready: port,
    });
    return {
      ...server,
      stop: async () => {
        await server.stop();
        await rm(dir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

/** nchan: everybody at `/room/NAME` hears what anybody there says. */
export const startNchan = (): Promise<ChildServer> =>
  startNginx({
    module: 'ngx_nchan_module.so',
    body: (port) => `http {
  access_log off;
  client_body_temp_path /tmp;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location ~ ^/room/(\\w+)$ {
      nchan_pubsub websocket;
      nchan_channel_id $1;
      nchan_message_buffer_length 0;
      nchan_websocket_ping_interval 0;
    }
  }
}`,
  });

/** nginx-rtmp: streams of the application `live`. */
export const startNginxRtmp = (): Promise<ChildServer> =>
  startNginx({
    module: 'ngx_rtmp_module.so',
    body: (port) => `rtmp {
  access_log off;
  server {
    listen 127.0.0.1:${port};
    chunk_size 4096;
    application live { live on; }
  }
}`,
  });
