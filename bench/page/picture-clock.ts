/**
 * A clock burned into a picture, as a row of black and white blocks: a white one, the bits of a number (lowest first),
 * and their parity. Read from the middle of each block, so scaling and coding do it no harm.
 */

export const CLOCK_BITS = 14;
export const CLOCK_BLOCKS: number = CLOCK_BITS + 2;
export const CLOCK_PICTURE = { width: 320, height: 180, blockWidth: 20, blockHeight: 60 } as const;
/** Numbers that the clock can show. */
export const CLOCK_TURN: number = 2 ** CLOCK_BITS;

/** Filters of ffmpeg that draw the number of each picture. */
export function clockFilters(): string {
  const { blockWidth, blockHeight } = CLOCK_PICTURE;
  const bit = (index: number): string => `mod(floor(n/${2 ** index}),2)`;
  const bits = Array.from({ length: CLOCK_BITS }, (_, index) => bit(index));
  return ['1', ...bits, `mod(${bits.join('+')},2)`]
    .map((isWhite, index) => {
      const place = `x=${index * blockWidth}:y=0:w=${blockWidth}:h=${blockHeight}`;
      return `drawbox=${place}:c=white:t=fill:enable='${isWhite}'`;
    })
    .join(',');
}

/** The number in a row of brightnesses, one for each block; undefined when it shows none. */
export function readClock(levels: ArrayLike<number>): number | undefined {
  const isWhite = (index: number): boolean => (levels[index] ?? 0) > 128;
  let value = 0;
  let parity = 0;
  for (let bit = 0; bit < CLOCK_BITS; bit += 1) {
    if (!isWhite(bit + 1)) continue;
    value += 2 ** bit;
    parity ^= 1;
  }
  return isWhite(0) && isWhite(CLOCK_BITS + 1) === (parity === 1) ? value : undefined;
}

/** A number as it was seen. */
export interface ClockSighting {
  readonly levels: readonly number[];
  /** When its picture is displayed, in milliseconds since 1970 by the page's own precise clock. */
  readonly shownAt: number;
}

/** Put into a page before its own scripts: notes as `globalThis.benchClock` what remote video shows. */
export const NOTE_CLOCK = `{
  const notes = [];
  globalThis.benchClock = notes;
  const canvas = document.createElement('canvas');
  canvas.width = ${CLOCK_BLOCKS};
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const share = ${CLOCK_PICTURE.blockHeight / CLOCK_PICTURE.height};
  const followed = new WeakSet();
  const follow = (video) => {
    if (followed.has(video)) return;
    followed.add(video);
    const onFrame = (_, { expectedDisplayTime, width, height }) => {
      const block = width / ${CLOCK_BLOCKS};
      for (let index = 0; index < ${CLOCK_BLOCKS}; index += 1) {
        context.drawImage(video, (index + 0.5) * block, height * share / 2, 1, 1, index, 0, 1, 1);
      }
      const { data } = context.getImageData(0, 0, ${CLOCK_BLOCKS}, 1);
      const levels = Array.from({ length: ${CLOCK_BLOCKS} }, (_, index) => data[index * 4]);
      notes.push({ levels, shownAt: performance.timeOrigin + expectedDisplayTime });
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };
  const look = () => { for (const video of document.querySelectorAll('video')) follow(video); };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}`;

/**
 * Put into a page before its own scripts: its camera films a clock of the milliseconds since 1970 (modulo the clock's
 * turn), 25 pictures a second, and its microphone hears a tone.
 */
export const FILM_CLOCK = `{
  const { width, height, blockWidth, blockHeight } = ${JSON.stringify(CLOCK_PICTURE)};
  const draw = (context) => {
    const value = Math.floor(performance.timeOrigin + performance.now()) % ${CLOCK_TURN};
    const bits = Array.from({ length: ${CLOCK_BITS} }, (_, bit) => Math.floor(value / 2 ** bit) % 2);
    const parity = bits.reduce((sum, bit) => sum + bit, 0) % 2;
    context.fillStyle = 'black';
    context.fillRect(0, 0, width, height);
    context.fillStyle = 'white';
    [1, ...bits, parity].forEach((isWhite, index) => {
      if (isWhite === 1) context.fillRect(index * blockWidth, 0, blockWidth, blockHeight);
    });
  };
  const film = () => {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    draw(context);
    const [track] = canvas.captureStream(0).getVideoTracks();
    setInterval(() => { draw(context); track.requestFrame(); }, 40);
    return track;
  };
  const hear = () => {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const out = audio.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    return out.stream.getAudioTracks()[0];
  };
  navigator.mediaDevices.getUserMedia = async ({ video, audio }) =>
    new MediaStream([...(video ? [film()] : []), ...(audio ? [hear()] : [])]);
}`;
