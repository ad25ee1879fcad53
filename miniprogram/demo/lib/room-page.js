const { roleToken } = require('./room-token');
const { readSettings } = require('./settings');
const { fill, textsFor } = require('./texts');

/**
 * What all pages with a call have in common: the room from the page's address, the token, words, and what to do when
 * the call ends. `<rtc-room>` has the id `rtc` on each.
 */
module.exports = Behavior({
  data: {
    room: '',
    role: '',
    token: '',
    isReady: false,
    userName: '',
    language: 'zh_CN',
    texts: textsFor('zh_CN'),
    chat: /** @type {{name: string, text: string, id: string}[]} */ ([]),
    draft: '',
    lastChat: '',
    view: /** @type {Record<string, any>} */ ({}),
    isPanelOpen: false,
  },
  methods: {
    /** @param {Record<string, string | undefined>} query */
    async onLoad(query) {
      const { name, language } = readSettings();
      const role = query['role'] ?? '';
      this.setData({ room: query['room'] ?? '', role, userName: name, language, texts: textsFor(language) });
      wx.setKeepScreenOn({ keepScreenOn: true });
      const token = await roleToken(role);
      this.setData({ token, isReady: true });
    },
    onUnload() {
      wx.setKeepScreenOn({ keepScreenOn: false });
    },
    /** @returns {any} the component, for its methods */
    rtc() {
      return this.selectComponent('#rtc');
    },
    /** Runs a command; what the server refuses is shown. @param {() => Promise<unknown>} command */
    async run(command) {
      try {
        await command();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        wx.showToast({ title: message, icon: 'none' });
      }
    },
    /** @param {{detail: {reason: string, message: string, willRejoin: boolean}}} event */
    onEnded({ detail }) {
      if (detail.willRejoin) return;
      const { texts } = this.data;
      /** @type {Record<string, string>} */
      const words = {
        kicked: texts.endedKicked,
        banned: texts.endedKicked,
        roomClosed: texts.endedClosed,
        replaced: texts.endedReplaced,
        failed: fill(texts.endedFailed, { message: detail.message }),
      };
      const text = words[detail.reason];
      if (text === undefined) return;
      wx.showModal({ content: text, showCancel: false, success: () => wx.navigateBack() });
    },
    onLeave() {
      wx.navigateBack();
    },
    /** @param {{detail: {name: string, text: string, messageId: string}}} event */
    onChat({ detail }) {
      const line = { name: detail.name, text: detail.text, id: detail.messageId };
      this.setData({ chat: [...this.data.chat.slice(-29), line], lastChat: `c-${line.id}` });
    },
    /** @param {{detail: {value: string}}} event */
    onDraft({ detail }) {
      this.setData({ draft: detail.value });
    },
    onSend() {
      const text = this.data.draft.trim();
      if (text === '') return;
      this.setData({ draft: '' });
      this.run(() => this.rtc().sendChat(text));
    },
    onPeople() {
      this.refresh();
      this.setData({ isPanelOpen: true });
    },
    onClosePanel() {
      this.setData({ isPanelOpen: false });
    },
    /** Takes over what the component shows. */
    refresh() {
      const { members, self, floors, audienceCount, isLocked, status } = this.rtc()?.data ?? {};
      this.setData({ view: { members, self, floors, audienceCount, isLocked, status } });
    },
    /** @param {{detail: {memberId: string, medium: string}}} event */
    onUnmuteInvited({ detail }) {
      const { texts } = this.data;
      if (detail.memberId !== this.rtc().data.self.memberId) return;
      wx.showModal({
        content: texts.invited,
        confirmText: texts.unmute,
        cancelText: texts.later,
        success: ({ confirm }) => {
          if (confirm) this.rtc().setMic(true);
        },
      });
    },
  },
});
