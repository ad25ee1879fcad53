/** Put into a page before its own scripts: notes when it opens its connection, and when frames of remote video are shown. */

/** What the page notes, in milliseconds since 1970 by its own precise clock. */
export interface VideoNotes {
  /** First WebSocket; 0 = none yet. */
  readonly connectedAt: number;
  readonly frames: readonly number[];
}

/** As `globalThis.benchVideo`. A page without a camera shows only what came from others. */
export const NOTE_VIDEO_FRAMES = `{
  const now = () => performance.timeOrigin + performance.now();
  const notes = { connectedAt: 0, frames: [] };
  globalThis.benchVideo = notes;
  globalThis.WebSocket = class extends globalThis.WebSocket {
    constructor(...args) { if (notes.connectedAt === 0) notes.connectedAt = now(); super(...args); }
  };
  const followed = new WeakSet();
  const follow = (video) => {
    if (followed.has(video)) return;
    followed.add(video);
    const onFrame = () => { notes.frames.push(now()); video.requestVideoFrameCallback(onFrame); };
    video.requestVideoFrameCallback(onFrame);
  };
  const look = () => { for (const video of document.querySelectorAll('video')) follow(video); };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}`;
