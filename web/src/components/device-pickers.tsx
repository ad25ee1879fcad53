import { useTranslate } from '../i18n/i18n.ts';
import type { MessageKey } from '../i18n/messages-en.ts';
import type { DeviceChoice } from '../session/local-devices.ts';
import { useApp } from '../store/app-state.ts';
import { useStore } from '../store/store.ts';
import { Icon, type IconName } from './icon.tsx';

interface PickerProps {
  readonly kind: 'camera' | 'microphone' | 'speaker';
  readonly icon: IconName;
  readonly devices: readonly DeviceChoice[];
  readonly selected: string;
  readonly onSelect: (deviceId: string) => void;
}

function Picker({ kind, icon, devices, selected, onSelect }: PickerProps) {
  const t = useTranslate();
  const name = t(`device.${kind}` as MessageKey);
  const isEmpty = devices.length === 0;
  return (
    <label class="picker">
      <Icon name={icon} size={18} />
      <span class="visually-hidden">{name}</span>
      <select
        value={selected}
        disabled={isEmpty}
        data-testid={`${kind}-picker`}
        onChange={(event) => onSelect(event.currentTarget.value)}
      >
        <option value="">{isEmpty ? `${name}: ${t('device.none')}` : t('device.defaultName')}</option>
        {devices
          .filter((device) => device.deviceId !== 'default')
          .map((device, index) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label === '' ? t('device.unnamed', { kind: name, n: index + 1 }) : device.label}
            </option>
          ))}
      </select>
      <Icon name="down" size={16} />
    </label>
  );
}

/** Camera, microphone and, where the browser can, speaker. */
export function DevicePickers() {
  const { deviceState, devices, actions } = useApp();
  const state = useStore(deviceState, (current) => current);
  return (
    <div class="pickers">
      <Picker
        kind="camera"
        icon="camera"
        devices={state.cameras}
        selected={state.camera.deviceId}
        onSelect={(id) => void devices.selectCamera(id)}
      />
      <Picker
        kind="microphone"
        icon="mic"
        devices={state.microphones}
        selected={state.microphone.deviceId}
        onSelect={(id) => void devices.selectMicrophone(id)}
      />
      {state.canChooseSpeaker && (
        <Picker
          kind="speaker"
          icon="volume"
          devices={state.speakers}
          selected={state.speakerId}
          onSelect={actions.setSpeaker}
        />
      )}
    </div>
  );
}
