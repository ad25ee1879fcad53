import { useEffect, useReducer, useRef } from 'preact/hooks';

/** A value that can be watched. Values are immutable: a change is a new object. */
export interface Store<T> {
  get(): T;
  set(value: T): void;
  /** Sets what `change` makes of the current value; the same object means no change. */
  update(change: (current: T) => T): void;
  /** Calls `listener` after each change until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** A store with `initial` inside. Listeners run at once; components batch by animation frame (`useStore`). */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T): void => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Many small values by key (speaking, quality, tracks), each watched on its own, so that one member's level redraws
 * one frame and not the grid. Keys are removed with the member: see `retain`.
 */
export interface KeyedStore<T> {
  get(key: string): T | undefined;
  set(key: string, value: T | undefined): void;
  /** Drops all keys that `keep` refuses. */
  retain(keep: (key: string) => boolean): void;
  keys(): readonly string[];
  subscribe(key: string, listener: () => void): () => void;
}

/** An empty keyed store. */
export function createKeyedStore<T>(): KeyedStore<T> {
  const values = new Map<string, T>();
  const listeners = new Map<string, Set<() => void>>();
  const set = (key: string, value: T | undefined): void => {
    if (Object.is(values.get(key), value)) return;
    if (value === undefined) values.delete(key);
    else values.set(key, value);
    for (const listener of [...(listeners.get(key) ?? [])]) listener();
  };
  return {
    get: (key) => values.get(key),
    set,
    retain: (keep) => {
      for (const key of [...values.keys()]) if (!keep(key)) set(key, undefined);
    },
    keys: () => [...values.keys()],
    subscribe: (key, listener) => {
      const ofKey = listeners.get(key) ?? new Set();
      listeners.set(key, ofKey.add(listener));
      return () => {
        ofKey.delete(listener);
        if (ofKey.size === 0 && listeners.get(key) === ofKey) listeners.delete(key);
      };
    },
  };
}

/** Runs `work` once before the next paint; in a hidden page, which paints nothing, soon. */
export function onNextFrame(work: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(work, 50);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(work);
  return () => cancelAnimationFrame(frame);
}

/** The selected part of a store; the component redraws, at most once a frame, when that part changes. */
export function useStore<T, S>(store: Store<T>, select: (value: T) => S): S {
  const selected = select(store.get());
  useRedrawOn(selected, () => select(store.get()), store.subscribe, store);
  return selected;
}

/** The value of one key; the component redraws, at most once a frame, when it changes. */
export function useKeyed<T>(store: KeyedStore<T>, key: string): T | undefined {
  const value = store.get(key);
  useRedrawOn(
    value,
    () => store.get(key),
    (listener) => store.subscribe(key, listener),
    store,
    key,
  );
  return value;
}

function useRedrawOn<S>(
  shown: S,
  read: () => S,
  subscribe: (listener: () => void) => () => void,
  ...identity: readonly unknown[]
): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const latest = useRef({ shown, read });
  latest.current = { shown, read };
  useEffect(() => {
    let cancel: (() => void) | undefined;
    const check = (): void => {
      cancel = undefined;
      if (!Object.is(latest.current.read(), latest.current.shown)) redraw(0);
    };
    const unsubscribe = subscribe(() => {
      cancel ??= onNextFrame(check);
    });
    // Something may have changed between drawing and this effect.
    check();
    return () => {
      unsubscribe();
      cancel?.();
    };
  }, identity);
}
