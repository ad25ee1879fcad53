/**
 * A naive floor for comparison: one floor, one flat list, everything computed anew after each command. Slow, without
 * lanes, drafts, caches or events, and written from SPEC.md.
 */
import type { FloorPolicy, FloorSettings } from '../../src/floor-control/floor-types.ts';

type Status = 'waiting' | 'confirming' | 'granted' | 'revoking';

interface Entry {
  readonly member: string;
  readonly priority: number;
  status: Status;
  /** Chosen by a chair. */
  isChosen: boolean;
  /** Lifetime, confirmation, turn or grace; whichever belongs to the status. */
  until: number;
  since: number;
  isWarned: boolean;
  cause: string;
}

const NEVER = Number.POSITIVE_INFINITY;
export const AWAY_MS = 30;

export class NaiveFloor {
  readonly settings: FloorSettings;
  /** In line, next one first; and those with a place, in the order they got it. */
  queue: Entry[] = [];
  places: Entry[] = [];
  endings: string[] = [];
  readonly spoken = new Map<string, number>();
  readonly speakingSince = new Map<string, number>();
  readonly activeAt = new Map<string, number>();
  readonly absent = new Set<string>();
  /** When an absence has consequences. */
  readonly absentUntil = new Map<string, number>();
  chair: string | null;
  chairIsOut = false;
  now = 0;

  constructor(settings: FloorSettings) {
    this.settings = settings;
    this.chair = settings.chair;
  }

  get policy(): FloorPolicy {
    return this.settings.policy;
  }
  get needsChoice(): boolean {
    return this.policy === 'chaired' && !(this.chairIsOut && this.settings.chairFallback === 'queue');
  }
  get isOpen(): boolean {
    return this.policy === 'open' || (this.chairIsOut && this.settings.chairFallback === 'open');
  }

  find(member: string): Entry | undefined {
    return [...this.places, ...this.queue].find((entry) => entry.member === member);
  }
  holds(member: string): boolean {
    const isHeld = this.places.some((entry) => entry.member === member && entry.status !== 'confirming');
    return this.isOpen || isHeld;
  }

  // --- commands; `serve` follows each ---

  ask(member: string, priority: number, ttlMs: number): void {
    if (this.find(member) !== undefined) return;
    const until = ttlMs === 0 ? NEVER : this.now + ttlMs;
    const isChosen = this.policy === 'chaired' && member === this.chair;
    this.queue.push({ member, priority, until, isChosen, status: 'waiting', since: 0, isWarned: false, cause: '' });
  }
  giveBack(member: string): void {
    const entry = this.find(member);
    if (entry === undefined) return;
    this.end(entry, this.isHolding(entry) ? 'released' : 'cancelled', 'requested');
  }
  grant(member: string): void {
    const entry = this.queue.find((waiting) => waiting.member === member);
    if (entry === undefined || entry.isChosen) return;
    this.queue = this.queue.filter((waiting) => waiting !== entry);
    entry.isChosen = true;
    const firstOther = this.queue.findIndex((waiting) => !waiting.isChosen);
    this.queue.splice(firstOther < 0 ? this.queue.length : firstOther, 0, entry);
  }
  takeAway(member: string): void {
    const entry = this.find(member);
    if (entry?.status === 'granted') this.revoke(entry, 'byChair');
    else if (entry !== undefined && entry.status !== 'revoking') this.end(entry, 'denied', 'byChair');
  }
  move(member: string, position: number): void {
    const entry = this.queue.find((waiting) => waiting.member === member);
    if (entry === undefined || this.policy === 'priority' || this.policy === 'leastSpoken') return;
    this.queue = this.queue.filter((waiting) => waiting !== entry);
    this.queue.splice(position - 1, 0, entry);
  }
  confirm(member: string): void {
    const entry = this.places.find((place) => place.member === member);
    if (entry?.status === 'confirming') this.begin(entry);
  }
  speak(member: string, speaking: boolean): void {
    const isHolding = this.places.some((entry) => entry.member === member && this.isHolding(entry));
    if (!isHolding || this.speakingSince.has(member) === speaking) return;
    if (speaking) this.speakingSince.set(member, this.now);
    else this.fallSilent(member);
    this.activeAt.set(member, this.now);
  }
  leaveScreen(member: string): void {
    this.absent.add(member);
    const matters = this.places.some((entry) => entry.member === member) || this.chair === member;
    if (matters && !this.absentUntil.has(member)) this.absentUntil.set(member, this.now + AWAY_MS);
  }
  comeBack(member: string): void {
    this.absent.delete(member);
    this.absentUntil.delete(member);
    if (this.chair === member) this.chairIsOut = false;
  }
  leaveRoom(member: string): void {
    const entry = this.find(member);
    if (entry !== undefined) this.end(entry, this.isHolding(entry) ? 'revoked' : 'cancelled', 'memberLeft');
    this.spoken.delete(member);
    this.activeAt.delete(member);
    this.absentUntil.delete(member);
    if (this.chair === member) {
      this.chair = null;
      this.chairIsOut = false;
    }
  }

