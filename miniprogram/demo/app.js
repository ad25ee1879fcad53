const rtc = require('./components/rtc-room/rtc-app');
const { readSettings } = require('./lib/settings');

App({
  onLaunch() {
    this.configure();
  },
  /** Tells the component which server, and who the user is. Again after the settings have changed. */
  configure() {
    const { serverUrl, name } = readSettings();
    rtc.configure({ serverUrl, name, allowGuest: true });
  },
});
