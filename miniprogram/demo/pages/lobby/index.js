const { readSettings, recentRooms, rememberRoom, saveSettings } = require('../../lib/settings');
const { textsFor } = require('../../lib/texts');

/** The server's own rule for room ids. */
const ROOM_ID = /^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$/;

const SCENES = [
  { scene: 'call', icon: '📞', roles: [''] },
  { scene: 'conference', icon: '👥', roles: [''] },
  { scene: 'live', icon: '📡', roles: ['chair', 'audience'] },
  { scene: 'claw', icon: '🕹', roles: ['speaker', 'device'] },
];
/** @type {Record<string, string>} */
const ROLE_TEXTS = { chair: 'asHost', audience: 'asAudience', speaker: 'asPlayer', device: 'asMachine' };

Page({
  data: {
    texts: textsFor('zh_CN'),
    name: '',
    room: '',
    scenes: /** @type {object[]} */ ([]),
    recent: recentRooms(),
  },
  onShow() {
    const { name, language } = readSettings();
    /** @type {Record<string, string>} */
    const texts = textsFor(language);
    const scenes = SCENES.map(({ scene, icon, roles }) => ({
      scene,
      icon,
      title: texts[scene],
      hint: texts[`${scene}Hint`],
      roles: roles.map((role) => ({ role, text: role === '' ? '' : texts[ROLE_TEXTS[role] ?? ''] })),
    }));
    const recent = recentRooms().map((one) => ({ ...one, title: texts[one.scene] }));
    this.setData({ texts: textsFor(language), scenes, recent, name: this.data.name || name });
  },
  /** @param {{detail: {value: string}}} event */
  onName({ detail }) {
    this.setData({ name: detail.value });
  },
  /** @param {{detail: {value: string}}} event */
  onRoom({ detail }) {
    this.setData({ room: detail.value });
  },
  /** @param {{currentTarget: {dataset: {scene: string, role: string}}}} event */
  onScene({ currentTarget }) {
    const { scene, role } = currentTarget.dataset;
    this.open({ scene, role, room: this.data.room.trim() });
  },
  /** @param {{currentTarget: {dataset: {scene: string, role: string, room: string}}}} event */
  onRecent({ currentTarget }) {
    const { scene, role, room } = currentTarget.dataset;
    this.open({ scene, role, room });
  },
  /** @param {{scene: string, role: string, room: string}} choice */
  open({ scene, role, room }) {
    const { texts } = this.data;
    const name = this.data.name.trim();
    const problem =
      (name === '' && texts.nameMissing) ||
      (room === '' && texts.roomMissing) ||
      (!ROOM_ID.test(room) && texts.roomInvalid);
    if (problem) {
      wx.showToast({ title: problem, icon: 'none' });
      return;
    }
    saveSettings({ name });
    rememberRoom({ scene, role, room });
    getApp().configure();
    wx.navigateTo({ url: `/pages/${scene}/index?room=${encodeURIComponent(room)}&role=${role}` });
  },
  onSettings() {
    wx.navigateTo({ url: '/pages/settings/index' });
  },
});
