import { type Locale, type MessageParams, type Translate, translator } from '../i18n/i18n.ts';
import type { MessageKey } from '../i18n/messages-en.ts';
import type { Dialog, Panel, Screen, Toast, UiState } from './app-state.ts';
import { createStore, type Store } from './store.ts';

const MAX_TOASTS = 4;
const TOAST_MS = 5000;
const LINK_COPIED_MS = 2000;

/** The page's own state and the ways it changes. */
export class UiModel {
  readonly store: Store<UiState>;
  #nextToastId = 1;

  constructor(initial: Pick<UiState, 'locale' | 'name' | 'room'>) {
    this.store = createStore<UiState>({
      ...initial,
      screen: { name: 'join', busy: false, problem: null },
      panel: 'none',
      dialog: null,
      pinned: null,
      page: 0,
      unread: 0,
      toasts: [],
      announcement: '',
      connection: 'connected',
      joinedAtMs: 0,
      soundBlocked: false,
      sharing: false,
      linkCopied: false,
    });
  }

  get state(): UiState {
    return this.store.get();
  }

  /** Texts in the current language. */
  get t(): Translate {
    return translator(this.state.locale);
  }

  patch(change: Partial<UiState>): void {
    this.store.update((state) => ({ ...state, ...change }));
  }

  setScreen(screen: Screen): void {
    this.patch({ screen });
  }

  /** Opening the chat reads what is in it. */
  setPanel(panel: Panel): void {
    this.patch(panel === 'chat' ? { panel, unread: 0 } : { panel });
  }

  setDialog(dialog: Dialog | null): void {
    this.patch({ dialog });
  }

  setLocale(locale: Locale): void {
    this.patch({ locale });
  }

  togglePin(key: string): void {
    this.patch({ pinned: this.state.pinned === key ? null : key });
  }

  /** A note for everyone: seen for a few seconds and read aloud. The oldest goes when there are too many. */
  toast(key: MessageKey, params?: MessageParams, tone: Toast['tone'] = 'info'): void {
    const text = this.t(key, params);
    const id = this.#nextToastId++;
    this.store.update((state) => ({
      ...state,
      toasts: [...state.toasts, { id, tone, text }].slice(-MAX_TOASTS),
      announcement: text,
    }));
    setTimeout(() => this.dismissToast(id), TOAST_MS);
  }

  dismissToast(id: number): void {
    this.store.update((state) => ({ ...state, toasts: state.toasts.filter((toast) => toast.id !== id) }));
  }

  /** Shows for a moment that the link is in the clipboard. */
  linkCopied(): void {
    this.patch({ linkCopied: true, announcement: this.t('top.linkCopied') });
    setTimeout(() => this.patch({ linkCopied: false }), LINK_COPIED_MS);
  }

  /** Forgets what belongs to one call. */
  resetCall(): void {
    this.patch({
      panel: 'none',
      dialog: null,
      pinned: null,
      page: 0,
      unread: 0,
      connection: 'connected',
      soundBlocked: false,
      sharing: false,
    });
  }
}
