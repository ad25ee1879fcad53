import { useTranslate } from '../i18n/i18n.ts';
import type { MessageKey } from '../i18n/messages-en.ts';
import { useApp } from '../store/app-state.ts';
import { useStore } from '../store/store.ts';
import { IconButton } from './button.tsx';
import { ChatPanel } from './chat-panel.tsx';
import { InspectorPanel } from './inspector-panel.tsx';
import { MembersPanel } from './members-panel.tsx';

const TITLES = {
  members: 'members.title',
  chat: 'chat.title',
  inspector: 'inspector.title',
} as const satisfies Record<string, MessageKey>;

/** People, chat or inspector; beside the stage, on phones a sheet over it. */
export function SidePanel() {
  const app = useApp();
  const t = useTranslate();
  const panel = useStore(app.ui, (ui) => ui.panel);
  if (panel === 'none') return null;
  return (
    <aside
      class={`side-panel panel-${panel}`}
      aria-label={t(TITLES[panel])}
      data-testid={panel === 'inspector' ? 'inspector' : `${panel}-panel`}
    >
      <header class="panel-header">
        <h2>{t(TITLES[panel])}</h2>
        <IconButton
          icon="close"
          size="small"
          label={t('panel.close')}
          testId="panel-close"
          onClick={() => app.actions.setPanel('none')}
        />
      </header>
      {panel === 'members' && <MembersPanel />}
      {panel === 'chat' && <ChatPanel />}
      {panel === 'inspector' && <InspectorPanel />}
    </aside>
  );
}
