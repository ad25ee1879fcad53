import { useEffect, useRef } from 'preact/hooks';
import { useTranslate } from '../i18n/i18n.ts';
import type { DeviceProblem } from '../session/local-devices.ts';
import { useApp } from '../store/app-state.ts';
import { hueOf, initialsOf } from '../store/avatar.ts';
import { useStore } from '../store/store.ts';
import { Avatar } from './avatar.tsx';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { Video } from './video.tsx';

/** How one will look and sound: camera picture, level, the two switches, and what is wrong with the devices. */
export function Preview({ name }: { readonly name: string }) {
  const { deviceState, devices } = useApp();
  const t = useTranslate();
  const camera = useStore(deviceState, (state) => state.camera);
  const microphone = useStore(deviceState, (state) => state.microphone);
  return (
    <div class="preview-column">
      <div class="preview" data-testid="preview">
        {name.trim() === '' ? (
          <Icon name="camera" size={40} />
        ) : (
          <Avatar initials={initialsOf(name)} hue={hueOf(name)} size={96} />
        )}
        {camera.track === null && (
          <span class="preview-note">
            {camera.status === 'starting' ? t('join.cameraStarting') : t('join.cameraOff')}
          </span>
        )}
        {camera.track !== null && <Video track={camera.track} mirrored label={t('join.preview')} />}
        <div class="preview-buttons">
          <IconButton
            icon={microphone.wanted ? 'mic' : 'micOff'}
            name={t('device.microphone')}
            label={microphone.wanted ? t('bar.mute') : t('bar.unmute')}
            tone={microphone.wanted ? 'plain' : 'off'}
            pressed={microphone.wanted}
            testId="preview-mic"
            onClick={() => void devices.setMicrophoneWanted(!microphone.wanted)}
          />
          <IconButton
            icon={camera.wanted ? 'camera' : 'cameraOff'}
            name={t('device.camera')}
            label={camera.wanted ? t('bar.cameraOff') : t('bar.cameraOn')}
            tone={camera.wanted ? 'plain' : 'off'}
            pressed={camera.wanted}
            testId="preview-camera"
            onClick={() => void devices.setCameraWanted(!camera.wanted)}
          />
        </div>
      </div>
      <LevelMeter track={microphone.wanted ? microphone.track : null} />
      <Problems camera={camera.problem} microphone={microphone.problem} />
    </div>
  );
}

const SEGMENTS = 24;

/** The microphone's level. Drawn outside the component tree: it moves 20 times a second. */
function LevelMeter({ track }: { readonly track: MediaStreamTrack | null }) {
  const { devices } = useApp();
  const t = useTranslate();
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = (level: number): void => meter.current?.style.setProperty('--level', level.toFixed(3));
    if (track === null) {
      show(0);
      return undefined;
    }
    return devices.watchLevel(track, show);
  }, [track, devices]);
  return (
    <div class="level-row">
      <Icon name={track === null ? 'micOff' : 'mic'} size={16} />
      <div ref={meter} class="level-meter" role="img" aria-label={t('join.micLevel')}>
        {Array.from({ length: SEGMENTS }, (_, index) => (
          <span key={index} style={{ '--at': String(index / SEGMENTS) }} />
        ))}
      </div>
    </div>
  );
}

interface ProblemsProps {
  readonly camera: DeviceProblem | null;
  readonly microphone: DeviceProblem | null;
}

function Problems({ camera, microphone }: ProblemsProps) {
  const t = useTranslate();
  if (camera === null && microphone === null) return null;
  return (
    <div class="notice tone-warning" role="status" data-testid="device-problem">
      <Icon name="alert" size={18} />
      <div>
        {camera !== null && <p>{t(`deviceError.camera.${camera}`)}</p>}
        {microphone !== null && <p>{t(`deviceError.microphone.${microphone}`)}</p>}
        <p class="muted-text">{t('join.withoutDevices')}</p>
      </div>
    </div>
  );
}
