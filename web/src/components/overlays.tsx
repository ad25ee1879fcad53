import { useTranslate } from '../i18n/i18n.ts';
import { useApp } from '../store/app-state.ts';
import { useStore } from '../store/store.ts';
import { Icon } from './icon.tsx';

/** Says over the page, without moving it, that the connection is being restored. */
export function ConnectionBanner() {
  const app = useApp();
  const t = useTranslate();
  const connection = useStore(app.ui, (ui) => ui.connection);
  if (connection !== 'reconnecting' && connection !== 'mediaRecovering') return null;
  return (
    <output class="banner" data-testid="reconnecting-banner">
      <span class="spinner" aria-hidden="true" />
      {connection === 'reconnecting' ? t('banner.reconnecting') : t('banner.mediaRecovering')}
    </output>
  );
}

/** Short notes that go away by themselves. */
export function Toasts() {
  const app = useApp();
  const t = useTranslate();
  const toasts = useStore(app.ui, (ui) => ui.toasts);
  return (
    <div class="toasts">
      {toasts.map((toast) => (
        <div key={toast.id} class={`toast tone-${toast.tone}`} data-testid="toast">
          <span>{toast.text}</span>
          <button type="button" aria-label={t('toast.dismiss')} onClick={() => app.actions.dismissToast(toast.id)}>
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}

/** What screen readers say; not seen. */
export function LiveRegion() {
  const app = useApp();
  const text = useStore(app.ui, (ui) => ui.announcement);
  return (
    <div class="visually-hidden" aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}
