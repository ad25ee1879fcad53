const rtc = require('../../components/rtc-room/rtc-app');
const { readSettings, saveSettings } = require('../../lib/settings');
const { textsFor } = require('../../lib/texts');

const LANGUAGES = [
  { code: 'zh_CN', name: '中文' },
  { code: 'en', name: 'English' },
];

Page({
  data: { texts: textsFor('zh_CN'), serverUrl: '', language: 'zh_CN', languages: LANGUAGES },
  onLoad() {
    const { serverUrl, language } = readSettings();
    this.setData({ serverUrl, language: /^zh/i.test(language) ? 'zh_CN' : 'en', texts: textsFor(language) });
  },
  /** @param {{detail: {value: string}}} event */
  onServer({ detail }) {
    this.setData({ serverUrl: detail.value });
  },
  /** @param {{currentTarget: {dataset: {code: string}}}} event */
  onLanguage({ currentTarget }) {
    const { code } = currentTarget.dataset;
    this.setData({ language: code, texts: textsFor(code) });
  },
  onSave() {
    const { serverUrl, language, texts } = this.data;
    // Another server knows nothing of this connection and its token.
    rtc.logout();
    saveSettings({ serverUrl: serverUrl.trim(), language });
    getApp().configure();
    wx.showToast({ title: texts.saved });
    wx.navigateBack();
  },
});
