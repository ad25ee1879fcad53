/** Refusals of HTTP requests, for metrics and logs. */
import { AppError } from '../../shared/app-error.ts';
import type { HttpHandler } from './http-types.ts';

/** `handler`, whose refusals are told. Nothing else changes; errors that are no refusals are not told. */
export function tellingRefusals(handler: HttpHandler, onRefused: (error: AppError) => void): HttpHandler {
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      if (error instanceof AppError) onRefused(error);
      throw error;
    }
  };
}
