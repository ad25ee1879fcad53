import { MemoryMediaEngine } from '../../src/sfu/memory-media-engine.ts';
import { liveMediaContract } from './live-media.contract.ts';

liveMediaContract('memory', () => Promise.resolve(new MemoryMediaEngine({ logger: () => undefined })));
