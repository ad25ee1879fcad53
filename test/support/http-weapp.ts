/** A client of the RoomService API over HTTP: logs in as the mini program does, userID and token un-encoded. */

export type HttpAnswer = Readonly<Record<string, unknown>>;

export class HttpWeapp {
  readonly userID: string;
  /** Query of calls to the IM. */
  readonly im: string;
  readonly #base: string;
  readonly #kind: string;
  readonly #token: string;

  constructor(
    base: string,
    kind: string,
    user: { readonly userID: string; readonly token: string; readonly im: string },
  ) {
    this.#base = base;
    this.#kind = kind;
    this.userID = user.userID;
    this.#token = user.token;
    this.im = user.im;
  }

  static async login(base: string, kind: string): Promise<HttpWeapp> {
    const response = await fetch(`${base}/weapp/utils/get_login_info?userIDPrefix=weixin&code=c`);
    const info = (await response.json()) as Readonly<Record<string, string>>;
    const { userID = '', sdkAppID = '', accType = '', userSig = '' } = info;
    const [app, type, sig] = [sdkAppID, accType, userSig].map(encodeURIComponent);
    const login = `sdkAppID=${app}&accountType=${type}&userID=${userID}&userSig=${sig}`;
    const { token } = await HttpWeapp.post(base, `/weapp/${kind}/login?${login}`, {});
    const imLogin = `websdkappid=537048168&v=1.7.0&identifier=${userID}&usersig=${sig}&contenttype=json&sdkappid=${app}&accounttype=${type}&apn=1&reqtime=1`;
    const { TinyId, A2Key } = await HttpWeapp.post(base, `/weapp/im/v4/openim/login?${imLogin}`, { State: 'Online' });
    const im = `tinyid=${String(TinyId)}&a2=${String(A2Key)}&contenttype=json&sdkappid=${app}`;
    return new HttpWeapp(base, kind, { userID, token: String(token), im });
  }

  /** Any call; whatever it is, the answer is a JSON with status 200 that every origin may read. */
  static async post(base: string, path: string, body: unknown): Promise<HttpAnswer> {
    const response = await fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    if (response.status !== 200) throw new Error(`${path}: status ${response.status}`);
    if (response.headers.get('access-control-allow-origin') !== '*') throw new Error(`${path}: no CORS`);
    return (await response.json()) as HttpAnswer;
  }

  async call(method: string, body: HttpAnswer = {}): Promise<HttpAnswer> {
    const { userID } = this;
    const path = `/weapp/${this.#kind}/${method}?userID=${userID}&token=${this.#token}`;
    return await HttpWeapp.post(this.#base, path, { userID, ...body });
  }
}
