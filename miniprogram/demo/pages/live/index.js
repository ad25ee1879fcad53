const roomPage = require('../../lib/room-page');
const { fill } = require('../../lib/texts');

Component({
  behaviors: [roomPage],
  data: {
    asking: /** @type {{memberId: string, text: string}[]} */ ([]),
    guests: /** @type {{memberId: string, name: string}[]} */ ([]),
    watching: '',
  },
  methods: {
    onChanged() {
      this.refresh();
      const { texts, view } = this.data;
      /** @type {any[]} */
      const members = view['members'] ?? [];
      const others = members.filter(({ isSelf }) => !isSelf);
      const canModerate = view['self']?.canModerate === true;
      this.setData({
        watching: fill(texts.watching, { n: view['audienceCount'] ?? 0 }),
        asking: canModerate
          ? others
              .filter(({ isHandUp }) => isHandUp)
              .map(({ memberId, name }) => ({ memberId, text: fill(texts.wantsIn, { name }) }))
          : [],
        guests: canModerate ? others.filter(({ role }) => role === 'speaker') : [],
      });
    },
    /** @param {{currentTarget: {dataset: {memberId: string}}}} event */
    onAccept({ currentTarget }) {
      this.run(() => this.rtc().acceptLinkMic(currentTarget.dataset.memberId));
    },
    /** @param {{currentTarget: {dataset: {memberId: string}}}} event */
    onRefuse({ currentTarget }) {
      this.run(() => this.rtc().rejectLinkMic(currentTarget.dataset.memberId));
    },
    /** @param {{currentTarget: {dataset: {memberId: string}}}} event */
    onEndGuest({ currentTarget }) {
      this.run(() => this.rtc().endLinkMic(currentTarget.dataset.memberId));
    },
  },
});
