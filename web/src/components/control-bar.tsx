import type { Translate } from '../i18n/i18n.ts';
import { useTranslate } from '../i18n/i18n.ts';
import { type App, type Panel, useApp } from '../store/app-state.ts';
import type { MediumView } from '../store/call-view.ts';
import { useStore } from '../store/store.ts';
import { IconButton } from './button.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Menu, type MenuItem } from './menu.tsx';

/** Whether this browser can share a screen (phones cannot). */
export const canShareScreen = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === 'function';

type Toggle = 'on' | 'off' | 'blocked' | 'none';

function toggleOf(medium: MediumView | undefined, isWanted: boolean): Toggle {
  if (medium?.moderatorMuted === true) return 'blocked';
  if (medium?.granted === false) return 'none';
  return isWanted ? 'on' : 'off';
}

function MicButton() {
  const app = useApp();
  const t = useTranslate();
  const audio = useStore(app.call, (call) => call?.self?.media.audio);
  const wanted = useStore(app.deviceState, (state) => state.microphone.wanted);
  const toggle = toggleOf(audio, wanted);
  const look = {
    on: { icon: 'mic', label: t('bar.mute'), tone: 'plain' },
    off: { icon: 'micOff', label: t('bar.unmute'), tone: 'off' },
    blocked: { icon: 'micBlocked', label: t('bar.micBlocked'), tone: 'blocked' },
    floor: { icon: 'micBlocked', label: t('bar.micFloor'), tone: 'blocked' },
    none: { icon: 'micOff', label: t('bar.micNone'), tone: 'off' },
  } as const;
  return (
    <IconButton
      {...look[toggle === 'on' && audio?.block === 'floor' ? 'floor' : toggle]}
      name={toggle === 'blocked' ? t('bar.micBlocked') : t('device.microphone')}
      shortcut="M"
      pressed={toggle === 'on'}
      disabled={toggle === 'none'}
      testId="mic-button"
      onClick={app.actions.toggleMic}
    />
  );
}

function CameraButton() {
  const app = useApp();
  const t = useTranslate();
  const video = useStore(app.call, (call) => call?.self?.media.video);
  const wanted = useStore(app.deviceState, (state) => state.camera.wanted);
  const toggle = toggleOf(video, wanted);
  const look = {
    on: { icon: 'camera', label: t('bar.cameraOff'), tone: 'plain' },
    off: { icon: 'cameraOff', label: t('bar.cameraOn'), tone: 'off' },
    blocked: { icon: 'cameraOff', label: t('bar.cameraBlocked'), tone: 'blocked' },
    none: { icon: 'cameraOff', label: t('bar.cameraNone'), tone: 'off' },
  } as const;
  return (
    <IconButton
      {...look[toggle]}
      name={toggle === 'blocked' ? t('bar.cameraBlocked') : t('device.camera')}
      shortcut="V"
      pressed={toggle === 'on'}
      disabled={toggle === 'none'}
      testId="camera-button"
      onClick={app.actions.toggleCamera}
    />
  );
}

function ShareButton() {
  const app = useApp();
  const t = useTranslate();
  const sharing = useStore(app.ui, (ui) => ui.sharing);
  const granted = useStore(app.call, (call) => call?.self?.media.screen.granted ?? true);
  if (!canShareScreen()) return null;
  const label = sharing ? t('bar.shareStop') : t('bar.share');
  return (
    <IconButton
      icon={sharing ? 'screenStop' : 'screen'}
      label={granted ? label : t('bar.shareNone')}
      name={t('bar.share')}
      shortcut="S"
      tone={sharing ? 'active' : 'plain'}
      pressed={sharing}
      disabled={!granted}
      testId="share-button"
      onClick={app.actions.toggleShare}
    />
  );
}

function HandButton() {
  const app = useApp();
  const t = useTranslate();
  const raised = useStore(app.call, (call) => (call?.self?.handOrder ?? 0) > 0);
  return (
    <IconButton
      icon="hand"
      label={raised ? t('bar.handLower') : t('bar.hand')}
      name={t('bar.hand')}
      shortcut="H"
      tone={raised ? 'active' : 'plain'}
      pressed={raised}
      testId="hand-button"
      onClick={app.actions.toggleHand}
    />
  );
}

