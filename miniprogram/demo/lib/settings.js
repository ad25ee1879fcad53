/**
 * What the user has set, kept in the phone's storage.
 * @typedef {{serverUrl: string, name: string, language: string}} Settings
 * @typedef {{scene: string, room: string, role: string}} RecentRoom
 */
const KEY = 'demo.settings';
const RECENT_KEY = 'demo.recent';
const USER_KEY = 'demo.user';
const MAX_RECENT = 6;
/** A node on the same machine as the developer tools, as `npm start` begins it. */
const DEFAULT_SERVER = 'http://127.0.0.1:8080';

/** @returns {string} of the phone, `zh_CN` or `en` for example */
function systemLanguage() {
  return wx.getAppBaseInfo?.().language ?? 'zh_CN';
}

/** @returns {Settings} */
function readSettings() {
  const stored = wx.getStorageSync(KEY) || {};
  return {
    serverUrl: stored.serverUrl || DEFAULT_SERVER,
    name: stored.name || '',
    language: stored.language || systemLanguage(),
  };
}

/** @param {Partial<Settings>} change */
function saveSettings(change) {
  wx.setStorageSync(KEY, { ...readSettings(), ...change });
}

/** @returns {RecentRoom[]} newest first */
function recentRooms() {
  return wx.getStorageSync(RECENT_KEY) || [];
}

/** @param {RecentRoom} room */
function rememberRoom(room) {
  const others = recentRooms().filter((one) => one.room !== room.room || one.scene !== room.scene);
  wx.setStorageSync(RECENT_KEY, [room, ...others].slice(0, MAX_RECENT));
}

/** @returns {string} an id for this phone, for servers in development mode */
function deviceUser() {
  const stored = wx.getStorageSync(USER_KEY);
  if (stored) return stored;
  const user = `demo-${Math.random().toString(36).slice(2, 10)}`;
  wx.setStorageSync(USER_KEY, user);
  return user;
}

module.exports = { DEFAULT_SERVER, deviceUser, readSettings, recentRooms, rememberRoom, saveSettings };
