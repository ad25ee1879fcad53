const roomPage = require('../../lib/room-page');

/** RFC 8855 words, numbers of the protocol: a floor for sound, first come first served. */
const SPEAKING_FLOOR = {
  floorId: 'audio',
  medium: 1,
  policy: 2,
  maxHolders: 1,
  turnMs: 120000,
  warnMs: 10000,
  graceMs: 1000,
};

Component({
  behaviors: [roomPage],
  data: { lobby: /** @type {{userId: string, displayName: string}[]} */ ([]), hasFloor: false },
  methods: {
    onChanged() {
      this.refresh();
      this.setData({ hasFloor: (this.data.view['floors'] ?? []).length > 0 });
    },
    /** @param {{detail: {waiting: {userId: string, displayName: string}[]}}} event */
    onLobby({ detail }) {
      this.setData({ lobby: detail.waiting });
    },
    onMuteAll() {
      this.run(() => this.rtc().muteAll(['audio'], true));
    },
    onLock() {
      this.run(() => this.rtc().lockRoom({ locked: !this.data.view['isLocked'], lobby: false }));
    },
    onFloor() {
      const rtc = this.rtc();
      this.run(() => (this.data.hasFloor ? rtc.removeFloor('audio') : rtc.configureFloor(SPEAKING_FLOOR)));
    },
    /** @param {{currentTarget: {dataset: {userId: string}}}} event */
    onAdmit({ currentTarget }) {
      this.run(() => this.rtc().admit(currentTarget.dataset.userId));
    },
    /** @param {{currentTarget: {dataset: {userId: string}}}} event */
    onDeny({ currentTarget }) {
      this.run(() => this.rtc().deny(currentTarget.dataset.userId));
    },
    /** @param {{currentTarget: {dataset: {memberId: string}}}} event */
    onPerson({ currentTarget }) {
      this.rtc().onTileTap({ currentTarget, detail: {} });
    },
  },
});
