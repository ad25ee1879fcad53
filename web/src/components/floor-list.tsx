import { useEffect, useState } from 'preact/hooks';
import { type Translate, useTranslate } from '../i18n/i18n.ts';
import { useApp } from '../store/app-state.ts';
import type { FloorEntry, FloorView } from '../store/call-view.ts';
import { Button } from './button.tsx';

/** The floors of the room: who holds each, who waits at which place, and what oneself can do. */
export function FloorList({ floors }: { readonly floors: readonly FloorView[] }) {
  return (
    <>
      {floors.map((floor) => (
        <FloorCard key={floor.floorId} floor={floor} />
      ))}
    </>
  );
}

function FloorCard({ floor }: { readonly floor: FloorView }) {
  const t = useTranslate();
  return (
    <section class="card" data-testid="floor" data-floor-id={floor.floorId}>
      <h3>{t('floor.heading', { name: floor.floorId })}</h3>
      {floor.entries.length === 0 && <p class="muted-text">{t('floor.empty')}</p>}
      <ol class="floor-entries">
        {floor.entries.map((entry) => (
          <li key={entry.requestId} class={`floor-entry floor-${entry.state}`}>
            <span class="member-name">{entry.name}</span>
            <span class="muted-text">
              {stateText(entry, t)}
              {entry.expiresAtMs > 0 && <Countdown untilMs={entry.expiresAtMs} />}
            </span>
            {floor.canDecide && entry !== floor.mine && <ChairButtons entry={entry} />}
          </li>
        ))}
      </ol>
      <FloorButton floor={floor} />
    </section>
  );
}

/** What who chairs the floor can do about somebody else's request. */
function ChairButtons({ entry }: { readonly entry: FloorEntry }) {
  const { actions } = useApp();
  const t = useTranslate();
  const { requestId, state } = entry;
  if (state === 'revoking') return null;
  if (state === 'holding') {
    return (
      <Button small onClick={() => actions.decideFloor(requestId, 'revoke')} testId="floor-revoke">
        {t('floor.revoke')}
      </Button>
    );
  }
  return (
    <span class="floor-decisions">
      {state === 'waiting' && (
        <Button small onClick={() => actions.decideFloor(requestId, 'grant')} testId="floor-grant">
          {t('floor.grant')}
        </Button>
      )}
      <Button small onClick={() => actions.decideFloor(requestId, 'deny')} testId="floor-deny">
        {t('floor.deny')}
      </Button>
    </span>
  );
}

function stateText(entry: FloorEntry, t: Translate): string {
  if (entry.state === 'waiting') return t('floor.position', { n: entry.position });
  return entry.state === 'revoking' ? t('floor.revoking') : t('floor.holder');
}

function Countdown({ untilMs }: { readonly untilMs: number }) {
  const t = useTranslate();
  const { serverNow } = useApp();
  const [nowMs, setNowMs] = useState(serverNow());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(serverNow()), 500);
    return () => clearInterval(timer);
  }, [serverNow]);
  return (
    <span class="numbers"> · {t('floor.secondsLeft', { n: Math.max(0, Math.ceil((untilMs - nowMs) / 1000)) })}</span>
  );
}

function FloorButton({ floor }: { readonly floor: FloorView }) {
  const { actions } = useApp();
  const t = useTranslate();
  const { mine } = floor;
  if (mine === null) {
    return (
      <Button small onClick={() => actions.requestFloor(floor.floorId)} testId="floor-request">
        {t('floor.request')}
      </Button>
    );
  }
  const { requestId } = mine;
  if (mine.state === 'confirming') {
    return (
      <Button small tone="primary" onClick={() => actions.confirmFloor(requestId)} testId="floor-confirm">
        {t('floor.confirm')}
      </Button>
    );
  }
  if (mine.state === 'waiting') {
    return (
      <Button small onClick={() => actions.cancelFloor(requestId)} testId="floor-cancel">
        {t('floor.cancel')}
      </Button>
    );
  }
  return (
    <Button small onClick={() => actions.releaseFloor(requestId)} testId="floor-release">
      {t('floor.release')}
    </Button>
  );
}
