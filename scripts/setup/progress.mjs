const PREFIX = '[set-up] ';

/** `41 s`, `3 min 08 s`. */
export function formatSeconds(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** One line about set-up. On stderr: stdout belongs to the program that is started afterwards. */
export const say = (text) => process.stderr.write(`${PREFIX}${text}\n`);

/**
 * Shows one long step: a line that is updated in place on a terminal, else its start, every tenth of the way and its
 * end. Nothing but `done` or `failed` may be said after one of them.
 */
export function startStep(name, out = process.stderr) {
  const startedAt = Date.now();
  const elapsed = () => formatSeconds((Date.now() - startedAt) / 1000);
  let detail = '';
  let nextTenth = 1;
  const redraw = () => out.write(`\r\x1b[K${PREFIX}${name} …${detail} (${elapsed()})`);
  const ticker = out.isTTY ? setInterval(redraw, 1000) : undefined;
  ticker?.unref();
  if (out.isTTY) redraw();
  else out.write(`${PREFIX}${name} …\n`);
  const end = (text) => {
    clearInterval(ticker);
    out.write(`${out.isTTY ? '\r\x1b[K' : ''}${PREFIX}${name} … ${text} (${elapsed()})\n`);
  };
  return {
    progress(done, total) {
      detail = ` ${done}/${total}`;
      if (out.isTTY) return redraw();
      if (done * 10 < nextTenth * total) return;
      nextTenth = Math.floor((done * 10) / total) + 1;
      if (done < total) out.write(`${PREFIX}${name} …${detail}\n`);
    },
    done: (note) => end(note ? `done, ${note}` : 'done'),
    failed: (note) => end(note ?? 'failed'),
  };
}
