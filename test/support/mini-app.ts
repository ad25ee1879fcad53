/**
 * A mini program on a phone of its own: the built component in the simulator of WeChat's component system, with a `wx`
 * over real sockets. Several live in one process, each with its own scripts, storage and thread.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClientRoom } from '../../client/client-room.ts';
import type { CallView } from '../../miniprogram/src/model/call-view.ts';
import type { LayoutView } from '../../miniprogram/src/model/layout.ts';
import { installMiniDom, miniParent } from './mini-dom.ts';
import { waitFor } from './wait-for.ts';
import { type MediaBridge, WxShim } from './wx-shim.ts';

const DEMO = fileURLToPath(new URL('../../miniprogram/demo/', import.meta.url));

/** What the simulator gives, as far as it is used. */
interface SimulatedComponent {
  readonly instance: ComponentInstance;
  attach(parent: object): void;
  detach(): void;
  querySelector(selector: string): SimulatedComponent | undefined;
  querySelectorAll(selector: string): SimulatedComponent[];
  addEventListener(name: string, listener: (event: { readonly detail: Record<string, unknown> }) => void): void;
  triggerPageLifeTime(name: 'show' | 'hide'): void;
}
interface Simulator {
  load(path: string, tagName: string, options: { readonly rootPath: string }): string;
  render(id: string, properties: object): SimulatedComponent;
}
type Method = (...args: unknown[]) => unknown;

/** A component as its page sees it. */
export interface ComponentInstance extends Record<string, unknown> {
  readonly data: CallView & LayoutView & Record<string, unknown>;
  setData(patch: object): void;
  triggerEvent(name: string, detail: unknown): void;
  getRoom(): ClientRoom | undefined;
}

export interface AppEvent {
  readonly name: string;
  readonly detail: Record<string, unknown>;
}

const EVENT_NAMES =
  `joined statechange connection memberjoin memberleave presencechange mutechange rolechange grantschange
  handchange attributechange policychange floorchange floorend chat lobbychange lobby unmuteinvited audiencecount data
  selfreport speakers quality linkmic away back pusherstate playerstate pushercode playercode netstatus error ended
  membertap peopletap leavetap`.split(/\s+/);

/** Pushers and players that work at once, and remember. */
export class InstantMedia implements MediaBridge {
  readonly log: string[] = [];

  startPusher(component: unknown): void {
    this.log.push(`push ${urlOf((component as ComponentInstance).data.pusher.url)}`);
    this.tell(component as ComponentInstance, [1001, 1002]);
  }
  stopPusher(): void {
    this.log.push('stop push');
  }
  startPlayer(component: unknown, playerId: string): void {
    const instance = component as ComponentInstance;
    const tile = instance.data.players.find((one) => one.playerId === playerId);
    this.log.push(`play ${playerId} ${urlOf(tile?.src ?? '')}`);
    queueMicrotask(() => playerTells(instance, playerId, 2004));
  }
  stopPlayer(_component: unknown, playerId: string): void {
    this.log.push(`stop ${playerId}`);
  }
  tell(instance: ComponentInstance, codes: readonly number[]): void {
    queueMicrotask(() => {
      for (const code of codes) pusherTells(instance, code);
    });
  }
}

