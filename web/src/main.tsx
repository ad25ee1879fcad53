import { render } from 'preact';
import { Page } from './components/page.tsx';
import { pickLocale } from './i18n/i18n.ts';
import { AppController } from './session/app-controller.ts';
import { LocalDevices } from './session/local-devices.ts';
import { readPreference } from './session/preferences.ts';
import { exposeForScripts } from './session/scripting.ts';
import { parseUrlOptions, type UrlOptions } from './session/url-options.ts';
import { UiModel } from './store/ui-model.ts';
import './styles/page.css';

async function openDevices(devices: LocalDevices, url: UrlOptions): Promise<void> {
  devices.selectSpeaker(readPreference('speakerId'));
  await Promise.all([
    devices.selectCamera(readPreference('cameraId')),
    devices.selectMicrophone(readPreference('microphoneId')),
  ]);
  await Promise.all([
    url.camera ? devices.setCameraWanted(true) : undefined,
    url.microphone ? devices.setMicrophoneWanted(true) : undefined,
  ]);
}

const url = parseUrlOptions(location.search);
const locale = pickLocale([url.locale ?? '', readPreference('locale'), ...navigator.languages]);
const ui = new UiModel({ locale, name: url.name ?? readPreference('name'), room: url.room ?? readPreference('room') });
const devices = new LocalDevices();
const controller = new AppController(ui, url, devices);

exposeForScripts(controller);
window.addEventListener('pagehide', (event) => {
  // A page that is closed leaves; one that is kept for the way back is only away.
  if (!event.persisted) void controller.session?.leave();
});
const opened = openDevices(devices, url);
if (url.autojoin && url.room !== undefined && url.name !== undefined) {
  const { room, name } = url;
  // A device that asks for permission must not hold up the join.
  void controller.join(name, room);
}
void opened;

const root = document.getElementById('app');
if (root !== null) render(<Page app={controller.app} />, root);