  // --- time ---

  /** Everything due by now; places are given afterwards. */
  settle(): void {
    for (const [member, until] of this.absentUntil) if (until <= this.now) this.giveUpOn(member);
    for (const entry of [...this.places]) this.settlePlace(entry);
    for (const entry of [...this.queue]) if (entry.until <= this.now) this.end(entry, 'cancelled', 'requestExpired');
  }
  giveUpOn(member: string): void {
    this.absentUntil.set(member, NEVER);
    const entry = this.places.find((place) => place.member === member);
    if (entry !== undefined) this.end(entry, this.isHolding(entry) ? 'revoked' : 'denied', 'memberAway');
    if (this.policy === 'chaired' && this.chair === member) this.chairIsOut = true;
  }
  settlePlace(entry: Entry): void {
    if (entry.until <= this.now) this.lapse(entry);
    else if (entry.status === 'granted' && this.idleAt(entry) <= this.now) this.revoke(entry, 'idle');
    else if (entry.status === 'granted' && this.warnAt(entry) <= this.now) entry.isWarned = true;
  }
  get wakeAt(): number | null {
    const instants = [...this.places, ...this.queue].map((entry) => entry.until);
    for (const entry of this.places) {
      if (entry.status === 'granted') instants.push(this.idleAt(entry), this.warnAt(entry));
    }
    const first = Math.min(NEVER, ...instants, ...this.absentUntil.values());
    return first === NEVER ? null : first;
  }
  idleAt(entry: Entry): number {
    const { idleMs } = this.settings;
    if (idleMs === 0 || this.isOpen || this.speakingSince.has(entry.member)) return NEVER;
    return Math.max(entry.since, this.activeAt.get(entry.member) ?? 0) + idleMs;
  }
  warnAt(entry: Entry): number {
    const { warnMs } = this.settings;
    return warnMs === 0 || entry.isWarned || entry.until === NEVER ? NEVER : entry.until - warnMs;
  }
  lapse(entry: Entry): void {
    if (entry.status === 'granted') this.revoke(entry, 'turnOver');
    else if (entry.status === 'revoking') this.end(entry, 'revoked', entry.cause);
    else this.end(entry, 'denied', 'notConfirmed');
  }

  // --- places ---

