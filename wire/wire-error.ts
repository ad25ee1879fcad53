/**
 * Bytes or text from outside that are not a message of the schema. The only thing a decoder throws, whatever it was
 * given. An unknown message type is not malformed: the frame is returned with `body` undefined, so that its sender can
 * be answered by id.
 */
export class WireError extends Error {
  readonly kind = 'malformed';

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'WireError';
  }
}
