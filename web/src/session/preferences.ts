/** What the page remembers on this device. */
export type PreferenceKey =
  | 'name'
  | 'room'
  | 'locale'
  | 'cameraId'
  | 'microphoneId'
  | 'speakerId'
  | 'cameraWanted'
  | 'microphoneWanted';

const PREFIX = 'rtcroom.';

/** The remembered text; '' when there is none or storage is forbidden. */
export function readPreference(key: PreferenceKey): string {
  try {
    return localStorage.getItem(PREFIX + key) ?? '';
  } catch {
    return '';
  }
}

/** Remembers a text. Without storage (private mode, full) it is simply forgotten. */
export function writePreference(key: PreferenceKey, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // The page works without memory.
  }
}
