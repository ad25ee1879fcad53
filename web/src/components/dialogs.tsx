import { useState } from 'preact/hooks';
import { useTranslate } from '../i18n/i18n.ts';
import { SHORTCUTS } from '../shortcuts.ts';
import { type Dialog, useApp } from '../store/app-state.ts';
import { useStore } from '../store/store.ts';
import { Button } from './button.tsx';
import { DevicePickers } from './device-pickers.tsx';
import { Modal } from './modal.tsx';
import { RoomSettingsDialog } from './room-settings-dialog.tsx';

/** The dialog that is open, if one is. */
export function Dialogs() {
  const app = useApp();
  const dialog = useStore(app.ui, (ui) => ui.dialog);
  if (dialog === null) return null;
  return <OpenDialog dialog={dialog} close={() => app.actions.setDialog(null)} />;
}

function OpenDialog({ dialog, close }: { readonly dialog: Dialog; readonly close: () => void }) {
  switch (dialog.name) {
    case 'kick':
      return <KickDialog memberId={dialog.memberId} name={dialog.memberName} close={close} />;
    case 'muteAll':
      return <MuteAllDialog close={close} />;
    case 'closeRoom':
      return <CloseRoomDialog close={close} />;
    case 'help':
      return <HelpDialog close={close} />;
    case 'devices':
      return <DevicesDialog close={close} />;
    case 'roomSettings':
      return <RoomSettingsDialog close={close} />;
  }
}

interface ConfirmProps {
  readonly close: () => void;
  readonly label: string;
  readonly tone: 'primary' | 'danger';
  readonly onConfirm: () => void;
}

function ConfirmButtons({ close, label, tone, onConfirm }: ConfirmProps) {
  const t = useTranslate();
  return (
    <div class="modal-buttons">
      <Button onClick={close}>{t('dialog.cancel')}</Button>
      <Button
        tone={tone}
        testId="dialog-confirm"
        onClick={() => {
          close();
          onConfirm();
        }}
      >
        {label}
      </Button>
    </div>
  );
}

function KickDialog({
  memberId,
  name,
  close,
}: {
  readonly memberId: string;
  readonly name: string;
  readonly close: () => void;
}) {
  const { actions } = useApp();
  const t = useTranslate();
  return (
    <Modal title={t('kick.title', { name })} onClose={close}>
      <p>{t('kick.body')}</p>
      <ConfirmButtons close={close} label={t('kick.confirm')} tone="danger" onConfirm={() => actions.kick(memberId)} />
    </Modal>
  );
}

function MuteAllDialog({ close }: { readonly close: () => void }) {
  const { actions } = useApp();
  const t = useTranslate();
  const [allowUnmute, setAllowUnmute] = useState(true);
  return (
    <Modal title={t('muteAll.title')} onClose={close} testId="mute-all-dialog">
      <p>{t('muteAll.body')}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={allowUnmute}
          data-testid="allow-unmute"
          onChange={(event) => setAllowUnmute(event.currentTarget.checked)}
        />
        <span>{t('muteAll.allowUnmute')}</span>
      </label>
      <ConfirmButtons
        close={close}
        label={t('muteAll.confirm')}
        tone="primary"
        onConfirm={() => actions.muteAll(allowUnmute)}
      />
    </Modal>
  );
}

function CloseRoomDialog({ close }: { readonly close: () => void }) {
  const { actions } = useApp();
  const t = useTranslate();
  return (
    <Modal title={t('closeRoom.title')} onClose={close}>
      <p>{t('closeRoom.body')}</p>
      <ConfirmButtons close={close} label={t('closeRoom.confirm')} tone="danger" onConfirm={actions.closeRoom} />
    </Modal>
  );
}

function HelpDialog({ close }: { readonly close: () => void }) {
  const t = useTranslate();
  return (
    <Modal title={t('help.title')} onClose={close} testId="help-dialog">
      <dl class="shortcuts">
        {SHORTCUTS.map(({ key, text }) => (
          <div key={key}>
            <dt>
              <kbd>{key.toUpperCase()}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>{t('help.escape')}</dd>
        </div>
        <div>
          <dt>
            <kbd>{t('help.doubleClickKey')}</kbd>
          </dt>
          <dd>{t('help.doubleClick')}</dd>
        </div>
      </dl>
      <div class="modal-buttons">
        <Button tone="primary" onClick={close}>
          {t('dialog.close')}
        </Button>
      </div>
    </Modal>
  );
}

function DevicesDialog({ close }: { readonly close: () => void }) {
  const t = useTranslate();
  return (
    <Modal title={t('device.title')} onClose={close} testId="devices-dialog">
      <DevicePickers />
      <div class="modal-buttons">
        <Button tone="primary" onClick={close}>
          {t('dialog.close')}
        </Button>
      </div>
    </Modal>
  );
}
