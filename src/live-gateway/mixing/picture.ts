/** Planar YUV 4:2:0 pictures (I420): one plane of luma, two of chroma at half the width and height. */
import type { CanvasSize } from './mix-layout.ts';

export const pictureBytes = ({ width, height }: CanvasSize): number => (width * height * 3) / 2;

/** A black picture (BT.601 limited range). */
export function blackPicture(size: CanvasSize): Uint8Array {
  const picture = new Uint8Array(pictureBytes(size)).fill(128);
  picture.fill(16, 0, size.width * size.height);
  return picture;
}

/** Copies all of `tile` onto the canvas at `left`, `top`. All measures are even, and the tile lies within the canvas. */
export function drawPicture(
  canvas: Uint8Array,
  canvasSize: CanvasSize,
  tile: Uint8Array,
  tileSize: CanvasSize,
  left: number,
  top: number,
): void {
  let fromPlane = 0;
  let toPlane = 0;
  for (const shift of [0, 1, 1]) {
    const width = tileSize.width >> shift;
    const height = tileSize.height >> shift;
    const stride = canvasSize.width >> shift;
    let to = toPlane + (top >> shift) * stride + (left >> shift);
    for (let row = 0; row < height; row += 1) {
      canvas.set(tile.subarray(fromPlane + row * width, fromPlane + (row + 1) * width), to);
      to += stride;
    }
    fromPlane += width * height;
    toPlane += stride * (canvasSize.height >> shift);
  }
}
