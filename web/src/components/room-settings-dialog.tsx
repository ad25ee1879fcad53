import { useState } from 'preact/hooks';
import {
  FLOOR_CHOICES,
  type FloorForm,
  floorForm,
  floorFormProblems,
  hasNumbers,
  MAX_SPEAKERS,
  MAX_TURN_SECONDS,
  minTurnSeconds,
} from '../floor-form.ts';
import { useTranslate } from '../i18n/i18n.ts';
import { useApp } from '../store/app-state.ts';
import { useStore } from '../store/store.ts';
import { Button } from './button.tsx';
import { Modal } from './modal.tsx';

/** For moderators: who gets in, and who may speak. */
export function RoomSettingsDialog({ close }: { readonly close: () => void }) {
  const t = useTranslate();
  return (
    <Modal title={t('roomSettings.title')} onClose={close} testId="room-settings-dialog">
      <DoorToggles />
      <FloorFields close={close} />
    </Modal>
  );
}

interface Door {
  readonly locked: boolean;
  readonly lobby: boolean;
}

/** Lock and lobby; they apply at once. The room takes both in one command, so the latest wish for both is sent. */
function DoorToggles() {
  const { call, actions } = useApp();
  const t = useTranslate();
  const locked = useStore(call, (view) => view?.locked ?? false);
  const lobby = useStore(call, (view) => view?.lobbyOn ?? false);
  const [wanted, setWanted] = useState<Door | null>(null);
  const door = wanted ?? { locked, lobby };

  const change = async (part: Partial<Door>): Promise<void> => {
    const next = { ...door, ...part };
    setWanted(next);
    await actions.setDoor(next);
    // From here on the boxes show what the room says, which after a refusal is what it said before.
    setWanted((latest) => (latest === next ? null : latest));
  };

  return (
    <div class="settings-group">
      <label class="check">
        <input
          type="checkbox"
          checked={door.locked}
          data-testid="lock-toggle"
          onChange={(event) => void change({ locked: event.currentTarget.checked })}
        />
        <span>{t('roomSettings.lock')}</span>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={door.lobby}
          data-testid="lobby-toggle"
          onChange={(event) => void change({ lobby: event.currentTarget.checked })}
        />
        <span>{t('roomSettings.lobby')}</span>
      </label>
    </div>
  );
}

/** The microphone floor. The fields start with what the room has, and apply when saved. */
function FloorFields({ close }: { readonly close: () => void }) {
  const { call, actions } = useApp();
  const t = useTranslate();
  const [form, setForm] = useState<FloorForm>(() => call.get()?.microphoneFloor ?? floorForm([]));
  const problems = floorFormProblems(form);

  const save = (): void => {
    if (problems.has('maxHolders')) document.getElementById('floor-speakers')?.focus();
    else if (problems.has('turnSeconds')) document.getElementById('floor-turn')?.focus();
    else {
      close();
      actions.setMicrophoneFloor(form);
    }
  };

  return (
    <form
      class="settings-group"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <ChoiceField form={form} setForm={setForm} />
      {hasNumbers(form.choice) && (
        <div class="settings-numbers">
          <NumberField
            id="floor-speakers"
            label={t('roomSettings.maxHolders')}
            note={t('roomSettings.maxHoldersNote', { max: MAX_SPEAKERS })}
            min={1}
            max={MAX_SPEAKERS}
            value={form.maxHolders}
            isInvalid={problems.has('maxHolders')}
            onInput={(maxHolders) => setForm({ ...form, maxHolders })}
          />
          <NumberField
            id="floor-turn"
            label={t('roomSettings.turnSeconds')}
            note={t(form.choice === 'turns' ? 'roomSettings.turnNeeded' : 'roomSettings.turnNote', {
              max: MAX_TURN_SECONDS,
            })}
            min={minTurnSeconds(form.choice)}
            max={MAX_TURN_SECONDS}
            value={form.turnSeconds}
            isInvalid={problems.has('turnSeconds')}
            onInput={(turnSeconds) => setForm({ ...form, turnSeconds })}
          />
        </div>
      )}
      <div class="modal-buttons">
        <Button onClick={close}>{t('dialog.close')}</Button>
        <Button tone="primary" type="submit" testId="floor-save">
          {t('roomSettings.save')}
        </Button>
      </div>
    </form>
  );
}

function ChoiceField({ form, setForm }: { readonly form: FloorForm; readonly setForm: (form: FloorForm) => void }) {
  const t = useTranslate();
  return (
    <div class="field">
      <label for="floor-policy">{t('roomSettings.floor')}</label>
      <select
        id="floor-policy"
        value={form.choice}
        aria-describedby="floor-policy-note"
        data-testid="floor-policy-select"
        onChange={(event) => {
          const choice = FLOOR_CHOICES.find((name) => name === event.currentTarget.value);
          if (choice !== undefined) setForm({ ...form, choice });
        }}
      >
        {FLOOR_CHOICES.map((choice) => (
          <option key={choice} value={choice}>
            {t(`floorChoice.${choice}`)}
          </option>
        ))}
      </select>
      <p class="field-note" id="floor-policy-note">
        {t(`floorNote.${form.choice}`)}
      </p>
    </div>
  );
}

interface NumberFieldProps {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  readonly min: number;
  readonly max: number;
  readonly value: string;
  readonly isInvalid: boolean;
  readonly onInput: (value: string) => void;
}

function NumberField({ id, label, note, min, max, value, isInvalid, onInput }: NumberFieldProps) {
  return (
    <div class={`field ${isInvalid ? 'invalid' : ''}`}>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        step={1}
        value={value}
        aria-invalid={isInvalid}
        aria-describedby={`${id}-note`}
        data-testid={id}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <p class="field-note" id={`${id}-note`}>
        {note}
      </p>
    </div>
  );
}
