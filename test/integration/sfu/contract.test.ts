import { mediaEngineContract } from '../../contract/media-engine.contract.ts';
import { startReal, startThreaded } from '../../support/real-engine.ts';

mediaEngineContract('mediasoup in this thread', () => startReal());
mediaEngineContract('mediasoup in its own thread', () => startThreaded());
