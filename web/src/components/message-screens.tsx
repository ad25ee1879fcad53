import { useEffect, useRef } from 'preact/hooks';
import { useTranslate } from '../i18n/i18n.ts';
import { type EndReason, useApp } from '../store/app-state.ts';
import { useStore } from '../store/store.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { Brand } from './join-screen.tsx';
import { LanguageSwitch } from './language-switch.tsx';

function MessagePage({
  children,
  testId,
  reason,
}: {
  readonly children: preact.ComponentChildren;
  readonly testId: string;
  readonly reason?: string;
}) {
  return (
    <div class="message-screen" data-testid={testId} data-reason={reason}>
      <header class="page-header">
        <Brand />
        <LanguageSwitch />
      </header>
      <main class="message-card">{children}</main>
    </div>
  );
}

/** Waiting for a moderator. */
export function LobbyScreen() {
  const app = useApp();
  const t = useTranslate();
  const room = useStore(app.ui, (ui) => ui.room);
  return (
    <MessagePage testId="lobby-screen">
      <span class="message-icon pulsing">
        <Icon name="door" size={34} />
      </span>
      <h1>{t('lobby.title')}</h1>
      <p role="status">{t('lobby.body', { room })}</p>
      <Button onClick={app.actions.leave} testId="lobby-leave">
        {t('lobby.leave')}
      </Button>
    </MessagePage>
  );
}

const ICONS: Readonly<Partial<Record<EndReason, IconName>>> = {
  left: 'check',
  kicked: 'door',
  banned: 'shield',
  lobbyDenied: 'door',
  timedOut: 'sync',
  backgroundTimedOut: 'moon',
  replaced: 'people',
};
/** A ban is not answered with an invitation to try again. */
const canRejoin = (reason: EndReason): boolean => reason !== 'banned';

/** The call is over: why, and the way back. */
export function EndedScreen({ reason }: { readonly reason: EndReason }) {
  const app = useApp();
  const t = useTranslate();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <MessagePage testId="ended-screen" reason={reason}>
      <span class="message-icon">
        <Icon name={ICONS[reason] ?? 'leave'} size={34} />
      </span>
      <h1 ref={heading} tabIndex={-1}>
        {t(`ended.${reason}.title`)}
      </h1>
      <p>{t(`ended.${reason}.body`)}</p>
      <div class="message-buttons">
        {canRejoin(reason) && (
          <Button tone="primary" onClick={app.actions.rejoin} testId="rejoin-button">
            {t('ended.rejoin')}
          </Button>
        )}
        <Button onClick={app.actions.goHome} testId="home-button">
          {t('ended.home')}
        </Button>
      </div>
    </MessagePage>
  );
}
