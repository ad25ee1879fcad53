/** Events with types. No dependencies: runs wherever JavaScript runs. */

export type Listener<E> = (event: E) => void;
/** Stops listening; harmless when called again. */
export type Unlisten = () => void;

/**
 * Calls listeners in the order they were added. What a listener throws goes to `onListenerError` and breaks neither
 * the emitter nor other listeners. Listeners added or removed while an event is emitted count from the next event on.
 */
export class TypedEmitter<Events extends object> {
  readonly #listenersByType = new Map<keyof Events, Set<Listener<never>>>();
  readonly #onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void = () => undefined) {
    this.#onListenerError = onListenerError;
  }

  on<K extends keyof Events>(type: K, listener: Listener<Events[K]>): Unlisten {
    let listeners = this.#listenersByType.get(type);
    if (listeners === undefined) {
      listeners = new Set();
      this.#listenersByType.set(type, listeners);
    }
    // A wrapper, so that the same function may listen twice and each call ends its own.
    const own: Listener<Events[K]> = (event) => listener(event);
    listeners.add(own);
    return () => {
      listeners.delete(own);
    };
  }

  /** Calls `listener` for the next event only. */
  once<K extends keyof Events>(type: K, listener: Listener<Events[K]>): Unlisten {
    const unlisten = this.on(type, (event) => {
      unlisten();
      listener(event);
    });
    return unlisten;
  }

  emit<K extends keyof Events>(type: K, event: Events[K]): void {
    for (const listener of [...(this.#listenersByType.get(type) ?? [])]) {
      try {
        (listener as Listener<Events[K]>)(event);
      } catch (error) {
        this.#report(error);
      }
    }
  }

  /** Forgets all listeners. */
  clear(): void {
    for (const listeners of this.#listenersByType.values()) listeners.clear();
    this.#listenersByType.clear();
  }

  #report(error: unknown): void {
    try {
      this.#onListenerError(error);
    } catch {
      // A reporter that throws has nobody left to report to.
    }
  }
}
