const roomPage = require('../../lib/room-page');
const { fill } = require('../../lib/texts');

const TICK_MS = 500;

Component({
  behaviors: [roomPage],
  data: { turn: 'none', turnText: '', seconds: '', command: '', heardTopics: ['control'], timer: 0 },
  lifetimes: {
    attached() {
      // Only to count down on screen; the server ends turns.
      this.setData({ timer: setInterval(() => this.countDown(), TICK_MS) });
    },
    detached() {
      clearInterval(this.data.timer);
    },
  },
  methods: {
    onChanged() {
      this.refresh();
      const { texts, view } = this.data;
      const floor = (view['floors'] ?? [])[0];
      /** @type {string} */
      const turn = floor?.mine ?? 'none';
      /** @type {Record<string, string>} */
      const words = {
        none: texts.insertCoin,
        pending: texts.insertCoin,
        queued: fill(texts.waitTurn, { n: floor?.position ?? 0 }),
        confirming: texts.confirmTurn,
      };
      this.setData({ turn, turnText: words[turn] ?? '' });
      this.countDown();
    },
    countDown() {
      const { texts, turn, view } = this.data;
      const floor = (view['floors'] ?? [])[0];
      const isCounting = floor?.expiresAtMs > 0 && (turn === 'granted' || turn === 'revoking' || turn === 'confirming');
      const n = isCounting ? Math.max(0, Math.ceil((floor.expiresAtMs - Date.now()) / 1000)) : 0;
      const seconds = isCounting ? fill(texts.secondsLeft, { n }) : '';
      if (seconds !== this.data.seconds) this.setData({ seconds });
    },
    onTurn() {
      this.run(() => this.rtc().nextFloorStep('control'));
    },
    /** @param {{currentTarget: {dataset: {command: string}}}} event */
    onSteer({ currentTarget }) {
      wx.vibrateShort({ type: 'light' });
      this.run(() => this.rtc().sendControl(currentTarget.dataset.command));
    },
    /** What the machine hears. @param {{detail: {topic: string, text: string}}} event */
    onData({ detail }) {
      if (detail.topic !== 'control') return;
      this.setData({ command: fill(this.data.texts.lastCommand, { text: detail.text }) });
    },
  },
});
