import { useState } from 'preact/hooks';
import { useTranslate } from '../i18n/i18n.ts';
import { type LiveUrls, playLines, pushLines } from '../live-urls.ts';
import { useApp } from '../store/app-state.ts';
import type { MemberView } from '../store/call-view.ts';
import { useStore } from '../store/store.ts';
import { Button, IconButton } from './button.tsx';

const COPIED_MS = 2000;

/** What was got for a member, until its generation is another one: the URLs are void then. */
interface Shown {
  readonly memberId: string;
  readonly urls: LiveUrls;
}

const isVoid = ({ memberId, urls }: Shown, members: readonly MemberView[]): boolean =>
  members.find((member) => member.memberId === memberId)?.pushGeneration !== urls.generation;

/** Push with OBS or ffmpeg; play somebody's stream elsewhere. */
export function LiveUrlTools() {
  const app = useApp();
  const t = useTranslate();
  const members = useStore(app.call, (call) => call?.members ?? []);
  const self = useStore(app.call, (call) => call?.self ?? null);
  const [pushed, setPushed] = useState<Shown | null>(null);
  const [played, setPlayed] = useState<Shown | null>(null);
  const [chosen, setChosen] = useState('');
  const memberId = members.some((member) => member.memberId === chosen) ? chosen : (self?.memberId ?? '');

  const askPush = async (): Promise<void> => {
    const answer = await app.actions.askPushUrl();
    if (answer !== null && self !== null) setPushed({ memberId: self.memberId, urls: pushLines(answer) });
  };
  const askPlay = async (): Promise<void> => {
    const answer = await app.actions.askPlayUrls(memberId);
    if (answer !== null) setPlayed({ memberId, urls: playLines(answer) });
  };

  const mayPush = self !== null && (self.media.audio.granted || self.media.video.granted);
  return (
    <>
      {mayPush && (
        <Button small wide onClick={() => void askPush()} testId="push-url-button">
          {t('live.push')}
        </Button>
      )}
      <ShownUrls shown={pushed} members={members} testId="push-urls" />
      <div class="live-play">
        <select
          class="layer-select"
          aria-label={t('live.member')}
          value={memberId}
          data-testid="play-member"
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          {members.map((member) => (
            <option key={member.memberId} value={member.memberId}>
              {member.name}
            </option>
          ))}
        </select>
        <Button small onClick={() => void askPlay()} testId="play-urls-button">
          {t('live.play')}
        </Button>
      </div>
      <ShownUrls shown={played} members={members} testId="play-urls" />
    </>
  );
}

function ShownUrls({
  shown,
  members,
  testId,
}: {
  readonly shown: Shown | null;
  readonly members: readonly MemberView[];
  readonly testId: string;
}) {
  const t = useTranslate();
  if (shown === null) return null;
  if (isVoid(shown, members)) return <p class="muted-text">{t('live.void')}</p>;
  return (
    <dl data-testid={testId}>
      {shown.urls.lines.map(({ name, text }) => (
        <div key={name} class="live-url">
          <dt>{t(`live.${name}`)}</dt>
          <dd class="live-url-text" data-url={name} title={text}>
            {text}
          </dd>
          <CopyButton text={text} name={t(`live.${name}`)} />
        </div>
      ))}
    </dl>
  );
}

function CopyButton({ text, name }: { readonly text: string; readonly name: string }) {
  const app = useApp();
  const t = useTranslate();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    if (!(await app.actions.copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <IconButton
      icon={copied ? 'check' : 'copy'}
      size="small"
      label={copied ? t('inspector.copied') : t('live.copy', { name })}
      testId="copy-url"
      onClick={() => void copy()}
    />
  );
}
