import { useMemo } from 'preact/hooks';
import type { Rect } from '../grid-layout.ts';
import { useTranslate } from '../i18n/i18n.ts';
import type { MessageKey } from '../i18n/messages-en.ts';
import { useApp } from '../store/app-state.ts';
import { type MemberView, type TileView, trackKey } from '../store/call-view.ts';
import { useKeyed } from '../store/store.ts';
import { Avatar } from './avatar.tsx';
import { IconButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { MemberMenu } from './member-menu.tsx';
import { QualityBars } from './quality-bars.tsx';
import { Video } from './video.tsx';

export type MicView = 'on' | 'off' | 'moderator' | 'floor' | 'none';

/**
 * How a member's microphone stands; a moderator's mute shows before the member's own. Open but without the floor it is
 * not `on`: nobody hears it, and the page must not say otherwise.
 */
export function micOf(member: MemberView): MicView {
  const audio = member.media.audio;
  if (audio.moderatorMuted) return 'moderator';
  if (!audio.granted) return 'none';
  if (!audio.published || audio.selfMuted) return 'off';
  return audio.block === 'floor' ? 'floor' : 'on';
}

const MIC_ICONS: Readonly<Record<MicView, IconName>> = {
  on: 'mic',
  off: 'micOff',
  moderator: 'micBlocked',
  floor: 'micBlocked',
  none: 'micOff',
};
const MIC_KEYS: Readonly<Record<MicView, MessageKey>> = {
  on: 'tile.micOn',
  off: 'tile.micOff',
  moderator: 'tile.micModerator',
  floor: 'tile.micFloor',
  none: 'tile.micNone',
};

/** The microphone's state: red when muted by the member, amber with a lock when muted by a moderator. */
export function MicBadge({ member }: { readonly member: MemberView }) {
  const t = useTranslate();
  const mic = micOf(member);
  return (
    <span class={`mic-badge mic-${mic}`} role="img" aria-label={t(MIC_KEYS[mic])} data-tip={t(MIC_KEYS[mic])}>
      <Icon name={MIC_ICONS[mic]} size={15} />
    </span>
  );
}

interface TileProps {
  readonly tile: TileView;
  readonly rect: Rect;
  readonly isMain: boolean;
  readonly isPinned: boolean;
}

/** A tile at its place. Only the place changes when the layout does; the content keeps its video element. */
export function Tile({ tile, rect, isMain, isPinned }: TileProps) {
  const app = useApp();
  const t = useTranslate();
  const { member, kind } = tile;
  const speaking = useKeyed(app.live.speaking, member.memberId) === true && kind === 'camera' && micOf(member) === 'on';
  const isCompact = rect.width < 200;
  const avatarSize = Math.round(Math.min(112, Math.max(36, Math.min(rect.width, rect.height) * 0.34)));
  const content = useMemo(
    () => <TileContent tile={tile} isMain={isMain} isPinned={isPinned} isCompact={isCompact} avatarSize={avatarSize} />,
    [tile.key, member, isMain, isPinned, isCompact, avatarSize, t],
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: double click is a shortcut for the pin button inside.
    <div
      class={`tile kind-${kind} ${speaking ? 'speaking' : ''} ${isMain ? 'main' : ''} ${isCompact ? 'compact' : ''} presence-${member.presence}`}
      style={{ transform: `translate(${rect.x}px, ${rect.y}px)`, width: `${rect.width}px`, height: `${rect.height}px` }}
      data-testid="tile"
      data-kind={kind}
      data-member-id={member.memberId}
      data-user-id={member.userId}
      data-speaking={String(speaking)}
      data-muted={micOf(member)}
      data-presence={member.presence}
      onDblClick={(event) => {
        // Two quick clicks on a button or menu inside are not a double click on the tile.
        if (event.target instanceof Element && event.target.closest('button, .menu') === null)
          app.actions.togglePin(tile.key);
      }}
    >
      {content}
    </div>
  );
}

interface ContentProps {
  readonly tile: TileView;
  readonly isMain: boolean;
  readonly isPinned: boolean;
  readonly isCompact: boolean;
  readonly avatarSize: number;
}

function TileContent({ tile, isMain, isPinned, isCompact, avatarSize }: ContentProps) {
  const app = useApp();
  const t = useTranslate();
  const { member, kind } = tile;
  const title = useTileTitle(tile);
  return (
    <>
      <TilePicture tile={tile} avatarSize={avatarSize} title={title} />
      {kind === 'camera' && <PresenceBadge member={member} avatarSize={avatarSize} />}
      <div class="tile-top">
        {kind === 'camera' && member.handOrder > 0 && (
          <span
            class="hand-badge"
            role="img"
            aria-label={t('tile.handOrder', { n: member.handOrder })}
            data-tip={t('tile.handOrder', { n: member.handOrder })}
          >
            <Icon name="hand" size={15} />
            {member.handOrder}
          </span>
        )}
        <span class="tile-tools">
          <IconButton
            icon={isPinned ? 'pinOff' : 'pin'}
            name={t('tile.pin')}
            label={isPinned ? t('tile.unpin') : t('tile.pin')}
            size="small"
            pressed={isPinned}
            testId="pin-button"
            onClick={() => app.actions.togglePin(tile.key)}
          />
          {kind === 'camera' && <MemberMenu member={member} />}
        </span>
      </div>
      <div class="tile-label">
        {kind === 'camera' && <MicBadge member={member} />}
        {kind === 'screen' && <Icon name="screen" size={15} />}
        <span class="tile-name">{title}</span>
        {kind === 'camera' && (!isCompact || isMain) && <TileQuality memberId={member.memberId} />}
      </div>
    </>
  );
}

function useTileTitle({ member, kind }: TileView): string {
  const t = useTranslate();
  if (kind === 'screen') return member.isSelf ? t('tile.yourScreen') : t('tile.screenOf', { name: member.name });
  return member.isSelf ? `${member.name} (${t('tile.you')})` : member.name;
}

function TileQuality({ memberId }: { readonly memberId: string }) {
  const { live } = useApp();
  return <QualityBars score={useKeyed(live.quality, memberId)} />;
}

function TilePicture({
  tile,
  avatarSize,
  title,
}: {
  readonly tile: TileView;
  readonly avatarSize: number;
  readonly title: string;
}) {
  const { live } = useApp();
  const t = useTranslate();
  const { member, kind } = tile;
  const medium = kind === 'screen' ? 'screen' : 'video';
  const track = useKeyed(live.tracks, trackKey(member.memberId, medium));
  const state = member.media[medium];
  const isShown = track !== undefined && !state.selfMuted && !state.moderatorMuted && member.presence !== 'background';
  // Showing one's own screen inside itself would repeat it without end.
  if (kind === 'screen' && member.isSelf) {
    return (
      <div class="own-screen">
        <Icon name="screen" size={32} />
        <span>{t('tile.sharing')}</span>
        <OwnScreenStop />
      </div>
    );
  }
  return (
    <>
      {kind === 'camera' && <Avatar initials={member.initials} hue={member.hue} size={avatarSize} />}
      {isShown && (
        <Video track={track} mirrored={member.isSelf && kind === 'camera'} contain={kind === 'screen'} label={title} />
      )}
    </>
  );
}

function OwnScreenStop() {
  const app = useApp();
  const t = useTranslate();
  return (
    <button type="button" class="button tone-quiet small" onClick={app.actions.toggleShare}>
      {t('bar.shareStop')}
    </button>
  );
}

function PresenceBadge({ member, avatarSize }: { readonly member: MemberView; readonly avatarSize: number }) {
  const t = useTranslate();
  if (member.presence === 'online') return null;
  const hasText = avatarSize >= 64;
  const text = member.presence === 'background' ? t('tile.away') : t('tile.suspect');
  return (
    <div
      class="presence-badge"
      style={{ marginTop: hasText ? `${Math.round(avatarSize / 2) + 22}px` : '0' }}
      data-testid="presence-badge"
      role="img"
      aria-label={text}
    >
      <Icon name={member.presence === 'background' ? 'moon' : 'sync'} size={16} />
      {hasText && <span>{text}</span>}
    </div>
  );
}
