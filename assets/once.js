// A click that follows another within half a second at the same place is the second half of a double click, and a key
// that repeats is one that is held down: they press no button, whatever has come under the pointer in the meantime.
(() => {
  const PAUSE = 500, NEAR = 24; // milliseconds, pixels
  const CONTROLS = 'button, [role=button], a.q-btn';
  // What is meant to be pressed several times in a row: steps of a zoom, of a calendar, of a list.
  const AGAIN = '.again, .q-date, .q-time, .q-pagination, .q-field, .q-tree';
  let last = { at: -Infinity, x: 0, y: 0 };

  const stop = event => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  window.addEventListener('click', event => {
    const now = { at: performance.now(), x: event.clientX, y: event.clientY }; // a key presses at 0, 0
    const follows = now.at - last.at < PAUSE && Math.hypot(now.x - last.x, now.y - last.y) <= NEAR;
    last = now;
    const control = event.target.closest?.(CONTROLS);
    if (follows && control && !control.closest(AGAIN)) stop(event);
  }, true);

  // Whoever has typed in between means the next click.
  window.addEventListener('input', () => { last.at = -Infinity; }, true);

  window.addEventListener('keydown', event => {
    if (event.repeat && event.key === 'Enter' && !event.target.matches?.('textarea')) stop(event);
  }, true);
})();
