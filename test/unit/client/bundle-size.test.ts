import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, test } from 'vitest';

/** A mini program's main package is 2 MiB in all; the client may be a small part of it. */
const MAX_BYTES = 60 * 1024;
const VIRTUAL = 'virtual:core';

/** Bundles the modules into one minified chunk and gives code and module ids. */
async function bundle(imports: readonly string[]): Promise<{ bytes: number; modules: readonly string[] }> {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const code = imports.map((path, index) => `export * as part${index} from ${JSON.stringify(root + path)};`).join('\n');
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      rollupOptions: { input: VIRTUAL, preserveEntrySignatures: 'strict' },
    },
    plugins: [
      {
        name: 'virtual-core',
        resolveId: (id) => (id === VIRTUAL ? id : undefined),
        load: (id) => (id === VIRTUAL ? code : undefined),
      },
    ],
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('nothing was built');
  const [chunk] = output.output;
  return { bytes: Buffer.byteLength(chunk.code), modules: Object.keys(chunk.modules) };
}

describe('size', () => {
  test('[CL-47] core and JSON codec fit a mini program and bring no library along', async () => {
    const { bytes, modules } = await bundle([
      'client/rtcroom-client.ts',
      'client/adapters/system-clock.ts',
      'wire/json-codec.ts',
    ]);
    console.log(`client core + JSON codec: ${(bytes / 1024).toFixed(1)} KiB minified`);
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
    expect(modules.length).toBeGreaterThan(15);
    expect(modules.filter((id) => /node_modules|protobuf|client\/media/.test(id))).toEqual([]);
  });
});
