/**
 * What the bench adds to the page: a microphone that is never silent, and a note of when each frame of received audio
 * came off the wire. Both are put in before the page's own scripts, through the browser's own interfaces, so that the
 * page and the client library are measured as they are.
 */

/** Instants (ms of the page's clock) at which audio frames came; the page keeps them under this name. */
export interface AudioFrameNotes {
  /** Instants of frames, oldest first. */
  readonly frames: number[];
  /** Smallest time from noting a frame to the page's learning of it; shows that both use one clock. */
  smallestLagMs: number;
}

/**
 * The worker sees each encoded frame after it was received and decrypted, before it waits in the jitter buffer. Its
 * clock starts at another instant than the page's: both are counted from 1970.
 */
const WORKER = `
  onrtctransform = ({ transformer }) => {
    const note = new TransformStream({
      transform(frame, controller) {
        postMessage(performance.timeOrigin + performance.now());
        controller.enqueue(frame);
      },
    });
    transformer.readable.pipeThrough(note).pipeTo(transformer.writable);
  };`;

/** Runs in the page before its own scripts. */
export const NOTE_AUDIO_FRAMES = `{
  const notes = { frames: [], smallestLagMs: Infinity };
  window.benchAudio = notes;
  const address = URL.createObjectURL(new Blob([${JSON.stringify(WORKER)}], { type: 'text/javascript' }));
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener('track', ({ receiver }) => {
        if (receiver.track.kind !== 'audio') return;
        const worker = new Worker(address);
        worker.onmessage = ({ data }) => {
          notes.frames.push(data);
          notes.smallestLagMs = Math.min(notes.smallestLagMs, performance.timeOrigin + performance.now() - data);
        };
        receiver.transform = new RTCRtpScriptTransform(worker);
      });
    }
  };
}`;

/**
 * Runs in the page before its own scripts: the microphone hears noise. The browser's fake one beeps, and between beeps
 * a codec that notices silence sends almost nothing.
 */
export const NOISY_MICROPHONE = `{
  const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    if (!constraints?.audio || constraints.video) return native(constraints);
    const context = new AudioContext();
    const noise = context.createBuffer(1, context.sampleRate * 2, context.sampleRate);
    const samples = noise.getChannelData(0);
    for (let index = 0; index < samples.length; index += 1) samples[index] = Math.random() * 0.4 - 0.2;
    const source = new AudioBufferSourceNode(context, { buffer: noise, loop: true });
    const output = context.createMediaStreamDestination();
    source.connect(output);
    source.start();
    return output.stream;
  };
}`;
