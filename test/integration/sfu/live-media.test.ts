import { liveMediaContract } from '../../contract/live-media.contract.ts';
import { startReal, startThreaded } from '../../support/real-engine.ts';

liveMediaContract('mediasoup in this thread', () => startReal());
liveMediaContract('mediasoup in its own thread', () => startThreaded());
