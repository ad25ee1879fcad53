import type { MessageKey } from './i18n/messages-en.ts';
import type { App, Panel } from './store/app-state.ts';

interface Shortcut {
  readonly key: string;
  readonly text: MessageKey;
  readonly run: (app: App) => void;
}

const panel =
  (wanted: Panel) =>
  (app: App): void =>
    app.actions.setPanel(app.ui.get().panel === wanted ? 'none' : wanted);

/** The keys of the call screen; the help dialog and the tooltips show them. */
export const SHORTCUTS: readonly Shortcut[] = [
  { key: 'm', text: 'help.mic', run: (app) => app.actions.toggleMic() },
  { key: 'v', text: 'help.camera', run: (app) => app.actions.toggleCamera() },
  { key: 's', text: 'help.share', run: (app) => app.actions.toggleShare() },
  { key: 'h', text: 'help.hand', run: (app) => app.actions.toggleHand() },
  { key: 'c', text: 'bar.chat', run: panel('chat') },
  { key: 'p', text: 'bar.members', run: panel('members') },
  { key: 'i', text: 'bar.inspector', run: panel('inspector') },
  { key: '?', text: 'menu.help', run: (app) => app.actions.setDialog({ name: 'help' }) },
];

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Listens for the keys until the returned function is called. Keys typed into fields or dialogs are left alone. */
export function installShortcuts(app: App): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    const { screen, dialog, panel: open } = app.ui.get();
    if (screen.name !== 'call' || dialog !== null || event.defaultPrevented) return;
    if (event.key === 'Escape' && open !== 'none' && document.querySelector(':popover-open') === null) {
      app.actions.setPanel('none');
      return;
    }
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const shortcut = SHORTCUTS.find(({ key }) => key === event.key.toLowerCase());
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run(app);
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}
