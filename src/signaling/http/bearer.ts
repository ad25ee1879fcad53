/** Who asks over HTTP, and for which room: a user by its token, or the operator's own server by an API key. */
import { isApiKeyText } from '../../identity/api-keys.ts';
import type { Identity } from '../../identity/tokens.ts';
import { AppError } from '../../shared/app-error.ts';
import { parseRoomId, type RoomId } from '../../shared/ids.ts';
import type { HttpRequest } from './http-types.ts';

export interface Credentials {
  /** @throws AppError tokenInvalid, tokenExpired, tokenRevoked */
  readonly verifyToken: (token: string) => Promise<Identity>;
  /** Checks `keyId:secret`. @throws AppError tokenInvalid */
  readonly verifyApiKey: (credential: string) => void;
}

/** A user by its token, or (null) the operator's own server. */
export type Asker = Identity | null;

/** @throws AppError tokenInvalid, tokenExpired, tokenRevoked */
export async function whoAsks({ verifyToken, verifyApiKey }: Credentials, request: HttpRequest): Promise<Asker> {
  const [, credential] = /^Bearer +(\S.*)$/i.exec(request.header('authorization')) ?? [];
  if (credential === undefined) throw new AppError('tokenInvalid', 'Authorization: Bearer is required');
  if (!isApiKeyText(credential)) return await verifyToken(credential);
  verifyApiKey(credential);
  return null;
}

/** The part of a path, percent-decoded. @throws AppError invalidArgument */
export function decoded(part: string, name: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    throw new AppError('invalidArgument', name, { cause: error });
  }
}

/** @throws AppError invalidArgument; tokenWrongRoom, whether there is such a room or not */
export function requireRoom(asker: Asker, part: string): RoomId {
  const roomId = parseRoomId(decoded(part, 'room'));
  if (roomId === undefined) throw new AppError('invalidArgument', 'room');
  if (asker?.allowsRoom(roomId) === false) throw new AppError('tokenWrongRoom');
  return roomId;
}
