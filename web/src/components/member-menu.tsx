import type { Translate } from '../i18n/i18n.ts';
import { useTranslate } from '../i18n/i18n.ts';
import { type App, useApp } from '../store/app-state.ts';
import type { MemberView } from '../store/call-view.ts';
import { useStore } from '../store/store.ts';
import { Menu, type MenuItem } from './menu.tsx';

function mediaItems({ actions }: App, member: MemberView, t: Translate): MenuItem[] {
  const { audio, video } = member.media;
  const id = member.memberId;
  const items: MenuItem[] = [];
  if (audio.moderatorMuted) {
    items.push({
      id: 'unmute-audio',
      icon: 'mic',
      label: t('member.unmuteAudio'),
      onSelect: () => actions.setModeratorMute(id, 'audio', false),
    });
  } else {
    items.push({
      id: 'mute-audio',
      icon: 'micOff',
      label: t('member.muteAudio'),
      onSelect: () => actions.setModeratorMute(id, 'audio', true),
    });
  }
  if (audio.selfMuted || audio.moderatorMuted || !audio.published) {
    items.push({
      id: 'invite-unmute',
      icon: 'chat',
      label: t('member.inviteUnmute'),
      onSelect: () => actions.inviteToUnmute(id, 'audio'),
    });
  }
  if (video.moderatorMuted) {
    items.push({
      id: 'unmute-video',
      icon: 'camera',
      label: t('member.unmuteVideo'),
      onSelect: () => actions.setModeratorMute(id, 'video', false),
    });
  } else {
    items.push({
      id: 'mute-video',
      icon: 'cameraOff',
      label: t('member.muteVideo'),
      onSelect: () => actions.setModeratorMute(id, 'video', true),
    });
  }
  return items;
}

function itemsOf(app: App, member: MemberView, t: Translate): MenuItem[] {
  const { actions } = app;
  const items = mediaItems(app, member, t);
  if (member.handOrder > 0) {
    items.push({
      id: 'lower-hand',
      icon: 'hand',
      label: t('member.lowerHand'),
      onSelect: () => actions.lowerHand(member.memberId),
    });
  }
  if (member.role === 'audience') {
    items.push({
      id: 'make-speaker',
      icon: 'volume',
      label: t('member.makeSpeaker'),
      onSelect: () => actions.setRole(member.memberId, 'speaker'),
    });
  } else if (member.role === 'speaker') {
    items.push({
      id: 'make-audience',
      icon: 'people',
      label: t('member.makeAudience'),
      onSelect: () => actions.setRole(member.memberId, 'audience'),
    });
  }
  items.push({
    id: 'kick',
    icon: 'door',
    label: t('member.kick'),
    danger: true,
    onSelect: () => actions.setDialog({ name: 'kick', memberId: member.memberId, memberName: member.name }),
  });
  return items;
}

/** What a moderator can do with another member; nothing for everyone else. */
export function MemberMenu({ member }: { readonly member: MemberView }) {
  const app = useApp();
  const t = useTranslate();
  const canModerate = useStore(app.call, (call) => call?.canModerate ?? false);
  if (!canModerate || member.isSelf) return null;
  return (
    <Menu
      label={t('tile.actions', { name: member.name })}
      size="small"
      testId="member-menu"
      items={itemsOf(app, member, t)}
    />
  );
}