const togglePanel = (app: App, panel: Panel): void =>
  app.actions.setPanel(app.ui.get().panel === panel ? 'none' : panel);

function PanelButtons() {
  const app = useApp();
  const t = useTranslate();
  const panel = useStore(app.ui, (ui) => ui.panel);
  const unread = useStore(app.ui, (ui) => ui.unread);
  const waiting = useStore(app.call, (call) => call?.lobby.length ?? 0);
  const shared = (own: Panel) => ({
    tone: panel === own ? ('active' as const) : ('plain' as const),
    pressed: panel === own,
    testId: `${own}-button`,
    onClick: () => togglePanel(app, own),
  });
  return (
    <>
      <IconButton
        icon="people"
        label={t('bar.members')}
        shortcut="P"
        badge={waiting}
        extraClass="only-wide"
        {...shared('members')}
      />
      <IconButton
        icon="chat"
        label={unread > 0 ? t('bar.chatUnread', { n: unread }) : t('bar.chat')}
        shortcut="C"
        badge={unread}
        {...shared('chat')}
      />
      <IconButton
        icon="pulse"
        label={t('bar.inspector')}
        shortcut="I"
        extraClass="only-wide"
        {...shared('inspector')}
      />
    </>
  );
}

function moreItems(app: App, t: Translate, canModerate: boolean, locked: boolean): MenuItem[] {
  const { actions } = app;
  const items: MenuItem[] = [
    {
      id: 'members',
      icon: 'people',
      label: t('bar.members'),
      narrowOnly: true,
      onSelect: () => actions.setPanel('members'),
    },
    {
      id: 'inspector',
      icon: 'pulse',
      label: t('bar.inspector'),
      narrowOnly: true,
      onSelect: () => actions.setPanel('inspector'),
    },
    {
      id: 'devices',
      icon: 'settings',
      label: t('menu.devices'),
      onSelect: () => actions.setDialog({ name: 'devices' }),
    },
  ];
  if (canModerate) {
    items.push(
      {
        id: 'mute-all',
        icon: 'micOff',
        label: t('menu.muteAll'),
        onSelect: () => actions.setDialog({ name: 'muteAll' }),
      },
      { id: 'lower-hands', icon: 'hand', label: t('menu.lowerHands'), onSelect: actions.lowerAllHands },
      {
        id: 'lock',
        icon: 'lock',
        label: locked ? t('menu.unlock') : t('menu.lock'),
        onSelect: () => actions.lockRoom(!locked),
      },
      {
        id: 'room-settings',
        icon: 'settings',
        label: t('menu.roomSettings'),
        onSelect: () => actions.setDialog({ name: 'roomSettings' }),
      },
    );
  }
  items.push({
    id: 'help',
    icon: 'keyboard',
    label: t('menu.help'),
    onSelect: () => actions.setDialog({ name: 'help' }),
  });
  if (canModerate) {
    items.push({
      id: 'close-room',
      icon: 'door',
      label: t('menu.closeRoom'),
      danger: true,
      onSelect: () => actions.setDialog({ name: 'closeRoom' }),
    });
  }
  return items;
}

/** The bar at the bottom. Its buttons keep their places whatever happens. */
export function ControlBar() {
  const app = useApp();
  const t = useTranslate();
  const canModerate = useStore(app.call, (call) => call?.canModerate ?? false);
  const locked = useStore(app.call, (call) => call?.locked ?? false);
  return (
    <div class="control-bar" role="toolbar" aria-label={t('bar.label')}>
      <div class="bar-group">
        <MicButton />
        <CameraButton />
        <ShareButton />
        <HandButton />
      </div>
      <div class="bar-group">
        <PanelButtons />
        <Menu
          label={t('bar.more')}
          testId="more-button"
          items={moreItems(app, t, canModerate, locked)}
          footer={<LanguageSwitch />}
        />
      </div>
      <IconButton icon="leave" label={t('bar.leave')} tone="danger" testId="leave-button" onClick={app.actions.leave} />
    </div>
  );
}