  serve(fresh = ''): void {
    this.sort();
    for (let entry = this.nextServable(); entry !== undefined; entry = this.nextServable()) {
      const isFull = this.policy !== 'open' && this.places.length >= this.settings.maxHolders;
      if (isFull && !this.freeAPlaceFor(entry)) return;
      this.queue = this.queue.filter((waiting) => waiting !== entry);
      this.places.push(entry);
      const mustConfirm = this.policy === 'turns' && this.settings.confirmMs > 0 && entry.member !== fresh;
      if (!mustConfirm) this.begin(entry);
      else {
        entry.status = 'confirming';
        entry.until = this.now + this.settings.confirmMs;
      }
    }
  }
  sort(): void {
    if (this.policy === 'priority') this.queue.sort((a, b) => b.priority - a.priority);
    const spokenBy = ({ member }: Entry) => this.spoken.get(member) ?? 0;
    if (this.policy === 'leastSpoken') this.queue.sort((a, b) => spokenBy(a) - spokenBy(b));
    if (this.policy !== 'chaired' && this.policy !== 'queue' && this.policy !== 'turns') {
      this.chosenInOrder.push(...this.queue.filter((entry) => entry.isChosen && !this.chosenInOrder.includes(entry)));
      const order = (entry: Entry) => this.chosenInOrder.indexOf(entry);
      this.queue.sort((a, b) =>
        a.isChosen && b.isChosen ? order(a) - order(b) : Number(b.isChosen) - Number(a.isChosen),
      );
    } else this.queue.sort((a, b) => Number(b.isChosen) - Number(a.isChosen));
  }
  readonly chosenInOrder: Entry[] = [];
  nextServable(): Entry | undefined {
    return this.queue.find((entry) => !this.absent.has(entry.member) && (entry.isChosen || !this.needsChoice));
  }
  /** True when there is a place now. */
  freeAPlaceFor(newcomer: Entry): boolean {
    if (this.policy !== 'priority' || this.places.some((entry) => entry.status === 'revoking')) return false;
    const lower = this.places.filter((entry) => entry.status === 'granted' && entry.priority < newcomer.priority);
    const lowest = Math.min(...lower.map((entry) => entry.priority));
    const victim = lower.findLast((entry) => entry.priority === lowest);
    if (victim === undefined) return false;
    this.revoke(victim, 'preempted');
    return this.settings.graceMs === 0;
  }
  begin(entry: Entry): void {
    const { turnMs, warnMs } = this.settings;
    const hasTurn = turnMs > 0 && this.policy !== 'open';
    entry.status = 'granted';
    entry.since = this.now;
    entry.until = hasTurn ? this.now + turnMs : NEVER;
    entry.isWarned = hasTurn && warnMs >= turnMs;
  }
  revoke(entry: Entry, cause: string): void {
    if (this.settings.graceMs === 0) {
      this.end(entry, 'revoked', cause);
      return;
    }
    entry.status = 'revoking';
    entry.until = this.now + this.settings.graceMs;
    entry.cause = cause;
  }
  end(entry: Entry, status: string, cause: string): void {
    this.places = this.places.filter((other) => other !== entry);
    this.queue = this.queue.filter((other) => other !== entry);
    if (this.speakingSince.has(entry.member)) {
      this.fallSilent(entry.member);
      this.activeAt.set(entry.member, this.now);
    }
    this.endings.push(`${entry.member} ${status} ${cause}`);
  }
  fallSilent(member: string): void {
    const stretch = this.now - (this.speakingSince.get(member) ?? this.now);
    this.spoken.set(member, (this.spoken.get(member) ?? 0) + stretch);
    this.speakingSince.delete(member);
  }
  isHolding(entry: Entry): boolean {
    return entry.status === 'granted' || entry.status === 'revoking';
  }

  /** The same words as `line` of the tests' floor room. */
  line(): string {
    const places = this.places.map(({ member, status, cause, isWarned }) => {
      if (status === 'revoking') return `${member}~${cause}`;
      return status === 'confirming' ? `${member}?` : `${member}${isWarned ? '!' : ''}`;
    });
    const waiting = this.queue.map(({ member, isChosen }) => `${member}${this.needsChoice && !isChosen ? '.' : ''}`);
    return `${places.join(' ')} | ${waiting.join(' ')}`.trim();
  }
}
