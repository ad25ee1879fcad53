import { MemoryMediaEngine } from '../../src/sfu/memory-media-engine.ts';
import { mediaEngineContract } from './media-engine.contract.ts';

mediaEngineContract('memory', () => Promise.resolve(new MemoryMediaEngine({ logger: () => undefined })));
