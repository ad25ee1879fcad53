import { useEffect, useState } from 'preact/hooks';
import { useTranslate } from '../i18n/i18n.ts';
import { useApp } from '../store/app-state.ts';
import { useKeyed, useStore } from '../store/store.ts';
import { Icon } from './icon.tsx';
import { QualityBars } from './quality-bars.tsx';

/** "7:05" or "1:02:03". */
export function formatElapsed(elapsedMs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function Elapsed({ sinceMs }: { readonly sinceMs: number }) {
  const t = useTranslate();
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span class="elapsed numbers" role="timer" aria-label={t('top.elapsed')} data-tip={t('top.elapsed')}>
      {formatElapsed(nowMs - sinceMs)}
    </span>
  );
}

/** Room, people, time, own connection, link. */
export function TopBar() {
  const app = useApp();
  const t = useTranslate();
  const call = useStore(app.call, (view) => view);
  const joinedAtMs = useStore(app.ui, (ui) => ui.joinedAtMs);
  const copied = useStore(app.ui, (ui) => ui.linkCopied);
  const room = useStore(app.ui, (ui) => ui.room);
  const score = useKeyed(app.live.quality, call?.self?.memberId ?? '');
  const count = (call?.members.length ?? 0) + (call?.audienceCount ?? 0);
  return (
    <header class="top-bar">
      <h1 class="room-name" data-testid="room-name">
        {room}
      </h1>
      {call?.locked === true && (
        <span class="locked" role="img" aria-label={t('top.locked')} data-tip={t('top.locked')} data-testid="locked">
          <Icon name="lock" size={16} />
        </span>
      )}
      <span class="member-count" data-testid="member-count" data-count={count}>
        {count === 1 ? t('top.membersOne') : t('top.members', { n: count })}
      </span>
      <span class="spacer" />
      <Elapsed sinceMs={joinedAtMs} />
      <QualityBars score={score} />
      <button
        type="button"
        class="button tone-quiet small copy-link"
        data-testid="copy-link"
        aria-label={t('top.copyLink')}
        onClick={app.actions.copyLink}
      >
        <Icon name={copied ? 'check' : 'link'} size={16} />
        <span class="copy-texts">
          <span aria-hidden={copied}>{t('top.copyLink')}</span>
          <span aria-hidden={!copied}>{t('top.linkCopied')}</span>
        </span>
      </button>
    </header>
  );
}
