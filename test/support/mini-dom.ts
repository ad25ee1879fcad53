/**
 * The few parts of a DOM that the simulator of mini program components renders into. Nothing is laid out or painted:
 * tests look at the component's data and at the elements of its template.
 */
type DomListener = (event: unknown) => void;

class MiniNode {
  parentNode: MiniNode | null = null;
  readonly childNodes: MiniNode[] = [];
  textContent = '';

  get firstChild(): MiniNode | null {
    return this.childNodes[0] ?? null;
  }
  get lastChild(): MiniNode | null {
    return this.childNodes.at(-1) ?? null;
  }
  get nextSibling(): MiniNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }
  appendChild(node: MiniNode): MiniNode {
    return this.insertBefore(node, null);
  }
  insertBefore(node: MiniNode, before: MiniNode | null): MiniNode {
    const nodes = node instanceof MiniFragment ? [...node.childNodes] : [node];
    for (const one of nodes) {
      one.parentNode?.removeChild(one);
      const at = before === null ? -1 : this.childNodes.indexOf(before);
      this.childNodes.splice(at === -1 ? this.childNodes.length : at, 0, one);
      one.parentNode = this;
    }
    return node;
  }
  removeChild(node: MiniNode): MiniNode {
    const at = this.childNodes.indexOf(node);
    if (at !== -1) this.childNodes.splice(at, 1);
    node.parentNode = null;
    return node;
  }
  replaceChild(node: MiniNode, old: MiniNode): MiniNode {
    this.insertBefore(node, old);
    return this.removeChild(old);
  }
  addEventListener(_type: string, _listener: DomListener): void {}
  removeEventListener(_type: string, _listener: DomListener): void {}
  dispatchEvent(_event: unknown): boolean {
    return true;
  }
}

class MiniFragment extends MiniNode {}

class MiniElement extends MiniNode {
  readonly tagName: string;
  readonly style: Record<string, string> = {};
  readonly attributes = new Map<string, string>();
  innerHTML = '';

  constructor(tagName: string) {
    super();
    this.tagName = tagName.toUpperCase();
  }
  get id(): string {
    return this.attributes.get('id') ?? '';
  }
  set id(value: string) {
    this.attributes.set('id', value);
  }
  get className(): string {
    return this.attributes.get('class') ?? '';
  }
  set className(value: string) {
    this.attributes.set('class', value);
  }
  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }
  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }
  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }
  cloneNode(isDeep = false): MiniElement {
    const copy = new MiniElement(this.tagName);
    for (const [name, value] of this.attributes) copy.setAttribute(name, value);
    if (isDeep)
      for (const child of this.childNodes) if (child instanceof MiniElement) copy.appendChild(child.cloneNode(true));
    return copy;
  }
}

class MiniText extends MiniNode {
  constructor(text: string) {
    super();
    this.textContent = text;
  }
}

/** Puts `window` and `document` where the simulator looks for them. Idempotent. */
export function installMiniDom(): void {
  const scope = globalThis as Record<string, unknown>;
  if (scope['document'] !== undefined) return;
  const head = new MiniElement('head');
  const body = new MiniElement('body');
  scope['document'] = {
    head,
    body,
    documentElement: new MiniElement('html'),
    createElement: (tagName: string) => new MiniElement(tagName),
    createTextNode: (text: string) => new MiniText(text),
    createDocumentFragment: () => new MiniFragment(),
    importNode: (node: MiniElement, isDeep: boolean) => node.cloneNode(isDeep),
    querySelectorAll: () => [],
    getElementsByTagName: () => [],
  };
  scope['window'] = scope;
  scope['Element'] = MiniElement;
  scope['CustomEvent'] ??= class {};
}

/** A node for `attach`. */
export function miniParent(): object {
  return new MiniElement('body');
}
