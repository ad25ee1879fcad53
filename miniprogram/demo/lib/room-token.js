const { deviceUser, readSettings } = require('./settings');

/**
 * A token with a role, from a server in development mode. Real servers give roles themselves: then '' makes the
 * component use the login of `rtc-app`.
 * @param {string} role '' = what the room gives
 * @returns {Promise<string>}
 */
function roleToken(role) {
  const { serverUrl, name } = readSettings();
  const user = role === 'device' ? `${deviceUser()}-machine` : deviceUser();
  return new Promise((resolve) => {
    wx.request({
      url: `${serverUrl.replace(/\/+$/, '')}/v1/sessions`,
      method: 'POST',
      header: { 'content-type': 'application/json' },
      data: JSON.stringify({ user, name: name || user, ...(role === '' ? {} : { role }) }),
      timeout: 8000,
      success: ({ statusCode, data }) => resolve(statusCode === 200 ? /** @type {{token: string}} */ (data).token : ''),
      fail: () => resolve(''),
    });
  });
}

module.exports = { roleToken };