/** Without what is secret or changes: name, query, port. */
const urlOf = (url: string): string => url.replace(/:\d+\//, '/').replace(/[/?][^/]*$/, '');

/** live-pusher reports a code. */
export function pusherTells(instance: ComponentInstance, code: number): void {
  (instance['onPusherState'] as Method)({ detail: { code, message: '' }, currentTarget: { dataset: {} } });
}
/** live-player reports a code. */
export function playerTells(instance: ComponentInstance, playerId: string, code: number): void {
  const dataset = { memberId: playerId.slice('p-'.length) };
  (instance['onPlayerState'] as Method)({ detail: { code, message: '' }, currentTarget: { dataset } });
}

/** A page without a view. */
export interface PlainPage extends Record<string, Method | Record<string, unknown>> {
  data: Record<string, unknown>;
}

/** A page of the demo with `<rtc-room>` in it. */
export interface DemoPage {
  readonly data: Record<string, unknown>;
  call(name: string, ...args: unknown[]): unknown;
  /** `view` is what the component shows; undefined before the page has it. */
  until(
    what: string,
    probe: (view: ComponentInstance['data'] | undefined, data: Record<string, unknown>) => unknown,
    boundMs?: number,
  ): Promise<void>;
}

export interface MountedRoom {
  readonly instance: ComponentInstance;
  readonly component: SimulatedComponent;
  readonly events: AppEvent[];
  readonly view: CallView & LayoutView;
  room(): ClientRoom;
  /** Calls a method of the component. */
  call(name: string, ...args: unknown[]): unknown;
  /** Details of all events of that name. */
  told(name: string): Record<string, unknown>[];
  until(what: string, probe: (view: CallView & LayoutView) => unknown, boundMs?: number): Promise<void>;
  /** Taps an element of the template. */
  tap(selector: string): void;
  unmount(): void;
}

let appCount = 0;
let simulator: Simulator | undefined;

function loadSimulator(): Simulator {
  if (simulator !== undefined) return simulator;
  installMiniDom();
  const scope = globalThis as Record<string, unknown>;
  // The simulator adds its own `wx` to the one it finds; apps here have one each.
  scope['wx'] = {};
  simulator = createRequire(import.meta.url)('miniprogram-simulate') as Simulator;
  return simulator;
}

/** Where the scripts of each app find what is theirs. */
function appScopes(): Record<number, object> {
  const scope = globalThis as { miniApps?: Record<number, object> };
  scope.miniApps ??= {};
  return scope.miniApps;
}

export class MiniApp {
  readonly wx: WxShim;
  readonly media: MediaBridge;
  readonly #folder: string;
  readonly #appObject: Record<string, Method> = {};
  #componentId: string | undefined;
  #pageDefinition: PlainPage | undefined;
  readonly #mounted = new Set<SimulatedComponent>();
  readonly #serverUrl: string;

  constructor(options: { readonly httpUrl: string; readonly media?: MediaBridge; readonly loginCode?: () => string }) {
    const { httpUrl, media = new InstantMedia(), loginCode = () => 'the code is a mock one' } = options;
    this.#serverUrl = httpUrl;
    this.media = media;
    this.wx = new WxShim({ media, loginCode });
    const number = ++appCount;
    const { wx } = this;
    const { setTimeout, clearTimeout, setInterval, clearInterval } = wx;
    appScopes()[number] = {
      ...{ wx, setTimeout, clearTimeout, setInterval, clearInterval },
      App: (definition: object) => Object.assign(this.#appObject, definition),
      Page: (definition: PlainPage) => {
        this.#pageDefinition = definition;
      },
      getApp: () => this.#appObject,
    };
    this.#folder = mkdtempSync(join(tmpdir(), 'rtcroom-mini-'));
    cpSync(DEMO, this.#folder, { recursive: true });
    const own = `const { wx, App, Page, getApp, setTimeout, clearTimeout, setInterval, clearInterval } = globalThis.miniApps[${number}];\n`;
    for (const name of readdirSync(this.#folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.js')) continue;
      const path = join(this.#folder, name);
      writeFileSync(path, own + readFileSync(path, 'utf8'));
    }
  }

  /** `rtc-app.js` of this app, as its pages require it. */
  get app(): Record<string, Method> {
    return this.#require('components/rtc-room/rtc-app.js') as Record<string, Method>;
  }

  #require(path: string): unknown {
    return createRequire(import.meta.url)(join(this.#folder, path));
  }
  #load(path: string, tagName: string): string {
    return loadSimulator().load(join(this.#folder, path), tagName, { rootPath: this.#folder });
  }

  /** Starts the demo, as it is. */
  launch(): void {
    this.#require('app.js');
    this.#appObject['onLaunch']?.();
  }

  /** A page of the demo that is only a page, without a view: its data and its handlers. */
  plainPage(path: string): PlainPage {
    this.#require(`${path}.js`);
    const definition = this.#pageDefinition;
    if (definition === undefined) throw new Error(`${path} is no page`);
    const page: PlainPage = { ...definition, data: structuredClone(definition.data) };
    page['setData'] = (patch) => Object.assign(page.data, patch);
    return page;
  }

  /** A page of the demo with a call in it; `query` is that of its address. */
  async openPage(path: string, query: Readonly<Record<string, string>>): Promise<DemoPage> {
    const component = loadSimulator().render(this.#load(path, 'page'), {});
    this.#mounted.add(component);
    component.attach(miniParent());
    const { instance } = component;
    const call = (name: string, ...args: unknown[]): unknown => (instance[name] as Method).apply(instance, args);
    await call('onLoad', query);
    const until: DemoPage['until'] = async (what, probe, boundMs = 20_000) => {
      const rtc = (): ComponentInstance | undefined => component.querySelector('#rtc')?.instance;
      await waitFor(what, () => Boolean(probe(rtc()?.data, instance.data)), boundMs);
    };
    return { data: instance.data, call, until };
  }

  /** Shows a page with the component. `serverUrl` is that of the test's node. */
  mount(properties: Readonly<Record<string, unknown>>): MountedRoom {
    this.#componentId ??= this.#load('components/rtc-room/index', 'rtc-room');
    const component = loadSimulator().render(this.#componentId, { serverUrl: this.#serverUrl, ...properties });
    const { instance } = component;
    const events: AppEvent[] = [];
    for (const name of EVENT_NAMES) component.addEventListener(name, ({ detail }) => events.push({ name, detail }));
    this.#mounted.add(component);
    component.attach(miniParent());
    const room = (): ClientRoom => {
      const current = instance.getRoom();
      if (current === undefined) throw new Error('not in a room');
      return current;
    };
    return {
      instance,
      component,
      events,
      get view() {
        return instance.data;
      },
      room,
      call: (name, ...args) => (instance[name] as Method).apply(instance, args),
      told: (name) => events.filter((event) => event.name === name).map(({ detail }) => detail),
      until: async (what, probe, boundMs = 20_000) => {
        await waitFor(what, () => Boolean(probe(instance.data)), boundMs);
      },
      tap: (selector) => {
        const element = component.querySelector(selector);
        if (element === undefined) throw new Error(`nothing at ${selector}`);
        element.instance.triggerEvent('tap', {});
      },
      unmount: () => {
        this.#mounted.delete(component);
        component.detach();
      },
    };
  }

  /** The mini program goes to the background, page and all. */
  hide(): void {
    this.wx.emit('appHide');
    for (const component of this.#mounted) component.triggerPageLifeTime('hide');
  }
  show(): void {
    this.wx.emit('appShow');
    for (const component of this.#mounted) component.triggerPageLifeTime('show');
  }

  /** Removes all pages and ends what is open. */
  close(): void {
    this.wx.thaw();
    for (const component of this.#mounted) component.detach();
    this.#mounted.clear();
    this.wx.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
